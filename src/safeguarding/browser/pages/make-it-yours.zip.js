/* Zips: one file of a zip is exchanged for another. All others are copied as they lie, packed and unread; what a zip knows
   of their places is corrected. Every place is checked before anything is written, and what is not clear is refused in words:
   half a zip would be found out in a school, far from here. */
const zipped = (() => {
  const LOCAL = 0x04034b50, CENTRAL = 0x02014b50, END = 0x06054b50, LARGE = 0x07064b50, LIMIT = 0xffffffff;
  const CHOOSE = "Choose the zip of the course, or a package of it for an LMS, as it was downloaded.";
  const AGAIN = "Download the zip of the course again, and choose that one.";
  const CUT = `This zip is not whole: a part of it is missing, or was damaged on the way. ${AGAIN}`;
  const refuse = (sentence) => {
    throw new Error(sentence);
  };
  const closed = (why) => refuse(`This zip cannot be changed here, because ${why}. ${AGAIN}`);
  const need = (right) => right || refuse(CUT);

  const crc32 = (bytes) => {
    let crc = -1;
    for (const byte of bytes) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (-(crc & 1) & 0xedb88320);
    }
    return ~crc >>> 0;
  };

  /* The places in a zip: where its directory starts and ends, and each entry, with its line in the directory (at, next) and
     its place in the file (from, to). An entry reaches to the one after it: what some tools write behind the data belongs to it. */
  const survey = (all, view) => {
    const short = (at) => view.getUint16(at, true), long = (at) => view.getUint32(at, true);
    let end = all.length - 22;
    /* A comment may stand behind the end record. What only looks like a record does not reach to the end of the file. */
    const first = Math.max(0, end - 0xffff);
    while (end >= first && (long(end) !== END || end + 22 + short(end + 20) !== all.length)) end -= 1;
    if (end < first) refuse(all[0] === 0x50 && all[1] === 0x4b ? CUT : `This file is not a zip. ${CHOOSE}`);
    const count = short(end + 10), start = long(end + 16);
    if (end >= 20 && long(end - 20) === LARGE) closed("it is of a kind for very large files");
    if (short(end + 4) || short(end + 6) || short(end + 8) !== count) closed("it is one part of several");
    need(start + long(end + 12) === end);
    const entries = [];
    let at = start;
    for (let n = 0; n < count; n += 1) {
      need(at + 46 <= end && long(at) === CENTRAL);
      const label = all.subarray(at + 46, at + 46 + short(at + 28));
      const next = at + 46 + label.length + short(at + 30) + short(at + 32);
      const [flags, method, crc, size, from] = [short(at + 8), short(at + 10), long(at + 16), long(at + 20), long(at + 42)];
      entries.push({ at, next, label, flags, method, crc, size, from });
      at = next;
    }
    need(at === end);
    [...entries].sort((one, other) => one.from - other.from).forEach((entry, n, sorted) => {
      const { from, label, flags, size } = entry, to = Math.min(sorted[n + 1]?.from ?? start, start);
      if (from === LIMIT || size === LIMIT) closed("it is of a kind for very large files");
      if (flags & 1) closed("it is locked with a password");
      need(from + 30 <= to && long(from) === LOCAL && short(from + 26) === label.length);
      const data = from + 30 + label.length + short(from + 28);
      need(data + size <= to && label.every((byte, place) => byte === all[from + 30 + place]));
      Object.assign(entry, { to, packed: all.subarray(data, data + size) });
    });
    return { start, end, entries };
  };

  const textOf = async ({ method, crc, packed }) => {
    if (method !== 0 && method !== 8) closed("it was packed in an unusual way");
    try {
      const stream = new Blob([packed]).stream();
      const unpacked = method ? stream.pipeThrough(new DecompressionStream("deflate-raw")) : stream;
      const bytes = new Uint8Array(await new Response(unpacked).arrayBuffer());
      if (crc32(bytes) === crc) return new TextDecoder().decode(bytes);
    } catch {
      /* damaged as well, or unknown to this browser */
    }
    return refuse("This zip could not be read: it is damaged, or this browser is too old. "
      + "Download the zip of the course again, or use another browser.");
  };

  /* The zip with other bytes for some of its entries, given as a map. A new entry is not packed, and of the first day that a zip
     knows, so that the same details give the same zip. Of its flags only “the name is UTF-8” stays; what a tool had added goes.
     It lies where the old one lay, and all behind it moves. */
  const exchanged = (all, { start, end, entries }, changes) => {
    const lines = new Map(), parts = [];
    let moved = 0, done = 0;
    for (const entry of [...entries].sort((one, other) => one.from - other.from)) {
      const bytes = changes.get(entry), line = all.slice(entry.at, bytes ? entry.at + 46 : entry.next);
      const fields = new DataView(line.buffer);
      if (entry.from + moved >= LIMIT) closed("it is too large");
      fields.setUint32(42, entry.from + moved, true);
      lines.set(entry, bytes ? [line, entry.label] : [line]);
      if (!bytes) continue;
      const shorts = [[6, 20], [8, entry.flags & 0x800], [10, 0], [12, 0], [14, 0x21], [30, 0], [32, 0]];
      const longs = [[16, crc32(bytes)], [20, bytes.length], [24, bytes.length]];
      for (const [at, value] of shorts) fields.setUint16(at, value, true);
      for (const [at, value] of longs) fields.setUint32(at, value, true);
      parts.push(all.subarray(done, entry.from), Uint8Array.of(0x50, 0x4b, 3, 4), line.subarray(6, 32), entry.label, bytes);
      moved += 30 + entry.label.length + bytes.length - (entry.to - entry.from);
      done = entry.to;
    }
    if (start + moved >= LIMIT) closed("it is too large");
    const told = entries.flatMap((entry) => lines.get(entry));
    const last = all.slice(end), record = new DataView(last.buffer);
    record.setUint32(12, told.reduce((sum, part) => sum + part.length, 0), true);
    record.setUint32(16, start + moved, true);
    return new Blob([...parts, all.subarray(done, start), ...told, last], { type: "application/zip" });
  };

  /* Some tools of Windows write folders with a backslash. The name stays as they wrote it. */
  const called = ({ label }) => new TextDecoder().decode(label).replaceAll("\\", "/");

  /* The zip with other bytes in the place of one of these names, as { blob, place }: place is the name that was found. */
  const replace = async (buffer, names, bytes, edition) => {
    const all = new Uint8Array(buffer), found = survey(all, new DataView(buffer));
    const [old, twin] = found.entries.filter((entry) => names.includes(called(entry)));
    if (twin) refuse(`This zip holds the local details twice. ${AGAIN}`);
    const held = old && (await textOf(old)).match(/^\/\* Recognise and Refer (.+?):/)?.[1];
    if (!held) refuse(`This is a zip, but not of this course. ${CHOOSE}`);
    if (held !== edition) {
      refuse(`This zip holds edition ${held} of the course, and this page is of edition ${edition}. `
        + `Download the zip of edition ${edition}, and choose that one.`);
    }
    return { blob: exchanged(all, found, new Map([[old, bytes]])), place: called(old) };
  };

  /* The zip with every text changed that `change(name, text)` answers with another one. */
  const rewrite = async (buffer, change) => {
    const all = new Uint8Array(buffer), found = survey(all, new DataView(buffer)), changes = new Map();
    for (const entry of found.entries) {
      if (!/\.xml$/.test(called(entry))) continue;
      const text = await textOf(entry), other = change(called(entry), text);
      if (other !== text) changes.set(entry, new TextEncoder().encode(other));
    }
    return exchanged(all, found, changes);
  };

  return { replace, rewrite };
})();

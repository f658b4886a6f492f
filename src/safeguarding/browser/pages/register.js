/* Who has done it: record files of many people, read here into one list. Nothing is kept and nothing is sent. What a file says is
   data from anybody: it is shown as text alone, and what cannot be read is named with its file. */
(() => {
  const place = document.querySelector("[data-live=register]");
  const COURSE_NAME = "Recognise and Refer", SHOWN = 500, NAMED = 200, LARGEST = 2e6, LONGEST = 200;
  const AIMS = Object.values(MORE.objectives);
  const NUMBER = new Intl.NumberFormat("en-GB");
  let records = [], trouble = [], files = 0, order = { key: "name", down: false };

  /* One line of text, without signs that nobody sees. A mark that was set before a formula comes off again. */
  const clean = (value) => {
    const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
    return text.replace(/[\p{C}\s]+/gu, " ").trim().replace(/^'(?=\s*[=+@-])/, "");
  };
  const list = (value) => (Array.isArray(value) ? value : clean(value).split(/;\s*/)).map(clean).filter(Boolean);
  const same = (text) => clean(text).toLowerCase();

  /* A day as we write it, as people write it, or as a spreadsheet saves it again, into the form that sorts; "" where it is none. */
  const iso = (year, month, date) => {
    const found = new Date(Date.UTC(Number(year) + (year.length === 2 ? 2000 : 0), month - 1, date));
    return found.getUTCDate() === Number(date) && found.getUTCMonth() === month - 1 ? found.toISOString().slice(0, 10) : "";
  };
  const dayOf = (value) => {
    const text = clean(value).replace(/[ T]\d{1,2}:\d\d.*$/, "");
    let found = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
    if (found) return iso(found[1], found[2], found[3]);
    found = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d\d)$/.exec(text);
    /* Here the day comes first; only where it cannot be, the month does. */
    if (found) return found[2] > 12 ? iso(found[3], found[1], found[2]) : iso(found[3], found[2], found[1]);
    found = /^(\d{1,2})[- ]([A-Za-z]{3,9})[- ,]+(\d{4}|\d\d)$/.exec(text);
    if (found) return iso(found[3], MONTHS.findIndex((month) => month.toLowerCase().startsWith(found[2].toLowerCase())) + 1, found[1]);
    /* The number under which a spreadsheet keeps a day: days since 30 December 1899. */
    return /^[345]\d{4}$/.test(text) ? new Date(Date.UTC(1899, 11, 30) + text * 864e5).toISOString().slice(0, 10) : "";
  };

  /* The rows of a table in text: commas, semicolons or tabs, with quotes as a spreadsheet sets them. */
  const rows = (text) => {
    const [head] = text.split(/\r?\n/, 1);
    const mark = [",", ";", "\t"].reduce((most, sign) => (head.split(sign).length > head.split(most).length ? sign : most));
    const found = [];
    let row = [];
    const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${mark}\\r\\n]*))(${mark}|\\r?\\n|\\r|$)`, "gy");
    while (cell.lastIndex < text.length) {
      const part = cell.exec(text);
      if (!part) throw new Error("cut");
      row.push(part[1] === undefined ? part[2] : part[1].replaceAll('""', '"'));
      if (part[3] === mark) continue;
      found.push(row);
      row = [];
    }
    return found.filter((cells) => cells.some((one) => one.trim()));
  };
  const HEADS = {
    name: "name", record: "record", course: "course", edition: "edition", date: "date", hours: "hours of study",
    passed: "final assessment passed on", pages: "pages studied", objectives: "aims", role: "role", tiers: "tiers",
    id: "number of the record",
  };

  /* What a file holds, as objects with the fields of a saved record. Throws a sentence that says what it is. */
  const parsed = (text) => {
    if (!text.trim()) throw new Error("is empty. Save it again.");
    if (text.includes("\0")) throw new Error("is no record of this course.");
    if (/^\s*[[{]/.test(text)) {
      let found;
      try {
        found = JSON.parse(text);
      } catch {
        throw new Error("is cut or broken. Ask for it again.");
      }
      const kept = "is what a device keeps, and no record. The page “Record of completion” makes one.";
      if (typeof found?.v === "number") throw new Error(kept);
      return [found];
    }
    let found;
    try {
      found = rows(text);
    } catch {
      throw new Error("is cut or broken. Ask for it again.");
    }
    const heads = found.shift().map(same);
    const at = Object.entries(HEADS).map(([field, head]) => [field, heads.indexOf(head)]);
    if (!["name", "course", "date"].every((field) => heads.includes(HEADS[field]))) throw new Error("is no record of this course.");
    if (!found.length) throw new Error("has headings and no row. Save it again.");
    return found.map((row) => Object.fromEntries(at.map(([field, n]) => [field, row[n]])));
  };
  const tiersIn = (value) => (value && typeof value === "object"
    ? Object.entries(value).map((tier) => tier.map(clean).join(": "))
    : list(value));
  const read = (found, file) => {
    if (!found || clean(found.course) !== COURSE_NAME) throw new Error("is no record of this course.");
    const record = {
      file, name: clean(found.name), role: clean(found.role), edition: clean(found.edition), tiers: tiersIn(found.tiers),
      day: dayOf(found.date), passed: dayOf(found.passed), hours: clean(found.hours), pages: list(found.pages),
      aims: list(found.objectives), id: clean(found.id), notes: [],
    };
    if (!record.name) throw new Error("has no name. Ask whose it is, and for a record with a name.");
    const { name, role, edition, id } = record;
    if ([name, role, edition, id].some((text) => text.length > LONGEST)) throw new Error("is no record of this course.");
    record.number = /\d+\.\d+\.\d+/.exec(record.edition)?.[0] || "";
    record.missing = AIMS.filter((aim) => !record.aims.some((one) => same(one) === same(aim)));
    doubt(record, clean(found.passed));
    return record;
  };

  /* What does not fit in a record. A neat forgery fits. */
  const doubt = (record, passed) => {
    const { notes, day, number } = record, today = store.today();
    if (!day) notes.push("Its day cannot be read.");
    if (day > today) notes.push("Its day has not come yet.");
    if (passed && passed !== "not yet" && !record.passed) notes.push("The day of the assessment cannot be read.");
    if (day && record.passed > day) notes.push("The assessment is later than the record.");
    if (number !== COURSE.edition) {
      notes.push(number ? `Of edition ${number}; this page is of ${COURSE.edition}.` : "Its edition cannot be read.");
      return;
    }
    const known = Object.entries(COURSE.pages).filter(([, { title }]) => record.pages.some((page) => same(page) === same(title)));
    if (!record.pages.length) return;
    if (known.length < record.pages.length) notes.push("It lists pages that this edition does not have.");
    const hours = known.reduce((sum, [page]) => sum + MORE.pages[page].study, 0) / 60;
    if (Math.abs(hours - Number(record.hours.replace(",", "."))) > 0.11) notes.push("Its hours do not follow from its pages.");
    const trained = new Set(known.flatMap(([page]) => MORE.pages[page].objectives));
    if (trained.size !== AIMS.length - record.missing.length) notes.push("Its aims do not follow from its pages.");
  };

  /* Whether two rows say the same, and what a row is called where it has no number. */
  const content = ({ name, role, edition, day, passed, hours, aims, tiers }) =>
    JSON.stringify([name, role, edition, day, passed, hours, aims, tiers]);
  const seen = new Map(), people = new Map();
  const add = (record) => {
    const own = content(record), before = record.id ? seen.get(record.id) : seen.get(own);
    if (before && content(before) === own) {
      trouble.push([record.file, `holds the same record as ${before.file}. It is counted once.`]);
      return;
    }
    if (before) {
      for (const [one, other] of [[record, before], [before, record]]) {
        one.notes.push(`It has the number of the record in ${other.file}, and says something else: ask for both again.`);
      }
    }
    if (record.id && seen.get(own)) trouble.push([record.file, `says the same as ${seen.get(own).file}, under another number.`]);
    seen.set(record.id || own, record);
    seen.set(own, record);
    const namesakes = people.get(same(record.name)) || [];
    people.set(same(record.name), [...namesakes, record]);
    records.push(record);
  };
  const text = async (file) => {
    let bytes;
    try {
      bytes = new Uint8Array(await file.arrayBuffer());
    } catch {
      throw new Error("cannot be read. Is it a folder? Open it, and choose the files in it.");
    }
    const wide = { "255,254": "utf-16le", "254,255": "utf-16be" }[bytes.slice(0, 2).join()];
    if (wide) return new TextDecoder(wide).decode(bytes);
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      /* as older spreadsheets save it */
      return new TextDecoder("windows-1252").decode(bytes);
    }
  };
  const take = async (file) => {
    if (file.size > LARGEST) throw new Error("is too big for a record.");
    const found = parsed(await text(file));
    found.forEach((one, n) => {
      const where = found.length > 1 ? `${file.name}, row ${n + 1}` : file.name;
      try {
        add(read(one, where));
      } catch (error) {
        trouble.push([where, error.message]);
      }
    });
  };

  const said = make("p", "");
  said.setAttribute("role", "status");
  /* One after the other, and the browser may draw in between. */
  let queue = Promise.resolve();
  const takeAll = (chosen) => {
    const all = [...chosen];
    queue = queue.then(async () => {
      for (const [n, file] of all.entries()) {
        if (n % 100 === 0) {
          said.textContent = `Reading ${NUMBER.format(n + 1)} of ${NUMBER.format(all.length)} …`;
          await new Promise((done) => { setTimeout(done) });
        }
        files += 1;
        try {
          await take(file);
        } catch (error) {
          trouble.push([file.name, error.message]);
        }
      }
      draw();
    });
    return queue;
  };

  /* The list. */
  const due = make("input", "", { type: "date", id: "register-due" });
  const dueOf = ({ passed }) => {
    if (!passed) return "";
    if (due.value) return due.value;
    const [year, ...rest] = passed.split("-");
    return dayOf([Number(year) + 1, ...rest].join("-")) || `${Number(year) + 1}-03-01`;
  };
  const shownDay = (day, none) => (day ? dated(day) : none);
  const noteOf = (record) => {
    const namesakes = people.get(same(record.name)).length;
    return [...record.notes, ...(namesakes > 1 ? [`${namesakes} rows have this name: one person twice, or two people.`] : [])].join(" ");
  };
  const COLUMNS = {
    name: ["Name", (one) => one.name],
    role: ["Role", (one) => one.role],
    passed: ["Assessment passed on", (one) => one.passed, (one) => shownDay(one.passed, "Not passed yet")],
    due: ["Next due", dueOf, (one) => shownDay(dueOf(one), "Now: not passed yet")],
    missing: ["Aims still missing", (one) => one.missing.join("; ")],
    tiers: ["Path", (one) => one.tiers.join("; ")],
    edition: ["Edition", (one) => one.edition],
    day: ["Day of the record", (one) => one.day, (one) => shownDay(one.day, "")],
    notes: ["To look at", noteOf],
  };
  const sorted = () => {
    const [, value] = COLUMNS[order.key];
    const compare = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;
    const valued = records.map((record) => [value(record), record]);
    const found = valued.sort(([one], [other]) => compare(one, other)).map(([, record]) => record);
    return order.down ? found.reverse() : found;
  };
  const missing = (record) => {
    if (!record.missing.length) return make("span", "None");
    const aims = make("ul", "", {}, ...record.missing.map((aim) => make("li", aim)));
    return make("details", "", {}, make("summary", `${record.missing.length} of ${AIMS.length}`), aims);
  };
  const row = (record) => make("tr", "", {}, ...Object.entries(COLUMNS).map(([key, [head, value, shown]]) => {
    const cell = make("td", key === "missing" ? "" : (shown || value)(record));
    if (key === "missing") cell.append(missing(record));
    cell.prepend(make("span", `${head}: `, { className: "head" }));
    return cell;
  }));
  const head = ([key, [words]]) => {
    const press = button(words, () => {
      order = { key, down: order.key === key && !order.down };
      draw();
      place.querySelector(`[data-key=${key}]`).focus();
    });
    press.dataset.key = key;
    const found = make("th", "", { scope: "col" }, press);
    if (order.key === key) found.setAttribute("aria-sort", order.down ? "descending" : "ascending");
    return found;
  };
  const byAim = () => {
    const have = AIMS.map((aim) => [aim, records.filter((record) => !record.missing.includes(aim)).length]);
    const item = ([aim, n]) => make("li", `${NUMBER.format(n)} of ${NUMBER.format(records.length)}: ${aim}`);
    return make("details", "", { className: "by-aim" }, make("summary", "By aim: how many records have it"),
      make("ul", "", {}, ...have.sort(([, one], [, other]) => one - other).map(item)));
  };
  const editions = () => {
    const counts = {};
    for (const { number } of records) counts[number || "not known"] = (counts[number || "not known"] || 0) + 1;
    return Object.entries(counts).sort().map(([edition, n]) => `${edition}: ${NUMBER.format(n)}`).join(", ");
  };

  const csv = () => [
    [...Object.values(COLUMNS).map(([words]) => words), "Hours of study", "Number of the record", "File"],
    ...sorted().map((record) => [...Object.values(COLUMNS).map(([, value]) => value(record)), record.hours, record.id, record.file]),
  ].map(csvRow).join("");

  const out = make("div", "");
  const draw = () => {
    const found = sorted(), passed = records.filter((record) => record.passed).length;
    const late = records.filter((record) => record.passed && dueOf(record) < store.today()).length;
    said.textContent = files
      ? `Files read: ${NUMBER.format(files)}. Records: ${NUMBER.format(records.length)}. To look at: ${NUMBER.format(trouble.length)}. `
        + `Passed: ${NUMBER.format(passed)}, and of these due again: ${NUMBER.format(late)}.`
      : "";
    const inside = [];
    if (trouble.length) {
      const more = trouble.length > NAMED ? [make("li", `And ${NUMBER.format(trouble.length - NAMED)} more.`)] : [];
      const named = trouble.slice(0, NAMED).map(([file, what]) => make("li", "", {}, make("b", file), ` ${what}`));
      inside.push(make("h2", "Files to look at"), make("ul", "", { className: "trouble" }, ...named, ...more));
    }
    if (records.length) {
      inside.push(make("h2", "The register"), make("p", `Editions: ${editions()}.`), byAim());
      if (found.length > SHOWN) {
        const words = `The first ${SHOWN} of ${NUMBER.format(found.length)} are shown and printed. The saved table holds all.`;
        inside.push(make("p", words, { className: "first" }));
      }
      inside.push(make("div", "", { className: "table-wrapper", tabIndex: 0 }, make("table", "", {},
        make("thead", "", {}, make("tr", "", {}, ...Object.entries(COLUMNS).map(head))),
        make("tbody", "", {}, ...found.slice(0, SHOWN).map(row)))));
      inside.push(make("p", `Made on ${dated(store.today())} from the files that people handed in.`));
    }
    out.replaceChildren(...inside);
    for (const press of [print_, save_, empty]) press.disabled = !files;
  };

  const choose = make("input", "", { type: "file", id: "register-files", multiple: true, accept: ".json,.csv,application/json,text/csv" });
  choose.addEventListener("change", () => {
    takeAll(choose.files);
    /* So that the same files can be chosen again. */
    choose.value = "";
  });
  const onto = make("div", "", { className: "screen register-files" },
    make("p", "", {}, make("label", "Choose the record files, as many as you like, or drop them here ", { htmlFor: "register-files" }), choose));
  for (const event of ["dragover", "drop"]) onto.addEventListener(event, (dropped) => dropped.preventDefault());
  onto.addEventListener("drop", ({ dataTransfer }) => takeAll(dataTransfer.files));
  due.addEventListener("input", draw);
  const print_ = button("Print", () => print());
  const save_ = button("Save as a table (CSV)", () => save("register.csv", "text/csv", `\ufeff${csv()}`));
  const empty = button("Empty the list", () => {
    records = [];
    trouble = [];
    files = 0;
    seen.clear();
    people.clear();
    draw();
  });
  place.replaceChildren(
    onto,
    make("p", "", { className: "screen" },
      make("label", "Next due: a year after the assessment, or for everyone on this day ", { htmlFor: "register-due" }), due),
    make("p", "", { className: "screen" }, print_, save_, empty),
    said, out,
  );
  draw();
})();

/* State codec: what a learner has done as one line of signs that every LMS takes (A-Z a-z 0-9 - _, “.” between the fields), at
   most 4,000 with everything answered. Names are keys of a few signs, made at build time, so that no order needs to be kept
   from edition to edition: what an edition does not know any more falls away. The most important stands first, and the last
   sign is “.”: without it the LMS has cut the line, and what stands whole before the cut is taken.

   1 . save(2) . passed day(2) . role . theme . place(3) . editions . done(page 3, day 2, edition 1)* . forms as bits
     . round: form(2) stage(1) bank(8) at(1) (place 2, answer 1)* . plans(4)* . confidence(aim 3, both 1)*
     . answers(question 5, answer 1, day 2)* .

   A day counts from 1 January 2026. An answer is its letter (2 bits), how sure one was (2), and whether it was right at the first
   try (1), or since (1). */
const codec = (() => {
  const VERSION = "1", SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const SURE = ["", "sure", "fairly sure", "guessing"], LETTERS = "ABC", STAGES = ["first", "firstReview", "again", "lastReview"];
  const THEMES = { l: "light", d: "dark", a: "auto" };
  const FIRST = Date.UTC(2026, 0, 1), DAY = 864e5, MOST = 64 ** 2;
  const two = (n) => SIGNS[n >> 6] + SIGNS[n & 63];
  const read = (signs) => [...signs].reduce((n, sign) => n * 64 + SIGNS.indexOf(sign), 0);
  const packDay = (day) => two(Math.min(Math.max(Math.round((Date.parse(day) - FIRST) / DAY) || 0, 0), MOST - 1));
  const readDay = (signs) => new Date(FIRST + read(signs) * DAY).toISOString().slice(0, 10);
  const turned = (keys) => Object.fromEntries(Object.entries(keys).map(([key, name]) => [name, key]));
  /* A question is known by its id and stamp, a plan by its page and words: two words, which a space joins. */
  const joined = (pairs) => Object.fromEntries(Object.entries(pairs).map(([key, pair]) => [key, pair.join(" ")]));
  const pageKeys = turned(KNOWN.pages), aimKeys = turned(KNOWN.aims);
  const planKeys = turned(joined(KNOWN.plans)), questionKeys = turned(joined(KNOWN.questions));
  /* The entries of a field, each of so many signs; one that was cut is left out. */
  const each = (field, width) => (field || "").match(new RegExp(`.{${width}}`, "g")) || [];

  /* A record, a round and a theme as the pages keep them, as one line. `save` tells two lines apart that say the same. */
  const encode = ({ record, round, theme }, save) => {
    const editions = [...new Set(Object.values(record.done).map((page) => page.edition).filter(Boolean))].slice(0, 62);
    const done = Object.entries(record.done).filter(([page]) => pageKeys[page]);
    const bits = [];
    for (const form of record.forms) if (form < 600) bits[Math.floor(form / 6)] |= 1 << (form % 6);
    const letter = (a) => (a && LETTERS.includes(a) ? LETTERS.indexOf(a) : 3);
    const sign = ({ a, c, r, k }) => SIGNS[letter(a) | (Math.max(SURE.indexOf(c), 0) << 2) | (r ? 16 : 0) | (k ? 32 : 0)];
    const aims = Object.keys(aimKeys).map((aim) => [aim, record.sure[`${aim}-start`] | 0, record.sure[`${aim}-end`] | 0]);
    return `${[
      VERSION,
      two(save % MOST),
      record.passed && packDay(record.passed),
      record.role,
      theme in turned(THEMES) ? theme[0] : "",
      pageKeys[record.place.split("#")[0]] || "",
      editions.map((edition) => edition.replaceAll(".", "_")).join("-"),
      done.map(([page, { day, edition }]) => pageKeys[page] + packDay(day) + SIGNS[editions.indexOf(edition) + 1]).join(""),
      Array.from(bits, (six) => SIGNS[six | 0]).join(""),
      round ? two(round.form) + STAGES.indexOf(round.at) + round.mark + SIGNS[round.q & 63]
        + Object.entries(round.answers).map(([place, answer]) => two(Number(place)) + sign(answer)).join("") : "",
      Object.entries(record.plans).flatMap(([page, plans]) => plans.map((words) => planKeys[`${page} ${words}`] || "")).join(""),
      aims.map(([aim, start, end]) => (start || end ? aimKeys[aim] + SIGNS[(start << 3) | end] : "")).join(""),
      Object.entries(record.answers).map(([id, answer]) => {
        const key = questionKeys[`${id} ${answer.s}`];
        return key && letter(answer.a) < 3 ? key + sign(answer) + packDay(answer.d) : "";
      }).join(""),
    ].join(".")}.`;
  };

  /* What a line says: { record, round, theme, save, how }, where how is “whole”, “cut”, “none”, “junk” or “newer”. */
  const decode = (line) => {
    const record = { v: KNOWN.store, role: "", done: {}, answers: {}, plans: {}, sure: {}, forms: [], place: "", passed: "" };
    const none = (how) => ({ record, round: null, theme: "", save: 0, how });
    if (!line) return none("none");
    if (!/^\d+\.[\w.-]*$/.test(line)) return none("junk");
    const [version, save, passed, role, theme, place, editions, done, forms, round, plans, sure, answers] = line.split(".");
    if (version !== VERSION) return none("newer");
    const names = (editions || "").split("-").map((edition) => edition.replaceAll("_", "."));
    const answer = (sign) => {
      const n = SIGNS.indexOf(sign);
      return { a: LETTERS[n & 3] || "", c: SURE[(n >> 2) & 3], r: Boolean(n & 16), k: Boolean(n & 32) || undefined };
    };
    if (passed?.length === 2) record.passed = readDay(passed);
    if (KNOWN.roles.includes(role)) record.role = role;
    record.place = KNOWN.pages[place] || "";
    for (const one of each(done, 6)) {
      const page = KNOWN.pages[one.slice(0, 3)];
      if (page) record.done[page] = { day: readDay(one.slice(3, 5)), edition: names[SIGNS.indexOf(one[5]) - 1] || "" };
    }
    [...forms || ""].forEach((sign, n) => {
      for (let bit = 0; bit < 6; bit += 1) if (SIGNS.indexOf(sign) & (1 << bit)) record.forms.push(n * 6 + bit);
    });
    for (const one of each(plans, 4)) {
      const [page, words] = KNOWN.plans[one] || [];
      if (page) (record.plans[page] ||= []).push(words);
    }
    for (const one of each(sure, 4)) {
      const aim = KNOWN.aims[one.slice(0, 3)], n = SIGNS.indexOf(one[3]);
      if (aim && n >> 3) record.sure[`${aim}-start`] = n >> 3;
      if (aim && n & 7) record.sure[`${aim}-end`] = n & 7;
    }
    for (const one of each(answers, 8)) {
      const [id, stamp] = KNOWN.questions[one.slice(0, 5)] || [], { a, c, r, k } = answer(one[5]);
      if (id && a) record.answers[id] = { s: stamp, a, d: readDay(one.slice(6)), c, r, k };
    }
    const [, form, stage, mark, at, given] = /^(..)([0-3])(.{8})(.)(.*)$/.exec(round || "") || [];
    return {
      record,
      round: form ? {
        form: read(form),
        mark,
        answers: Object.fromEntries(each(given, 3).map((one) => {
          const { a, c } = answer(one[2]);
          return [read(one.slice(0, 2)), { a, c }];
        })),
        at: STAGES[stage],
        q: SIGNS.indexOf(at),
      } : null,
      theme: THEMES[theme] || "",
      save: save?.length === 2 ? read(save) : 0,
      how: line.endsWith(".") ? "whole" : "cut",
    };
  };
  return { encode, decode };
})();

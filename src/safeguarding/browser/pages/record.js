/* The record of completion: made here, printed here, sent nowhere. The sheet is what goes on paper; the files hold the same.
   Until the assessment is passed it is a record so far. */
(() => {
  const place = document.querySelector("[data-live=record]");
  const COURSE_NAME = "Recognise and Refer";
  /* Two records of the same name can be told apart. */
  const RECORD = [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const TIERS = ["First pages", "Pages for the first month", "Deeper pages"];
  const PROOF = "This record was made on the learner’s own device. "
    + "It does not prove who studied, and it does not show how anybody will act.";
  /* Handed on by the page of the pass, where this one cannot know of it. */
  const [, handed] = (!store.knows() && /^#passed=(\d{4}-\d\d-\d\d)$/.exec(location.hash)) || [];

  /* All that the record says, as it is now. */
  const read = () => {
    const { done, passed: kept } = store.get(), passed = kept || handed || "", role = myRole();
    const names = Object.keys(COURSE.pages).filter((name) => done[name]);
    const trained = new Set(names.flatMap((name) => MORE.pages[name].objectives));
    const editions = [...new Set(names.map((name) => done[name].edition))].filter((edition) => edition && edition !== COURSE.edition);
    const finished = (pages) => {
      const n = pages.filter((page) => done[page]).length;
      return n === pages.length ? "All of them finished" : `${n} of ${pages.length} finished`;
    };
    return {
      passed,
      names,
      title: passed ? "Record of completion" : "Record so far",
      role: role ? role.name : "None chosen",
      tiers: tiersOf(role).flatMap((pages, tier) => (pages.length ? [[TIERS[tier], finished(pages)]] : [])),
      titles: names.map((name) => COURSE.pages[name].title),
      hours: (names.reduce((sum, name) => sum + MORE.pages[name].study, 0) / 60).toFixed(1),
      aims: [...trained].map((id) => MORE.objectives[id][0].toUpperCase() + MORE.objectives[id].slice(1)),
      plans: myPlans().flatMap(([, mine]) => mine),
      edition: COURSE.edition + (editions.length ? `; some pages were finished in ${editions.sort().join(", ")}` : ""),
    };
  };

  const name = make("input", "", { id: "record-name", autocomplete: "name", required: true });
  const box = (id) => make("input", "", { id, type: "checkbox" });
  const pagesToo = box("record-pages"), plansToo = box("record-plans");
  const ticked = (input, text) => make("p", "", {}, make("label", "", { htmlFor: input.id }, input, text));
  const whose = make("div", ""), sheet = make("div", "", { className: "sheet" }), said = make("p", "");
  said.setAttribute("role", "status");
  const plansLine = ticked(plansToo, "List my plans");

  const part = (heading, items) => (items.length ? [make("section", "", {},
    make("h2", heading),
    make("ul", "", {}, ...items.map((item) => make("li", item))))] : []);
  const link = (text, page) => make("a", text, { href: address(page) });
  const none = ({ passed }) => {
    if (!store.knows()) return "In this browser this page cannot know what you studied.";
    return passed ? "No page was finished on this device." : "Nothing was studied on this device yet.";
  };
  const start = (record) => {
    if (!store.knows()) {
      const how = "A pass comes here by the link on the page where you pass, and can be printed there.";
      return make("p", `${none(record)} ${how}`, { className: "compared" });
    }
    return make("p", "", { className: "compared" },
      `${none(record)} Start with `, link(COURSE.pages.essentials.title, "essentials"),
      ". A page counts when you have answered its questions, or when you say that you have read it. ",
      "Did you study on another device, or in another browser? ", link("Bring it in from a file", "kept"), ".");
  };
  const again = () => {
    const since = studiedSince(), { role, answers, forms } = store.get();
    if (!since && !role && !forms.length && !Object.keys(answers).length) return [];
    const done = since ? `Pages done on this device since ${since}.` : "Somebody was here before, on this device.";
    const words = `${done} Not yours? Start again: it deletes the pages done, the answers, the plans, the card and a pass. `;
    return [make("p", words, { className: "whose" }, button("Start again, and delete all this", () => { if (forget()) location.reload() }))];
  };

  const named = () => name.value.trim();
  const draw = () => {
    const record = read(), { passed, names, title } = record;
    const unknown = store.knows() ? "Not passed yet" : "Not known to this page";
    const facts = [
      ["Final assessment", passed ? `Passed on ${dated(passed)}, every critical action right` : unknown],
      ["Role", record.role],
      ...record.tiers,
    ];
    if (names.length) facts.push(["Hours of study", `${record.hours}, by the minutes of the pages, drills in chapters left out`]);
    facts.push(
      ["Edition of the course", record.edition],
      ["Date of this record", dated(store.today())],
      ["Number of this record", RECORD],
      ["Edition of the guidance", MORE.guidance],
    );
    document.querySelector("h1").textContent = title;
    document.title = named() ? `${title} - ${named()} - ${store.today()}` : `${title} - ${COURSE_NAME}`;
    plansLine.hidden = !record.plans.length;
    whose.replaceChildren(...(names.length ? [] : [start(record)]), ...again());
    sheet.replaceChildren(
      make("p", "", { className: "brand-line" }, make("img", "", { src: `${BOOK}../_static/favicon.svg`, alt: "" }), COURSE_NAME),
      make("p", named() || "Name:", { className: named() ? "name" : "name missing" }),
      make("dl", "", {}, ...facts.map(([what, value]) => make("div", "", {}, make("dt", what), make("dd", value)))),
      ...(names.length ? [] : [make("p", none(record))]),
      ...part("What these pages aim at", record.aims),
      ...part("Pages studied", pagesToo.checked ? record.titles : []),
      ...part("My plans", plansToo.checked ? record.plans : []),
      make("p", PROOF, { className: "proof" }),
    );
  };
  for (const input of [name, pagesToo, plansToo]) input.addEventListener("input", draw);

  const json = (record) => JSON.stringify({
    id: RECORD, name: named(), record: record.title, course: COURSE_NAME, edition: record.edition, guidance: MORE.guidance,
    date: store.today(), role: record.role, tiers: Object.fromEntries(record.tiers), hours: record.hours,
    passed: record.passed || "not yet", pages: pagesToo.checked ? record.titles : [], objectives: record.aims,
    plans: plansToo.checked ? record.plans : [], proof: PROOF,
  }, null, 1);

  /* Headings and one row: a spreadsheet that opens the file, or gathers a folder of them, reads the first line as headings.
     Days stay in the form that sorts. New headings come last, so that a register of older records goes on. */
  const csv = (record) => {
    const row = {
      "Name": named(), "Record": record.title, "Course": COURSE_NAME, "Edition": record.edition, "Guidance": MORE.guidance,
      "Date": store.today(), "Hours of study": record.hours, "Final assessment passed on": record.passed || "not yet",
      "Pages studied": pagesToo.checked ? record.titles.join("; ") : "", "Aims": record.aims.join("; "),
      "Role": record.role, "Tiers": record.tiers.map((tier) => tier.join(": ")).join("; "), "Number of the record": RECORD,
    };
    return [Object.keys(row), Object.values(row)].map(csvRow).join("");
  };
  /* “record-of-completion-A-learner-2026-11-24”. */
  const file = (title) => [title.toLowerCase(), named(), store.today()].join("-").replace(/[^\p{L}\p{N}]+/gu, "-");

  const needsName = (act) => () => {
    said.textContent = named() ? "" : "Type your name first: without one, nobody can tell whose record this is.";
    if (!named()) return name.focus();
    draw();
    return act(read());
  };
  const table = (record) => save(`${file(record.title)}.csv`, "text/csv", `\ufeff${csv(record)}`);
  const screen = [
    whose,
    make("p", "", {}, make("label", "Your name (kept in this page alone) ", { htmlFor: "record-name" }), name),
    ticked(pagesToo, "List the pages"),
    plansLine,
    button("Print, or save as PDF", needsName(() => print())),
    button("Save a row for a register", needsName(table)),
    button("Save as data", needsName((record) => save(`${file(record.title)}.json`, "application/json", json(record)))),
    said,
  ];
  draw();
  whenKeptChanges(draw);
  place.replaceChildren(make("div", "", { className: "screen" }, ...screen), sheet);
})();

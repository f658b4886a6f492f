/* The record of completion: made here, printed here, sent nowhere. The sheet is what goes on paper; the file holds the same.
   Until the assessment is passed it is a record so far. */
(() => {
  const place = document.querySelector("[data-live=record]");
  const { done, passed } = store.get();
  const COURSE_NAME = "Recognise and Refer";
  const title = passed ? "Record of completion" : "Record so far";
  const names = Object.keys(COURSE.pages).filter((name) => done[name]);
  const titles = names.map((name) => COURSE.pages[name].title);
  const hours = (names.reduce((sum, name) => sum + MORE.pages[name].study, 0) / 60).toFixed(1);
  const trained = new Set(names.flatMap((name) => MORE.pages[name].objectives));
  const aims = [...trained].map((id) => MORE.objectives[id][0].toUpperCase() + MORE.objectives[id].slice(1));
  const plans = myPlans().flatMap(([, mine]) => mine);
  const none = passed ? "No page was finished on this device." : "Nothing was studied on this device yet.";
  const facts = [["Final assessment", passed ? `Passed on ${dated(passed)}, every critical action right` : "Not passed yet"]];
  const role = COURSE.roles.find((one) => one.id === store.get().role);
  const tiers = ["First pages", "Pages for the first month", "Deeper pages"];
  tiersOf(role).forEach((pages, tier) => {
    if (pages.length && pages.every((page) => done[page])) facts.push([`${tiers[tier]} for ${role.name}`, "All of them finished"]);
  });
  if (names.length) facts.push(["Hours of study", `${hours}, by the minutes of the pages, drills in chapters left out`]);
  facts.push(
    ["Edition of the course", COURSE.edition],
    ["Date of this record", dated(store.today())],
    ["Edition of the guidance", MORE.guidance],
  );
  const proof = "This record was made on the learner’s own device. "
    + "It does not prove who studied, and it does not show how anybody will act.";
  document.querySelector("h1").textContent = title;
  document.title = `${title} - ${COURSE_NAME}`;

  const name = make("input", "", { id: "record-name", autocomplete: "off" });
  const showPlans = make("input", "", { id: "record-plans", type: "checkbox", checked: true });
  const printed = make("p", "", { className: "name" });
  name.addEventListener("input", () => { printed.textContent = name.value.trim() });

  const part = (heading, items) => make("section", "", {},
    make("h2", heading),
    make("ul", "", {}, ...items.map((item) => make("li", item))));
  const planned = part("My plans", plans);
  showPlans.addEventListener("change", () => { planned.hidden = !showPlans.checked });
  const start = make("p", "", { className: "compared" },
    `${none} Start with `, make("a", COURSE.pages.essentials.title, { href: address("essentials") }),
    ". A page counts when you have answered its questions, or when you say that you have read it. ",
    "Did you study on another device, or in another browser? ", make("a", "Bring it in from a file", { href: address("kept") }), ".");

  const json = () => JSON.stringify({
    name: name.value.trim(), record: title, course: COURSE_NAME, edition: COURSE.edition, guidance: MORE.guidance, date: store.today(),
    hours, passed: passed || "not yet", pages: titles, objectives: aims, plans: showPlans.checked ? plans : [], proof,
  }, null, 1);

  /* Headings and one row: a spreadsheet that opens the file, or gathers a folder of them, reads the first line as headings.
     Days stay in the form that sorts. What a spreadsheet would take for a formula gets a mark before it. */
  const quote = (cell) => `"${cell.replace(/^\s*[=+@-]/, "'$&").replaceAll('"', '""')}"`;
  const csv = () => {
    const row = {
      "Name": name.value.trim(), "Record": title, "Course": COURSE_NAME, "Edition": COURSE.edition, "Guidance": MORE.guidance,
      "Date": store.today(), "Hours of study": hours, "Final assessment passed on": passed || "not yet",
      "Pages studied": titles.join("; "), "Aims": aims.join("; "),
    };
    return [Object.keys(row), Object.values(row)].map((cells) => `${cells.map(quote).join(",")}\r\n`).join("");
  };
  const file = title.toLowerCase().replaceAll(" ", "-");

  const screen = [
    make("p", "", {}, make("label", "Your name (kept in this page alone) ", { htmlFor: "record-name" }), name),
    button("Print", () => print()),
    button("Save as a file", () => save(`${file}.json`, "application/json", json())),
    button("Save for a register: headings, and your row under them", () => save(`${file}.csv`, "text/csv", `\ufeff${csv()}`)),
    button("Start again", () => { if (forget()) location.reload() }),
  ];
  if (plans.length) screen.splice(1, 0, make("p", "", {}, make("label", "", { htmlFor: "record-plans" }, showPlans, "Show my plans")));
  if (!names.length) screen.unshift(start);

  const sheet = [
    make("p", "", { className: "brand-line" }, make("img", "", { src: `${BOOK}../_static/favicon.svg`, alt: "" }), COURSE_NAME),
    printed,
    make("dl", "", {}, ...facts.map(([what, value]) => make("div", "", {}, make("dt", what), make("dd", value)))),
  ];
  if (names.length) sheet.push(part("Pages studied", titles), part("What these pages aim at", aims));
  else sheet.push(make("p", none));
  if (plans.length) sheet.push(planned);
  sheet.push(make("p", proof, { className: "proof" }));

  place.replaceChildren(make("div", "", { className: "screen" }, ...screen), make("div", "", { className: "sheet" }, ...sheet));
})();

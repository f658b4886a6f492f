/* The record of completion: made here, printed here, sent nowhere. */
(() => {
  const record = document.querySelector("[data-live=record]");
  const state = store.get();
  const offered = JSON.parse(record.dataset.given);
  const plans = Object.keys(offered).flatMap((page) => [...(state.plans[page] || []).map((n) => offered[page][n]), store.text(page)].filter(Boolean));
  const pages = Object.entries(COURSE.pages).filter(([name]) => state.done[name]);
  const met = [...new Set(pages.flatMap(([, page]) => page.objectives))];
  const minutes = pages.reduce((sum, [, page]) => sum + page.study, 0);
  const hours = (minutes / 60).toFixed(1);
  const name = make("input", "", { id: "record-name", autocomplete: "off" });
  const facts = {
    course: "Recognise and Refer", edition: COURSE.edition, guidance: COURSE.guidance, date: store.today(), hours,
    passed: state.passed || "not yet", pages: pages.map(([, page]) => page.title), objectives: met.map((id) => COURSE.objectives[id]), plans,
  };
  const quote = (text) => `"${String(text).replace(/^\s*[=+@-]/, "'$&").replaceAll('"', '""')}"`;
  const csv = () => [["name", name.value], ...Object.entries(facts).filter(([key]) => key !== "plans")].map(([, value]) => quote(Array.isArray(value) ? value.join("; ") : value)).join(",");
  const list = (items) => make("ul", "", {}, ...items.map((item) => make("li", item)));
  record.replaceChildren(
    make("p", "", {}, make("label", "Name: ", { htmlFor: "record-name" }), name, make("span", " (kept in this page alone)", { className: "screen" })),
    list([`Course: ${facts.course}, edition ${facts.edition}`, `Guidance: ${facts.guidance}`, `Date: ${facts.date}`, `Hours of study, by the minutes of the pages: ${hours}`, `Final assessment, every critical action right: ${facts.passed}`]),
    make("h2", "Pages studied"), facts.pages.length ? list(facts.pages) : make("p", "None yet."),
    make("h2", "What these pages aim at"), met.length ? list(facts.objectives) : make("p", "Nothing yet."),
    make("h2", "My plans"), facts.plans.length ? list(facts.plans) : make("p", "None chosen."),
    make("p", "This record was made on the learner’s own device. It does not prove who studied, and it does not show how anybody will act."),
    button("Print", () => print()),
    button("Save as a file", () => save("record.json", "application/json", JSON.stringify({ name: name.value, ...facts }, null, 1))),
    button("Save as one row for a register", () => save("record.csv", "text/csv", `\ufeff${csv()}\r\n`)),
    button("Start again", () => { if (confirm("Delete all that is kept on this device? It cannot be brought back.")) { store.clear(); location.reload() } }),
  );
})();

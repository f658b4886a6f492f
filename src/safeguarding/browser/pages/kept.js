/* What is kept on this device: shown in words, saved as a file, brought in, deleted. */
(() => {
  const place = document.querySelector("[data-live=kept]");
  const titled = (page) => COURSE.pages[page]?.title || page;
  const item = (...inside) => make("li", "", {}, ...inside);
  const listed = (items) => make("ul", "", {}, ...items);
  const list = listed([]);
  const show = () => {
    const state = store.get();
    const role = COURSE.roles.find((one) => one.id === state.role);
    const done = Object.entries(state.done).map(([page, { day, edition }]) =>
      item(`${titled(page)}, ${dated(day)}${edition && `, edition ${edition}`}`));
    const plans = myPlans().flatMap(([page, mine]) => mine.map((text) =>
      item(make("a", titled(page), { href: `${address(page)}#own-plan` }), `: ${text}`)));
    list.replaceChildren(
      ...(store.knows() ? [] : [item("What you did on other pages cannot be known here.")]),
      item(`Your role: ${role?.name || "none chosen"}`),
      item(done.length ? make("details", "", {}, make("summary", `Pages done: ${done.length}`), listed(done)) : "Pages done: 0"),
      item(`Questions answered, with the letter, the day, and how sure you were: ${Object.keys(state.answers).length}`),
      plans.length ? item("Your plans: ", listed(plans)) : item("Your plans: none"),
      item(`Your own card of whom to go to: ${myCard() ? "written, on the page for a real child" : "none"}`),
      item(`Shift three times: ${store.text("shift") ? "does nothing, you turned it off" : "leaves the page"}`),
      item(`How sure you feel, by aim: ${Object.keys(state.sure).length}`),
      item(`Forms of the assessment that you have had: ${state.forms.length}`),
      item(`Assessment passed on: ${state.passed ? dated(state.passed) : "not yet"}`),
      item(`The page where you were: ${state.place ? titled(state.place.split("#")[0]) : "none"}`),
    );
    /* The ticks in the contents follow. */
    dispatchEvent(new Event("rr-changed"));
    shift.textContent = store.text("shift") ? "Let Shift three times leave again" : "Turn Shift three times off";
  };
  const shift = button("", () => {
    store.keepText("shift", store.text("shift") ? "" : "off");
    said.textContent = store.text("shift") ? "Shift three times does nothing now. The button still leaves." : "Shift three times leaves the page again.";
    show();
  });

  /* The buttons and the line that says what happened stay where they are, so that nobody’s place is lost. */
  const said = make("p", "");
  said.setAttribute("role", "status");
  const file = make("input", "", { type: "file", id: "import", accept: "application/json,.json" });
  file.addEventListener("change", async () => {
    try {
      const stays = store.import(await file.files[0].text());
      said.textContent = stays ? "It is here now." : "It is here until you close the page: this device keeps nothing now.";
    } catch {
      said.textContent = "That file is not from this course, or from a newer edition. Nothing was changed.";
    }
    /* So that the same file can be chosen again. */
    file.value = "";
    show();
  });
  /* Says whether all of them are gone. */
  const deletePlans = () => {
    const written = Object.keys(COURSE.pages).filter((page) => store.text(page));
    return store.change((state) => { state.plans = {} }) && written.every((page) => store.keepText(page, ""));
  };
  place.replaceChildren(
    list,
    button("Save it as a file", () => save("recognise-and-refer.json", "application/json", store.export())),
    shift,
    button("Delete my plans alone", () => {
      if (!confirm("Delete your plans, the chosen and the written? They cannot be brought back.")) return;
      if (deletePlans()) said.textContent = "Your plans are deleted.";
      else said.textContent = "They cannot be deleted alone on this device. “Delete everything” takes them too.";
      show();
    }),
    button("Delete everything", () => {
      if (!forget()) return;
      said.textContent = "Everything is deleted.";
      show();
    }),
    make("p", "", {}, make("label", "Bring it in from a file ", { htmlFor: "import" }), file), said,
  );
  show();
  whenKeptChanges(show);
})();

/* What is kept on this device: shown in words, saved as a file, brought in, deleted. */
(() => {
  const place = document.querySelector("[data-live=kept]");
  const said = make("p", "");
  said.setAttribute("role", "status");
  const file = make("input", "", { type: "file", id: "import", accept: "application/json,.json" });
  const show = () => {
    const state = store.get();
    const rows = [
      ["Your role", COURSE.roles.find((one) => one.id === state.role)?.name || "none chosen"],
      ["Pages done", Object.keys(state.done).length],
      ["Questions answered, with the letter, the day, and how sure you were", Object.keys(state.answers).length],
      ["Chapters in which you chose a plan", Object.values(state.plans).filter((chosen) => chosen.length).length],
      ["How sure you feel, by aim", Object.keys(state.sure).length],
      ["Forms of the assessment that you have had", state.forms.length],
      ["Assessment passed on", state.passed || "not yet"],
      ["The page where you were", COURSE.pages[state.place.split("#")[0]]?.title || "none"],
    ];
    place.replaceChildren(
      make("ul", "", {}, ...rows.map(([what, much]) => make("li", `${what}: ${much}`))),
      button("Save it as a file", () => save("recognise-and-refer.json", "application/json", store.export())),
      button("Delete everything", () => {
        if (!confirm("Delete all that is kept on this device? It cannot be brought back.")) return;
        store.clear();
        said.textContent = "Everything is deleted.";
        show();
      }),
      make("p", "", {}, make("label", "Bring it in from a file: ", { htmlFor: "import" }), file), said,
    );
  };
  file.addEventListener("change", async () => {
    try { const done = store.import(await file.files[0].text()); show(); said.textContent = done ? "It is here now." : "It is here until you close the page: this device keeps nothing now." }
    catch { said.textContent = "That file is not from this course, or from a newer edition. Nothing was changed." }
  });
  show();
})();

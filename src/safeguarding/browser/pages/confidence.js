/* How sure do I feel? Twice, for oneself alone. */
(() => {
  const feel = document.querySelector("[data-live=confidence]");
  const words = ["", "not yet", "a little", "fairly", "quite sure"];
  const aims = Object.entries(COURSE.objectives).map(([id, plain]) => {
    const choices = ["start", "end"].map((when) => {
      const key = `${id}-${when}`;
      const select = make("select", "", { id: key });
      words.forEach((word, n) => select.append(make("option", word || "choose", { value: n })));
      select.value = store.get().sure[key] || 0;
      select.addEventListener("change", () => store.change((state) => { state.sure[key] = Number(select.value) }));
      return make("label", `At the ${when}: `, { htmlFor: key }, select);
    });
    return make("fieldset", "", {}, make("legend", `I can ${plain}.`), ...choices);
  });
  feel.replaceChildren(...aims);
})();

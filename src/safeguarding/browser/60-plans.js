/* If-then plans: choose one of the chapter, or write your own. A plan that was chosen and is no longer offered stands first,
   as it was, and can be taken back. */
(() => {
  const plan = document.getElementById("your-plan");
  if (!plan) return;
  const chosen = (state = store.get()) => state.plans[PAGE] || [];
  const offers = new Map();
  const show = () => {
    for (const [words, one] of offers) {
      const on = chosen().includes(words);
      one.textContent = on ? "Chosen: take it back" : "Choose this plan";
      one.setAttribute("aria-pressed", on);
    }
  };
  const offer = (item) => {
    const words = item.textContent.replace(/\s+/g, " ").trim();
    const one = button("", () => {
      store.change((state) => {
        const before = chosen(state);
        state.plans[PAGE] = before.includes(words) ? before.filter((other) => other !== words) : [...before, words];
      });
      show();
    });
    one.className = "plan";
    item.append(" ", one);
    offers.set(words, one);
  };
  for (const item of plan.querySelectorAll("li")) if (!/write your own/.test(item.textContent)) offer(item);
  for (const words of chosen()) {
    if (offers.has(words)) continue;
    const item = make("li", words);
    plan.querySelector("ul").prepend(item);
    offer(item);
  }
  const text = make("textarea", "", { id: "own-plan", rows: 2, value: store.text(PAGE) });
  const said = make("span", "");
  said.setAttribute("role", "status");
  plan.append(
    make("p", "", { className: "own-plan" }, make("label", "Your own plan. No real names. ", { htmlFor: "own-plan" }), text),
    button("Keep it on this device", () => {
      const done = store.keepText(PAGE, text.value.trim());
      if (!done) said.textContent = " This device keeps nothing now. Write it on paper.";
      else said.textContent = text.value.trim() ? " Kept." : " Taken away.";
    }), said,
  );
  show();
  whenKeptChanges(show);
})();

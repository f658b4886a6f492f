/* If-then plans: choose one of the chapter, or write your own. A plan that was chosen and is no longer offered stands first,
   as it was, and can be taken back. */
(() => {
  const plan = document.getElementById("your-plan");
  if (!plan) return;
  const chosen = (state = store.get()) => state.plans[PAGE] || [];
  const offers = new Map();
  const text = make("textarea", "", { id: "own-plan", rows: 2, autocomplete: "off" });
  let kept = "";
  const show = () => {
    /* What somebody typed and did not keep is theirs; else the box follows what is kept. */
    if (text.value.trim() === kept) text.value = kept = store.text(PAGE);
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
  const said = make("span", "");
  said.setAttribute("role", "status");
  plan.append(
    make("p", "", { className: "own-plan" }, make("label", "Your own plan. No real names. ", { htmlFor: "own-plan" }), text),
    button("Keep it on this device", () => {
      const words = text.value.trim(), before = kept;
      if (words === "" && before === "") said.textContent = " Write it first.";
      else if (!store.keepText(PAGE, kept = words)) said.textContent = " This device keeps nothing now. Write it on paper.";
      else said.textContent = words ? " Kept." : " Taken away.";
    }), said,
  );
  show();
  whenKeptChanges(show);
})();

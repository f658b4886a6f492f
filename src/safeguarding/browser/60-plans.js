/* If-then plans: choose one of the chapter, or write your own. */
(() => {
  const plan = document.getElementById("your-plan");
  if (!plan) return;
  const show = () => {
    const chosen = store.get().plans[PAGE] || [];
    for (const one of plan.querySelectorAll("button.plan")) {
      const on = chosen.includes(one.dataset.n);
      one.textContent = on ? "Chosen: take it back" : "Choose this plan";
      one.setAttribute("aria-pressed", on);
    }
  };
  [...plan.querySelectorAll("li")].filter((item) => !/write your own/.test(item.textContent)).forEach((item, n) => {
    const one = button("", () => {
      store.change((state) => {
        const before = state.plans[PAGE] || [];
        state.plans[PAGE] = before.includes(one.dataset.n) ? before.filter((m) => m !== one.dataset.n) : [...before, one.dataset.n];
      });
      show();
    });
    one.className = "plan";
    one.dataset.n = String(n);
    item.append(" ", one);
  });
  const text = make("textarea", "", { id: "own-plan", rows: 2, value: store.text(PAGE) });
  const said = make("span", "");
  said.setAttribute("role", "status");
  plan.append(
    make("p", "", { className: "own-plan" }, make("label", "Your own plan. No real names. ", { htmlFor: "own-plan" }), text),
    button("Keep it on this device", () => {
      const done = store.keepText(PAGE, text.value.trim());
      said.textContent = !done ? " This device keeps nothing now. Write it on paper." : text.value.trim() ? " Kept." : " Taken away.";
    }), said,
  );
  show();
})();

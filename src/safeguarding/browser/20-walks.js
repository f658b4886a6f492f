/* Walks. On paper and without script all steps stand in order; this shows one at a time, and what came of each choice. */
(() => {
  const KINDS = { open: "open prompt", silence: "time of waiting", leading: "leading question", why: "“why” question", promise: "promise", "telling-off": "telling-off" };

  for (const walk of document.querySelectorAll(".walk")) {
    const steps = [...walk.querySelectorAll(".w-steps > li")];
    const outcomes = [...walk.querySelectorAll(".w-then > li")];
    const foot = walk.querySelector(".w-foot");
    const first = steps[0];
    let tally = {};
    walk.classList.add("live");

    const show = (item, focus) => {
      for (const other of [...steps, ...outcomes]) other.hidden = other !== item;
      const end = item.querySelector(".w-verbs");
      foot.hidden = !end;
      again.hidden = item === first;
      counts.hidden = !end || !walk.dataset.counted;
      if (!counts.hidden) counts.textContent = count();
      if (focus) { item.tabIndex = -1; item.focus(); item.scrollIntoView({ block: "nearest" }) }
    };
    const count = () => {
      const said = Object.entries(tally).map(([kind, times]) => `${times} ${KINDS[kind]}${times > 1 ? "s" : ""}`);
      return said.length ? `What you used: ${said.join(", ")}.` : "You asked nothing.";
    };
    const counts = make("p", "", { className: "w-counts", hidden: true });
    const again = button("Start again", () => { tally = {}; show(first, true) });
    again.hidden = true;
    foot.before(counts, again);

    walk.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="#"]');
      const target = link && document.getElementById(link.hash.slice(1));
      if (!target || !walk.contains(target)) return;
      event.preventDefault();
      const kind = link.dataset.counts;
      if (kind) tally[kind] = (tally[kind] || 0) + 1;
      show(target, true);
    });
    show(first, false);
  }
})();

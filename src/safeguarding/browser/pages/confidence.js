/* How sure do I feel? Once at the start and once at the end, for oneself alone: what changed is said in words, never counted. */
(() => {
  const feel = document.querySelector("[data-live=confidence]");
  const words = ["", "not yet", "a little", "fairly", "quite sure"];
  const said = (id, when) => {
    const n = store.get().sure[`${id}-${when}`];
    return words[n] ? n : 0;
  };
  const ids = Object.keys(MORE.objectives);

  /* The chapters that train an aim before all others: those with the fewest aims beside it. */
  const trains = (id) => {
    const pages = Object.entries(MORE.pages).filter(([name, page]) => page.objectives.includes(id) && !name.startsWith("case-"));
    const fewest = Math.min(...pages.map(([, page]) => page.objectives.length));
    const names = pages.filter(([, page]) => page.objectives.length === fewest).map(([name]) => name);
    return names.map((name) => make("a", COURSE.pages[name].title, { href: address(name) }));
  };

  const top = make("p", "", { className: "compared" });
  const felt = (surer, less) => {
    if (surer && less) return "surer of some things, and less sure of others";
    if (surer) return "surer of some things";
    return less ? "less sure of some things" : "much the same";
  };
  const comparison = () => {
    const steps = ids.map((id) => [said(id, "start"), said(id, "end")]).filter(([start, end]) => start && end);
    if (!steps.length) return "When you have chosen both words for an aim, what changed stands here. It is for you alone.";
    const surer = steps.some(([start, end]) => end > start), less = steps.some(([start, end]) => end < start);
    const comfort = less ? "Less sure can mean that you see more now." : "There is no right answer here.";
    return `Compared with the start, you feel ${felt(surer, less)}. ${comfort} Whatever you are unsure of on the day, ask, and pass it on.`;
  };
  const compare = () => {
    top.textContent = comparison();
  };

  const aims = ids.map((id) => {
    const moved = make("p", "", { className: "moved" });
    const show = () => {
      const start = said(id, "start"), end = said(id, "end");
      const arrow = make("span", "→");
      arrow.setAttribute("role", "img");
      arrow.setAttribute("aria-label", "then");
      moved.replaceChildren(...(start && end ? [`${words[start]} `, arrow, ` ${words[end]}`] : []));
    };
    const choices = ["start", "end"].map((when) => {
      const key = `${id}-${when}`;
      const select = make("select", "", { id: key, autocomplete: "off" });
      words.forEach((word, n) => select.append(make("option", word || "choose", { value: n })));
      const set = () => { select.value = said(id, when) };
      set();
      whenKeptChanges(set);
      select.addEventListener("change", () => {
        store.change((state) => { state.sure[key] = Number(select.value) });
        show();
        compare();
      });
      return make("label", `At the ${when}: `, { htmlFor: key }, select);
    });
    show();
    whenKeptChanges(show);
    const links = trains(id).flatMap((link, n) => (n ? [", ", link] : [link]));
    const trained = make("p", "", { className: "trains" }, "Trained in: ", ...links);
    return make("fieldset", "", {}, make("legend", `I can ${MORE.objectives[id]}.`), ...choices, moved, trained);
  });
  compare();
  whenKeptChanges(compare);
  feel.replaceChildren(top, ...aims);
})();

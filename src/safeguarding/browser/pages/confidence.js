/* How sure do I feel? Once at the start and once at the end, for oneself alone: what changed is said in words, never counted. */
(() => {
  const feel = document.querySelector("[data-live=confidence]");
  const words = ["", "not yet", "a little", "fairly", "quite sure"];
  const said = (id, when) => { const n = store.get().sure[`${id}-${when}`]; return words[n] ? n : 0 };
  const ids = Object.keys(MORE.objectives);

  /* The chapters that train an aim before all others: those with the fewest aims beside it. */
  const trains = (id) => {
    const pages = Object.entries(MORE.pages).filter(([name, page]) => page.objectives.includes(id) && !name.startsWith("case-"));
    const fewest = Math.min(...pages.map(([, page]) => page.objectives.length));
    return pages.filter(([, page]) => page.objectives.length === fewest).map(([name]) => make("a", COURSE.pages[name].title, { href: address(name) }));
  };

  const top = make("p", "", { className: "compared" });
  const compare = () => {
    const steps = ids.map((id) => [said(id, "start"), said(id, "end")]).filter(([start, end]) => start && end);
    const surer = steps.some(([start, end]) => end > start), less = steps.some(([start, end]) => end < start);
    const felt = surer && less ? "surer of some things, and less sure of others" : surer ? "surer of some things" : less ? "less sure of some things" : "much the same";
    top.textContent = steps.length
      ? `Compared with the start, you feel ${felt}. ${less ? "Less sure can mean that you see more now." : "There is no right answer here."} Whatever you are unsure of on the day, ask, and pass it on.`
      : "When you have chosen both words for an aim, what changed stands here. It is for you alone.";
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
      const select = make("select", "", { id: key });
      words.forEach((word, n) => select.append(make("option", word || "choose", { value: n })));
      select.value = said(id, when);
      select.addEventListener("change", () => { store.change((state) => { state.sure[key] = Number(select.value) }); show(); compare() });
      return make("label", `At the ${when}: `, { htmlFor: key }, select);
    });
    show();
    return make("fieldset", "", {}, make("legend", `I can ${MORE.objectives[id]}.`), ...choices, moved, make("p", "", { className: "trains" }, "Trained in: ", ...trains(id).flatMap((link, n) => (n ? [", ", link] : [link]))));
  });
  compare();
  feel.replaceChildren(top, ...aims);
})();

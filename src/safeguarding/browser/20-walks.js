/* Walks. On paper and without script all steps stand in order; this shows one at a time, and what came of each choice.
   The way taken is a list of ids: step, choice, step. All that is shown follows from it, and the browser’s history keeps
   it, one entry a step. */
(() => {
  const kept = history.state, ways = {};

  for (const walk of document.querySelectorAll(".walk")) {
    const items = [...walk.querySelectorAll(".w-steps > li, .w-then > li")];
    const foot = walk.querySelector(".w-foot"), good = foot.querySelector(".w-to")?.textContent.match(/\d+[A-F]/g);
    const find = (id) => items.find((item) => item.id === id);
    const choice = (id) => walk.querySelector(`.w-choices [href="#${id}"]`);
    const at = make("p", "", { className: "w-at screen" }), after = make("div", "", { className: "screen" });
    let way;

    const go = (next, how = "pushState") => {
      const moved = way && String(way) !== String(next);
      ways[walk.id] = way = next;
      try {
        history[how](ways, "");
      } catch {
        /* refused: then Back leaves the page */
      }
      const here = find(way[way.length - 1]), chosen = choice(here.id), end = here.querySelector(".w-verbs");
      for (const item of items) item.hidden = item !== here;
      at.textContent = `Step ${Math.ceil(way.length / 2)}${chosen ? `\nYou chose: ${chosen.textContent}` : ""}`;
      here.prepend(at);
      foot.hidden = !end;
      /* A case that was played to its end is done. */
      if (end && PAGE.startsWith("case-")) dispatchEvent(new Event("rr-answered"));
      after.replaceChildren(...(end ? look() : way[1] ? [back, again] : []));
      if (!moved) return;
      here.tabIndex = -1;
      here.focus({ preventScroll: true });
      here.scrollIntoView({ block: "nearest" });
    };
    const back = button("One step back", () => go(way.slice(0, way.length % 2 ? -2 : -1)));
    const again = button("Start again", () => go(way.slice(0, 1)));
    const look = () => {
      const used = { "open prompt": 0, "leading question": 0, promise: 0 };
      for (const id of way) {
        const kind = choice(id)?.dataset.counts;
        if (kind) used[kind] = (used[kind] || 0) + 1;
      }
      const counts = Object.entries(used).map(([kind, n]) => `${n} ${kind}${n === 1 ? "" : "s"}`).join(", ");
      const { counted } = walk.dataset;
      const shown = [];
      if (counted) shown.push(make("p", `What you used: ${counts}. ${used["open prompt"] ? "" : counted}`, { className: "w-counts" }));
      if (good) {
        const best = good.map((code) => make("li", choice(`${walk.id}-${code}`).textContent));
        shown.push(make("details", "", {}, make("summary", "One good way through"), make("ol", "", {}, ...best)));
      }
      const steps = way.flatMap((_, n) => (n % 2 ? button(`Step ${(n + 1) / 2}`, () => go(way.slice(0, n))) : []));
      return [...shown, make("p", "Look back: ", {}, ...steps, again)];
    };

    walk.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="#"]'), next = link && find(link.hash.slice(1));
      if (!next) return;
      event.preventDefault();
      go([...way, next.id], choice(next.id) ? "pushState" : "replaceState");
    });
    /* No state: a link to a section. The walk stays where it is. */
    addEventListener("popstate", ({ state }) => go(state?.[walk.id] || way, "replaceState"));
    foot.before(after);
    walk.classList.add("live");
    go(kept?.[walk.id]?.every(find) ? kept[walk.id] : [items[0].id], "replaceState");
  }
})();

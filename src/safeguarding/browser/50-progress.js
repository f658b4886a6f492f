/* Progress: pages done, the place left, ticks in the contents and on the paths, the next page. */
(() => {
  const here = COURSE.pages[PAGE];

  /* Ticks say “done” in words as well. */
  const tick = () => {
    const { done } = store.get();
    for (const link of document.querySelectorAll(".sidebar-tree a, .paths a, .pages a")) {
      const [path] = link.getAttribute("href")?.split("#") || [];
      const name = path?.replace(/^(\.\.\/)*(book\/)?/, "").replace(/\.html$/, "") || (link.closest(".current-page") ? PAGE : "");
      link.querySelector(".done")?.remove();
      if (done[name]) link.append(make("span", " ✓ done", { className: "done" }));
    }
  };
  const finish = () => {
    store.change((state) => { state.done[PAGE] ??= { day: store.today(), edition: COURSE.edition } });
    /* Some browsers delete what is kept after a while, unless asked. Firefox would ask the reader: that is too much. */
    if (!/Firefox/.test(navigator.userAgent)) navigator.storage?.persist?.();
  };

  /* A page is done when its questions are answered, or when one says so. The line that says it takes the button’s focus. */
  const read = button("I have read this page", () => { finish(); shown() }), told = make("span", "", { tabIndex: -1 });
  told.setAttribute("role", "status");
  const mark = () => {
    const { day } = store.get().done[PAGE] || {}, within = read === document.activeElement;
    read.hidden = !!day;
    told.textContent = day ? `You finished this page on ${dated(day)}.` : "";
    if (day && within) told.focus();
  };
  const shown = () => { tick(); mark() };
  if (here) {
    mark();
    document.querySelector("footer").prepend(make("p", "", { className: "read" }, read, told));
    /* Kept at once, and shown after what came of the answer. */
    addEventListener("rr-answered", () => { finish(); setTimeout(shown) });
  }

  /* The place: the section in view when the page is left. */
  const sections = [...document.querySelectorAll("article section[id]")];
  /* What was deleted meanwhile in another tab stays deleted, and a page that the browser kept whole is loaded afresh. */
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted && store.deleted()) location.reload();
  });
  const keep = () => {
    if (!here || store.deleted()) return;
    const seen = sections.filter((section) => section.getBoundingClientRect().top < innerHeight / 2).pop();
    const down = seen && Math.round(-seen.getBoundingClientRect().top);
    store.change((state) => { state.place = seen && scrollY > 200 ? `${PAGE}#${seen.id}+${down}` : PAGE });
  };
  /* “Go on where you were” leads back to the line: the section, and how far into it. The address loses its fragment, and the way
     is not a smooth one: else the browser’s own way to the section may come later, and end above the line. */
  const [, id, down] = /^#(.+)\+(-?\d+)$/.exec(location.hash) || [], left = document.getElementById(id);
  if (left) {
    history.replaceState(history.state, "", location.pathname + location.search);
    addEventListener("load", () => scrollBy({ top: left.getBoundingClientRect().top + Number(down), behavior: "instant" }));
  }
  addEventListener("pagehide", keep);
  addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep();
  });

  /* The foot: the next page of one’s own path, and no other. */
  const paths = document.querySelector("footer .paths"), onPath = make("p", "", { className: "next-on-path" });
  const foot = () => {
    const mine = tiersOf(myRole()).flat(), at = mine.indexOf(PAGE);
    paths.hidden = at >= 0;
    onPath.replaceChildren(...(at < 0 ? [] : nextOnPath("Next on your path: ", mine[at + 1])));
    document.querySelector(".related-pages").classList.toggle("on-path", at >= 0);
  };
  paths?.after(onPath);

  const redraw = () => {
    tick();
    if (here) mark();
    if (paths) foot();
  };
  redraw();
  whenKeptChanges(redraw);
  /* The page that deletes and brings in says so. */
  addEventListener("rr-changed", tick);
})();

/* Progress: the chosen role, pages done, the place left; ticks in the contents and on the paths; “go on where you were”. */
(() => {
  const here = COURSE.pages[PAGE];
  const role = () => COURSE.roles.find((one) => one.id === store.get().role);
  const pages = (mine) => tiersOf(mine).flat();

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
    store.change((state) => { state.done[PAGE] ??= store.today() });
    tick();
    mark();
  };

  /* A page is done when its questions are answered, or when one says so. The line that says it takes the button’s focus. */
  const read = button("I have read this page", finish), told = make("span", "", { tabIndex: -1 });
  told.setAttribute("role", "status");
  const mark = () => {
    const day = store.get().done[PAGE], within = read === document.activeElement;
    read.hidden = !!day;
    told.textContent = day ? `You finished this page on ${dated(day)}.` : "";
    if (day && within) told.focus();
  };
  if (here) {
    mark();
    document.querySelector("footer").prepend(make("p", "", { className: "read" }, read, told));
    addEventListener("rr-answered", finish);
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
  /* “Go on where you were” leads back to the line: the section, and how far into it. */
  const [, id, down] = /^#(.+)\+(-?\d+)$/.exec(location.hash) || [], left = document.getElementById(id);
  if (left) {
    history.replaceState(history.state, "", `#${id}`);
    addEventListener("load", () => scrollBy(0, left.getBoundingClientRect().top + Number(down)));
  }
  addEventListener("pagehide", keep);
  addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep();
  });

  /* The cover: choose a role, and go on. */
  const link = (name, section) => make("a", COURSE.pages[name].title, { href: address(name) + (section ? `#${section}` : "") });
  const last = () => {
    const to = (text, page) => make("a", text, { href: address(page) });
    return [
      "You have come to the end of your path. ", to("How sure do I feel now?", "confidence"),
      " Then the ", to("final assessment", "assessment"), " and your ", to("record", "record"), ".",
    ];
  };
  const next = (words, name) => (name ? [words, link(name), `, ${COURSE.pages[name].minutes} minutes.`] : last());
  const cover = document.querySelector(".choose-role"), goOn = document.querySelector(".go-on");
  const choose = () => {
    const { place, done } = store.get();
    const mine = role(), due = pages(mine).find((name) => !done[name]);
    for (const details of cover.querySelectorAll("details")) {
      const on = details.id === `path-${mine?.id}`;
      details.querySelector(".mine").textContent = on ? "This is your path" : "This is me";
      details.querySelector(".mine").setAttribute("aria-pressed", on);
      const first = on ? tiersOf(mine)[0] : [];
      const count = on ? `, ${first.filter((name) => done[name]).length} of ${first.length} done` : "";
      details.querySelector(".mine-next").replaceChildren(...(on ? next("Next: ", due) : []));
      details.querySelector(".mine-count").textContent = count;
    }
    const [page, section] = place.split("#");
    const lines = [];
    if (COURSE.pages[page] && !done[page]) lines.push(["Go on where you were: ", link(page, section), "."]);
    if (mine && due !== page) lines.push(next("Next on your path: ", due));
    if (lines.length) goOn.replaceChildren(...lines.map((line) => make("p", "", {}, ...line)));
  };
  if (cover) {
    for (const details of cover.querySelectorAll("details")) {
      const mine = button("", () => {
        store.change((state) => { state.role = details.id.replace("path-", "") });
        choose();
      });
      const then = make("p", "", { className: "mine-next" });
      then.setAttribute("role", "status");
      mine.className = "mine";
      details.querySelector("summary").append(make("span", "", { className: "mine-count" }));
      details.querySelector("summary").after(mine, then);
      details.open = details.id === `path-${role()?.id}`;
    }
    choose();
    /* An address that names a role opens its path: a lead can send each role a link of its own. */
    const named = () => {
      const path = document.getElementById(location.hash.slice(1));
      if (!cover.contains(path)) return;
      path.open = true;
      path.scrollIntoView();
    };
    addEventListener("hashchange", named);
    named();
  }

  /* The foot: the next page of one’s own path, and not of all eight. */
  const mine = role(), foot = document.querySelector("footer .paths");
  if (foot && pages(mine).includes(PAGE)) {
    const after = pages(mine)[pages(mine).indexOf(PAGE) + 1];
    foot.replaceWith(make("p", "", { className: "next-on-path" }, ...next("Next on your path: ", after)));
    document.querySelector(".related-pages").classList.add("quiet");
  }

  tick();
  /* What is kept has changed: in another tab, or by the page that deletes and brings in. */
  for (const changed of ["storage", "rr-changed"]) addEventListener(changed, tick);
})();

/* Progress: the chosen role, pages done, the place left; ticks in the contents and on the paths; “go on where you were”. */
(() => {
  const here = COURSE.pages[PAGE];
  const role = () => COURSE.roles.find((one) => one.id === store.get().role);

  /* Ticks say “done” in words as well. */
  const tick = () => {
    const { done } = store.get();
    for (const link of document.querySelectorAll(".sidebar-tree a, .paths a, .pages a")) {
      const name = link.getAttribute("href")?.split("#")[0].replace(/^(\.\.\/)*(book\/)?/, "").replace(/\.html$/, "") || (link.closest(".current-page") ? PAGE : "");
      link.querySelector(".done")?.remove();
      if (done[name]) link.append(make("span", " ✓ done", { className: "done" }));
    }
  };
  const finish = () => { store.change((state) => { state.done[PAGE] ??= store.today() }); tick(); mark() };

  /* A page is done when its questions are answered, or when one says so. */
  const box = make("p", "", { className: "read" });
  const mark = () => {
    const on = store.get().done[PAGE];
    box.replaceChildren(on ? make("span", `You finished this page on ${on}. `) : button("I have read this page", finish));
  };
  if (here) {
    mark();
    document.querySelector("footer").prepend(box);
    addEventListener("rr-answered", finish);
  }

  /* The place: the section in view when the page is left. */
  const sections = [...document.querySelectorAll("article section[id]")];
  const had = store.exists();
  const keep = () => {
    if (!here || (had && !store.exists())) return; /* deleted meanwhile in another tab: it stays deleted */
    const seen = sections.filter((section) => section.getBoundingClientRect().top < innerHeight / 2).pop();
    store.change((state) => { state.place = seen && scrollY > 200 ? `${PAGE}#${seen.id}` : PAGE });
  };
  addEventListener("pagehide", keep);
  addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep() });

  /* The cover: choose a role, and go on. */
  const cover = document.querySelector(".choose-role");
  const choose = () => {
    const mine = role();
    const { place, done } = store.get();
    for (const details of cover.querySelectorAll("details")) {
      const id = details.id.replace("path-", "");
      details.querySelector(".mine").textContent = mine?.id === id ? "This is your path" : "This is me";
      details.querySelector(".mine").setAttribute("aria-pressed", mine?.id === id);
    }
    const [page, section] = place.split("#");
    const known = COURSE.pages[page];
    const next = mine?.pages.find((name) => !done[name]);
    again.replaceChildren();
    if (known) again.append(make("p", "", {}, "Go on where you were: ", make("a", known.title, { href: address(page) + (section ? `#${section}` : "") })));
    if (next && next !== page) again.append(make("p", "", {}, "Next on your path: ", make("a", COURSE.pages[next].title, { href: address(next) }), `, ${COURSE.pages[next].minutes} minutes`));
    if (mine && !next) again.append(make("p", "", {}, "You have read every page of your path. ", make("a", "To the final assessment", { href: address("assessment") })));
  };
  const again = make("div", "", { className: "go-on" });
  if (cover) {
    for (const details of cover.querySelectorAll("details")) {
      const mine = button("", () => { store.change((state) => { state.role = details.id.replace("path-", "") }); choose() });
      mine.className = "mine";
      details.querySelector("summary").after(mine);
    }
    document.querySelector("article h1").after(again);
    choose();
  }

  /* The foot: the next page of one’s own path, and not of all eight. */
  const mine = role(), foot = document.querySelector("footer .paths");
  const after = mine?.pages[mine.pages.indexOf(PAGE) + 1];
  if (foot && mine?.pages.includes(PAGE)) {
    foot.replaceWith(make("p", "", { className: "next-on-path" }, ...(after
      ? ["Next on your path: ", make("a", COURSE.pages[after].title, { href: address(after) }), `, ${COURSE.pages[after].minutes} minutes`]
      : ["This is the last page of your path. ", make("a", "To the final assessment", { href: address("assessment") })])));
  }

  tick();
  addEventListener("storage", tick);
})();

/* The cover: choose a role, go on where you were, and whose pages these are. */
(() => {
  const cover = document.querySelector(".choose-role"), goOn = document.querySelector(".go-on");
  const choose = () => {
    const { place, done } = store.get();
    const mine = myRole(), due = tiersOf(mine).flat().find((name) => !done[name]);
    for (const details of cover.querySelectorAll("details")) {
      const on = details.id === `path-${mine?.id}`;
      details.querySelector(".mine").textContent = on ? "This is your path" : "This is me";
      details.querySelector(".mine").setAttribute("aria-pressed", on);
      const first = on ? tiersOf(mine)[0] : [];
      const count = on ? `, ${first.filter((name) => done[name]).length} of ${first.length} done` : "";
      details.querySelector(".mine-next").replaceChildren(...(on ? nextOnPath("Next: ", due) : []));
      details.querySelector(".mine-count").textContent = count;
    }
    const [page, section] = place.split("#"), since = studiedSince(), going = COURSE.pages[page] && !done[page];
    const lines = [], minutes = (pages) => pages.reduce((sum, name) => sum + COURSE.pages[name].minutes, 0);
    if (going) lines.push(["Go on where you were: ", leadTo(page, "", section), "."]);
    if (mine) {
      const [first] = tiersOf(mine), left = first.filter((name) => !done[name]);
      const next = due === page ? [] : nextOnPath("Next on your path: ", due);
      const far = left.length ? [`First pages for you: ${first.length - left.length} of ${first.length} done, ${minutes(left)} minutes to go.`] : [];
      lines.push(...(going ? [[...next, " ", ...far]] : [next, far]));
    } else {
      const firsts = COURSE.roles.map((role) => minutes(tiersOf(role)[0]));
      if (!going && !done.essentials) lines.push([leadTo("essentials", "Start with Essentials"), ` ${COURSE.pages.essentials.minutes}\u00a0minutes.`]);
      else if (!going) lines.push([make("a", "Choose your path", { href: "#who-are-you" })]);
      lines.push([`The first pages of a path take ${Math.min(...firsts)} to ${Math.max(...firsts)} minutes in all. Choose yours below.`]);
    }
    if (since) lines.push([`Pages done on this device since ${since}. Not yours? `, leadTo("kept", "Start again"), "."]);
    goOn.replaceChildren(...lines.map((line) => make("p", "", {}, ...line)).filter((line) => line.textContent.trim()));
  };
  for (const details of cover.querySelectorAll("details")) {
    const mine = button("", () => {
      store.change((state) => { state.role = details.id.replace("path-", "") });
      choose();
    });
    const then = make("p", "", { className: "mine-next" });
    mine.className = "mine";
    details.querySelector("summary").append(make("span", "", { className: "mine-count" }));
    details.querySelector("summary").after(mine, then);
    details.open = details.id === `path-${myRole()?.id}`;
  }
  choose();
  whenKeptChanges(choose);
  /* An address that names a role opens its path: a lead can send each role a link of its own. */
  const named = () => {
    const path = document.getElementById(location.hash.slice(1));
    if (!cover.contains(path)) return;
    path.open = true;
    path.scrollIntoView();
  };
  addEventListener("hashchange", named);
  named();
})();

/* The page: where something on it is overdue by the reader’s own clock, one line at its foot says so, search keeps its words from
   the server, and Escape closes the contents. */
(() => {
  const due = document.querySelector(".overdue");
  if (due) due.hidden = due.dataset.checkBy >= store.today();
  /* The words that somebody looks for go behind the #: no server hears them. */
  for (const form of document.querySelectorAll("[role=search]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      location.href = `${BOOK}../search.html#q=${encodeURIComponent(form.elements[0].value)}`;
    });
  }
  /* A link to something inside a closed box opens it. Browsers do so by themselves, older ones do not. */
  const reveal = () => {
    const aim = document.getElementById(decodeURIComponent(location.hash.slice(1))), box = aim?.closest("details:not([open])");
    if (!box) return;
    box.open = true;
    aim.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();
  const drawer = document.getElementById("__navigation");
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer?.checked) return;
    drawer.checked = false;
    drawer.focus();
  });
})();

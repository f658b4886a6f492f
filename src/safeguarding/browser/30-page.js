/* The page: where something on it is overdue by the reader’s own clock, one line at its foot says so, the cells of a table know their heading (on a phone a row
   stands as a block), and Escape closes the contents. */
(() => {
  if ([...document.querySelectorAll("[data-check-by]")].some((entry) => entry.dataset.checkBy < store.today())) {
    const leads = make("a", "For leads: what is due", { href: address("reference/due") });
    const words = "Some of the sources of this page are to be read again. Until then do as it says, and as your own lead says. ";
    document.querySelector("footer").prepend(make("p", words, { className: "overdue" }, leads));
  }
  for (const table of document.querySelectorAll(".table-wrapper table")) {
    const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
    for (const row of table.querySelectorAll("tbody tr")) {
      [...row.cells].forEach((cell, n) => {
        if (n && heads[n]) cell.dataset.head = heads[n];
      });
    }
  }
  const drawer = document.getElementById("__navigation");
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer?.checked) return;
    drawer.checked = false;
    drawer.focus();
  });
})();

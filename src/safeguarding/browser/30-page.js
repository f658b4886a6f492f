/* The page: what is overdue by the reader’s own clock is marked, the cells of a table know their heading (on a phone a row
   stands as a block), and Escape closes the contents. */
(() => {
  for (const entry of document.querySelectorAll("[data-check-by]")) {
    if (entry.dataset.checkBy >= store.today()) continue;
    entry.classList.add("overdue");
    entry.prepend(make("b", "Overdue for checking: ask your safeguarding lead before you rely on it. "));
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

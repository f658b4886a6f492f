/* The page: what is overdue by the reader's own clock is marked, and Escape closes the contents. */
(() => {
  "use strict";
  const today = new Date().toISOString().slice(0, 10);
  for (const dated of document.querySelectorAll("[data-check-by]")) {
    if (dated.dataset.checkBy >= today) continue;
    dated.classList.add("overdue");
    dated.prepend(Object.assign(document.createElement("b"), { textContent: "Overdue for checking: ask your safeguarding lead before you rely on it. " }));
  }
  const drawer = document.getElementById("__navigation");
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer?.checked) return;
    drawer.checked = false;
    drawer.focus();
  });
})();

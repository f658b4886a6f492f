/* What is to be read again: what is overdue, and what comes in the next 90 days, by the clock of whoever looks, stands open. */
(() => {
  const place = document.querySelector(".due"), today = store.today(), ahead = Number(place.dataset.ahead);
  const until = new Date(Date.parse(today) + ahead * 864e5).toISOString().slice(0, 10);
  let late = 0, soon = 0;
  for (const item of place.querySelectorAll("[data-by]")) {
    if (item.dataset.by < today) {
      late += 1;
      item.prepend(make("b", "Overdue. "));
    } else if (item.dataset.by <= until) soon += 1;
  }
  for (const month of place.querySelectorAll("details")) month.open = month.dataset.month <= until;
  place.querySelector(".due-said").textContent = `Today, ${dated(today)}: ${late} overdue, and ${soon} more in the next ${ahead} days.`;
})();

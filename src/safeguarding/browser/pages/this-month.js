/* This month: of the twelve, the one whose turn it is since this person began stands open. */
(() => {
  const months = [...document.querySelectorAll(".month")], said = document.querySelector(".month-said");
  const begun = firstDay();
  const gone = begun ? Math.floor((Date.parse(store.today()) - Date.parse(begun)) / (28 * 864e5)) : 0;
  const turn = Math.max(0, gone) % months.length, due = months[turn];
  due.open = true;
  const from = begun ? `counted from ${dated(begun)}, when you finished your first page here` : "since no page was finished on this device yet";
  said.textContent = `Now: “${due.querySelector("summary").textContent}”, ${from}.`;
})();

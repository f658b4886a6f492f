/* What the working pages share beside MORE, the data that a chapter need not carry. */
const save = (name, type, text) => {
  const link = make("a", "", { href: URL.createObjectURL(new Blob([text], { type })), download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  /* Some browsers read it only after they have asked where to save. */
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
};

/* A row of a table. What a spreadsheet would take for a formula gets a mark before it, in every cell. */
const csvRow = (cells) => `${cells.map((cell) => `"${cell.replace(/^\s*[=+@＝＋＠－-]/, "'$&").replaceAll('"', '""')}"`).join(",")}\r\n`;

/* My own card, for half a year: { title, place, phone, day }, or null. One that is older, or not one of ours, is deleted. */
const CARD = { title: "Who (title)", place: "Where", phone: "Phone" }, CARD_DAYS = 180, CARD_LETTERS = 80;
const myCard = () => {
  try {
    const card = JSON.parse(store.text("card")), age = (Date.parse(store.today()) - Date.parse(card.day)) / 864e5;
    const ours = Object.keys(CARD).every((name) => typeof card[name] === "string" && card[name].length <= CARD_LETTERS);
    if (ours && age >= 0 && age <= CARD_DAYS) return card;
  } catch {
    /* there is none, or it is not one of ours */
  }
  if (store.text("card")) store.keepText("card", "");
  return null;
};

/* Asks, then deletes. Says whether it did. */
const forget = () => {
  const all = "pages done, answers, plans, the card, and a pass";
  const sure = confirm(`Delete all that is kept on this device: ${all}? It cannot be brought back.`);
  if (sure) store.clear();
  return sure;
};

/* The plans of this learner, page by page: those chosen, then the one written. */
const myPlans = () => {
  const { plans } = store.get();
  return Object.keys(COURSE.pages)
    .map((page) => [page, [...(plans[page] || []), store.text(page)].filter(Boolean)])
    .filter(([, mine]) => mine.length);
};

/* The first day of the pages done, or "" where none is: who shares a computer sees whose pages these are. */
const firstDay = () => Object.values(store.get().done).map((page) => page.day).sort()[0] || "";
const studiedSince = () => (firstDay() ? dated(firstDay()) : "");

/* The way to the record. Where it cannot know what was done here, the day of a pass goes with it. */
const recordOf = (passed) => address("record") + (passed && !store.knows() ? `#passed=${passed}` : "");

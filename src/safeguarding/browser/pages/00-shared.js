/* What the working pages share: more of the course, which a chapter need not carry, and helpers. */
Object.assign(COURSE, { guidance: MORE.guidance, objectives: MORE.objectives });
for (const [name, more] of Object.entries(MORE.pages)) Object.assign(COURSE.pages[name], more);

const save = (name, type, text) => {
  const link = make("a", "", { href: URL.createObjectURL(new Blob([text], { type })), download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000); /* some browsers read it only after they have asked where to save */
};

/* Asks, then deletes. Says whether it did. */
const forget = () => {
  const sure = confirm("Delete all that is kept on this device? It cannot be brought back.");
  if (sure) store.clear();
  return sure;
};

/* The plans of this learner, page by page, in words: those chosen of what the pages offer, then the one written. */
const myPlans = (offered) => Object.entries(offered).map(([page, texts]) => [
  page, [...(store.get().plans[page] || []).map((n) => texts[n]), store.text(page)].filter((text) => text && typeof text === "string"),
]).filter(([, mine]) => mine.length);

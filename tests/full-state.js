() => {
  const record = { v: 2, role: KNOWN.roles[0], done: {}, answers: {}, plans: {}, sure: {}, forms: [], place: "", passed: "2027-03-01" };
  for (const [n, page] of Object.values(KNOWN.pages).entries()) record.done[page] = { day: `2027-01-${10 + n % 20}`, edition: n % 2 ? "1.1.0" : "1.2.0" };
  record.place = Object.values(KNOWN.pages)[5];
  for (const [page, words] of Object.values(KNOWN.plans)) (record.plans[page] ||= []).push(words);
  for (const aim of Object.values(KNOWN.aims)) record.sure[`${aim}-start`] = record.sure[`${aim}-end`] = 4;
  const c = ["", "sure", "fairly sure", "guessing"];
  Object.values(KNOWN.questions).forEach(([id, s], n) => { record.answers[id] = { s, a: "ABC"[n % 3], d: "2027-02-02", c: c[n % 4], r: n % 2 === 0, ...(n % 2 ? { k: true } : {}) } });
  record.forms = [...Array(200).keys()];
  const answers = Object.fromEntries([...Array(34).keys()].map((n) => [n * 2, { a: n === 3 ? "" : "B", c: c[n % 4] }]));
  return { record, round: { form: 199, mark: "0a1b2c3d", answers, at: "again", q: 7 }, theme: "dark" };
}

/* Before you read: what was missed on other pages comes in the place of the questions that are printed there. */
(async () => {
  const head = [...document.querySelectorAll("article h2")].find((one) => one.textContent === "Before you read");
  if (!head) return;
  const free = [...head.parentElement.querySelectorAll(".q")].filter((question) => questions.answerOf(question)?.r !== false);
  const waiting = questions.missed();
  const found = await questions.due(waiting.slice(0, free.length));
  found.forEach(({ question }, n) => {
    if (free[n].querySelector("input:checked")) return; /* the reader was faster */
    questions.set(question, questions.back);
    free[n].replaceWith(make("p", "You met this one before, and chose another answer then."), question);
  });
  if (waiting.length > found.length) head.parentElement.append(make("p", "", {}, make("a", "Practise what you got wrong before", { href: address("practise") })));
})();

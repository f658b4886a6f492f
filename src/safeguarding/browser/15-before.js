/* Before you read: what was missed on other pages comes in the place of the questions that are printed there. */
(async () => {
  const head = document.getElementById("before-you-read");
  const free = [...head?.querySelectorAll(".q") || []].filter((question) => {
    const answer = questions.answerOf(question);
    return !answer || !questions.waits(answer);
  });
  const waiting = questions.missed(), found = [];
  while (waiting.length && found.length < free.length) found.push(...await questions.due([waiting.shift()]));
  found.forEach(({ question }, n) => {
    /* The reader was faster. */
    if (free[n].matches(":focus-within") || free[n].querySelector("input:checked")) return;
    questions.set(question, questions.back);
    free[n].replaceWith(make("p", "You met this one before, and chose another answer then."), question);
  });
  if (!found.length || !waiting.length) return;
  head.append(make("p", "", {}, make("a", "Practise what you got wrong before", { href: address("practise") })));
})();

/* Practise what I got wrong: a sibling first, then the same question again. */
(() => {
  const place = document.querySelector("[data-live=practise]");
  const bank = JSON.parse(place.dataset.given);
  const later = new Set();
  let known = 0, drawn = "";

  /* What is shown takes the focus when what was there before had it. */
  const put = (head, ...rest) => {
    const within = place.contains(document.activeElement);
    head.tabIndex = -1;
    place.replaceChildren(head, ...rest);
    if (within) head.focus();
  };
  const nothing = (lost) => {
    if (!store.knows()) return "Here it cannot be known what you got wrong on other pages.";
    if (lost) return "Some of what you got wrong cannot be shown now. It is still kept. Try again later.";
    if (later.size) return "Enough for today. The rest waits for another day.";
    if (known) return "All of it came right. Nothing is waiting now.";
    return "Nothing is waiting. What you get wrong in a chapter comes back here.";
  };
  /* One question, and a way on once it came right: `then` hears whether that was the first try. */
  const ask = (title, words, question, then) => {
    put(make("h2", title), make("p", words), question);
    let tries = 0, moved = false;
    questions.set(question, () => {
      tries += 1;
      const first = tries === 1;
      if (moved || !question.querySelector(".said.right")) return;
      moved = true;
      place.append(button("Go on", () => then(first)));
    });
  };
  const marks = () => JSON.stringify(store.get().answers);
  const next = async () => {
    drawn = marks();
    const names = questions.missed().filter((id) => !later.has(id));
    const waiting = await questions.due(names);
    if (!waiting.length) return put(make("p", nothing(names.some((id) => !BANK[id]))));
    const [due] = waiting;
    const { answers } = store.get();
    const sibling = await questions.bring(due.near.find((name) => !answers[name]) || due.near[0]);
    const title = `${waiting.length} to look at again`;
    /* Right at the first try, it is known. Else it waits for another day. */
    const same = () => ask(title, "Now the one that you met before.", due.question, (first) => {
      if (first) known += 1;
      else later.add(questions.name(due.question));
      next();
    });
    if (sibling) ask(title, "First another scene that asks for the same thing.", sibling.question, same);
    else same();
  };

  /* A question that the bank has no more is forgotten. One that only cannot be had now is not. */
  const gone = questions.missed().filter((id) => !bank.includes(id));
  if (gone.length) store.change((state) => { for (const id of gone) delete state.answers[id] });
  next();
  /* Not under the hands of somebody who answers. */
  whenKeptChanges(() => { if (marks() !== drawn && !place.querySelector("input:checked")) next() });
})();

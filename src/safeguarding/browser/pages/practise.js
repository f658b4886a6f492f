/* Practise what I got wrong: a sibling first, then the same question again. */
(async () => {
  const place = document.querySelector("[data-live=practise]");
  const later = new Set();
  let known = 0;
  /* What is shown takes the focus when what was there before had it. */
  const put = (head, ...rest) => {
    const within = place.contains(document.activeElement);
    head.tabIndex = -1;
    place.replaceChildren(head, ...rest);
    if (within) head.focus();
  };
  const next = async () => {
    const names = questions.missed().filter((id) => !later.has(id));
    const waiting = await questions.due(names);
    const lost = names.some((id) => !BANK[id]);
    if (!waiting.length) return put(make("p", lost ? "Some of what you got wrong cannot be shown now. It is still kept. Try again later." : later.size ? "Enough for today. The rest waits for another day." : known ? "All of it came right. Nothing is waiting now." : "Nothing is waiting. What you get wrong in a chapter comes back here."));
    const [due] = waiting, id = questions.name(due.question);
    const answers = store.get().answers;
    const sibling = await questions.bring(due.near.find((name) => !answers[name]) || due.near[0]);
    const show = (question, title, then) => {
      put(make("h2", `${waiting.length} to look at again`), make("p", title), question);
      let tries = 0, moved = false;
      questions.set(question, () => {
        tries += 1;
        const first = tries === 1;
        if (!moved && question.querySelector(".said.right")) { moved = true; place.append(button("Go on", () => then(first))) }
      });
    };
    /* Right at the first try, it is known. Else it waits for another day. */
    const same = () => show(due.question, "Now the one that you met before.", (first) => {
      if (first) { known += 1; store.change((state) => { if (state.answers[id]) state.answers[id].r = true }) } else later.add(id);
      next();
    });
    sibling ? show(sibling.question, "First another scene that asks for the same thing.", same) : same();
  };
  next();
})();

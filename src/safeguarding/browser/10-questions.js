/* Questions. The page holds each one whole, with its reasons; this adds the Check button, says what was chosen, remembers
   it, and looks back when all on the page are answered: first at what one was sure of and got wrong. */
const questions = (() => {
  const paragraph = (text) => make("p", text);
  const copy = (reason) => { const p = make("p"); p.append(...reason.cloneNode(true).childNodes); return p };
  const name = (question) => question.id.slice(2);
  const answerOf = (question, state = store.get()) => {
    const answer = state.answers[name(question)];
    return answer && answer.s === question.dataset.stamp ? answer : null;
  };

  const set = (question, done) => {
    const inputs = [...question.querySelectorAll("input")];
    const details = question.querySelector("details");
    const reasons = [...details.querySelectorAll("li")];
    const said = make("div", "", { className: "said", hidden: true });
    said.setAttribute("role", "status");
    const { line, select } = sureness(`sure-${question.id}`);
    details.hidden = true;
    const say = (...nodes) => { said.replaceChildren(...nodes); said.hidden = false };

    const check = button("Check", () => {
      const chosen = inputs.filter((input) => input.checked).map((input) => inputs.indexOf(input));
      said.classList.remove("right");
      if (!chosen.length) return say(paragraph("Choose an answer first."));
      const keys = reasons.flatMap((reason, place) => (reason.className === "key" ? [place] : []));
      const right = chosen.join() === keys.join();
      const shown = chosen.map((place) => copy(reasons[place]));
      if (!right && keys.length > 1 && chosen.every((place) => keys.includes(place))) shown.push(paragraph("There is more to choose."));
      if (right || keys.length === 1) shown.push(details.querySelector(":scope > p").cloneNode(true));
      say(...shown);
      said.classList.toggle("right", right);
      if (right) {
        details.hidden = false;
        details.querySelector("summary").textContent = "Why not the others?";
      }
      /* The first try of a visit is what counts as known or not; a later right answer is kept beside it. */
      const letters = chosen.map((place) => "ABCD"[place]).join("");
      store.change((state) => {
        const before = answerOf(question, state);
        state.answers[name(question)] = {
          s: question.dataset.stamp, a: letters, d: store.today(), c: question.dataset.tried ? before?.c ?? "" : select.value,
          r: question.dataset.tried ? before?.r ?? right : right,
        };
      });
      question.dataset.tried = letters;
      done?.();
    });
    question.querySelector("fieldset").after(line, check, said);
    const before = answerOf(question);
    if (before) check.after(make("span", `Answered on ${before.d}.`, { className: "before" }));
  };

  const all = [...document.querySelectorAll("article .q")];
  const look = make("div", "", { className: "look-back", hidden: true });
  look.setAttribute("role", "status");
  const back = () => {
    if (!all.every((question) => question.dataset.tried)) return;
    const state = store.get();
    const wrong = all.filter((question) => !answerOf(question, state)?.r);
    const sure = wrong.filter((question) => answerOf(question, state)?.c === "sure");
    const list = (some) => make("ul", "", {}, ...some.map((question) =>
      make("li", "", {}, make("a", question.querySelector("legend").textContent, { href: `#${question.id}` }))));
    look.replaceChildren(make("p", wrong.length ? `All answered. ${wrong.length} to look at again.` : "All answered, and all right at the first try."));
    if (sure.length) look.append(make("p", "You were sure of these, and it was something else:"), list(sure));
    const rest = wrong.filter((question) => !sure.includes(question));
    if (rest.length) look.append(make("p", sure.length ? "And these:" : "These:"), list(rest));
    if (wrong.length) look.append(make("p", "", {}, make("a", "Practise what I got wrong", { href: address("practise") })));
    look.hidden = false;
    dispatchEvent(new Event("rr-answered"));
  };
  for (const question of all) set(question, back);
  if (all.length) all[all.length - 1].after(look);
  return { set, answerOf, name };
})();

/* Questions. The page holds each one whole, with its reasons; this adds the Check button, says what was chosen, remembers
   it, and looks back when all on the page are answered: first at what one was sure of and got wrong. What was missed on
   other pages can be brought here: each question of the bank has a file of its own, which writes itself into BANK. */
Object.assign(questions, (() => {
  /* What is to be heard: an empty region that stands from the start and then gets one text. Filled while hidden, or in pieces,
     it stays silent or is read in pieces. Links stand outside it. */
  const heard = () => {
    const region = make("p", "");
    region.setAttribute("role", "status");
    return region;
  };
  const name = (question) => question.id.slice(2);
  const answerOf = (question, state = store.get()) => {
    const answer = state.answers[name(question)];
    return answer && answer.s === question.dataset.stamp ? answer : null;
  };

  const waits = (answer) => !answer.r && !answer.k;

  const set = (question, done) => {
    const inputs = [...question.querySelectorAll("input")];
    const details = question.querySelector("details");
    const reasons = [...details.querySelectorAll("li")];
    const region = heard(), rest = make("div", ""), said = make("div", "", { className: "said" }, region, rest);
    const { line, select } = sureness(`sure-${question.id}`);
    /* What was chosen is not put back by the browser: what was deleted would stand there again. */
    for (const field of [...inputs, select]) field.autocomplete = "off";
    details.hidden = true;
    const say = (text, kind = "", ...links) => {
      said.className = `said ${kind}`;
      region.textContent = text;
      rest.replaceChildren(...links);
    };
    /* Last, since a browser lays the page out for it. */
    const show = () => said.scrollIntoView({ block: "nearest" });

    const check = button("Check", () => {
      const place = inputs.findIndex((input) => input.checked);
      if (place < 0) {
        say("Choose an answer first.", "again");
        return show();
      }
      const right = reasons[place].className === "key";
      const more = details.querySelector(":scope > p").cloneNode(true), act = more.querySelector(".act");
      act?.remove();
      say(`${reasons[place].textContent}${act ? `\n${act.textContent}` : ""}`, right ? "right" : "again", more);
      if (right) {
        details.hidden = false;
        details.querySelector("summary").textContent = "Why not the others?";
      }
      /* What counts is the first try that was kept; a later right answer is kept beside it. A wrong one, as the first try of
         another visit, takes its place. `k`: it came right since, as it was brought back. */
      const letter = inputs[place].value;
      store.change((state) => {
        const was = answerOf(question, state), stays = was && (question.dataset.tried || right);
        const { c, r, k } = stays ? was : { c: select.value, r: right };
        const known = k || (right && question.dataset.brought && !question.dataset.tried) || undefined;
        state.answers[name(question)] = { s: question.dataset.stamp, a: letter, d: store.today(), c, r, k: known };
      });
      question.dataset.tried = letter;
      done?.();
      show();
    });
    question.querySelector("fieldset").after(line, check, said);
    const before = answerOf(question);
    if (before) {
      const how = waits(before) ? ": one to look at again" : before.r ? ", right at the first try" : ", and right in practice since";
      check.after(make("span", `Answered on ${dated(before.d)}${how}.`, { className: "before" }));
    }
  };

  /* What a file of the bank holds, or undefined where it does not come. */
  const fetched = (id) => new Promise((done) => {
    /* An id as the bank writes it (`Id` in entries.py): what is kept here may come from anybody’s file. */
    if (BANK[id] || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) return done(BANK[id]);
    const script = make("script", "", { src: `${BOOK}../_static/questions/${id}.js?v=${COURSE.bank}` });
    for (const end of ["load", "error"]) script.addEventListener(end, () => done(BANK[id]));
    document.head.append(script);
  });
  /* A question from its file, as it stands in its chapter: { question, near: names of siblings }, or null where it is gone. */
  const bring = async (id) => {
    const { html, near } = (await fetched(id)) || {};
    if (!html) return null;
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const question = document.adoptNode(parsed.querySelector(".q"));
    question.dataset.brought = true;
    return { question, near };
  };
  /* The names of what was missed and is not on this page: first what one was sure of, then what has waited longest. */
  const missed = () => {
    const order = ([, { c, d }]) => (c === "sure" ? "0" : "1") + d;
    return Object.entries(store.get().answers)
      .filter(([id, answer]) => waits(answer) && !document.getElementById(`q-${id}`))
      .sort((one, other) => order(one).localeCompare(order(other)))
      .map(([id]) => id);
  };
  /* These, brought here. An answer to a question that has changed since is forgotten. */
  const due = async (names) => {
    const found = (await Promise.all(names.map(bring))).filter(Boolean);
    const changed = found.filter(({ question }) => !answerOf(question));
    if (changed.length) store.change((state) => { for (const { question } of changed) delete state.answers[name(question)] });
    return found.filter((one) => !changed.includes(one));
  };

  const asked = () => [...document.querySelectorAll("article .q")];
  const region = heard(), rest = make("div", ""), look = make("div", "", {}, region, rest);
  /* All answered, today or on another day: then one looks back. A question is named by its number and how it begins. */
  const back = () => {
    const state = store.get(), all = asked();
    if (!all.every((question) => answerOf(question, state))) return;
    const wrong = all.filter((question) => waits(answerOf(question, state)));
    const sure = wrong.filter((question) => answerOf(question, state).c === "sure");
    const others = wrong.filter((question) => !sure.includes(question));
    const begins = (question) => question.querySelector(".q-scene, legend").textContent.split(" ").slice(0, 8).join(" ");
    const item = (question) => {
      const words = `Question ${all.indexOf(question) + 1}: ${begins(question)} …`;
      return make("li", "", {}, make("a", words, { href: `#${question.id}` }));
    };
    const list = (some) => make("ul", "", {}, ...some.map(item));
    const first = all.every((question) => answerOf(question, state).r);
    const outcome = wrong.length ? `. ${wrong.length} to look at again.` : first ? ", and all right at the first try." : ". All have come right.";
    region.textContent = `All answered${outcome}`;
    rest.replaceChildren();
    if (sure.length) rest.append(make("p", "You were sure of these, and it was something else:"), list(sure));
    if (others.length) rest.append(make("p", sure.length ? "And these:" : "These:"), list(others));
    if (wrong.length) rest.append(make("p", "", {}, make("a", "Practise what I got wrong", { href: address("practise") })));
    look.className = "look-back";
    dispatchEvent(new Event("rr-answered"));
  };
  for (const question of asked()) set(question, back);
  asked().pop()?.after(look);
  return { set, back, bring, fetched, missed, due, waits, answerOf, name };
})());

/* Plans, confidence, practice, what is kept, and the record of completion. */
(() => {
  const place = (name) => document.querySelector(`[data-live="${name}"]`);
  const save = (name, type, text) => {
    const link = make("a", "", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    URL.revokeObjectURL(link.href);
  };

  /* If-then plans: choose one of the chapter, or write your own. */
  const plan = [...document.querySelectorAll("article h2")].find((one) => one.textContent === "Your plan")?.parentElement;
  if (plan) {
    const show = () => {
      const chosen = store.get().plans[PAGE] || [];
      for (const one of plan.querySelectorAll("button.plan")) {
        const on = chosen.includes(one.dataset.n);
        one.textContent = on ? "Chosen: take it back" : "Choose this plan";
        one.setAttribute("aria-pressed", on);
      }
    };
    [...plan.querySelectorAll("li")].filter((item) => !/write your own/.test(item.textContent)).forEach((item, n) => {
      const one = button("", () => {
        store.change((state) => {
          const before = state.plans[PAGE] || [];
          state.plans[PAGE] = before.includes(one.dataset.n) ? before.filter((m) => m !== one.dataset.n) : [...before, one.dataset.n];
        });
        show();
      });
      one.className = "plan";
      one.dataset.n = String(n);
      item.append(" ", one);
    });
    const text = make("textarea", "", { id: "own-plan", rows: 2, value: store.text(PAGE) });
    const said = make("span", "");
    said.setAttribute("role", "status");
    plan.append(
      make("p", "", {}, make("label", "Your own plan. No real names. ", { htmlFor: "own-plan" }), text),
      button("Keep it on this device", () => {
        const done = store.keepText(PAGE, text.value.trim());
        said.textContent = !done ? " This device keeps nothing now. Write it on paper." : text.value.trim() ? " Kept." : " Taken away.";
      }), said,
    );
    show();
  }
  const plans = (offered) => {
    const { plans } = store.get();
    return Object.keys(offered).flatMap((page) => [...(plans[page] || []).map((n) => offered[page][n]), store.text(page)].filter(Boolean));
  };

  /* How sure do I feel? Twice, for oneself alone. */
  const feel = place("confidence");
  if (feel) {
    const words = ["", "not yet", "a little", "fairly", "quite sure"];
    const aims = Object.entries(COURSE.objectives).map(([id, plain]) => {
      const choices = ["start", "end"].map((when) => {
        const key = `${id}-${when}`;
        const select = make("select", "", { id: key });
        words.forEach((word, n) => select.append(make("option", word || "choose", { value: n })));
        select.value = store.get().sure[key] || 0;
        select.addEventListener("change", () => store.change((state) => { state.sure[key] = Number(select.value) }));
        return make("label", `At the ${when}: `, { htmlFor: key }, select);
      });
      return make("fieldset", "", {}, make("legend", `I can ${plain}.`), ...choices);
    });
    feel.replaceChildren(...aims);
  }

  /* Practise what I got wrong: a sibling first, then the same question again. */
  const again = place("practise");
  if (again) {
    const bank = new Map([...again.querySelector("template").content.querySelectorAll(".q")].map((question) => [questions.name(question), question]));
    const siblings = JSON.parse(again.dataset.given);
    /* Answers to questions that have changed or gone are forgotten here. */
    store.change((state) => {
      for (const [id, answer] of Object.entries(state.answers)) if (bank.get(id)?.dataset.stamp !== answer.s) delete state.answers[id];
    });
    const later = new Set();
    const missed = () => [...bank.values()].filter((question) => { const answer = questions.answerOf(question); return answer && !answer.r && !later.has(questions.name(question)) });
    const next = () => {
      const wrong = missed();
      if (!wrong.length) return again.replaceChildren(make("p", later.size ? "Enough for today. The rest waits for another day." : "Nothing is waiting. What you get wrong in a chapter comes back here.", { tabIndex: -1 }));
      const due = wrong[0], id = questions.name(due);
      const answers = store.get().answers;
      const near = siblings[id].map((name) => bank.get(name)).filter(Boolean);
      const sibling = near.find((question) => !answers[questions.name(question)]) || near[0];
      const heading = make("h2", `${wrong.length} to look at again`, { tabIndex: -1 });
      const show = (question, title, then) => {
        const shown = question.cloneNode(true);
        again.replaceChildren(heading, make("p", title), shown);
        let tries = 0, moved = false;
        questions.set(shown, () => {
          tries += 1;
          const first = tries === 1;
          if (!moved && shown.querySelector(".said.right")) { moved = true; again.append(button("Go on", () => then(first))) }
        });
        heading.focus();
      };
      /* Right at the first try, it is known. Else it waits for another day. */
      const same = () => show(due, "Now the one that you met before.", (first) => {
        if (first) store.change((state) => { if (state.answers[id]) state.answers[id].r = true }); else later.add(id);
        next();
      });
      sibling ? show(sibling, "First another scene that asks for the same thing.", () => same()) : same();
    };
    next();
  }

  /* What is kept on this device. */
  const keptHere = place("kept");
  if (keptHere) {
    const said = make("p", "");
    said.setAttribute("role", "status");
    const file = make("input", "", { type: "file", id: "import", accept: "application/json,.json" });
    const show = () => {
      const state = store.get();
      const rows = [
        ["Your role", COURSE.roles.find((one) => one.id === state.role)?.name || "none chosen"],
        ["Pages done", Object.keys(state.done).length],
        ["Questions answered, with the letter, the day, and how sure you were", Object.keys(state.answers).length],
        ["Chapters in which you chose a plan", Object.values(state.plans).filter((chosen) => chosen.length).length],
        ["How sure you feel, by aim", Object.keys(state.sure).length],
        ["Forms of the assessment that you have had", state.forms.length],
        ["Assessment passed on", state.passed || "not yet"],
        ["The page where you were", COURSE.pages[state.place.split("#")[0]]?.title || "none"],
      ];
      keptHere.replaceChildren(
        make("ul", "", {}, ...rows.map(([what, much]) => make("li", `${what}: ${much}`))),
        button("Save it as a file", () => save("recognise-and-refer.json", "application/json", store.export())),
        button("Delete everything", () => {
          if (!confirm("Delete all that is kept on this device? It cannot be brought back.")) return;
          store.clear();
          said.textContent = "Everything is deleted.";
          show();
        }),
        make("p", "", {}, make("label", "Bring it in from a file: ", { htmlFor: "import" }), file), said,
      );
    };
    file.addEventListener("change", async () => {
      try { const done = store.import(await file.files[0].text()); show(); said.textContent = done ? "It is here now." : "It is here until you close the page: this device keeps nothing now." }
      catch { said.textContent = "That file is not from this course, or from a newer edition. Nothing was changed." }
    });
    show();
  }

  /* The record of completion: made here, printed here, sent nowhere. */
  const record = place("record");
  if (record) {
    const state = store.get();
    const pages = Object.entries(COURSE.pages).filter(([name]) => state.done[name]);
    const met = [...new Set(pages.flatMap(([, page]) => page.objectives))];
    const minutes = pages.reduce((sum, [, page]) => sum + page.study, 0);
    const hours = (minutes / 60).toFixed(1);
    const name = make("input", "", { id: "record-name", autocomplete: "off" });
    const facts = {
      course: "Recognise and Refer", edition: COURSE.edition, guidance: COURSE.guidance, date: store.today(), hours,
      passed: state.passed || "not yet", pages: pages.map(([, page]) => page.title), objectives: met.map((id) => COURSE.objectives[id]), plans: plans(JSON.parse(record.dataset.given)),
    };
    const quote = (text) => `"${String(text).replace(/^\s*[=+@-]/, "'$&").replaceAll('"', '""')}"`;
    const csv = () => [["name", name.value], ...Object.entries(facts).filter(([key]) => key !== "plans")].map(([, value]) => quote(Array.isArray(value) ? value.join("; ") : value)).join(",");
    const list = (items) => make("ul", "", {}, ...items.map((item) => make("li", item)));
    record.replaceChildren(
      make("p", "", {}, make("label", "Name: ", { htmlFor: "record-name" }), name, make("span", " (kept in this page alone)", { className: "screen" })),
      list([`Course: ${facts.course}, edition ${facts.edition}`, `Guidance: ${facts.guidance}`, `Date: ${facts.date}`, `Hours of study, by the minutes of the pages: ${hours}`, `Final assessment, every critical action right: ${facts.passed}`]),
      make("h2", "Pages studied"), facts.pages.length ? list(facts.pages) : make("p", "None yet."),
      make("h2", "What these pages aim at"), met.length ? list(facts.objectives) : make("p", "Nothing yet."),
      make("h2", "My plans"), facts.plans.length ? list(facts.plans) : make("p", "None chosen."),
      make("p", "This record was made on the learner’s own device. It does not prove who studied, and it does not show how anybody will act."),
      button("Print", () => print()),
      button("Save as a file", () => save("record.json", "application/json", JSON.stringify({ name: name.value, ...facts }, null, 1))),
      button("Save as one row for a register", () => save("record.csv", "text/csv", `\ufeff${csv()}\r\n`)),
      button("Start again", () => { if (confirm("Delete all that is kept on this device? It cannot be brought back.")) { store.clear(); location.reload() } }),
    );
  }
})();

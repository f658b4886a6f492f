/* The final assessment: draw a form that this device has not had, ask it, review it, and give two new scenes for each
   critical action that was missed. The score is shown; what counts is the critical actions. */
(() => {
  const root = document.querySelector(".assessment");
  if (!root) return;
  const ITEMS = 20;
  /* Which items there are, and which are in which form: a file, so that the page is light until one begins. */
  let bank = [], forms = [];
  const known = async () => {
    const found = await questions.fetched("assessment-forms");
    if (!found) return false;
    bank = found.bank.split(" ").map((entry) => {
      const [id, stamp, action] = entry.split(":");
      return { id, stamp, action, item: null };
    });
    forms = found.forms.split(" ").map((form) => form.match(/../g).map((sign) => parseInt(sign, 36)));
    return true;
  };
  const lost = (again) => root.replaceChildren(
    make("p", "Some of the scenes did not come. What you chose is kept."), button("Try again", again));

  /* Where one is: the form, the stage, and for each item, by its place in the bank, the letter chosen and how sure. All
     that is shown follows from it. Only this tab keeps it, so that a reload or a page read in between loses nothing. It is
     taken up again if the bank is still the same, and this device still knows the form: “Delete everything” in another
     tab deletes it too. */
  const KEY = "rr-round";
  let now = null, saved = false;
  const keep = () => {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(now));
      saved = true;
    } catch {
      /* it lasts as long as the page */
    }
  };
  const left = () => {
    try {
      return sessionStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const kept = () => {
    try {
      const found = JSON.parse(left());
      const known = store.get().forms.includes(found.form) && found.mark === COURSE.bank;
      return known && found.at in STAGES && found.answers ? found : null;
    } catch {
      return null;
    }
  };
  /* A form that this device has not had; after the last of them all begin again. */
  const draw = () => {
    const all = [...forms.keys()], had = store.get().forms;
    const left = all.filter((form) => !had.includes(form));
    const from = left.length ? left : all;
    const form = from[Math.floor(Math.random() * from.length)];
    store.change((state) => { state.forms = left.length ? [...had, form] : [form] });
    return form;
  };

  /* One item as it is asked: with its number, without its reasons, with a question on how sure one is. */
  const ask = (place, n) => {
    const item = bank[place].item.cloneNode(true);
    const details = item.querySelector("details");
    const inputs = [...item.querySelectorAll("input")];
    const reasons = [...details.querySelectorAll("li")];
    const { line, select } = sureness(`sure-${place}`);
    const heading = make("h3", `Question ${n + 1}`, { tabIndex: -1 });
    details.remove();
    item.prepend(heading);
    item.append(line);
    const { a = "", c = "" } = now.answers[place] || {};
    for (const input of inputs) input.checked = input.value === a;
    select.value = c;
    const chosen = () => inputs.find((input) => input.checked)?.value || "";
    const key = inputs[reasons.findIndex((reason) => reason.className === "key")].value;
    return {
      item,
      heading,
      action: bank[place].action,
      act: details.querySelector(":scope > p").firstChild.textContent.replace("Critical action: ", ""),
      section: details.querySelector("p > a:last-of-type"),
      open: () => !chosen(),
      right: () => chosen() === key,
      sure: () => select.value === "sure",
      keep() {
        now.answers[place] = { a: chosen(), c: select.value };
      },
      /* As it is reviewed: the reason of what was chosen, and of what was right; the others wait behind one press. */
      close() {
        item.querySelector("fieldset").disabled = true;
        line.remove();
        heading.replaceWith(make("h4", heading.textContent));
        const right = this.right();
        reasons.forEach((reason, at) => {
          reason.value = at + 1;
        });
        const told = [...new Set([chosen(), key])].map((letter) => reasons["ABC".indexOf(letter)]);
        const said = make("div", "", { className: right ? "said right" : "said" },
          make("p", `You chose ${chosen()}.`), make("ol", "", {}, ...told));
        if (!right) said.append(details.querySelector(":scope > p"));
        item.append(said);
        if (!details.querySelector("li")) return;
        details.querySelector("summary").textContent = "Why not the others?";
        item.append(details);
      },
    };
  };
  const wrong = (asked) => asked.filter((one) => !one.right());
  const missed = (asked) => [...new Set(wrong(asked).map((one) => one.action))].filter((action) => action !== "-");
  const first = () => forms[now.form].slice(0, ITEMS).map(ask);
  const reserves = (action) => forms[now.form].slice(ITEMS).filter((place) => bank[place].action === action);
  const again = () => missed(first()).flatMap(reserves).map(ask);
  /* The items are files: those of the form, and for each action that was missed its new scenes. Says whether all have come. */
  const bring = async (places) => {
    const found = await Promise.all(places.map((place) => questions.bring(bank[place].id)));
    found.forEach((one, n) => { if (one) bank[places[n]].item ||= one.question });
    return found.every(Boolean);
  };
  const ready = async () => await bring(forms[now.form].slice(0, ITEMS))
    && (now.at === "first" || bring(missed(first()).flatMap(reserves)));

  const meet = (element) => {
    element.scrollIntoView();
    element.focus({ preventScroll: true });
  };
  const another = (finished) => button("Start again with other scenes", () => {
    if (finished || confirm("Start again with other scenes? What you chose here is forgotten.")) begin();
  });

  /* A round, one item at a time: the item, Next, and a list of what is open. What is open still is named where it stands. */
  const round = (title, asked, next) => {
    const note = make("p", "", { className: "gap", tabIndex: -1 });
    const count = make("summary", "", { className: "count" });
    const open = () => asked.filter((one) => one.open());
    const turn = (n) => {
      now.q = n;
      keep();
      note.remove();
      draw();
      list.open = false;
      list.scrollIntoView();
      asked[n].heading.focus({ preventScroll: true });
    };
    const steps = asked.map((one, n) => button("", () => turn(n)));
    const list = make("details", "", { className: "open-list" }, count, make("ol", "", {}, ...steps.map((step) => make("li", "", {}, step))));
    const back = button("Back", () => turn(now.q - 1)), on = button("Next", () => turn(now.q + 1));
    const finish = button("Finish", () => {
      const [gap, ...more] = open();
      if (gap) {
        const others = more.length ? `, and ${more.length} more` : "";
        turn(asked.indexOf(gap));
        note.textContent = `Not finished yet. ${gap.heading.textContent} had no answer${others}.`;
        gap.item.before(note);
        return meet(note);
      }
      if (!missed(asked).length) store.change((state) => { state.passed = store.today() });
      return go(next);
    });
    finish.hidden = true;
    const draw = () => {
      const last = asked.length - 1, left = open().length;
      count.textContent = `${asked.length - left} of ${asked.length} answered`;
      asked.forEach((one, n) => {
        one.item.hidden = n !== now.q;
        steps[n].textContent = `${one.heading.textContent}: ${one.open() ? "open" : "answered"}`;
      });
      back.hidden = !now.q;
      on.hidden = now.q === last;
      /* Once there, it stays. */
      if (now.q === last || !left) finish.hidden = false;
    };
    for (const one of asked) {
      one.item.addEventListener("change", () => {
        one.keep();
        keep();
        draw();
      });
    }
    if (!asked[now.q]) now.q = 0;
    draw();
    const [gap] = open();
    const words = gap ? `Go on at ${gap.heading.textContent.toLowerCase()}` : "Go on";
    const goOn = button(words, () => (gap ? turn(asked.indexOf(gap)) : meet(finish)));
    return { title, back: [goOn, another()], nodes: [list, ...asked.map((one) => one.item), make("p", "", {}, back, on, finish)] };
  };

  const group = (title, asked) => {
    for (const one of asked) one.close();
    return asked.length ? [title, ...asked.map((one) => one.item)] : [];
  };
  const reading = (asked) => {
    const links = new Map(asked.map(({ section }) => [section.href, section.textContent]));
    const list = [...links].map(([href, text]) => make("li", "", {}, make("a", text, { href })));
    return list.length ? [make("h3", "To read again"), make("ul", "", {}, ...list)] : [];
  };
  const review = (title, asked, words, back, ...onward) => {
    const all = wrong(asked);
    const grave = all.filter((one) => one.action !== "-");
    const sure = all.filter((one) => !grave.includes(one) && one.sure());
    const rest = all.filter((one) => !grave.includes(one) && !sure.includes(one));
    const well = group(make("summary", "", {}, make("h3", "What you chose well")), asked.filter((one) => one.right()));
    const nodes = [
      ...words.map((text) => make("p", text)),
      ...group(make("h3", "Critical actions to look at again"), grave),
      ...onward,
      ...group(make("h3", "Where you were sure, and it was something else"), sure),
      ...group(make("h3", "The others"), rest),
      ...reading(all),
    ];
    if (well.length) nodes.push(make("details", "", {}, ...well));
    return { title, back, nodes };
  };
  /* What one takes along on paper, alone on its sheet: no answers stand on it. */
  const sheet = (title, ...inside) => [
    make("div", "", { className: "sheet" }, make("h3", title), make("p", "", { className: "name" }), ...inside,
      make("p", `Recognise and Refer, edition ${COURSE.edition}, ${dated(store.today())}. No answers stand here.`, { className: "proof" })),
    button("Print this sheet", () => print()),
  ];
  const toLead = (asked) => {
    const line = ({ act, section }) => {
      const [, page] = /([\w-]+)\.html/.exec(section.href);
      return make("li", `${act} Taught in “${section.textContent}”, ${COURSE.pages[page]?.title || page}.`);
    };
    const lines = missed(asked).map((action) => line(asked.find((one) => one.action === action)));
    return sheet("To talk through with my safeguarding lead", make("ul", "", {}, ...lines));
  };
  const passed = (asked, words) => {
    const day = store.get().passed;
    const record = make("p", "", {}, make("a", "Your record of completion", { href: recordOf(day) }));
    const paper = store.knows() ? [] : sheet("Final assessment passed", make("p", `Passed on ${dated(day)}, every critical action right.`));
    return review("You have passed", asked, words, [], record, ...paper, another(true));
  };

  const more = () => button("Two new scenes for each", () => go("again"));

  const STAGES = {
    first: () => round("Twenty scenes and questions", first(), "firstReview"),
    firstReview() {
      const asked = first();
      const score = `You chose the best answer in ${asked.length - wrong(asked).length} of ${asked.length}. There is no mark to reach.`;
      if (!missed(asked).length) return passed(asked, [score, "Every critical action was right."]);
      const words = [score, "Some critical actions were missed. Read them here. After them come two new scenes for each."];
      return review("Look at these first", asked, words, [more(), another()], more());
    },
    again: () => round("New scenes", again(), "lastReview"),
    lastReview() {
      const asked = again();
      if (!missed(asked).length) return passed(asked, ["Every critical action is right now."]);
      const words = [
        "Talk these through with your safeguarding lead this week. That is no mark against you.",
        "It never stops you reporting: whatever you are unsure of, pass it on.",
      ];
      return review("Nearly there", asked, words, [], ...toLead(asked), another(true));
    },
  };
  const show = async (returning) => {
    const shown = now, came = await ready();
    if (now !== shown) return;
    if (!came) return lost(() => show(returning));
    const { title, back, nodes } = STAGES[now.at]();
    const heading = make("h2", title, { tabIndex: -1 });
    const line = make("div", "", { className: "back" }, make("p", "You were here before: go on, or start again."), ...back);
    root.replaceChildren(heading, ...(returning && back.length ? [line] : []), ...nodes);
    if (!returning) meet(heading);
    return undefined;
  };
  const go = (at) => {
    now.at = at;
    now.q = 0;
    keep();
    show();
  };
  const begin = async () => {
    if (!bank.length && !(await known())) return lost(begin);
    const form = draw();
    now = { form, mark: COURSE.bank, answers: {} };
    return go("first");
  };

  const start = async () => {
    if (left() && !bank.length && !(await known())) return lost(start);
    now = left() && kept();
    saved = Boolean(now);
    if (now) return show(true);
    try {
      sessionStorage.removeItem(KEY);
    } catch {
      /* it keeps nothing */
    }
    return root.replaceChildren(button("Begin", begin));
  };
  start();
  /* Back from the page where all was deleted, the browser may show this page as it was left. */
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted && saved && !kept()) start();
  });
})();

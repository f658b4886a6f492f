/* The final assessment: draw a form that this device has not had, mark it, review it, and give two new scenes for each
   critical action that was missed. The score is shown; what counts is the critical actions. */
(() => {
  const root = document.querySelector(".assessment");
  if (!root) return;
  const ITEMS = 20;
  const bank = [...root.querySelector("template").content.querySelectorAll(".q")];
  const critical = root.dataset.critical.split(" ");
  const forms = root.dataset.forms.split(" ").map((form) => form.match(/../g).map((sign) => parseInt(sign, 36)));
  const draw = () => {
    let used = store.get().forms;
    let left = forms.map((_, place) => place).filter((place) => !used.includes(place));
    if (!left.length) { used = []; left = forms.map((_, place) => place) }
    const place = left[Math.floor(Math.random() * left.length)];
    store.change((state) => { state.forms = [...used, place] });
    return forms[place];
  };
  const pass = () => store.change((state) => { state.passed = store.today() });

  /* One item as it is asked: without its reasons, with a question on how sure one is. */
  const ask = (place) => {
    const item = bank[place].cloneNode(true);
    const details = item.querySelector("details");
    details.remove();
    const id = `sure-${place}-${Date.now()}`;
    const { line, select } = sureness(id);
    item.append(line);
    const inputs = [...item.querySelectorAll("input")];
    for (const input of inputs) input.name += `-${id}`;
    const keys = [...details.querySelectorAll("li")].flatMap((reason, n) => (reason.className === "key" ? [n] : []));
    return {
      item, details, action: critical[place], section: details.querySelector("p > a:last-of-type"),
      chosen: () => inputs.flatMap((input, n) => (input.checked ? [n] : [])),
      right() { return this.chosen().join() === keys.join() },
      sure: () => select.value === "sure",
      close() {
        item.querySelector("fieldset").disabled = true;
        line.remove();
        const right = this.right();
        const said = make("div", "", { className: right ? "said right" : "said" });
        for (const n of this.chosen()) {
          const p = make("p", "");
          p.append(...details.querySelectorAll("li")[n].cloneNode(true).childNodes);
          said.append(p);
        }
        details.open = !right;
        details.querySelector("summary").textContent = right ? "Why not the others?" : "All reasons";
        item.append(said, details);
      },
    };
  };

  /* A round: items, one button, and what happens when all are answered. */
  const round = (places, title, done) => {
    const asked = places.map(ask);
    const note = make("p", "", { hidden: true });
    note.setAttribute("role", "alert");
    const finish = make("button", "Finish", { type: "button" });
    const heading = make("h2", title, { tabIndex: -1 });
    root.replaceChildren(heading, ...asked.map((one) => one.item), finish, note);
    heading.focus();
    finish.addEventListener("click", () => {
      const open = asked.filter((one) => !one.chosen().length);
      if (open.length) {
        note.textContent = `${open.length} to answer yet.`;
        note.hidden = false;
        return open[0].item.querySelector("input").focus();
      }
      done(asked);
    });
  };

  const group = (title, asked) => {
    if (!asked.length) return [];
    for (const one of asked) one.close();
    return [make("h3", title), ...asked.map((one) => one.item)];
  };
  const review = (title, asked, words, ...after) => {
    const wrong = asked.filter((one) => !one.right());
    const grave = wrong.filter((one) => one.action !== "-");
    const sure = wrong.filter((one) => !grave.includes(one) && one.sure());
    const rest = wrong.filter((one) => !grave.includes(one) && !sure.includes(one));
    const right = make("details", "");
    right.append(make("summary", "What you chose well"), ...group("", asked.filter((one) => one.right())).slice(1));
    const heading = make("h2", title, { tabIndex: -1 });
    root.replaceChildren(
      heading, ...words.map((text) => make("p", text)), ...after,
      ...group("Critical actions to look at again", grave), ...group("Where you were sure, and it was something else", sure),
      ...group("The others", rest), right,
    );
    heading.focus();
  };
  const reading = (wrong) => {
    const links = new Map(wrong.map((one) => [one.section.href, one.section.textContent]));
    if (!links.size) return [];
    const list = make("ul", "");
    for (const [href, text] of links) { const li = make("li", ""); li.append(make("a", text, { href })); list.append(li) }
    return [make("h3", "To read again"), list];
  };
  const another = () => button("Start again with other scenes", begin);
  const record = () => make("p", "", {}, make("a", "Your record of completion", { href: address("record") }));

  const begin = () => {
    const form = draw();
    const reserves = (action) => form.slice(ITEMS).filter((place) => critical[place] === action);
    round(form.slice(0, ITEMS), "Twenty scenes and questions", (asked) => {
      const wrong = asked.filter((one) => !one.right());
      const missed = [...new Set(wrong.map((one) => one.action))].filter((action) => action !== "-");
      const words = [`You chose the best answer in ${asked.length - wrong.length} of ${asked.length}. There is no mark to reach.`];
      if (!missed.length) {
        pass();
        return review("You have passed", asked, [...words, "Every critical action was right."], record(), ...reading(wrong), another());
      }
      words.push("Some critical actions were missed. Read what is below. Then meet each of them in two new scenes.");
      const go = button("Two new scenes for each", () =>
        round(missed.flatMap(reserves), "New scenes", (again) => {
          const still = again.filter((one) => !one.right());
          if (!still.length) {
            pass();
            return review("You have passed", again, ["Every critical action is right now."], record(), ...reading(wrong), another());
          }
          review("Nearly there", again, [
            "Talk these through with your safeguarding lead this week. That is no mark against you.",
            "It never stops you reporting: whatever you are unsure of, pass it on.",
          ], ...reading(still), another());
        }));
      review("Look at these first", asked, words, go, ...reading(wrong));
    });
  };

  root.replaceChildren(button("Begin", begin));
})();

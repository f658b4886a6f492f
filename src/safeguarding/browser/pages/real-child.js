/* My own card: whom this learner would go to here, in their own words. It stands after the routes and never in their place,
   says that nobody checked it, can not be tapped, and is gone after half a year. A page shown inside another one shows none:
   there a stranger could have planted it. */
(() => {
  const after = document.querySelector(".admonition.routes");
  if (!after || window.top !== window) return;

  const shown = make("div", ""), said = make("p", "");
  said.setAttribute("role", "status");
  const input = (name) => make("input", "", { id: `card-${name}`, maxLength: CARD_LETTERS, autocomplete: "off" });
  const inputs = Object.fromEntries(Object.keys(CARD).map((name) => [name, input(name)]));
  let before = null;
  /* What somebody types stays, unless it is what they keep or delete now. */
  const show = (typed) => {
    const card = myCard();
    shown.replaceChildren();
    if (card) {
      const words = Object.keys(CARD).map((name) => card[name]).filter(Boolean).join(", ");
      shown.append(
        make("p", "", {}, make("b", "My own card: "), `${words}.`),
        make("p", `Written on this device on ${dated(card.day)}, not checked.`, { className: "before" }),
      );
    }
    for (const name of Object.keys(CARD)) {
      if (!typed || inputs[name].value === (before?.[name] || "")) inputs[name].value = card?.[name] || "";
    }
    remove.hidden = !card;
    before = card;
  };
  const keep = button("Keep it on this device", () => {
    const clean = (text) => text.replace(/\s+/g, " ").trim();
    const card = Object.fromEntries(Object.entries(inputs).map(([name, { value }]) => [name, clean(value)]));
    if (!Object.values(card).some(Boolean)) {
      said.textContent = "Write at least one thing first.";
      return;
    }
    const stays = store.keepText("card", JSON.stringify({ ...card, day: store.today() }));
    if (stays) said.textContent = "It is kept on this device, for half a year.";
    else said.textContent = "It is here until you close the page: this device keeps nothing now.";
    show();
  });
  const remove = button("Delete it", () => {
    store.keepText("card", "");
    said.textContent = "It is deleted.";
    show();
  });
  const line = ([name, words]) => make("p", "", {}, make("label", `${words} `, { htmlFor: `card-${name}` }), inputs[name]);
  const note = make("p", "", {},
    "Titles, no names. It stays on this device, and anyone who uses the device can read it. ",
    "It is for you; the routes above stand first.");
  const form = make("details", "", {},
    make("summary", "Write down whom you would go to here"), note, ...Object.entries(CARD).map(line),
    make("p", "", {}, keep, remove), said);
  after.after(make("section", "", { className: "my-card" }, shown, form));
  show();
  whenKeptChanges(() => {
    said.textContent = "";
    show(true);
  });
})();

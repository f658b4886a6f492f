/* What changed since you trained: from the pages done on this device, or from a day or an edition that one gives, the changes that
   are new to this person, with the sections that say them and a few questions. */
(() => {
  const place = document.querySelector("[data-live=what-changed]");
  const { begun, first, changes, editions, most, question: MINUTES_A_QUESTION } = JSON.parse(place.dataset.given);
  const WEIGHT = ["must", "should"];
  const compare = (one, other) => one.split(".").reduce((found, part, n) => found || part - other.split(".")[n], 0);
  const isEdition = (text) => /^\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(text);

  /* A page was done on a day, in an edition where one knows it. An offline copy may be older than its day, so the same day is before. */
  const entryOf = (kept) => (typeof kept === "string" ? { day: kept, edition: "" } : kept);
  const before = ({ day, edition }, change) => (isEdition(edition) ? compare(edition, change.edition) < 0 : day <= change.dated);

  /* What is new: the person was trained before it, and has done none of its pages since. The gravest first, then the newest. */
  const news = (trained, done, role) => {
    const told = changes.filter((change) => trained.some((entry) => before(entry, change))
      && !change.sections.some(([, page]) => done[page] && !before(done[page], change))
      && (!role || !change.who.length || change.who.includes(role)));
    const replaced = new Set(told.flatMap(({ replaces }) => replaces));
    const order = (one, other) => WEIGHT.indexOf(one.weight) - WEIGHT.indexOf(other.weight) || compare(other.edition, one.edition);
    return told.filter(({ id }) => !replaced.has(id)).sort(order);
  };
  const minutesOf = (told, asked) => {
    const sections = new Map(told.flatMap((change) => change.sections.map((section) => [section[1] + section[2], section[3]])));
    return Math.max(1, Math.round([...sections.values()].reduce((sum, n) => sum + n, 0) + asked.length * MINUTES_A_QUESTION));
  };

  const link = (text, page, label) => make("a", text, { href: address(page) + (label ? `#${label}` : "") });
  const said = make("p", "");
  said.setAttribute("role", "status");
  const out = make("div", "");
  const whole = (...words) => [make("p", "", {}, ...words, link("Essentials", "essentials"), ", and go on along your path.")];

  const show = async (trained, done) => {
    const role = COURSE.roles.find((one) => one.id === roles.value);
    const told = news(trained, done, role?.id);
    const asked = [...new Set(told.flatMap(({ questions: ids }) => ids))].slice(0, most);
    if (!told.length) {
      said.textContent = "Nothing that you need to learn again has changed since.";
      return out.replaceChildren(make("p", "", {}, link("Every correction, also the small ones", "reference/corrections"), "."));
    }
    said.textContent = `About ${minutesOf(told, asked)} minutes. What has changed for you: ${told.length}.`;
    const item = (change) => make("li", "", {},
      make("p", "", {}, make("b", change.now)),
      make("p", `Before: ${change.what}`, { className: "checked" }),
      make("p", "Read: ", {}, ...change.sections.flatMap(([title, page, label], n) => [n ? "; " : "", link(title, page, label)])));
    const parts = [["must", "You must know these"], ["should", "You should know these"]].flatMap(([weight, title]) => {
      const some = told.filter((change) => change.weight === weight);
      return some.length ? [make("h2", title), make("ol", "", { className: `changes ${weight}` }, ...some.map(item))] : [];
    });
    out.replaceChildren(...parts, button("Print", () => print()));
    const brought = (await Promise.all(asked.map(questions.bring))).filter(Boolean);
    if (!brought.length) return null;
    for (const { question } of brought) questions.set(question);
    const about = `${brought.length} ${brought.length === 1 ? "question" : "questions"} on them`;
    return out.append(make("h2", about), ...brought.map(({ question }) => question));
  };

  const roles = make("select", "", { id: "changed-role" });
  roles.append(make("option", "Any", { value: "" }), ...COURSE.roles.map(({ id, name }) => make("option", name, { value: id })));
  roles.value = COURSE.roles.some(({ id }) => id === store.get().role) ? store.get().role : "";
  const day = make("input", "", { type: "date", id: "changed-day", max: store.today() });
  const edition = make("select", "", { id: "changed-edition" });
  edition.append(make("option", "I do not know it", { value: "" }), ...editions.map((one) => make("option", one, { value: one })));

  const ask = () => {
    out.replaceChildren();
    const { done, passed } = store.get();
    const kept = Object.fromEntries(Object.entries(done).map(([page, entry]) => [page, entryOf(entry)]));
    if (day.value || edition.value) {
      if (day.value > store.today()) {
        said.textContent = "That day has not come yet. Give the day on which you finished.";
        return null;
      }
      if (!edition.value && day.value < begun) {
        said.textContent = `That is before the first edition, ${first}, of ${dated(begun)}.`;
        return out.replaceChildren(...whole("You trained with something else. Begin with "));
      }
      return show([{ day: day.value, edition: edition.value }], {});
    }
    const trained = [...Object.values(kept), ...(passed ? [{ day: passed, edition: "" }] : [])];
    if (!trained.length) {
      said.textContent = "This device keeps no page that you finished. Give the day on which you trained, or the edition. "
        + "Both stand on your record.";
      return out.replaceChildren(...whole("You have not trained with this course yet? Begin with "));
    }
    const newest = [COURSE.edition, ...changes.map((change) => change.edition)].sort(compare).pop();
    const newer = Object.values(kept).find((one) => isEdition(one.edition) && compare(one.edition, newest) > 0);
    if (newer) {
      said.textContent = `You studied edition ${newer.edition}, and this copy is of ${COURSE.edition}. Open the newer copy: ask your lead where.`;
      return null;
    }
    return show(trained, kept);
  };
  for (const input of [roles, day, edition]) input.addEventListener("change", ask);
  const line = (text, input) => make("p", "", { className: "screen" }, make("label", text, { htmlFor: input.id }), input);
  place.replaceChildren(
    line("Your role ", roles),
    line("The day on which you finished, if it was on another device ", day),
    line("Or the edition that stands on your record ", edition),
    said, out,
  );
  ask();
})();

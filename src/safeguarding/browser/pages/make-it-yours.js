/* Make it yours: a form that writes the one file of local details. What is typed is checked by the patterns that refuse it
   on the pages, shown at once in the routes below, and goes nowhere but into files that the lead saves. */
(() => {
  const place = document.querySelector("[data-live=make-it-yours]");
  const { may, refused, length, mobile, national, by_day, words, kinds, areas, labels, people, edition } = JSON.parse(place.dataset.given);
  const every = (pattern) => new RegExp(pattern, "gu");
  const all = (pattern, text) => new RegExp(`^(${pattern})$`, "u").test(text);
  const NAMES = { school: "School", college: "College", club: "Club, charity or other youth organisation" };
  const ZIP = "recognise-and-refer";
  const inputs = {};

  /* What a detail is without unseen signs and doubled spaces, and what is wrong with it, if anything: two sentences. */
  const clean = (text) => text.normalize("NFC").replace(every(may.unseen), "").replace(every(may.spaces), " ").trim().replace(/[.!?]+$/, "").trimEnd();
  const number = (text) => text.replace(/[\s()-]+/g, " ").trim();
  const wrongWords = (text) => {
    const other = [...text].find((sign) => !all(may.signs, sign));
    if (all(may.empty, text.toLowerCase())) return `“${text}” would be printed. Leave it empty, or tick that there is nobody.`;
    if ([...text].length > may.longest) return `It has ${[...text].length} letters, and ${may.longest} fit. Shorten it.`;
    if (other) return `“${other}” cannot be printed here. Use letters, figures and plain punctuation.`;
    const found = text.replace(every(may.day), "").match(new RegExp(may.number, "u"));
    return found ? `“${found[0]}” looks like a telephone number. Put it under “Phone”, where it is checked and can be tapped.` : "";
  };
  const wrongNumber = (text) => {
    const dialled = text.replaceAll(" ", "");
    const [, why] = refused.find(([pattern], n) => (n ? all(pattern, dialled) : /\D/.test(dialled))) || [];
    if (national[dialled] && !/^\d{3}$/.test(dialled)) return `“${text}” is the number of ${national[dialled]}. Give the number of your own person or team.`;
    return why ? `“${text}” ${why}` : all(may.rings, dialled) ? "" : `“${text}” ${length}`;
  };
  const wrongDay = (day) => (day > store.today() ? "This day has not come yet. Give the day on which the routes were tried." : "");
  /* What is taken, and asked about all the same. */
  const asked = (name, text) => {
    const dialled = text.replaceAll(" ", "");
    if (/-phone$/.test(name)) {
      if (all(mobile, dialled)) return "A mobile: does it stay with whoever is on duty? People change.";
      return /^01\d{8}$/.test(dialled) ? "It has 10 digits. Most numbers have 11: is one missing?" : "";
    }
    if (/-title$/.test(name) && /^(mr|mrs|ms|miss|dr|mx)\b/i.test(text)) return "A name? Write the title of the post: people change.";
    const old = new Date(); old.setFullYear(old.getFullYear() - 1);
    return name === "routes_checked" && text && new Date(text) < old ? "That is more than a year ago. Ring them again?" : "";
  };

  /* One labelled input with a place beneath it for what is wrong. */
  const field = (name, words, kind = "text") => {
    const id = `yours-${name}`;
    const input = inputs[name] = make("input", "", { id, type: kind, autocomplete: "off" });
    if (/-phone$/.test(name)) input.inputMode = "tel";
    const said = make("span", "", { className: "wrong", id: `${id}-wrong` });
    said.setAttribute("role", "status");
    input.setAttribute("aria-describedby", said.id);
    return make("p", "", {}, make("label", words, { htmlFor: id }), input, said);
  };
  const box = (legend, ...inside) => make("fieldset", "", {}, make("legend", legend), ...inside);
  const tick = (name, words) => {
    const input = inputs[name] = make("input", "", { id: `yours-${name}`, type: "checkbox" });
    return make("p", "", { className: "tick" }, input, make("label", words, { htmlFor: input.id }));
  };
  const person = (name) => box(labels[name][0], make("p", labels[name][1]),
    field(`${name}-title`, "Title, never a name"), field(`${name}-place`, "Where, and when there"), field(`${name}-phone`, "Phone"),
    ...(["above", "tell_us"].includes(name) ? [] : [tick(name, "We have nobody for this")]));
  const line = (name) => box(labels[name][0], make("p", labels[name][1]),
    field(`${name}-title`, "What it is called"), field(`${name}-phone`, "Phone"), field(`${name}-hours`, "Hours"));
  const choice = (name, words, options) => {
    const select = inputs[name] = make("select", "", { id: `yours-${name}` });
    for (const [value, text] of options) select.append(make("option", text, { value }));
    return make("p", "", {}, make("label", words, { htmlFor: select.id }), select);
  };

  const typed = (name) => (/-phone$/.test(name) ? number : clean)(inputs[name]?.value || "");
  /* What is wrong under a name, if anything, and what the form says there: text, "" where there is none, null where it is refused. */
  const problem = (name) => {
    const input = inputs[name], text = typed(name);
    if (!text || input.type === "checkbox" || input.tagName === "SELECT") return "";
    const day = name === "council_night-phone" && by_day[text.replaceAll(" ", "")];
    if (day) return `“${text}” is the number of ${day} by day. Ask the council who answers at 3 am.`;
    return input.type === "date" ? wrongDay(text) : (/-phone$/.test(name) ? wrongNumber : wrongWords)(text);
  };
  const held = (name) => {
    const input = inputs[name];
    if (!input) return "";
    if (input.type === "checkbox") return input.checked ? "nobody" : "";
    const owner = inputs[name.replace(/-\w+$/, "")];
    if (owner?.type === "checkbox" && owner.checked) return "";
    return problem(name) ? null : typed(name);
  };
  const half = () => {
    const details = routes.take(held), given = typed;
    const some = (name) => given(`${name}-title`) || given(`${name}-phone`);
    const found = ["council_day", "council_night", "lado"].filter((name) => Boolean(given(`${name}-title`)) !== Boolean(given(`${name}-phone`)))
      .map((name) => `${labels[name][0]}: give both what it is called and its phone.`);
    if (!details.area && Boolean(some("council_day")) !== Boolean(some("council_night"))) found.push("Give the council by day and at night, or neither: with one alone, half the week has no number.");
    if (!details.area && some("lado") && !some("council_day")) found.push("The LADO needs a council: choose yours, or give its lines by day and at night.");
    if (given("council_night-phone") && given("council_night-phone").replaceAll(" ", "") === given("council_day-phone").replaceAll(" ", "") && !/24/.test(given("council_night-hours"))) found.push("By night stands the number of the day. Ring it at night. If it is answered then, write “24 hours” under its hours.");
    return found;
  };
  const problems = () => [...Object.keys(inputs).filter((name) => held(name) === null).map((name) => `${inputs[name].closest("fieldset").querySelector("legend").textContent}: ${problem(name)}`), ...half()];

  const missing = make("ul", ""), state = make("p", ""), known = make("p", "");
  const show = () => {
    const details = routes.take(held);
    for (const [name, input] of Object.entries(inputs)) {
      const said = document.getElementById(`${input.id}-wrong`);
      if (!said) continue;
      const text = problem(name) || asked(name, typed(name)) || (name === "routes_checked" ? changed : "");
      if (said.textContent !== text) said.textContent = text;
      input.setAttribute("aria-invalid", Boolean(problem(name)));
    }
    for (const name of people) {
      const nobody = inputs[name]?.checked;
      for (const part of ["title", "place", "phone"]) inputs[`${name}-${part}`].disabled = nobody;
    }
    for (const legend of place.querySelectorAll("legend[data-post]")) {
      const post = words[legend.dataset.post][kinds.indexOf(inputs.kind.value) + 1];
      legend.textContent = labels[legend.dataset.post][0].toLowerCase() === post ? labels[legend.dataset.post][0] : `${labels[legend.dataset.post][0]} (the ${post})`;
    }
    known.textContent = inputs.area.value ? `The lines of ${inputs.area.value} come from the directory, read on ${dated(areas[inputs.area.value])}. They are shown below. Ring each of them.` : "Is your council not in the list? Choose “another”, and give its lines below, with numbers that you rang.";
    const lacks = Object.keys(labels).filter((name) => name !== "above" && !details[name] && !(details.area && ["council_day", "council_night", "lado"].includes(name)) && !(name === "area" && details.council_day));
    missing.replaceChildren(...lacks.map((name) => make("li", labels[name][0])));
    state.textContent = lacks.length ? "Still empty. A general sentence stands there until you fill it in:" : "Everything is filled in.";
    for (const element of document.querySelectorAll("article [data-local], article [data-word]")) routes.put(element, details);
  };

  /* The files. Both hold the same details, in the same order, as `as_css` in Python writes them. */
  const filled = () => Object.entries(routes.take(held)).filter(([name]) => labels[name]);
  const css = () => {
    const lines = filled().flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : Object.entries(value).map(([part, text]) => [`${name}-${part}`, text])));
    const said = lines.map(([name, text]) => `--rr-${name.replaceAll("_", "-")}: "${text}";`);
    return [`/* Recognise and Refer ${edition}: local details. Keep this file beside index.html, and this name. */`, ":root {", ...said, ...(said.length ? [`--rr-lines: "${said.length}";`] : []), "}", ""].join("\n");
  };
  const yaml = () => {
    const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
    return [`# Local details for Recognise and Refer ${edition}, written by the page “Make it yours”.`, ...filled().flatMap(([name, value]) => (typeof value === "string" ? [`${name}: ${quoted(value)}`]
      : [`${name}:`, ...Object.entries(value).map(([part, text]) => `  ${part}: ${quoted(text)}`)])), ""].join("\n");
  };

  const said = make("div", "", { className: "outcome", tabIndex: -1 });
  said.setAttribute("role", "status");
  const say = (...nodes) => { said.replaceChildren(...nodes.map((node) => (typeof node === "string" ? make("p", node) : node))) };
  const may_save = () => {
    const found = problems();
    if (found.length) say("Nothing was saved. Mend these first:", make("ul", "", {}, ...found.map((text) => make("li", text))));
    else if (!filled().length) say("Nothing is filled in yet, so there is nothing to save.");
    return !found.length && filled().length > 0;
  };
  const replaced = async (buffer) => {
    const bytes = new TextEncoder().encode(css());
    save(`${ZIP}-ours.zip`, "application/zip", await zipped.replace(buffer, `${ZIP}/local.css`, bytes, edition));
    say(`${ZIP}-ours.zip is in your downloads, with your details inside. Unpack it, open index.html, and look at the page for a real child.`);
  };
  const chosen = make("input", "", { type: "file", id: "yours-zip", accept: ".zip,application/zip" });
  const choose = make("p", "", { hidden: true }, make("label", "Choose the zip of the course that you have ", { htmlFor: "yours-zip" }), chosen);
  chosen.addEventListener("change", async () => {
    try { if (may_save()) await replaced(await chosen.files[0].arrayBuffer()) } catch (error) { say(error.message) }
    chosen.value = "";
  });
  const zip = async () => {
    if (!may_save()) return;
    try {
      const answer = location.protocol === "file:" ? null : await fetch(`${BOOK}../${ZIP}.zip`);
      if (answer?.ok) return await replaced(await answer.arrayBuffer());
    } catch (error) { if (error.name !== "TypeError") return say(error.message) }
    choose.hidden = false;
    say("Choose the zip of the course that you downloaded. A new one is made from it, with your details inside.");
    chosen.focus();
  };
  /* The page of a sheet in a window of its own, filled from here. A page from a folder may not reach into another. */
  const printed = (sheet, words) => button(words, () => {
    if (!may_save()) return;
    const details = routes.take(held), opened = location.protocol === "file:" ? null : open(`${BOOK}wall/${sheet}.html`);
    if (!opened) return say("Opened from a folder, one page cannot hand its words to another. Save local.css, put it beside index.html, and print this page then:", make("p", "", {}, make("a", "On the wall and in the pocket", { href: `${BOOK}wall/${sheet}.html` })));
    const ready = setInterval(() => {
      if (opened.closed) return clearInterval(ready);
      if (opened.document.readyState !== "complete" || !opened.document.querySelector(".wall")) return;
      clearInterval(ready);
      for (const element of opened.document.querySelectorAll("[data-local], [data-word]")) routes.put(element, details);
      opened.print();
    }, 100);
  });

  const postOf = (name) => { const made = person(name); if (words[name]) made.querySelector("legend").dataset.post = name; return made };
  const form = make("form", "", { noValidate: true },
    box("Your organisation", choice("kind", "Kind", [["", "choose"], ...kinds.map((kind) => [kind, NAMES[kind]])]), field("organisation", "Name of the organisation")),
    ...["lead", "deputies", "senior_leader", "head", "chair", "above", "cover"].map(postOf),
    box("Your council", choice("area", "Council", [["", "another, or not chosen yet"], ...Object.keys(areas).map((area) => [area, area])]), known),
    make("details", "", {}, make("summary", "Lines of a council that you rang yourself"), make("p", "They are printed beside the lines of the directory, never in their place."), ...["council_day", "council_night", "lado"].map(line)),
    box("The rest", field("policy", "Where your safeguarding policy is kept"), field("routes_checked", "The day on which somebody rang or opened every route", "date"), field("checked_by", "The role of that person")),
    postOf("tell_us"));
  form.addEventListener("submit", (event) => event.preventDefault());
  /* A day on which the routes were tried does not outlive a change of one of them. */
  let changed = "";
  form.addEventListener("input", ({ target }) => {
    if (target === inputs.routes_checked) changed = "";
    else if (inputs.routes_checked.value && (target === inputs.area || /-phone$/.test(target.id))) {
      inputs.routes_checked.value = "";
      changed = "A route has changed, so the day was taken out. Ring it, and enter the day again.";
    }
    show();
  });
  inputs.routes_checked.max = store.today();

  /* A copy that has details already begins with them, the ones that cannot be printed too, so that they can be mended. */
  const start = make("p", "");
  for (const [name, input] of Object.entries(inputs)) {
    const text = routes.given(name) || "";
    if (input.type === "checkbox") input.checked = text === "nobody"; else input.value = text;
  }
  if (routes.held) {
    start.append(`This form begins with the details of the copy that you opened${routes.given("organisation") ? `: ${routes.given("organisation")}` : ""}. Not yours? `, button("Start empty", () => {
      for (const input of Object.values(inputs)) if (input.type === "checkbox") input.checked = false; else input.value = "";
      start.remove();
      changed = "";
      show();
    }));
  }

  document.querySelector(".yours-take").prepend(
    state, missing,
    make("p", "", {}, button("Save the file local.css", () => { if (may_save()) { save("local.css", "text/css", css()); say("local.css is in your downloads. Put it beside index.html, in the place of the one that is there. Does it show as “local (1)”? Delete the old one, and rename the new one so that it is called like the old one.") } })),
    make("p", "", {}, button("Save the whole course as a zip, with it inside", zip)), choose,
    make("p", "", {}, button("Save local.yml, for GitHub or your own build", () => { if (may_save()) { save("local.yml", "text/yaml", yaml()); say("local.yml is in your downloads. It must be called local.yml. On GitHub, upload it to your copy. On a computer with the course’s folder, put it there, and run make rules and make book.") } })),
    make("p", "", {}, printed("poster", "Print the poster"), printed("cards", "Print cards for the pocket and for visitors"), printed("concern-form", "Print the record of concern")),
    said,
  );
  place.replaceChildren(start, form);
  show();
})();

/* Make it yours: a form that writes the one file of local details. What is typed is checked by the patterns that refuse it
   on the pages, shown at once in the routes below, and goes nowhere but into files that the lead saves. */
(() => {
  const place = document.querySelector("[data-live=make-it-yours]");
  const {
    may, refused, length, mobile, national, by_day, words, kinds, areas, labels, people, edition, room,
  } = JSON.parse(place.dataset.given);
  const every = (pattern) => new RegExp(pattern, "gu");
  const all = (pattern, text) => new RegExp(`^(${pattern})$`, "u").test(text);
  const NAMES = { school: "School", college: "College", club: "Club, charity or other youth organisation" };
  const COUNCIL = ["council_day", "council_night", "lado"];
  const ZIP = "recognise-and-refer";
  const fromFolder = location.protocol === "file:";
  const inputs = {};

  /* What a detail is without unseen signs and doubled spaces, and what is wrong with it, if anything: two sentences. */
  const clean = (text) => {
    const seen = text.normalize("NFC").replace(every(may.unseen), "").replace(every(may.spaces), " ");
    return seen.trim().replace(/[.!?]+$/, "").trimEnd();
  };
  const number = (text) => text.replace(/[\s()-]+/g, " ").trim();
  const digits = (text) => text.replaceAll(" ", "");
  const wrongWords = (text) => {
    const other = [...text].find((sign) => !all(may.signs, sign));
    if (all(may.empty, text.toLowerCase())) return `“${text}” would be printed. Leave it empty, or tick that there is nobody.`;
    if ([...text].length > may.longest) return `It has ${[...text].length} letters, and ${may.longest} fit. Shorten it.`;
    if (other) return `“${other}” cannot be printed here. Use letters, figures and plain punctuation.`;
    const found = text.replace(every(may.day), "").match(new RegExp(may.number, "u"));
    return found ? `“${found[0]}” looks like a telephone number. Put it under “Phone”, where it is checked and can be tapped.` : "";
  };
  const wrongNumber = (text) => {
    const dialled = digits(text), whose = national[dialled];
    if (whose && !/^\d{3}$/.test(dialled)) return `“${text}” is the number of ${whose}. Give the number of your own person or team.`;
    const [, why] = refused.find(([pattern], n) => (n ? all(pattern, dialled) : /\D/.test(dialled))) || [];
    if (why) return `“${text}” ${why}`;
    return all(may.rings, dialled) ? "" : `“${text}” ${length}`;
  };
  const wrongDay = (day) => (day > store.today() ? "This day has not come yet. Give the day on which the routes were tried." : "");
  /* What is taken, and asked about all the same. */
  const asked = (name, text) => {
    if (/-phone$/.test(name)) {
      if (all(mobile, digits(text))) return "A mobile: does it stay with whoever is on duty? People change.";
      return /^01\d{8}$/.test(digits(text)) ? "It has 10 digits. Most numbers have 11: is one missing?" : "";
    }
    if (/-title$/.test(name) && /^(mr|mrs|ms|miss|dr|mx)\b/i.test(text)) return "A name? Write the title of the post: people change.";
    const old = new Date();
    old.setFullYear(old.getFullYear() - 1);
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
  const person = (name) => {
    const made = box(
      labels[name][0], make("p", labels[name][1]),
      field(`${name}-title`, "Title, never a name"), field(`${name}-place`, "Where, and when there"), field(`${name}-phone`, "Phone"),
    );
    if (!["above", "tell_us"].includes(name)) made.append(tick(name, "We have nobody for this"));
    /* The legend says what this post is called in this kind of organisation. */
    if (words[name]) made.querySelector("legend").dataset.post = name;
    return made;
  };
  const line = (name) => box(
    labels[name][0], make("p", labels[name][1]),
    field(`${name}-title`, "What it is called"), field(`${name}-phone`, "Phone"), field(`${name}-hours`, "Hours"),
  );
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
    const day = name === "council_night-phone" && by_day[digits(text)];
    if (day) return `“${text}” is the number of ${day} by day. Ask the council who answers at 3 am.`;
    if (input.type === "date") return wrongDay(text);
    return /-phone$/.test(name) ? wrongNumber(text) : wrongWords(text);
  };
  const held = (name) => {
    const input = inputs[name];
    if (!input) return "";
    if (input.type === "checkbox") return input.checked ? "nobody" : "";
    const owner = inputs[name.replace(/-\w+$/, "")];
    if (owner?.type === "checkbox" && owner.checked) return "";
    return problem(name) ? null : typed(name);
  };
  /* What is given by half. */
  const half = () => {
    const { area } = routes.take(held);
    const has = (name, part) => Boolean(typed(`${name}-${part}`));
    const some = (name) => has(name, "title") || has(name, "phone");
    const found = COUNCIL.filter((name) => has(name, "title") !== has(name, "phone"))
      .map((name) => `${labels[name][0]}: give both what it is called and its phone.`);
    if (!area && some("council_day") !== some("council_night")) {
      found.push("Give the council by day and at night, or neither: with one alone, half the week has no number.");
    }
    if (!area && some("lado") && !some("council_day")) {
      found.push("The LADO needs a council: choose yours, or give its lines by day and at night.");
    }
    const day = digits(typed("council_day-phone")), night = digits(typed("council_night-phone"));
    if (night && night === day && !/24/.test(typed("council_night-hours"))) {
      found.push("By night stands the number of the day. Ring it at night. If it is answered then, write “24 hours” under its hours.");
    }
    return found;
  };
  const problems = () => {
    const legend = (name) => inputs[name].closest("fieldset").querySelector("legend").textContent;
    const wrong = Object.keys(inputs).filter((name) => held(name) === null).map((name) => `${legend(name)}: ${problem(name)}`);
    return [...wrong, ...half()];
  };

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
      const name = legend.dataset.post, [label] = labels[name], post = words[name][kinds.indexOf(inputs.kind.value) + 1];
      legend.textContent = label.toLowerCase() === post ? label : `${label} (the ${post})`;
    }
    const area = inputs.area.value;
    known.textContent = area
      ? `The lines of ${area} come from the directory, read on ${dated(areas[area])}. They are shown below. Ring each of them.`
      : "Is your council not in the list? Choose “another”, and give its lines below, with numbers that you rang.";
    /* A council from the list brings its lines, and whoever gives the lines needs none from the list. */
    const spared = ["above", ...(details.area ? COUNCIL : []), ...(details.council_day ? ["area"] : [])];
    const lacks = Object.keys(labels).filter((name) => !details[name] && !spared.includes(name));
    missing.replaceChildren(...lacks.map((name) => make("li", labels[name][0])));
    state.textContent = lacks.length ? "Still empty. A general sentence stands there until you fill it in:" : "Everything is filled in.";
    for (const element of document.querySelectorAll("article [data-local], article [data-word]")) routes.put(element, details);
  };

  /* The files. Both hold the same details, in the same order, as `as_css` in Python writes them. */
  const filled = () => Object.entries(routes.take(held)).filter(([name]) => labels[name]);
  const css = () => {
    const line = (name, text) => `--rr-${name.replaceAll("_", "-")}: "${text}";`;
    const lines = filled().flatMap(([name, value]) => {
      if (typeof value === "string") return [line(name, value)];
      return Object.entries(value).map(([part, text]) => line(`${name}-${part}`, text));
    });
    if (lines.length) lines.push(line("lines", lines.length));
    const head = `/* Recognise and Refer ${edition}: local details. Keep this file beside index.html, and this name. */`;
    return [head, ":root {", ...lines, "}", ""].join("\n");
  };
  const yaml = () => {
    const line = (name, text) => `${name}: '${text.replaceAll("'", "''")}'`;
    const lines = filled().flatMap(([name, value]) => {
      if (typeof value === "string") return [line(name, value)];
      return [`${name}:`, ...Object.entries(value).map(([part, text]) => line(`  ${part}`, text))];
    });
    return [`# Local details for Recognise and Refer ${edition}, written by the page “Make it yours”.`, ...lines, ""].join("\n");
  };

  const said = make("div", "", { className: "outcome", tabIndex: -1 });
  said.setAttribute("role", "status");
  const say = (...nodes) => {
    said.replaceChildren(...nodes.map((node) => (typeof node === "string" ? make("p", node) : node)));
  };
  /* Whether there is something to save, and nothing wrong with it. If not, it says why. */
  const ready = () => {
    const found = problems();
    if (found.length) say("Nothing was saved. Mend these first:", make("ul", "", {}, ...found.map((text) => make("li", text))));
    else if (!filled().length) say("Nothing is filled in yet, so there is nothing to save.");
    return !found.length && filled().length > 0;
  };
  /* A zip of ours, the whole course or a package for an LMS, with the details inside. Its name stays, and says whose it is. */
  const replaced = async (buffer, name) => {
    const bytes = new TextEncoder().encode(css());
    const { blob, place: inside } = await zipped.replace(buffer, [`${ZIP}/local.css`, "local.css"], bytes, edition);
    const ours = `${name.replace(/(-ours)?( ?\(\d+\))?\.zip$/i, "")}-ours.zip`;
    save(ours, "application/zip", blob);
    say(`${ours} is in your downloads, with your details inside. ${inside === "local.css"
      ? "Put it into your LMS as it is, open the course there as a learner, and look at the page for a real child."
      : "Unpack it, open index.html, and look at the page for a real child."}`);
  };
  /* The slides of a session or of the briefings: what the routes below say stands on them then. */
  const slides = async (buffer, name) => {
    const says = (field) => {
      if (field === "organisation") return typed("organisation");
      const [, post] = field.match(/^word-(.+)/) || [];
      const shown = document.querySelector(post ? `article [data-word="${post}"]` : `article [data-local="${field}"]`);
      return shown ? shown.innerText.replace(/\s+/g, " ").trim() : null;
    };
    const note = "These routes were filled in on the page “Make it yours”. Read them once before the session, and ring each number.";
    const ours = `${name.replace(/(-ours)?( ?\(\d+\))?\.pptx$/i, "")}-ours.pptx`;
    const type = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
    const { made, small, routes: told } = await ownDeck(buffer, edition, says, note, room);
    save(ours, type, made);
    const look = told ? "the two slides that say whom to tell" : "what it says about an adult here";
    say(`${ours} is in your downloads, with your details inside. Open it, and look at ${look}.`
      + (small ? " Their letters are small, as your details are long. Shorten them, or hand out the card." : ""));
  };
  const chosen = make("input", "", { type: "file", id: "yours-zip", accept: ".zip,.pptx,application/zip" });
  const label = make("label", "Choose the file that you have ", { htmlFor: chosen.id });
  const choose = make("p", "", { hidden: true }, label, chosen);
  chosen.addEventListener("change", async () => {
    try {
      const [file] = chosen.files;
      if (ready()) await (/\.pptx$/i.test(file.name) ? slides : replaced)(await file.arrayBuffer(), file.name);
    } catch (error) {
      say(error.message);
    }
    chosen.value = "";
  });
  const ask = (which) => {
    choose.hidden = false;
    say(`Choose ${which} that you downloaded. A new one is made from it, with your details inside.`);
    chosen.focus();
  };
  const zip = async () => {
    if (!ready()) return;
    try {
      const answer = fromFolder ? null : await fetch(`${BOOK}../${ZIP}.zip`);
      if (answer?.ok) return await replaced(await answer.arrayBuffer(), `${ZIP}.zip`);
    } catch (error) {
      if (error.name !== "TypeError") return say(error.message);
    }
    ask("the zip of the course");
  };
  const packaged = () => {
    if (ready()) ask("the package for your LMS (its name holds “scorm”)");
  };
  const shown = () => {
    if (ready()) ask("the slides of a session or of the briefings (a file .pptx, from their page)");
  };
  /* The page of a sheet in a window of its own, filled from here. A page from a folder may not reach into another. */
  const printed = (sheet, words) => button(words, () => {
    if (!ready()) return;
    const page = `${BOOK}wall/${sheet}.html`, details = routes.take(held), opened = fromFolder ? null : open(page);
    if (!opened) {
      say(
        "Opened from a folder, one page cannot hand its words to another. "
        + "Save local.css, put it beside index.html, and print this page then:",
        make("p", "", {}, make("a", "On the wall and in the pocket", { href: page })),
      );
      return;
    }
    const wait = setInterval(() => {
      if (opened.closed) return clearInterval(wait);
      if (opened.document.readyState !== "complete" || !opened.document.querySelector(".wall")) return;
      clearInterval(wait);
      for (const element of opened.document.querySelectorAll("[data-local], [data-word]")) routes.put(element, details);
      opened.print();
    }, 100);
  });

  const kindOf = choice("kind", "Kind", [["", "choose"], ...kinds.map((kind) => [kind, NAMES[kind]])]);
  const councilOf = choice("area", "Council", [["", "another, or not chosen yet"], ...Object.keys(areas).map((area) => [area, area])]);
  const form = make("form", "", { noValidate: true },
    box("Your organisation", kindOf, field("organisation", "Name of the organisation")),
    ...["lead", "deputies", "senior_leader", "head", "chair", "above", "cover"].map(person),
    box("Your council", councilOf, known),
    make("details", "", {},
      make("summary", "Lines of a council that you rang yourself"),
      make("p", "They are printed beside the lines of the directory, never in their place."),
      ...COUNCIL.map(line)),
    box("The rest",
      field("policy", "Where your safeguarding policy is kept"),
      field("routes_checked", "The day on which somebody rang or opened every route", "date"),
      field("checked_by", "The role of that person")),
    person("tell_us"));
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
  const fill = (input, text) => {
    if (input.type === "checkbox") input.checked = text === "nobody";
    else input.value = text;
  };
  for (const [name, input] of Object.entries(inputs)) {
    fill(input, routes.given(name) || "");
  }
  if (routes.held) {
    const whose = routes.given("organisation") ? `: ${routes.given("organisation")}` : "";
    const empty = button("Start empty", () => {
      for (const input of Object.values(inputs)) fill(input, "");
      start.remove();
      changed = "";
      show();
    });
    start.append(`This form begins with the details of the copy that you opened${whose}. Not yours? `, empty);
  }

  const saving = (words, name, type, text, then) => button(words, () => {
    if (!ready()) return;
    save(name, type, text());
    say(`${name} is in your downloads. ${then}`);
  });
  document.querySelector(".yours-take").prepend(
    state, missing,
    make("p", "", {}, saving("Save the file local.css", "local.css", "text/css", css,
      "Put it beside index.html, in the place of the one that is there. Does it show as “local (1)”? "
      + "Delete the old one, and rename the new one so that it is called like the old one.")),
    make("p", "", {},
      button("Save the whole course as a zip, with it inside", zip),
      button("Put it into a package for an LMS (SCORM)", packaged),
      button("Put it into slides", shown)),
    choose,
    make("p", "", {}, saving("Save local.yml, for GitHub or your own build", "local.yml", "text/yaml", yaml,
      "It must be called local.yml. On GitHub, upload it to your copy. "
      + "On a computer with the course’s folder, put it there, and run make rules and make book.")),
    make("p", "", {},
      printed("poster", "Print the poster"),
      printed("cards", "Print cards for the pocket and for visitors"),
      printed("concern-form", "Print the record of concern")),
    said,
  );
  place.replaceChildren(start, form);
  show();
})();

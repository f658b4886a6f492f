/* Local details, filled in before anything is painted. `local.css` beside index.html holds them as quoted words; the page
   holds the directory’s lines, area by area (`route-data`). Each [data-local] and [data-word] is filled as soon as the
   parser has closed it. Where the file is missing or says nothing, what was built stands. A detail is taken whole or refused
   whole, by the same patterns as in `local.py`: half a number is a wrong number. */
const routes = (() => {
  const {
    general, nobody, unset, office, areas, finder, said, words, kinds, months, led: before, damaged, fields, may,
  } = JSON.parse(document.getElementById("route-data").textContent);
  const matches = (pattern, text) => new RegExp(`^(${pattern})$`, "u").test(text);
  const digits = (number) => number.replaceAll(" ", "");

  const PARTS = ["title", "place", "phone", "hours"];
  const TYPED = ["council_day", "council_night", "lado"];
  const TEXTS = ["organisation", "kind", "area", "policy", "routes_checked", "checked_by"];

  /* The words of one detail and the number of one, or null where they cannot be taken. */
  const plain = (text) => {
    const undated = text.replace(new RegExp(may.day, "g"), "");
    if (text.length > may.longest || !matches(may.signs, text) || matches(`.*(${may.number}).*`, undated)) return null;
    return text.replace(/[.!?]+$/, "");
  };
  const rings = (text) => (matches(may.rings, digits(text)) ? text : null);
  /* A field that holds one text, or "nobody" where somebody could stand. */
  const single = (field, text) => {
    if (!text) return text;
    if (TEXTS.includes(field)) return plain(text);
    return text === "nobody" && !TYPED.includes(field) ? text : null;
  };
  /* The parts that a field can have: a text has none, a line of a council no place, a person no hours. */
  const partsOf = (field) => {
    if (TEXTS.includes(field)) return [];
    return TYPED.includes(field) ? ["title", "phone", "hours"] : ["title", "place", "phone"];
  };

  /* The details that stand, of what `read(name)` gives: text, "" where there is none, null where it is broken. */
  const take = (read) => {
    const found = {};
    let broken = false;
    for (const field of fields) {
      const parts = {}, has = partsOf(field);
      for (const part of PARTS) {
        const given = read(`${field}-${part}`);
        if (given !== "") parts[part] = given && has.includes(part) ? (part === "phone" ? rings : plain)(given) : null;
      }
      const value = Object.keys(parts).length ? parts : single(field, read(field));
      const half = TYPED.includes(field) && value && !(value.title && value.phone);
      if (value === null || Object.values(parts).includes(null) || half) broken = true;
      else if (value) found[field] = value;
    }
    const drop = (field) => {
      if (found[field]) broken = true;
      delete found[field];
    };
    if (!Object.keys(areas).includes(found.area)) drop("area");
    if (!found.area && !(found.council_day && found.council_night)) TYPED.forEach(drop);
    const day = found.routes_checked;
    if (day && !(matches(may.day, day) && new Date(day) <= new Date())) broken = true;
    /* Where a part could not be read, nobody knows whether the rest was tried. */
    if (broken) {
      delete found.routes_checked;
      found.broken = true;
    }
    return found;
  };

  /* The lines of a field, as `routes.lines` in Python: each a list of pieces, which are words, [number to call],
     [words, address], ["", the day until which “not yet rung” stands], or { when: words that stay with the number }.
     Undefined where what was built stands. */
  const [byDay, byNight, adult, added, notYet] = said;
  const led = (when, some = []) => some.map((line) => [{ when }, ...line]);
  const typed = (line) => {
    if (!line) return [];
    return [[`${line.title}, `, [line.phone], line.hours ? `, ${line.hours}` : "", ["", "0001-01-01"], "."]];
  };
  const sentence = (text) => {
    if (text) return [[text]];
    return text === "" ? [] : undefined;
  };
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const somebody = (field, person) => {
    if (!person?.title && !person?.place && !person?.phone) return sentence((person === "nobody" ? nobody : general)[field]);
    const text = [person.title, person.place].filter(Boolean).join(", ");
    const start = before[field] ? before[field] + text : capital(text);
    return [person.phone ? [start + (text && ", "), [person.phone], "."] : [start, "."]];
  };
  const council = ["council", "night", "lado"];
  const isSetUp = (details) => Boolean(details.lead && (details.area || details.council_day));
  const lines = (field, details) => {
    const here = areas[details.area], ours = typed(details.council_night), own = details[field];
    if (field === "anywhere") {
      if (details.broken) return [[damaged], ...unset[field].slice(1)];
      return isSetUp(details) ? [] : unset[field];
    }
    if (council.includes(field) && !here && !details.council_day) return unset[field];
    const nights = [...led(byNight, here?.night), ...led(added + byNight, ours), finder];
    if (field === "council") return [...led(byDay, here?.day), ...led(added + byDay, typed(details.council_day)), ...nights];
    if (field === "night") return nights;
    const officer = [...(here?.lado || []), ...led(added, typed(own))];
    if (field === "lado") return [...(officer.length ? officer : office), ...led(adult, here?.night), ...led(added + adult, ours)];
    if (field in nobody) return somebody(field, own);
    if (field === "checked" && details.routes_checked) {
      const [year, month, date] = details.routes_checked.split("-");
      const by = details.checked_by ? ` Checked by: ${details.checked_by}.` : "";
      return sentence(`These routes were tried on ${Number(date)} ${months[month - 1]} ${year}.${by}`);
    }
    if (!own) return sentence(general[field]);
    return sentence(field === "organisation" ? own : `${capital(own)}.`);
  };

  const make = (line, details) => {
    const shown = document.createElement("span");
    shown.className = "line";
    for (const piece of line) {
      const [text, address] = [piece].flat();
      const node = piece === text && !piece.when ? text : document.createElement(piece.when ? "b" : text ? "a" : "em");
      if (node !== text) node.append(piece.when || text || notYet);
      if (piece.when) node.className = "when";
      if (node.tagName === "A") node.setAttribute("href", address || (text.includes("@") ? `mailto:${text}` : `tel:${digits(text)}`));
      if (node.tagName !== "EM" || !(details.routes_checked >= address)) shown.append(node);
    }
    return shown;
  };
  const put = (element, details) => {
    const { local, word } = element.dataset;
    element.classList.add("filled");
    /* Then what was built stands. */
    if (details.spoilt && local !== "anywhere") return;
    if (word) {
      const said = words[word][kinds.indexOf(details.kind) + 1];
      element.textContent = word === "chair" && details.chair === "nobody" ? "LADO" : said;
      return;
    }
    const made = lines(local, details);
    const lacks = local in nobody ? !details[local] : council.includes(local) && !details.area && !details.council_day;
    element.classList.toggle("general", lacks);
    if (made) element.replaceChildren(...made.flatMap((line, n) => [n ? " " : "", make(line, details)]));
  };
  const open = "[data-local]:not(.filled), [data-word]:not(.filled)";
  const closed = (node) => node && (node.nextSibling || closed(node.parentNode));

  const root = document.documentElement, style = getComputedStyle(root);
  const given = (name) => {
    const text = style.getPropertyValue(`--rr-${name.replaceAll("_", "-")}`).trim();
    return text && (/^"([^"\\]*)"$/.exec(text)?.[1] ?? null);
  };
  /* A lost quote takes the next line with it. The file says how many lines it has; with more or fewer nothing of it is taken. */
  const count = fields.flatMap((field) => [field, ...PARTS.map((part) => `${field}-${part}`)]).filter((name) => given(name)).length;
  const written = given("lines");
  const details = () => {
    if (written === "" && !count) return null;
    return Number(written) === count ? take(given) : { spoilt: true, broken: true };
  };
  const held = details();
  if (held) {
    const fill = (ready) => {
      for (const element of [...document.querySelectorAll(open)].filter(ready)) {
        try {
          put(element, held);
        } catch {
          /* what was built stands */
        }
      }
    };
    const watch = new MutationObserver(() => fill(closed));
    root.classList.add("filling");
    watch.observe(document, { childList: true, subtree: true });
    document.addEventListener("DOMContentLoaded", () => {
      watch.disconnect();
      fill(() => true);
      root.classList.remove("filling");
    });
  }
  return { held, given, take, put };
})();

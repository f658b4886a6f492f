/* Local details, filled in before anything is painted. `local.css` beside index.html holds them as quoted words; the page
   holds the directory’s lines, area by area (`route-data`). Each [data-local] and [data-word] is filled as soon as the
   parser has closed it. Where the file is missing or says nothing, what was built stands. A detail is taken whole or refused
   whole, by the same patterns as in `local.py`: half a number is a wrong number. */
const routes = (() => {
  const { general, nobody, unset, office, areas, finder, said, words, kinds, months, led: before, damaged, fields, may } = JSON.parse(document.getElementById("route-data").textContent);
  const matches = (pattern, text) => new RegExp(`^(${pattern})$`, "u").test(text);
  const digits = (number) => number.replaceAll(" ", "");

  const PARTS = ["title", "place", "phone", "hours"], TYPED = ["council_day", "council_night", "lado"], TEXTS = ["organisation", "kind", "area", "policy", "routes_checked", "checked_by"];

  /* The words of one detail and the number of one, or null where they cannot be taken. */
  const plain = (text) => (text.length > may.longest || !matches(may.signs, text) || matches(`.*(${may.number}).*`, text.replace(new RegExp(may.day, "g"), "")) ? null : text.replace(/[.!?]+$/, ""));
  const rings = (text) => (matches(may.rings, digits(text)) ? text : null);

  /* The details that stand, of what `read(name)` gives: text, "" where there is none, null where it is broken. */
  const take = (read) => {
    const found = {};
    let broken = false;
    for (const field of fields) {
      const text = read(field), parts = {}, has = TEXTS.includes(field) ? [] : TYPED.includes(field) ? ["title", "phone", "hours"] : ["title", "place", "phone"];
      for (const part of PARTS) {
        const said = read(`${field}-${part}`);
        if (said !== "") parts[part] = said && has.includes(part) ? (part === "phone" ? rings : plain)(said) : null;
      }
      const value = Object.keys(parts).length ? parts : text && (has.length ? (text === "nobody" && !TYPED.includes(field) ? text : null) : plain(text));
      if (value === null || Object.values(parts).includes(null) || (TYPED.includes(field) && value && !(value.title && value.phone))) broken = true;
      else if (value) found[field] = value;
    }
    if (found.area && !Object.hasOwn(areas, found.area)) { delete found.area; broken = true }
    if (!found.area && !(found.council_day && found.council_night)) for (const field of TYPED) if (found[field]) { delete found[field]; broken = true }
    if (found.routes_checked && !(matches(may.day, found.routes_checked) && new Date(found.routes_checked) <= new Date())) broken = true;
    /* Where a part could not be read, nobody knows whether the rest was tried. */
    if (broken) { delete found.routes_checked; found.broken = true }
    return found;
  };

  /* The lines of a field, as `routes.lines` in Python: each a list of pieces, which are words, [number to call],
     [words, address], ["", the day until which “not yet rung” stands], or { when: words that stay with the number }. Undefined where what was built stands. */
  const [byDay, byNight, adult, added, notYet] = said;
  const led = (when, some = []) => some.map((line) => [{ when }, ...line]);
  const typed = (line) => (line ? [[`${line.title}, `, [line.phone], line.hours ? `, ${line.hours}` : "", ["", "0001-01-01"], "."]] : []);
  const sentence = (text) => (text ? [[text]] : text === "" ? [] : undefined);
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const somebody = (field, person) => {
    if (!person?.title && !person?.place && !person?.phone) return sentence((person === "nobody" ? nobody : general)[field]);
    const text = [person.title, person.place].filter(Boolean).join(", ");
    return [[(before[field] || "") + (before[field] ? text : capital(text)) + (text && person.phone ? ", " : ""), ...(person.phone ? [[person.phone]] : []), "."]];
  };
  const council = ["council", "night", "lado"];
  const isSetUp = (details) => Boolean(details.lead && (details.area || details.council_day));
  const lines = (field, details) => {
    const here = areas[details.area], ours = typed(details.council_night), own = details[field];
    if (field === "anywhere") return details.broken ? [[damaged], ...unset[field].slice(1)] : isSetUp(details) ? [] : unset[field];
    if (council.includes(field) && !here && !details.council_day) return unset[field];
    const nights = [...led(byNight, here?.night), ...led(added + byNight, ours), finder];
    if (field === "council") return [...led(byDay, here?.day), ...led(added + byDay, typed(details.council_day)), ...nights];
    if (field === "night") return nights;
    const officer = [...(here?.lado || []), ...led(added, typed(own))];
    if (field === "lado") return [...(officer.length ? officer : office), ...led(adult, here?.night), ...led(added + adult, ours)];
    if (field in nobody) return somebody(field, own);
    if (field === "checked" && details.routes_checked) {
      const [year, month, date] = details.routes_checked.split("-");
      return sentence(`These routes were tried on ${Number(date)} ${months[month - 1]} ${year}.${details.checked_by ? ` Checked by: ${details.checked_by}.` : ""}`);
    }
    return sentence(own ? (field === "organisation" ? own : `${capital(own)}.`) : general[field]);
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
    if (details.spoilt && local !== "anywhere") return; /* what was built stands */
    if (word) { element.textContent = word === "chair" && details.chair === "nobody" ? "LADO" : words[word][kinds.indexOf(details.kind) + 1]; return }
    const made = lines(local, details);
    element.classList.toggle("general", local in nobody ? !details[local] : council.includes(local) && !details.area && !details.council_day);
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
  const written = given("lines"), held = written === "" && !count ? null : Number(written) === count ? take(given) : { spoilt: true, broken: true };
  if (held) {
    const fill = (ready) => { for (const element of document.querySelectorAll(open)) if (ready(element)) try { put(element, held) } catch { /* what was built stands */ } };
    const watch = new MutationObserver(() => fill(closed));
    root.classList.add("filling");
    watch.observe(document, { childList: true, subtree: true });
    document.addEventListener("DOMContentLoaded", () => { watch.disconnect(); fill(() => true); root.classList.remove("filling") });
  }
  return { held, given, take, put };
})();

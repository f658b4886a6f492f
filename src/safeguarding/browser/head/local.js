/* Local details, filled in before anything is painted. `local.css` beside index.html holds them as quoted words; the page
   holds the directory’s lines, area by area (`route-data`). Each [data-local] and [data-word] is filled as soon as the
   parser has closed it. Where the file is missing or says nothing, what was built stands. A detail is taken whole or refused
   whole, by the same patterns as in `local.py`: half a number is a wrong number. */
const routes = (() => {
  const { general, nobody, unset, office, areas, finder, said, words, kinds, months, fields, may } = JSON.parse(document.getElementById("route-data").textContent);
  const matches = (pattern, text) => new RegExp(`^(${pattern})$`, "u").test(text);
  const digits = (number) => number.replaceAll(" ", "");

  /* The words of one detail and the number of one, or null where they cannot be taken. */
  const plain = (text) => (text.length > may.longest || !matches(may.signs, text) || matches(`.*(${may.number}).*`, text.replace(new RegExp(may.day, "g"), "")) ? null : text.replace(/\.+$/, ""));
  const rings = (text) => (matches(may.rings, digits(text)) ? text : null);

  /* The details that stand, of what `read(name)` gives: text, "" where there is none, null where it is broken. */
  const take = (read) => {
    const found = {};
    for (const field of fields) {
      const parts = {};
      for (const part of ["title", "place", "phone", "hours"]) {
        const text = read(`${field}-${part}`);
        if (text !== "") parts[part] = text && (part === "phone" ? rings : plain)(text);
      }
      const value = Object.keys(parts).length ? parts : plain(read(field) || "");
      if (value && !Object.values(parts).includes(null)) found[field] = value;
    }
    for (const field of ["council_day", "council_night", "lado"]) if (!found[field]?.title || !found[field].phone) delete found[field];
    if (!Object.hasOwn(areas, found.area)) delete found.area;
    if (!found.area && !(found.council_day && found.council_night)) for (const field of ["council_day", "council_night", "lado"]) delete found[field];
    if (!(new Date(found.routes_checked) <= new Date())) delete found.routes_checked;
    return found;
  };

  /* The lines of a field, as `routes.lines` in Python: each a list of pieces, which are words, [number to call],
     [words, address], or ["", the day until which “not yet rung” stands]. Undefined where what was built stands. */
  const [byDay, byNight, adult, added, notYet] = said;
  const led = (before, some = []) => some.map((line) => [before, ...line]);
  const typed = (line) => (line ? [[`${line.title}, `, [line.phone], line.hours ? `, ${line.hours}.` : "."]] : []);
  const sentence = (text) => (text ? [[text]] : text === "" ? [] : undefined);
  const somebody = (field, person) => {
    if (!person?.title && !person?.place && !person?.phone) return sentence((person === "nobody" ? nobody : general)[field]);
    const text = [person.title, person.place].filter(Boolean).join(", ");
    return [[text + (text && person.phone ? ", " : ""), ...(person.phone ? [[person.phone]] : []), "."]];
  };
  const council = ["council", "night", "lado"];
  const isSetUp = (details) => Boolean(details.lead && (details.area || details.council_day));
  const lines = (field, details) => {
    const here = areas[details.area], before = here ? added : "", ours = typed(details.council_night), own = details[field];
    if (field === "anywhere") return isSetUp(details) ? [] : unset[field];
    if (council.includes(field) && !here && !details.council_day) return unset[field];
    const nights = [...led(byNight, here?.night), ...led(before + byNight, ours), finder];
    if (field === "council") return [...led(byDay, here?.day), ...led(before + byDay, typed(details.council_day)), ...nights];
    if (field === "night") return nights;
    const officer = [...(here?.lado || []), ...led(before, typed(own))];
    if (field === "lado") return [...(officer.length ? officer : office), ...led(adult, here?.night), ...led(before + adult, ours)];
    if (field in nobody) return somebody(field, own);
    if (field === "checked" && details.routes_checked) {
      const [year, month, date] = details.routes_checked.split("-");
      return sentence(`These routes were tried on ${Number(date)} ${months[month - 1]} ${year}.${details.checked_by ? ` Checked by: ${details.checked_by}.` : ""}`);
    }
    return sentence(own ? own + (field === "organisation" ? "" : ".") : general[field]);
  };

  const make = (line, details) => {
    const shown = document.createElement("span");
    shown.className = "line";
    for (const piece of line) {
      const [text, address] = [piece].flat();
      if (piece === text) shown.append(text);
      else if (text) {
        const link = document.createElement("a");
        link.setAttribute("href", address || (text.includes("@") ? `mailto:${text}` : `tel:${digits(text)}`));
        link.append(text);
        shown.append(link);
      } else if (!(details.routes_checked >= address)) shown.append(notYet);
    }
    return shown;
  };
  const put = (element, details) => {
    const { local, word } = element.dataset;
    element.classList.add("filled");
    if (word) { element.textContent = words[word][kinds.indexOf(details.kind) + 1]; return }
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
  const held = given("filled") ? take(given) : null;
  if (held) {
    const fill = (ready) => { for (const element of document.querySelectorAll(open)) if (ready(element)) put(element, held) };
    const watch = new MutationObserver(() => fill(closed));
    root.classList.add("filling");
    watch.observe(document, { childList: true, subtree: true });
    document.addEventListener("DOMContentLoaded", () => { watch.disconnect(); fill(() => true); root.classList.remove("filling") });
  }
  return { held, take, put, plain, rings, isSetUp };
})();

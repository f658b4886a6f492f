const article = document.querySelector("article");
const PAGE = article?.dataset.page || "", BOOK = article?.dataset.book || "";
const address = (page) => `${BOOK}${page}.html`;

/* Store: what this device keeps. One record under one key, read afresh before each change, so that two open tabs do not
   overwrite each other. Only ids, letters, dates and words from a list stand in it; text that somebody wrote and asked to
   keep has a key of its own. Where storage is refused, full or not understood, the course goes on in memory and says so. */
const store = (() => {
  const KEY = "rr", TEXT = "rr-text", ASIDE = "rr-aside", VERSION = 2;
  const fresh = () => ({ v: VERSION, role: "", done: {}, answers: {}, plans: {}, sure: {}, forms: [], place: "", passed: "" });
  const SAID = {
    refused: "This browser keeps nothing for this site, not even from page to page. You can study here. For ticks, practice and a record, "
      + "allow it to keep data for this site, or use another browser.",
    apart: "In this browser each page keeps a list of its own. You can study here. For ticks, practice and a record, "
      + "open the course in Chrome or Edge, or from a web server.",
    full: "This device has no room left. The course works, and what you do from now on is not kept.",
    future: "What is kept here was written by a newer edition of the course. It is left as it is, and this edition adds nothing.",
    corrupt: "What was kept on this device could not be read. It has been put aside, not deleted, and you start afresh.",
    plans: "The plans that you chose in an older edition are gone. Choose them again. What you wrote yourself is kept.",
  };
  let memory = fresh(), words = {}, trouble = "", seen = false, told = "";
  /* Whether each page keeps a list of its own: Firefox does so with files of a folder. Elsewhere the name of the window, which
     goes from page to page, says that the page before saw a list; where this one finds none, the list does not come along. */
  const MARK = "rr";
  let apart = location.protocol === "file:" && /Firefox/.test(navigator.userAgent);
  const saw = () => {
    seen = true;
    window.name = MARK;
  };

  /* A chosen plan is kept by its words. Up to edition 1.1 it was its place in a list: which list, nobody can tell now. */
  const isPlan = (plan) => typeof plan === "string" && /\D/.test(plan);
  /* A page is done on a day, in an edition of the course. Up to 1.1, which is list 1, only the day was kept. */
  const pageDone = (entry) => (typeof entry === "string" ? { day: entry, edition: "" } : entry);
  /* What can be read of a record: every field of the right shape, and in it every entry of the right shape. */
  const INNER = {
    done: (entry) => ["day", "edition"].every((key) => typeof pageDone(entry)?.[key] === "string"),
    answers: (entry) => typeof entry?.s === "string" && typeof entry.r === "boolean",
    plans: (entry) => Array.isArray(entry) && entry.every(isPlan),
    sure: Number.isInteger,
  };
  const shaped = (found) => {
    const whole = fresh();
    for (const key of Object.keys(whole)) {
      const kind = Array.isArray(whole[key]) ? "array" : typeof whole[key];
      const given = Array.isArray(found?.[key]) ? "array" : typeof found?.[key];
      if (kind === given && found[key] !== null) whole[key] = found[key];
      if (INNER[key]) whole[key] = Object.fromEntries(Object.entries(whole[key]).filter(([, entry]) => INNER[key](entry)));
    }
    for (const page of Object.keys(whole.done)) whole.done[page] = pageDone(whole.done[page]);
    whole.v = VERSION;
    whole.forms = whole.forms.filter(Number.isInteger);
    if (!Object.values(found.plans ?? {}).flat().every(isPlan)) tell("plans");
    return whole;
  };
  const parse = (text) => {
    const found = JSON.parse(text);
    if (!found || typeof found !== "object") throw new Error("shape");
    return found;
  };
  const versioned = (text) => {
    const found = parse(text);
    if (typeof found.v !== "number") throw new Error("shape");
    return found;
  };

  const load = () => {
    if (trouble) return memory;
    let text;
    try {
      text = localStorage.getItem(KEY);
    } catch {
      trouble = "refused";
      return memory;
    }
    if (text === null) return fresh();
    try {
      const found = versioned(text);
      if (found.v > VERSION) {
        trouble = "future";
        return memory;
      }
      saw();
      return shaped(found);
    } catch {
      tell("corrupt");
      try {
        localStorage.setItem(ASIDE, text);
        localStorage.removeItem(KEY);
      } catch {
        trouble = "full";
      }
      return fresh();
    }
  };
  const failed = (error) => {
    trouble = error.name === "SecurityError" ? "refused" : "full";
  };
  const save = (key, value) => {
    if (trouble) return false;
    try {
      localStorage.setItem(key, JSON.stringify(value));
      if (key === KEY) saw();
      return true;
    } catch (error) {
      failed(error);
      tell(trouble);
      return false;
    }
  };
  /* Said once in a visit, at the head of the page; on the cover and the record always. */
  const tell = (what) => {
    if (told === what) return;
    told = what;
    try {
      if (sessionStorage.getItem("rr-told") === what && !/^(index|record)$/.test(PAGE)) return;
      sessionStorage.setItem("rr-told", what);
    } catch {
      /* then once a page */
    }
    document.querySelector(".notice").textContent = SAID[what];
  };

  /* Read first, then try to write: where there is no room, what was kept is still shown. */
  memory = load();
  if (!trouble) {
    try {
      localStorage.setItem("rr-probe", "1");
      if (localStorage.getItem("rr-probe") !== "1") trouble = "refused";
      localStorage.removeItem("rr-probe");
    } catch (error) {
      failed(error);
    }
  }
  const raw = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  apart ||= window.name === MARK && raw(KEY) === null;
  if (trouble || apart) tell(trouble || "apart");
  const deleted = () => seen && !trouble && raw(KEY) === null;
  addEventListener("storage", () => { if (deleted()) window.name = "" });
  const texts = (found) => Object.fromEntries(Object.entries(found ?? {}).filter(([, text]) => typeof text === "string"));
  const kept = () => {
    const text = raw(TEXT);
    if (text === null) return {};
    try {
      return texts(parse(text));
    } catch {
      try {
        localStorage.setItem(`${ASIDE}-text`, text);
      } catch {
        /* it stays where it is */
      }
      return {};
    }
  };
  words = kept();

  return {
    get: load,
    change(act) {
      const now = load();
      act(now);
      memory = now;
      return save(KEY, now);
    },
    text: (key) => (trouble ? words : kept())[key] || "",
    keepText(key, text) {
      words = trouble ? words : kept();
      if (text) words[key] = text;
      else delete words[key];
      return save(TEXT, words);
    },
    /* Whether a record that this page has seen is gone: somebody deleted it in another tab. */
    deleted,
    /* Whether this page can know what was done on the others. */
    knows: () => !trouble && !apart,
    /* A newer edition's list goes out as it is. */
    export: () => (trouble === "future" ? raw(KEY) : JSON.stringify({ ...load(), texts: trouble ? words : kept() }, null, 1)),
    /* Adds what this device does not have. Throws where the file is not one of ours, and changes nothing then. */
    import(text) {
      const found = versioned(text);
      if (found.v > VERSION) throw new Error("version");
      const now = load(), given = shaped(found);
      for (const key of ["done", "answers", "plans", "sure"]) given[key] = { ...given[key], ...now[key] };
      for (const key of ["role", "place", "passed"]) given[key] = now[key] || given[key];
      given.forms = [...new Set([...now.forms, ...given.forms])];
      memory = given;
      /* A card with somebody’s number is not taken from a file, nor that Shift does nothing: it could be a stranger’s. */
      const brought = texts(found.texts);
      delete brought.card;
      delete brought.shift;
      words = { ...brought, ...(trouble ? words : kept()) };
      return save(KEY, given) && save(TEXT, words);
    },
    clear() {
      memory = fresh();
      words = {};
      seen = false;
      window.name = "";
      for (const where of ["localStorage", "sessionStorage"]) {
        try {
          for (const key of Object.keys(window[where])) if (/^(theme$|rr|sphinx)/.test(key)) window[where].removeItem(key);
        } catch {
          /* nothing is kept */
        }
      }
    },
    /* The day by the reader's own clock. */
    today() {
      const now = new Date();
      return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
    },
  };
})();

/* Small helpers that the other parts share. */
const make = (tag, text, properties = {}, ...inside) => {
  const element = Object.assign(document.createElement(tag), properties);
  if (text) element.textContent = text;
  element.append(...inside);
  return element;
};
const button = (text, act) => {
  const made = make("button", text, { type: "button" });
  made.addEventListener("click", act);
  return made;
};

/* A kept day as people write it: “24 November 2026”. By hand: the first use of the browser’s own way takes a slow phone too long. */
const MONTHS = "January February March April May June July August September October November December".split(" ");
const dated = (day) => {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) || [];
  return MONTHS[month - 1] ? `${Number(date)} ${MONTHS[month - 1]} ${year}` : "a day that is not known";
};

/* “How sure are you?”, in three words, if one likes. */
const sureness = (id) => {
  const select = make("select", "", { id });
  for (const word of ["", "sure", "fairly sure", "guessing"]) select.append(make("option", word || "choose, if you like", { value: word }));
  const line = make("p", "", { className: "sure" }, make("label", "How sure are you? ", { htmlFor: id }), select);
  return { line, select };
};

/* What is kept may change behind a page: in another tab, or while the browser keeps the page whole and shows another. */
const whenKeptChanges = (act) => {
  addEventListener("storage", () => act());
  addEventListener("pageshow", ({ persisted }) => { if (persisted) act() });
};

/* The role that was chosen, if one was. */
const myRole = () => COURSE.roles.find((one) => one.id === store.get().role);
/* The pages of a role, tier by tier: what comes first, what soon, what goes deeper. */
const tiersOf = (role) => (role?.tiers || []).map((tier) => tier.map((place) => Object.keys(COURSE.pages)[place]));
/* The next page of a path as a line, or what comes after its end. */
const leadTo = (name, text, section) =>
  make("a", text || COURSE.pages[name].title, { href: address(name) + (section ? `#${section}` : "") });
const nextOnPath = (words, name) => (name ? [words, leadTo(name), `, ${COURSE.pages[name].minutes} minutes.`] : [
  "You have come to the end of your path. ", leadTo("confidence", "How sure do I feel now?"),
  " Then the ", leadTo("assessment", "final assessment"), " and your ", leadTo("record", "record"), ".",
]);

/* What the part on questions fills. It stands here because every other part is built into a try of its own. */
const BANK = {}, questions = {};

/* Shell of a package: it alone speaks to the LMS. It holds what the pages keep in two boxes in memory, and sends it packed. The
   LMS hears whether the learner is done, a score of 100 then and none before, the time, and no answers.

   An LMS may lie (say “true” with its server gone), be slow (a commit freezes the page), be down, or have ended the session. So
   each save differs from the one before, a small file of the package is asked for after each, and what was not saved is tried
   again and said. */
(() => {
  const ROOM = KNOWN.api === "1.2" ? 4096 : 64000;
  const API = KNOWN.api === "1.2" ? {
    object: "API", start: "LMSInitialize", get: "LMSGetValue", set: "LMSSetValue", commit: "LMSCommit", end: "LMSFinish",
    mode: "cmi.core.lesson_mode", exit: "cmi.core.exit", time: "cmi.core.session_time", learner: "cmi.core.student_name",
    score: "cmi.core.score", results: [["cmi.core.lesson_status", KNOWN.rule.assessment ? "passed" : "completed"]],
  } : {
    object: "API_1484_11", start: "Initialize", get: "GetValue", set: "SetValue", commit: "Commit", end: "Terminate",
    mode: "cmi.mode", exit: "cmi.exit", time: "cmi.session_time", learner: "cmi.learner_name", score: "cmi.score",
    results: [["cmi.completion_status", "completed"], ...(KNOWN.rule.assessment ? [["cmi.success_status", "passed"]] : [])],
  };
  const [[STATUS]] = API.results;
  /* A status only rises. */
  const ORDER = ["unknown", "not attempted", "browsed", "incomplete", "failed", "completed", "passed"];
  const WAIT = 400, LONGEST = 20_000, AGAIN = [10_000, 20_000, 40_000, 60_000];
  const started = Date.now(), frame = document.querySelector("iframe");
  const [progress, saved, told] = [".progress", ".saved", ".told"].map((one) => document.querySelector(one));
  const put = (place, text) => { if (place.textContent !== text) place.textContent = text };
  /* Trouble is told by ear too, and its end. That all is well is only seen: after each answer it would be said beside it. */
  const say = (text) => { put(saved, ""); put(told, text) };
  const note = (text) => { put(saved, text); put(told, "") };

  /* The LMS’s object: up the parents, twenty at most, then from whoever opened each window. */
  const find = () => {
    const look = (from) => {
      for (let where = from, n = 0; where && n < 20; n += 1) {
        try {
          if (where[API.object]) return where[API.object];
        } catch {
          /* a window of another origin */
        }
        if (where.parent === where) return null;
        where = where.parent;
      }
      return null;
    };
    let found = look(window);
    for (let where = window, n = 0; !found && where && n < 20; n += 1) {
      try {
        found = where.opener && look(where.opener);
      } catch {
        /* as above */
      }
      where = where.parent === where ? null : where.parent;
    }
    return found;
  };
  const lms = find();
  const call = (name, ...words) => {
    try {
      return String(lms[API[name]](...words));
    } catch {
      return "";
    }
  };
  const get = (field) => call("get", field), set = (field, value) => call("set", field, value) === "true";
  /* A frame that was loaded again has begun before: then it goes on, where the LMS still takes something. */
  const begun = Boolean(lms) && (call("start", "") === "true" || (get(STATUS) !== "" && set(API.exit, "suspend")));
  const mode = begun ? get(API.mode) : "";

  /* What is kept, and the boxes in which pages find it. What a learner wrote in own words is in them too, and is never sent. */
  const line = begun ? get("cmi.suspend_data") : "";
  const kept = codec.decode(line);
  const box = () => Object.create({
    getItem(key) { return Object.prototype.hasOwnProperty.call(this, key) ? this[key] : null },
    setItem(key, value) {
      this[key] = String(value);
      changed(key);
    },
    removeItem(key) {
      delete this[key];
      changed(key);
    },
  });
  const local = box(), session = box();
  const record = () => (kept.how === "newer" ? kept.record : JSON.parse(local.rr || "null") || codec.decode("").record);
  const keeps = begun && mode !== "browse" && kept.how !== "newer";

  const left = () => {
    const { done, passed } = record(), { pages, assessment } = KNOWN.rule;
    return { all: pages.length + assessment, open: pages.filter((page) => !done[page]).length + (assessment && !passed) };
  };
  const show = () => {
    const { all, open } = left();
    progress.textContent = open ? `${all - open} of ${all} done` : "All done";
  };

  let save = kept.save, timer = 0, slow = 0, unsaved = false, tries = 0, lost = false, sent = false, gone = false;
  const raise = (field, value) => ORDER.indexOf(get(field)) >= ORDER.indexOf(value) || set(field, value);
  const score = (value) => {
    if (KNOWN.api !== "1.2") set(`${API.score}.scaled`, "1");
    for (const [part, n] of [["min", "0"], ["max", "100"], ["raw", value]]) set(`${API.score}.${part}`, n);
  };
  const commit = () => {
    const from = Date.now(), well = call("commit", "") === "true";
    slow = Date.now() - from;
    return well;
  };
  const isDone = () => !left().open;
  const result = () => {
    for (const [field, value] of API.results) raise(field, value);
    score("100");
    sent = true;
  };
  const time = () => {
    const seconds = Math.round((Date.now() - started) / 1000), two = (n) => String(n).padStart(2, "0");
    const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    set(API.time, KNOWN.api === "1.2" ? `${String(h).padStart(4, "0")}:${two(m)}:${two(s)}` : `PT${h}H${m}M${s}S`);
  };
  /* Some LMSs never send again what they once tried. A result that was lost goes as one that differs and says as much, and then
     as it is. */
  const repeat = () => {
    if (KNOWN.api === "1.2") set(STATUS, KNOWN.rule.assessment ? "completed" : "passed");
    score("100.0");
    commit();
    for (const [field, value] of API.results) set(field, value);
    score("100");
  };
  const write = () => {
    clearTimeout(timer);
    unsaved = false;
    save += 1;
    const text = codec.encode({ record: record(), round: JSON.parse(session["rr-round"] || "null"), theme: local.theme || "" }, save);
    let well = text.length <= ROOM && set("cmi.suspend_data", text);
    if (mode !== "review") {
      if (isDone()) (lost ? repeat : result)();
      time();
    }
    well = commit() && well;
    return well;
  };
  const failed = () => {
    say("Not saved yet. Leave this open.");
    unsaved = true;
    lost ||= sent;
    clearTimeout(timer);
    timer = setTimeout(flush, AGAIN[Math.min(tries, AGAIN.length - 1)]);
    tries += 1;
  };
  /* Whether the server is there: a small file of the package, asked for by a name that no cache knows. */
  const probe = (then) => {
    const image = new Image();
    image.onload = () => then(true);
    image.onerror = () => then(false);
    image.src = `_static/favicon.svg?save=${save}-${Date.now()}`;
  };
  const flush = () => {
    if (!unsaved || gone) return;
    if (!write()) return failed();
    const mine = save;
    probe((there) => {
      if (mine !== save || gone) return;
      if (!there) return failed();
      const ends = tries > 0;
      tries = 0;
      lost = sent = false;
      if (!unsaved) (ends ? say : note)("Saved.");
    });
  };
  const SENT = ["rr", "rr-round", "theme"];
  /* What a learner sees comes first: the commit waits, and longer where the last one was slow. */
  const changed = (key) => {
    if (!SENT.includes(key)) return;
    show();
    if (!keeps || gone) return;
    unsaved = true;
    if (!tries) note("Saving …");
    clearTimeout(timer);
    timer = setTimeout(flush, Math.max(WAIT, Math.min(LONGEST, 5 * slow)));
  };
  const end = () => {
    if (gone || !begun) return;
    if (unsaved) write();
    gone = true;
    call("end", "");
  };

  window.rrShell = {
    localStorage: local,
    sessionStorage: session,
    /* The learner’s name as the LMS knows it, given name first. */
    learner: begun ? get(API.learner).split(",").reverse().join(" ").trim() : "",
    /* The page goes: all of it, at once, and nothing is waited for. Where the window may not be changed, it is blank. */
    leave() {
      gone = true;
      document.body.hidden = true;
      document.title = "Loading";
      try {
        top.location.replace(KNOWN.exit);
      } catch {
        location.replace("about:blank");
      }
    },
  };

  if (kept.how === "newer") local.rr = JSON.stringify({ v: KNOWN.store + 1 });
  else if (["whole", "cut"].includes(kept.how)) {
    local.rr = JSON.stringify(kept.record);
    if (kept.round) session["rr-round"] = JSON.stringify(kept.round);
    if (kept.theme) local.theme = kept.theme;
  } else if (KNOWN.rule.role) local.rr = JSON.stringify({ ...kept.record, role: KNOWN.rule.role });

  /* First of all the LMS hears that somebody is here: some take “not attempted” for done at the end. What is done is said again
     at each launch, as it may have been lost. */
  if (keeps && mode !== "review") {
    set(API.exit, "suspend");
    if (["", "unknown", "not attempted"].includes(get(STATUS))) set(STATUS, "incomplete");
    if (isDone()) result();
    commit();
  }
  show();
  if (!lms) say("Your LMS was not found: nothing is kept.");
  else if (!begun) say("The session has ended. Close this, and open the course again.");
  else if (mode === "browse") say("A preview: nothing is kept.");
  else if (kept.how === "newer") say("Kept by a newer edition: left as it is.");
  else if (kept.how === "junk") say("What was kept could not be read. You start afresh.");
  else if (kept.how === "cut") say("Some of what was kept is missing.");

  /* The place is the page that has come: on closing, the page’s own word would be too late. */
  frame.addEventListener("load", () => {
    let page = "";
    try {
      [, page] = /\/book\/(.+)\.html$/.exec(frame.contentWindow.location.pathname) || [];
      frame.contentWindow.focus();
    } catch {
      /* it has gone elsewhere */
    }
    const now = record();
    if (kept.how !== "newer" && Object.values(KNOWN.pages).includes(page) && now.place.split("#")[0] !== page) {
      local.setItem("rr", JSON.stringify({ ...now, place: page }));
    }
  });
  /* Shift three times is heard by the page alone: what is pressed here is handed on. */
  for (const type of ["keydown", "keyup"]) {
    addEventListener(type, ({ key, shiftKey, ctrlKey, altKey, metaKey, repeat: again }) => {
      frame.contentWindow.dispatchEvent(new KeyboardEvent(type, { key, shiftKey, ctrlKey, altKey, metaKey, repeat: again }));
    });
  }
  addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") flush() });
  addEventListener("pagehide", end);
  const { place } = record();
  frame.src = `book/${place || KNOWN.start}.html`;
})();

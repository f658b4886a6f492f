/* Read this page aloud, by the device’s own voice where it has one: sentence by sentence, with a pause. Nothing is sent. */
(() => {
  const voice = window.speechSynthesis;
  const head = document.querySelector("article h1");
  if (!voice || !head || !PAGE) return;
  /* What is read: the words of the page with its questions, and none of the controls. On Essentials the first scene and
     the action card come first. */
  const silent = "details:not([open]), .about, .reader, .sources, .sure, .read, .own-plan";
  const parts = () => [...article.querySelectorAll("h1, h2, h3, p, li, td, dt, dd, legend, .q label")]
    .filter((part) => part.offsetParent && !part.closest(silent) && !part.querySelector("p, li"));
  const first = () => {
    const order = parts(), kinds = PAGE === "essentials" ? [".scene", ".action"] : [];
    const early = kinds.flatMap((kind) => order.filter((part) => article.querySelector(kind).contains(part)));
    return [...early, ...order.filter((part) => !early.includes(part))];
  };
  const words = (part) => {
    const copy = part.cloneNode(true);
    for (const control of copy.querySelectorAll("button, select, sup")) control.remove();
    return copy.textContent;
  };
  /* A sentence ends as in `sentences` of page.py: the full stop of a number (13.9, 3.10) or of a name (GOV.UK) ends none. The
     browser, where it can, knows how one ends in the language of a translated page. */
  const language = () => document.documentElement.lang;
  const split = (text) => {
    const parts = window.Intl?.Segmenter ? [...new Intl.Segmenter(language(), { granularity: "sentence" }).segment(text)] : [{ segment: text }];
    return parts.flatMap(({ segment }) => segment.replace(/([.!?…][”’)]*) (?=[“‘(]?[\p{Lu}\p{N}])/gu, "$1\n").split("\n"));
  };
  const sentences = (part) => split(words(part).trim().replace(/\s+/g, " "))
    .map((text) => ({ text: text.trim(), part })).filter(({ text }) => text);
  let queue = [], spoken = null, timer = 0, trouble = "";
  const said = make("span");
  said.setAttribute("role", "status");
  /* What is being read is marked, so that eyes can follow. */
  const point = (part) => {
    for (const old of article.querySelectorAll(".being-read")) old.classList.remove("being-read");
    part?.classList.add("being-read");
    part?.scrollIntoView({ block: "nearest" });
  };
  /* A sentence leaves the queue once it was heard whole. What an utterance says that was cut off, nobody asks. */
  const next = () => {
    if (!queue.length) return stop();
    const [{ text, part }] = queue, mine = new SpeechSynthesisUtterance(text);
    point(part);
    spoken = mine;
    mine.lang = language();
    mine.addEventListener("end", () => {
      if (spoken !== mine) return;
      queue.shift();
      timer = setTimeout(next, 250);
    });
    mine.addEventListener("error", () => {
      if (spoken === mine) halt("The voice of this device stopped. “Read on” tries again.");
    });
    voice.speak(mine);
  };
  /* Not every engine can pause: we cut it off, and read the sentence again. */
  const halt = (why = "") => {
    spoken = null;
    trouble = why;
    clearTimeout(timer);
    voice.cancel();
    show();
  };
  const stop = () => {
    queue = [];
    point();
    halt();
  };
  const toggle = button("Read this page aloud", () => {
    if (spoken) return halt();
    if (!queue.length) queue = first().flatMap(sentences);
    trouble = "";
    voice.resume();
    next();
    show();
  });
  const end = button("Stop reading", stop);
  const show = () => {
    const onward = queue.length ? "Read on" : "Read this page aloud";
    toggle.textContent = spoken ? "Pause" : onward;
    end.hidden = !queue.length;
    said.className = trouble ? "" : "visually-hidden";
    said.textContent = spoken ? "Reading." : trouble;
  };
  const box = make("p", "", { className: "reader" }, toggle, end, said);
  const offer = () => {
    if (box.isConnected || !voice.getVoices().length) return;
    head.after(box);
    show();
  };
  /* Some engines have their voices late, and some of those do not say so. */
  voice.addEventListener?.("voiceschanged", offer);
  offer();
  for (const wait of [500, 2000, 6000]) setTimeout(offer, wait);
  addEventListener("pagehide", stop);
})();

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
  /* A sentence ends as in `sentences` of page.py: the full stop of a time (7.50) ends none. */
  const sentences = (part) => words(part).trim().replace(/\s+/g, " ")
    .replace(/([.!?…][”’)]*) (?=[“‘(]?[A-Z0-9])/g, "$1\n").split("\n")
    .filter(Boolean).map((text) => ({ text, part }));
  let queue = [], going = false, timer = 0;
  const said = make("span", "", { className: "visually-hidden" });
  said.setAttribute("role", "status");
  /* What is being read is marked, so that eyes can follow. */
  const point = (part) => {
    for (const old of article.querySelectorAll(".being-read")) old.classList.remove("being-read");
    part?.classList.add("being-read");
    part?.scrollIntoView({ block: "nearest" });
  };
  const next = () => {
    const { text, part } = queue.shift() || {};
    point(part);
    if (!text) return stop();
    const spoken = new SpeechSynthesisUtterance(text);
    spoken.lang = "en-GB";
    spoken.addEventListener("end", () => {
      if (going) timer = setTimeout(next, 250);
    });
    voice.speak(spoken);
  };
  const halt = () => {
    going = false;
    clearTimeout(timer);
  };
  const stop = () => {
    halt();
    queue = [];
    point();
    voice.cancel();
    show();
  };
  const start = () => {
    going = true;
    if (!queue.length) queue = first().flatMap(sentences);
    voice.resume();
    if (!voice.speaking) next();
  };
  const toggle = button("Read this page aloud", () => {
    if (going) {
      halt();
      voice.pause();
    } else start();
    show();
  });
  const end = button("Stop reading", stop);
  const show = () => {
    const onward = queue.length ? "Read on" : "Read this page aloud";
    toggle.textContent = going ? "Pause" : onward;
    end.hidden = !going && !queue.length;
    said.textContent = going ? "Reading." : "";
  };
  const box = make("p", "", { className: "reader" }, toggle, end, said);
  const offer = () => {
    if (box.isConnected || !voice.getVoices().length) return;
    head.after(box);
    show();
  };
  voice.addEventListener?.("voiceschanged", offer);
  offer();
  addEventListener("pagehide", () => voice.cancel());
})();

/* Read this page aloud, by the device’s own voice where it has one: sentence by sentence, with a pause. Nothing is sent. */
(() => {
  const voice = window.speechSynthesis;
  const head = document.querySelector("article h1");
  if (!voice || !head || !PAGE) return;
  const parts = () => [...article.querySelectorAll("h1, h2, h3, p, li, td, dt, dd")].filter((part) =>
    part.offsetParent && !part.closest("details:not([open]), .about, .reader, .sources, .w-then, button") && !part.querySelector("p, li"));
  const first = () => {
    const order = parts();
    const early = order.filter((part) => part.closest(".scene, .action") && PAGE === "essentials");
    return [...early, ...order.filter((part) => !early.includes(part))];
  };
  const sentences = (text) => text.replace(/\[[\d, ]+\]/g, "").match(/[^.!?…]+[.!?…”’)]*\s*/g) || [];
  let queue = [], going = false;
  const said = make("span", "", { className: "visually-hidden" });
  said.setAttribute("role", "status");
  const next = () => {
    const text = queue.shift();
    if (!text) return stop();
    const words = new SpeechSynthesisUtterance(text);
    words.lang = "en-GB";
    words.addEventListener("end", () => { if (going) setTimeout(next, 250) });
    voice.speak(words);
  };
  const stop = () => { going = false; queue = []; voice.cancel(); show() };
  const toggle = button("Read this page aloud", () => {
    if (!going) { going = true; if (!queue.length) queue = first().flatMap((part) => sentences(part.textContent)); voice.resume(); if (!voice.speaking) next() }
    else { going = false; voice.pause() }
    show();
  });
  const end = button("Stop reading", stop);
  const show = () => {
    toggle.textContent = going ? "Pause" : queue.length ? "Read on" : "Read this page aloud";
    end.hidden = !going && !queue.length;
    said.textContent = going ? "Reading." : "";
  };
  const box = make("p", "", { className: "reader" }, toggle, end, said);
  const offer = () => { if (!box.isConnected && voice.getVoices().length) { head.after(box); show() } };
  voice.addEventListener?.("voiceschanged", offer);
  offer();
  addEventListener("pagehide", () => voice.cancel());
})();

/* The slides of a session, one section each. Arrows, a clicker and the space bar turn them; N opens the notes in a window of
   their own, which is the same page with “?notes”. The two talk by messages alone: from a folder nothing else works everywhere. */
{
  const slides = [...document.querySelectorAll(".slide")];
  const root = document.documentElement;
  const speaker = location.search === "?notes" && window.opener !== null;
  let other = speaker ? window.opener : null, at = 0;
  root.classList.add("scripted");

  /* The slide that is seen: the last that begins above the middle of the window. */
  const seen = () => slides.findLastIndex ? slides.findLastIndex(above) : slides.map(above).lastIndexOf(true);
  const above = (slide) => slide.getBoundingClientRect().top < innerHeight / 2;
  const tell = (said) => { if (other && !other.closed) other.postMessage(said, "*") };

  const note = (place) => {
    at = Math.max(0, Math.min(place, slides.length - 1));
    slides.forEach((slide, nth) => slide.classList.toggle("now", nth === at));
    const after = slides[at + 1];
    document.querySelector(".after").textContent = after ? `Next: ${after.querySelector("h1, h2").textContent}` : "This is the last slide.";
    scrollTo(0, 0);
  };

  const turn = (by) => {
    const here = seen(), { top, bottom } = slides[here].getBoundingClientRect();
    /* What is taller than the window is read to its end first. */
    if (by > 0 ? bottom > innerHeight + 8 : top < -8) return scrollBy(0, by * innerHeight * 0.8);
    const slide = slides[here + by];
    if (!slide) return;
    slide.scrollIntoView();
    slide.focus({ preventScroll: true });
  };

  const open = () => {
    other = window.open(`${location.href.split(/[?#]/)[0]}?notes`, "notes", "popup,width=900,height=800");
    if (other) return;
    root.classList.add("beside");
    document.querySelector(".said").textContent = "The browser did not allow a second window. The notes stand under each slide, to be opened. Or print the run sheet.";
  };

  const KEYS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const pressed = event.key === " " && event.target.closest("a, button, summary");
    const by = event.key === " " && event.shiftKey ? -1 : KEYS[event.key];
    if (by && !pressed) {
      event.preventDefault();
      if (!speaker) turn(by);
      else if (other.closed) note(at + by);
      else tell({ turn: by });
    } else if (event.key.toLowerCase() === "n" && !speaker) open();
  });

  addEventListener("message", (event) => {
    if (!other || event.source !== other) return;
    const { turn: by, slide } = event.data;
    if (speaker && Number.isInteger(slide)) note(slide);
    if (!speaker && (by === 1 || by === -1)) turn(by);
    if (!speaker && event.data === "where") tell({ slide: seen() });
  });

  if (speaker) {
    root.classList.add("speaker");
    document.title = `Notes: ${document.title}`;
    document.querySelectorAll(".notes").forEach((notes) => { notes.open = true });
    note(0);
    tell("where");
  } else {
    const button = document.querySelector(".open-notes");
    button.hidden = false;
    button.addEventListener("click", open);
    let last = 0;
    addEventListener("scroll", () => {
      const here = seen();
      if (here !== last) tell({ slide: (last = here) });
    }, { passive: true });
  }
}

/* Leave this page: a link that works without script. With it, Shift three times does the same, and the page is hidden at
   once. In a frame the whole window goes, where the frame may do that, and the frame is blank in any case. The browser’s
   history is not cleared, and the page says so. Shift can be turned off: a screen reader keeps the letter of its own keys to
   itself, and where it finds nothing and moves nothing, the page cannot tell its Shift from a plain one. */
(() => {
  const link = document.querySelector(".exit"), said = document.querySelector(".exit-said");
  if (!link) return;
  const TIME = 1500, TYPED = "textarea, input:not([type=radio]):not([type=checkbox])";
  let title = "", held = false, presses = 0, timer = 0;
  const reset = (words = "") => {
    held = false;
    presses = 0;
    clearTimeout(timer);
    if (said.textContent !== words) said.textContent = words;
  };
  const lapse = () => {
    reset(presses ? "Shift is no longer counted." : "");
    timer = setTimeout(reset, 2 * TIME);
  };
  const leave = () => {
    reset();
    document.body.hidden = true;
    title = document.title;
    document.title = "Loading";
    try {
      top.location.replace(link.href);
    } catch {
      /* the frame may not */
    }
    if (top !== window) location.replace("about:blank");
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  /* A press counts when it can mean nothing else: Shift alone, down and up again, with nothing moved meanwhile. Screen
     readers keep the letter of their “previous heading” to themselves and let its Shift through. */
  const plain = (event) => event.key === "Shift" && !store.text("shift") && !event.ctrlKey && !event.altKey && !event.metaKey
    && !event.getModifierState("AltGraph") && !event.target.matches?.(TYPED);
  addEventListener("keydown", (event) => {
    if (!plain(event)) return reset();
    if (event.repeat) return;
    held = true;
    if (presses) return;
    clearTimeout(timer);
    timer = setTimeout(lapse, TIME);
  });
  addEventListener("keyup", (event) => {
    if (!held || !plain(event)) return reset();
    held = false;
    presses += 1;
    if (presses === 3) return leave();
    said.textContent = presses === 1 ? "Shift, press 2 more times to leave." : "Shift, press 1 more time to leave.";
  });
  for (const moved of ["pointerdown", "wheel", "focusin", "input", "scroll", "blur"]) {
    addEventListener(moved, () => reset(), { capture: true, passive: true });
  }
  document.addEventListener("selectionchange", () => reset());
  /* Coming back with the browser’s button shows the page again, also where Back is one step of a case. */
  for (const coming of ["pageshow", "popstate"]) {
    addEventListener(coming, () => {
      document.body.hidden = false;
      document.title = title || document.title;
    });
  }
})();

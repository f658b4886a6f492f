/* Leave this page: a link that works without script. With it, Shift three times does the same, and the page is hidden at
   once. The browser’s history is not cleared, and the page says so. */
(() => {
  const link = document.querySelector(".exit");
  if (!link) return;
  const said = make("span", "", { className: "exit-said" });
  said.setAttribute("role", "status");
  link.after(said);
  let title = "", presses = 0, timer = 0;
  const reset = () => {
    presses = 0;
    said.textContent = "";
  };
  const leave = () => {
    presses = 0;
    document.body.hidden = true;
    title = document.title;
    document.title = "Loading";
    location.replace(link.href);
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift") return reset();
    /* Nobody leaves by typing a capital. */
    if (event.repeat || event.target.matches?.("input, textarea, select")) return;
    presses += 1;
    clearTimeout(timer);
    timer = setTimeout(reset, 5000);
    if (presses === 3) return leave();
    said.textContent = presses === 1 ? "Shift, press 2 more times to leave." : "Shift, press 1 more time to leave.";
  });
  /* Shift with the pointer marks text: that is no wish to leave. */
  addEventListener("pointerdown", reset);
  /* Coming back with the browser’s button shows the page again, also where Back is one step of a case. */
  for (const coming of ["pageshow", "popstate"]) {
    addEventListener(coming, () => {
      document.body.hidden = false;
      document.title = title || document.title;
    });
  }
})();

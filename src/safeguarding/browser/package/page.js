/* In a page of a package, before anything else in it: the shell’s two boxes stand in the place of the browser’s own storage, so
   that a shared computer never mixes learners. Without the shell (a new tab, a folder) they hold nothing, and the page says so. */
(() => {
  let shell = null;
  try {
    shell = (parent !== window && parent.rrShell) || null;
  } catch {
    /* a frame of somebody else’s */
  }
  const shut = { getItem: () => null, setItem: () => {}, removeItem: () => {} };
  for (const name of ["localStorage", "sessionStorage"]) {
    Object.defineProperty(window, name, { value: shell ? shell[name] : shut, configurable: true });
  }
  /* Other sites open by themselves: many refuse to stand in a frame, and the course would be lost behind one. */
  document.addEventListener("click", ({ target }) => {
    const link = target.closest?.("a[href^=http]");
    if (link && link.host !== location.host && !link.matches(".exit")) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
  }, true);
  addEventListener("DOMContentLoaded", () => {
    /* Who leaves hides the page: then the shell goes too. */
    new MutationObserver(() => { if (document.body.hidden) shell?.leave() }).observe(document.body, { attributeFilter: ["hidden"] });
    /* Where there are questions, they alone say that a page is done: others rely on it. */
    if (document.querySelector("article .q")) document.querySelector(".read button")?.remove();
    /* A file could say anything, so none is brought in. */
    document.getElementById("import")?.closest("p").remove();
    const name = document.getElementById("record-name");
    if (name && shell?.learner) {
      name.value = shell.learner;
      name.dispatchEvent(new Event("input"));
    }
  });
})();

/* Questions. The page holds each one whole, with its reasons; this adds the Check button and says what was chosen. */
(() => {
  "use strict";
  for (const question of document.querySelectorAll(".q")) {
    const inputs = [...question.querySelectorAll("input")];
    const details = question.querySelector("details");
    const reasons = [...details.querySelectorAll("li")];
    const said = Object.assign(document.createElement("div"), { className: "said", hidden: true });
    said.setAttribute("role", "status");
    const check = Object.assign(document.createElement("button"), { type: "button", textContent: "Check" });
    question.querySelector("fieldset").after(check, said);
    details.hidden = true;

    const say = (...nodes) => { said.replaceChildren(...nodes); said.hidden = false };
    const paragraph = (text) => Object.assign(document.createElement("p"), { textContent: text });
    const copy = (reason) => { const p = document.createElement("p"); p.append(...reason.cloneNode(true).childNodes); return p };

    check.addEventListener("click", () => {
      const chosen = inputs.filter((input) => input.checked).map((input) => inputs.indexOf(input));
      said.classList.remove("right");
      if (!chosen.length) return say(paragraph("Choose an answer first."));
      const keys = reasons.flatMap((reason, place) => (reason.className === "key" ? [place] : []));
      const right = chosen.join() === keys.join();
      const shown = chosen.map((place) => copy(reasons[place]));
      if (!right && keys.length > 1 && chosen.every((place) => keys.includes(place))) shown.push(paragraph("There is more to choose."));
      if (right || keys.length === 1) shown.push(details.querySelector(":scope > p").cloneNode(true));
      say(...shown);
      said.classList.toggle("right", right);
      if (right) {
        details.hidden = false;
        details.querySelector("summary").textContent = "Why not the others?";
      }
    });
  }
})();

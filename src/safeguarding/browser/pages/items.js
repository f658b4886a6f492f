/* The cards of all items: fields that filter them. What was chosen is not kept. Without script all stand there. */
(() => {
  const form = document.querySelector(".item-filter"), said = document.querySelector(".items-said");
  const sections = [...document.querySelectorAll(".item-cards section")], cards = [...document.querySelectorAll(".item-cards details")];
  const texts = new Map(cards.map((card) => [card, card.textContent.toLowerCase()]));
  const draw = (event) => {
    const { words, chapter, ...fields } = Object.fromEntries(new FormData(form));
    const asked = words.toLowerCase().split(/\s+/).filter(Boolean), chosen = Object.entries(fields).filter(([, value]) => value);
    for (const card of cards) {
      const fits = chosen.every(([field, value]) => card.dataset[field].split(" ").includes(value));
      card.hidden = !fits || !asked.every((word) => texts.get(card).includes(word)) || Boolean(chapter && card.parentElement.dataset.chapter !== chapter);
    }
    for (const section of sections) section.hidden = !section.querySelector("details:not([hidden])");
    const shown = cards.filter((card) => !card.hidden).length;
    /* What is told stands empty until a field was used. */
    if (event) said.textContent = shown ? `Shown: ${shown} of ${cards.length}.` : "No item fits. Take one of the fields back.";
  };
  form.addEventListener("input", draw);
  form.addEventListener("submit", (event) => event.preventDefault());
  /* A form is empty only after those who listen were told. */
  form.addEventListener("reset", (event) => setTimeout(draw, 0, event));
  form.querySelector(".open-all").addEventListener("click", () => {
    for (const card of cards) card.open = !card.hidden;
  });
  const pointed = () => {
    const card = cards.find(({ id }) => `#${id}` === location.hash);
    if (card) {
      card.open = true;
      card.scrollIntoView();
    }
  };
  addEventListener("hashchange", pointed);
  form.hidden = false;
  draw();
  pointed();
})();

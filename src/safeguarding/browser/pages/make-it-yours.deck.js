/* The slides of a session with the details inside. In a deck a run that prints a detail carries its name as a bookmark (`deck.py`
   writes them); one that is empty is there too, one point high. Words are measured as they will be set: the largest size that
   fits is taken, from the sizes that a deck of one’s own build has. */
const ownDeck = (() => {
  const A = "http://schemas.openxmlformats.org/drawingml/2006/main", EMPTY = 1;
  const CHOOSE = "Choose the slides of a session as they were downloaded: a file .pptx of this course.";
  const inside = (node, name) => [...node.getElementsByTagNameNS(A, name)];
  const refusal = (sentence) => Object.assign(new Error(sentence), { ours: true });
  const marked = (node) => inside(node, "rPr").filter((props) => props.hasAttribute("bmk"));
  const textOf = (node) => inside(node, "t").map((one) => one.textContent).join("");

  const largest = (paragraphs, { sizes, box, between, line, indent, safe }) => {
    const page = make("div", "", { ariaHidden: "true" });
    Object.assign(page.style, {
      boxSizing: "border-box", fontFamily: "Arial, \"Liberation Sans\", Helvetica, sans-serif", lineHeight: line,
      position: "absolute", visibility: "hidden", width: `${box[0]}px`,
    });
    const lines = paragraphs.filter(textOf).map((paragraph) => {
      const listed = inside(paragraph, "buAutoNum").length > 0, across = box[0] - (listed ? indent : 0);
      const row = make("div", "", {}, ...inside(paragraph, "r").map((run) => (
        make(inside(run, "rPr")[0].getAttribute("b") === "1" ? "b" : "span", textOf(run)))));
      row.style.width = `${across * safe}px`;
      return row;
    });
    page.append(...lines);
    document.body.append(page);
    const fits = (size) => {
      page.style.fontSize = `${size}px`;
      lines.forEach((row, n) => { row.style.marginTop = n ? `${between * size}px` : 0 });
      return page.getBoundingClientRect().height <= box[1];
    };
    const found = sizes.find(fits) || sizes[sizes.length - 1];
    page.remove();
    return found;
  };

  /* Fills a slide: the size of its letters. */
  const slide = (xml, words, room) => {
    const found = marked(xml);
    let least = Infinity;
    for (const props of found) {
      const said = words(props.getAttribute("bmk"));
      if (said !== null) inside(props.parentNode, "t")[0].textContent = said;
    }
    for (const body of new Set(found.map((props) => props.parentNode.parentNode.parentNode))) {
      const paragraphs = inside(body, "p"), given = inside(body, "rPr").map((props) => Number(props.getAttribute("sz")) / 100);
      const routes = marked(body).some((props) => !/^(organisation$|word-)/.test(props.getAttribute("bmk")));
      const size = routes ? largest(paragraphs, room) : Math.max(...given);
      least = Math.min(least, size);
      for (const paragraph of paragraphs) {
        const points = textOf(paragraph) ? size : EMPTY;
        for (const props of inside(paragraph, "rPr")) props.setAttribute("sz", points * 100);
        for (const above of inside(paragraph, "spcPts")) above.setAttribute("val", Math.round(room.between * points) * 100);
      }
    }
    return least;
  };

  /* { made, small, routes }: the slides, whether their letters had to be small, and whether any says whom to tell. `words(name)` is what a detail says, or null where it
     stays as it is; `note` what the notes say of the routes. */
  return async (buffer, edition, words, note, room) => {
    let ours = false, small = false, routes = false;
    const change = (name, text) => {
      if (name === "ppt/slides/slide1.xml") {
        const made = text.match(/Edition (\d[\w.]*), \d/)?.[1];
        if (made && made !== edition) throw refusal(`These slides are of edition ${made}, and this page is of edition ${edition}. Take both from one edition.`);
        ours = Boolean(made) && text.includes("Recognise and Refer");
      }
      if (!/^ppt\/(slides|notesSlides)\/\w+\.xml$/.test(name) || !text.includes(" bmk=\"")) return text;
      const xml = new DOMParser().parseFromString(text, "application/xml");
      if (name.startsWith("ppt/slides/")) {
        small = slide(xml, words, room) < room.small || small;
        routes = marked(xml).some((props) => props.getAttribute("bmk") === "lead") || routes;
      }
      else {
        for (const props of marked(xml)) {
          const named = props.getAttribute("bmk");
          inside(props.parentNode, "t")[0].textContent = (named === "unset" ? note : words(named)) ?? textOf(props.parentNode);
        }
      }
      return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${new XMLSerializer().serializeToString(xml.documentElement)}`;
    };
    const made = await zipped.rewrite(buffer, change).catch((error) => {
      throw error.ours ? error : refusal(`This file could not be read as slides. ${CHOOSE}`);
    });
    if (!ours) throw refusal(`These are not slides of this course. ${CHOOSE}`);
    return { made, small, routes };
  };
})();

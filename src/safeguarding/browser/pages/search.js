/* Search. The words stand behind the # of the address, which no server hears. The index is Sphinx’s; we look in it ourselves, so
   that numbers are found, a slip is forgiven, and nobody’s search ends in nothing. No page is asked for, and nothing is kept. */
(() => {
  const place = document.getElementById("search-results"), said = document.getElementById("search-said");
  const directory = JSON.parse(place.dataset.given);
  let index = null, stemmer = null;

  const pieces = (text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const isNumber = (piece) => /^\d/.test(piece);
  /* How many slips lie between two words: a letter too many, too few, another, or two that changed places. */
  const slips = (one, other) => {
    const rows = [[...Array(other.length + 1).keys()]];
    for (let i = 1; i <= one.length; i += 1) {
      rows[i] = [i];
      for (let j = 1; j <= other.length; j += 1) {
        const same = one[i - 1] === other[j - 1];
        rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (same ? 0 : 1));
        const turned = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
        if (turned) rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
    return rows[one.length][other.length];
  };
  const TITLE = 15, TEXT = 5;
  /* The pages that hold a word, each with what the place is worth: the word itself, else its beginning, else, in `slip`, what is
     written nearly so. The index holds stems: a word with a slip in it is compared as its own stem, and cut at their lengths. */
  const holding = (piece) => {
    const stem = isNumber(piece) ? piece : stemmer.stemWord(piece), pages = new Map();
    const take = (fits, share) => {
      for (const [terms, worth] of [[index.titleterms, TITLE], [index.terms, TEXT]]) {
        for (const term of Object.keys(terms).filter(fits)) {
          for (const page of [terms[term]].flat()) pages.set(page, Math.max(pages.get(page) || 0, worth * share));
        }
      }
      return pages.size > 0;
    };
    const begins = (term) => piece.length > 2 && (term.startsWith(stem) || term.startsWith(piece));
    if (take((term) => term === stem || term === piece, 1) || take(begins, 0.5) || isNumber(piece) || piece.length < 4) return { pages };
    const most = piece.length < 6 ? 2 : 4, near = new Map();
    for (const term of Object.keys({ ...index.titleterms, ...index.terms })) {
      if (term.length < 4 || term[0] !== piece[0] || Math.abs(piece.length - term.length) > 4) continue;
      const cuts = [-1, 0, 1].map((more) => slips(piece.slice(0, term.length + more), term));
      near.set(term, slips(stem, term) + Math.min(...cuts));
    }
    const least = Math.min(...near.values());
    if (least <= most) [0.4, 0.2].forEach((share, more) => take((term) => near.get(term) === least + more, share));
    return { pages, slip: pages.size ? piece : "" };
  };

  /* The directory knows a number however its digits are grouped, and a service by its name. */
  const contacts = (words) => {
    const digits = words.replace(/[\s()+-]/g, "").replace(/^44/, "0"), asked = pieces(words);
    const fits = ({ name, numbers }) => {
      if (/^\d{3,}$/.test(digits)) return numbers.some((number) => number.replace(/ /g, "").startsWith(digits));
      const names = pieces(name);
      return asked.length > 0 && asked.every((piece) => names.some((word) => word.startsWith(piece)));
    };
    return directory.filter(fits);
  };
  const link = (text, href) => make("a", text, { href });
  const headings = (page, asked) => Object.entries(index.alltitles)
    .filter(([title]) => asked.every((piece) => title.toLowerCase().includes(piece)))
    .flatMap(([title, places]) => places.filter(([on, id]) => on === page && id).map(([, id]) => [title, id])).slice(0, 3);

  const search = (words) => {
    const every = pieces(words), telling = every.filter((piece) => !stopwords.includes(piece) && (piece.length > 1 || isNumber(piece)));
    const asked = telling.length ? telling : every;
    const found = asked.map(holding), pages = new Map();
    for (const { pages: some } of found) {
      for (const [page, worth] of some) {
        const { held, score } = pages.get(page) || { held: 0, score: 0 };
        pages.set(page, { held: held + 1, score: score + worth });
      }
    }
    const most = Math.max(0, ...[...pages.values()].map(({ held }) => held));
    const best = [...pages].filter(([, { held }]) => held === most)
      .sort(([one, a], [other, b]) => b.score - a.score || index.titles[one].localeCompare(index.titles[other]));
    const here = contacts(words), slipped = found.map(({ slip }) => slip).filter(Boolean);
    const lines = [];
    if (!best.length && !here.length) lines.push(`Nothing here has “${words}”.`);
    else lines.push(`${best.length + here.length} found for “${words}”.`);
    if (slipped.length) lines.push(`No page has “${slipped.join("”, “")}”: these have a word that is written nearly so.`);
    if (best.length && most < asked.length) lines.push("No page has all of these words: these have some of them.");
    said.textContent = lines.join(" ");
    place.replaceChildren(
      ...here.map(({ id, name, numbers }) => make("li", "", {}, link([name, ...numbers].join(", "), `book/reference/routes.html#contact-${id}`))),
      ...best.map(([page]) => {
        const file = `${index.docnames[page]}.html`, parts = headings(page, asked);
        const under = parts.map(([title, id]) => make("li", "", {}, link(title, `${file}#${id}`)));
        return make("li", "", {}, link(index.titles[page], file), ...(under.length ? [make("ul", "", {}, ...under)] : []));
      }),
    );
  };
  const asked = () => {
    let words = "";
    try {
      words = decodeURIComponent(/^#q=(.*)/.exec(location.hash)?.[1] || "").trim();
    } catch {
      /* an address that was cut off */
    }
    for (const box of document.querySelectorAll("[role=search] input")) box.value = words;
    if (words) search(words);
  };
  addEventListener("hashchange", asked);
  window.Search = {
    /* What the file of the index calls, which comes last. */
    setIndex(given) {
      index = given;
      stemmer = new Stemmer();
      asked();
    },
  };
})();

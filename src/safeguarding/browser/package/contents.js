/* The contents beside every page of a package, which holds them once: this script stands in their place. Addresses are those of
   the package’s own folder, two up from here. */
{
  const here = document.currentScript, root = here.src.split("_static/")[0], nav = here.parentElement;
  nav.replaceChildren(...new DOMParser().parseFromString(CONTENTS, "text/html").body.childNodes);
  for (const link of nav.querySelectorAll("a")) {
    const { href, pathname } = new URL(link.getAttribute("href"), root);
    const mine = pathname === location.pathname;
    link.href = mine ? "#" : href;
    if (!mine) continue;
    link.classList.add("current");
    link.parentElement.classList.add("current-page");
    for (let item = link.parentElement; item && item !== nav; item = item.parentElement) {
      if (!item.matches("li")) continue;
      item.classList.add("current");
      const opens = item.querySelector(":scope > input");
      if (opens) opens.checked = true;
    }
  }
}

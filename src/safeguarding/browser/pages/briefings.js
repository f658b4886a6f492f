/* The days of the twelve briefings as a calendar file (RFC 5545), with a reminder some days after each. It is made here, and sent
   nowhere. */
(() => {
  const form = document.querySelector(".briefing-dates"), said = form.querySelector(".briefing-said");
  const day = (first, days) => new Date(Date.parse(first) + days * 864e5).toISOString().slice(0, 10).replaceAll("-", "");
  const text = (words) => words.replace(/[\\;,]/g, "\\$&").replace(/\s+/g, " ").trim();
  /* A line holds 75 octets at most, and goes on after a space. A sign of ours has three at most. */
  const folded = (line) => line.replace(/.{1,24}(?!$)/gu, "$&\r\n ");
  const event = (name, on, words, note) => [
    "BEGIN:VEVENT", `UID:${name}-${on}@recognise-and-refer`, `DTSTAMP:${on}T000000Z`, `DTSTART;VALUE=DATE:${on}`, `SUMMARY:${text(words)}`,
    `DESCRIPTION:${text(note)}`, "TRANSP:TRANSPARENT", "END:VEVENT",
  ];
  form.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    const first = form.elements.first.value, weeks = Number(form.elements.weeks.value);
    const lines = [...document.querySelectorAll(".briefing")].flatMap((briefing, place) => {
      const title = briefing.querySelector("h2").firstChild.textContent, action = briefing.querySelector(":scope > p:last-of-type").textContent;
      const at = place * weeks * 7, after = at + Number(form.dataset.reminder);
      return [
        ...event(briefing.id, day(first, at), `Briefing ${title} (${form.dataset.minutes} minutes)`, action),
        ...event(`${briefing.id}-after`, day(first, after), `Briefing ${title}: ask about it once`, action),
      ];
    });
    const whole = ["BEGIN:VCALENDAR", "VERSION:2.0", `PRODID:-//Recognise and Refer//${COURSE.edition}//EN`, ...lines, "END:VCALENDAR"];
    save("briefings.ics", "text/calendar", `${whole.map(folded).join("\r\n")}\r\n`);
    said.textContent = `briefings.ics is in your downloads: twelve briefings from ${dated(first)}, with a reminder after each.`;
  });
})();

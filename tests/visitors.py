"""Who opens a page, as a script that runs before those of the page: for the tests, and for `make bench`."""

import json

from safeguarding.course import Course

NOTE_SHIFTS = """
  window.shift = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value })
    .observe({ type: "layout-shift", buffered: true });
"""
"""Adds up in `shift` how far what was seen has moved."""
LATE_VOICE = """
  const heard = [];
  const late = (_, act) => setTimeout(() => { heard.push(1); act() }, 300);
  const stand = { getVoices: () => (heard.length ? [{}] : []), addEventListener: late, cancel() {} };
  Object.defineProperty(window, "speechSynthesis", { value: stand });
"""
"""A headless browser has no voice. This stand-in has one that comes late, as in life, so that its button’s place is measured."""


def half_way(course: Course) -> str:
    """The device of a learner who is half way, with three questions missed."""
    missed = [name for name in course.pages["signs"].named("quiz") if name.startswith("signs-")][:3]
    answers = {name: {"s": course.questions[name].stamp, "a": "A", "d": "2026-11-20", "c": "", "r": False} for name in missed}
    done = {"essentials": "2026-11-20", "signs": "2026-11-20"}
    kept = {"v": 1, "role": "midday", "done": done, "place": "who-to-call", "answers": answers}
    return f"localStorage.setItem('rr', {json.dumps(json.dumps(kept))});"

"""The theme’s stylesheet without what no page of ours uses: a page waits for it before anything is seen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import furo
import tinycss2
from tinycss2.ast import AtRule, Comment, Declaration, Node, QualifiedRule


def drop_unused(out: Path) -> None:
    """Take out of the theme’s stylesheet, in the folder of a build, the rules for classes and ids that neither a page has nor a
    script names, and the properties that no style reads."""
    scripts = {path: path.read_text("utf-8") for path in out.glob("_static/**/*.js")}
    # A question in a file of the bank is a piece of a page: its words are no names.
    questions = [scripts.pop(path) for path in [*scripts] if path.parent.name == "questions"]
    pages = [*(path.read_text("utf-8") for path in out.rglob("*.html")), *questions]
    names = {word for page in pages for words in re.findall(r'\b(?:class|id)=\\?"([^"\\]*)', page) for word in words.split()}
    names |= {word for text in scripts.values() for word in re.findall(r"[\w-]+", text)}
    theme = out / "_static/styles/furo.css"
    others = [path.read_text("utf-8") for path in out.glob("_static/**/*.css") if path != theme]
    text, before = (furo.THEME_PATH / "static/styles/furo.css").read_text("utf-8"), ""
    while text != before:  # a property that goes may have been the only one to read another
        read = {name for said in [text, *others, *pages, *scripts.values()] for name in re.findall(r"var\(\s*(--[\w-]+)", said)}
        text, before = _kept(tinycss2.parse_stylesheet(text, skip_whitespace=True), names, read), text
    theme.write_text(text, "utf-8")


def _kept(rules: Iterable[Node], names: set[str], read: set[str]) -> str:
    """The rules that fit something, as they stand in a stylesheet."""
    found = []
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            selectors = [tinycss2.serialize(one) for one in _selectors(rule.prelude) if _asked(one) <= names]
            said = [
                one for one in tinycss2.parse_blocks_contents(rule.content, skip_whitespace=True, skip_comments=True) if _is_read(one, read)
            ]
            if selectors and said:
                found.append(f"{','.join(selectors)}{{{tinycss2.serialize(said)}}}")
        elif isinstance(rule, AtRule) and rule.lower_at_keyword in ("media", "supports"):
            if inner := _kept(tinycss2.parse_rule_list(rule.content, skip_whitespace=True, skip_comments=True), names, read):
                found.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}")
        elif not isinstance(rule, Comment) or rule.value.startswith("!"):  # a licence stays
            found.append(rule.serialize())
    return "".join(found)


def _selectors(prelude: list[Node]) -> list[list[Node]]:
    """A list of selectors, one by one."""
    found: list[list[Node]] = [[]]
    for node in prelude:
        if node == ",":
            found.append([])
        else:
            found[-1].append(node)
    return found


def _asked(selector: list[Node]) -> set[str]:
    """The classes and ids that an element must have, or one near it. What stands in brackets is not asked for."""
    classes = {node.value for dot, node in pairwise(selector) if dot == "." and node.type == "ident"}
    return classes | {node.value for node in selector if node.type == "hash"}


def _is_read(declaration: Node, read: set[str]) -> bool:
    return not isinstance(declaration, Declaration) or not declaration.name.startswith("--") or declaration.name in read

"""List every text that people read: `python -m tests.words [LANGUAGE]`.

Without a language all texts of the window, each with where it is written; with one those that its
catalogue in `resources/words` lacks, as entries to be filled in.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import polib

ROOT = Path(__file__).parent.parent
PLACES = {"say": (0,), "say_many": (0, 1), "later": (0,), "Action": (1,), "Panel": (1,), "Layout": (1,)}
"""The calls that take texts, and which of their arguments those are."""


@cache
def texts(folder: Path = ROOT / "editor" / "ui") -> Mapping[tuple[str, ...], str]:
    """Return the texts of a folder's code, one with a plural as two, with the place of the first use."""
    found: dict[tuple[str, ...], str] = {}
    for path in sorted(folder.rglob("*.py")):
        for line, text in said_in(path.read_text("utf-8")):
            found.setdefault(text, f"{path.relative_to(ROOT)}:{line}")
    return found


def said_in(source: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the line and the words of each text in some code."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = str(getattr(node.func, "id", getattr(node.func, "attr", "")))
            words = [node.args[place] for place in PLACES.get(name, ()) if place < len(node.args)]
            known = tuple(
                word.value for word in words if isinstance(word, ast.Constant) and isinstance(word.value, str)
            )
            if known and len(known) == len(words) and all(known):
                yield node.lineno, known


def catalogue(language: str) -> polib.POFile:
    """Return a language's catalogue."""
    return polib.pofile(str(ROOT / "resources" / "words" / f"{language}.po"))


def lacking(language: str, folder: Path = ROOT / "editor" / "ui") -> dict[tuple[str, ...], str]:
    """Return the texts that a catalogue does not have."""
    there = {
        (entry.msgid, entry.msgid_plural) if entry.msgid_plural else (entry.msgid,)
        for entry in catalogue(language)
        if entry.translated()
    }
    return {text: place for text, place in texts(folder).items() if text not in there}


def main(words: list[str]) -> None:
    """Print what was asked for."""
    found = lacking(words[0]) if words else texts()
    for text, place in found.items():
        entry = polib.POEntry(msgid=text[0], occurrences=[tuple(place.split(":"))])
        if len(text) > 1:
            entry.msgid_plural, entry.msgstr_plural = text[1], {0: "", 1: ""}
        print(entry)


if __name__ == "__main__":
    main(sys.argv[1:])

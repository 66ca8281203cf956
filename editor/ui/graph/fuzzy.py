"""Finding nodes by part of a name, of a family, or by a word that describes them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nodes.api.spec import Spec

_MISS = 100
_WORD = re.compile(r"[a-z0-9]+")


def found(specs: Iterable[Spec], words: str) -> tuple[Spec, ...]:
    """Return the nodes that every word finds, the best first; all by name for no words."""
    wanted = words.lower().split()
    ranked = [(rank(spec, wanted), spec.id, spec) for spec in specs]
    return tuple(spec for points, _, spec in sorted(ranked, key=lambda each: each[:2]) if points < _MISS)


def rank(spec: Spec, words: Iterable[str]) -> int:
    """Return how well words find a node, 0 best; 100 and more where one of them does not.

    A word may begin the node's name, its family, lie within either, be letters of them in their order
    ("clgr" finds color.grade), or begin a word of what is said of it.
    """
    name = spec.id.lower()
    parts = re.split(r"[._]", name)
    total = 0
    for word in words:
        if parts[-1] == word:
            points = 0
        elif name.rpartition(".")[2].startswith(word) or name.startswith(word):
            points = 1
        elif any(part.startswith(word) for part in parts):
            points = 2
        elif word in name:
            points = 3
        elif len(word) > 2 and any(each.startswith(word) for each in _WORD.findall(spec.doc.lower())):
            points = 5
        elif len(word) > 2 and _in_order(word, name):
            points = 4
        else:
            points = _MISS
        total += points
    return total


def _in_order(word: str, name: str) -> bool:
    """Return whether the letters of a word stand in a name in their order, its first one beginning a part."""
    for start in [0, *(index + 1 for index, letter in enumerate(name) if letter in "._")]:
        rest = iter(name[start:])
        if name[start : start + 1] == word[0] and all(letter in rest for letter in word):
            return True
    return False

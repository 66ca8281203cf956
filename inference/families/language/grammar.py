"""What text may look like, character by character: a small grammar, and where in it a text has come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias


@dataclass(frozen=True, slots=True, eq=False)
class One:
    """One character: of `letters`, or any but those and control characters where `others`."""

    letters: frozenset[str]
    others: bool = False

    def takes(self, letter: str) -> bool:
        """Return whether the character may be this one."""
        return (letter >= " " and letter not in self.letters) if self.others else letter in self.letters


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One part after the other."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Either:
    """Any one of several."""

    options: tuple[Part, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Many:
    """A part again and again: at least `low` times, at most `high` (None without end)."""

    part: Part
    low: int
    high: int | None


Part: TypeAlias = One | Row | Either | Many
Place: TypeAlias = tuple[Part, ...]
"""What is still to come, the next last."""
State: TypeAlias = frozenset[Place]
"""Every place that a text may have come to, each beginning with a character or at its end."""


@cache
def many(part: Part, low: int = 0, high: int | None = None) -> Many:
    """Return a part repeated; the same for the same, so that places can be compared."""
    return Many(part, low, high)


def text(words: str) -> Row:
    """Return what is exactly these characters."""
    return Row(tuple(One(frozenset(letter)) for letter in words))


def perhaps(part: Part) -> Many:
    """Return what may be left out."""
    return many(part, 0, 1)


def start(part: Part) -> State:
    """Return where a text begins."""
    return frozenset(_opened((part,)))


def after(state: State, words: str) -> State:
    """Return where a text has come to with more characters; empty where it may not go on so."""
    for letter in words:
        state = frozenset(
            place
            for before in state
            if before and isinstance(before[-1], One) and before[-1].takes(letter)
            for place in _opened(before[:-1])
        )
        if not state:
            break
    return state


def may_end(state: State) -> bool:
    """Return whether the text is whole."""
    return () in state


def ending(state: State) -> str:
    """Return the shortest text with which it becomes whole."""
    return min(
        ("".join(_least(part) for part in reversed(place)) for place in state),
        key=lambda each: (len(each), each),
    )


def _opened(place: Place) -> Iterator[Place]:
    """Yield places that begin with a character, or are the end, for one that begins with any part."""
    todo, seen = [place], set[Place]()
    while todo:
        at = todo.pop()
        if at in seen:
            continue
        seen.add(at)
        if not at or isinstance(at[-1], One):
            yield at
            continue
        rest, first = at[:-1], at[-1]
        if isinstance(first, Row):
            todo.append(rest + first.parts[::-1])
        elif isinstance(first, Either):
            todo += [(*rest, option) for option in first.options]
        else:
            if first.low == 0:
                todo.append(rest)
            if first.high is None or first.high > 0:
                fewer = None if first.high is None else first.high - 1
                todo.append((*rest, many(first.part, max(0, first.low - 1), fewer), first.part))


@cache
def _least(part: Part) -> str:
    if isinstance(part, One):
        return "x" if part.others else min(part.letters)
    if isinstance(part, Row):
        return "".join(map(_least, part.parts))
    if isinstance(part, Either):
        return min(map(_least, part.options), key=lambda each: (len(each), each))
    return _least(part.part) * part.low

"""Finding actions by a few letters of their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from editor.ui.actions import Action


def rank(query: str, text: str) -> int | None:
    """Return how well a text answers a query, less is better; None where it does not.

    Every word of the query is the beginning of a word of the text (best), stands somewhere in it, or has
    its letters there in order.

    >>> rank("spl pl", "Split at the Playhead"), rank("lit", "Split"), rank("stp", "Split at the Playhead")
    (0, 10, 30)
    >>> rank("zoom", "Split") is None
    True
    """
    said = text.lower()
    words = said.replace("…", "").replace("(", " ").split()
    total = 0
    for word in query.lower().split():
        if any(each.startswith(word) for each in words):
            continue
        if word in said:
            total += 10
        elif _in_order(word, said):
            total += 30
        else:
            return None
    return total


def found(query: str, actions: Iterable[tuple[Action, str]], recent: Sequence[str]) -> list[Action]:
    """Return the actions that answer a query, the best first, among equals the recent, then as they come.

    Each action comes with the words it is found by.
    """
    place = {id: number for number, id in enumerate(recent)}
    ranked = [
        (how, place.get(action.id, len(place)), number, action)
        for number, (action, text) in enumerate(actions)
        if (how := rank(query, text)) is not None
    ]
    return [action for *_, action in sorted(ranked, key=lambda each: each[:3])]


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)

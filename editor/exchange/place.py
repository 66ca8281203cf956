"""Where in a timeline document reading stands, and typed looks at the fields there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nodes.api.errors import BadInput
from nodes.api.times import Rate

from .tokens import Json, Text

_INT32 = 2**31
_KINDS = {type(None): "null", bool: "true or false", int: "a number", float: "a number", dict: "an object"}
_HINT = "Export the timeline again, or mend that field in the file."


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in the document `where`, and what reading there needs.

    `path` is the way from its root, `rate` counts times that name no rate of their own, `taken` holds
    the ids that items before it bear.
    """

    where: str
    rate: Rate
    path: str = ""
    taken: set[str] = field(default_factory=set, compare=False)

    def at(self, key: str | int) -> Place:
        """Return the place under a key or an index."""
        dotted = f".{key}" if self.path else str(key)
        path = self.path + (f"[{key}]" if isinstance(key, int) else dotted)
        return Place(self.where, self.rate, path, self.taken)

    def bad(self, why: str, hint: str = _HINT) -> BadInput:
        """Return the error that this place cannot be read."""
        return BadInput(f"Read {self.where}, {self.path or 'the whole document'}", why, hint=hint)

    def wrong(self, value: Json, wanted: str) -> BadInput:
        """Return the error that `value` is not what is needed here."""
        if isinstance(value, str):
            shown = repr(str(value) if len(value) <= 32 else f"{value[:28]}…")
        else:
            shown = _KINDS.get(type(value), "a list" if isinstance(value, list) else "a number")
        return self.bad(f"{shown} stands where {wanted} is needed")


NOWHERE = Place("what was read before", Rate(24))
"""For looking again at what was read once without fault."""


def text_of(data: Mapping[str, Json], key: str, place: Place) -> str:
    """Return a text field, "" where it is absent or null."""
    value = data.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise place.at(key).wrong(value, "a text")
    return value


def flag_of(data: Mapping[str, Json], key: str, place: Place) -> bool:
    """Return a true-or-false field, true where it is absent or null."""
    value = data.get(key)
    if value is None:
        return True
    if not isinstance(value, bool):
        raise place.at(key).wrong(value, "true or false")
    return value


def integer_of(data: Mapping[str, Json], key: str, place: Place, default: int) -> int:
    """Return a whole-number field of 32 bits, `default` where it is absent or null."""
    value = data.get(key)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= _INT32:
        raise place.at(key).wrong(value, "a whole number of up to 32 bits")
    return value


def mapping_of(data: Mapping[str, Json], key: str, place: Place) -> dict[str, Json]:
    """Return an object field, an empty one where it is absent or null."""
    value = data.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise place.at(key).wrong(value, "an object")
    return value


def list_of(data: Mapping[str, Json], key: str, place: Place) -> list[Json]:
    """Return a list field, an empty one where it is absent or null."""
    value = data.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise place.at(key).wrong(value, "a list")
    return value


def plain(value: str) -> str:
    """Return the text without the spelling it was read in."""
    return str.__str__(value) if isinstance(value, Text) else value

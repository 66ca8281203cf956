"""A table of a card, asked for its values by key: what is wrong is told with card and key."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import Any, TypeVar

from . import kinds
from .errors import BadCard

T = TypeVar("T")


class Part:
    """A table of a card, whose values are asked for by key and kind; every method may raise BadCard."""

    def __init__(self, data: Any, attempted: str) -> None:
        """Take plain data, which must be a table, and what to say is being done with it."""
        try:
            self.data = kinds.table(data)
        except TypeError as error:
            raise BadCard(attempted, f"it {error}") from error
        self.attempted = attempted

    def wrong(self, key: str, why: str) -> BadCard:
        """Return the error for what stands at a key."""
        return BadCard(self.attempted, f"'{key}' {why}", hint="Correct the card, or write it anew.")

    def only(self, cls: type) -> None:
        """Refuse every key that is no field of the class."""
        known = {each.name for each in dataclasses.fields(cls)}
        for key in self.data:
            if key not in known:
                raise self.wrong(str(key), f"is unknown; known are {', '.join(sorted(known))}")

    def read(self, key: str, take: Callable[[Any], T], default: T) -> T:
        """Return a value as `take` makes it, or the default where there is none."""
        value = self.data.get(key)
        if value is None:
            return default
        try:
            return take(value)
        except (TypeError, ValueError, OverflowError) as error:
            raise self.wrong(key, str(error)) from error

    def needed(self, key: str, take: Callable[[Any], T]) -> T:
        """Return a value as `take` makes it; it has to be there."""
        if self.data.get(key) is None:
            raise self.wrong(key, "is missing")
        try:
            return take(self.data[key])
        except (TypeError, ValueError, OverflowError) as error:
            raise self.wrong(key, str(error)) from error

    def text(self, key: str) -> str:
        """Return text, empty where there is none."""
        return self.read(key, kinds.text, "")

    def match(self, key: str, pattern: re.Pattern[str], meant: str) -> str:
        """Return text that the pattern describes, empty where there is none."""
        found = self.text(key)
        if found and (".." in found or not pattern.fullmatch(found)):
            raise self.wrong(key, f"must be {meant}, not '{found}'")
        return found

    def whole(self, key: str, default: int, *, least: int) -> int:
        """Return a whole number from `least` on."""
        value = self.read(key, kinds.whole, default)
        if value < least:
            raise self.wrong(key, f"must be at least {least}, not {value}")
        return value

    def table(self, key: str) -> Part:
        """Return the table at a key, an empty one where there is none."""
        return Part(self.data.get(key) or {}, f"{self.attempted}, {key}")

    def tables(self, key: str) -> list[Part]:
        """Return the tables of the list at a key."""
        each: list[Any] = self.read(key, kinds.listed, [])
        return [Part(one, f"{self.attempted}, {key}") for one in each]

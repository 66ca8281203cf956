"""Which takes are shown, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from editor.takes.quality import KNOWN

from .rows import Row

Only = Literal["all", "circled", "starred", "draft", "stale", "failed", "trash"]
ONLY: tuple[Only, ...] = ("all", "circled", "starred", "draft", "stale", "failed", "trash")
NAME, DATE, RATING = "name", "date", "rating"
ORDERS = (DATE, NAME, RATING, *(measure.name for measure in KNOWN))


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to see: takes of a kind, rated at least so, whose words hold a text; the order.

    `turned` turns the order round. By itself dates and names rise, ratings fall, and of a measure the better
    comes first.
    """

    only: Only = "all"
    rated: int = 0
    text: str = ""
    order: str = DATE
    turned: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it leaves nothing out."""
        return self.only == "all" and not self.rated and not self.text.strip()


def arranged(rows: Sequence[Row], wish: Wish) -> tuple[Row, ...]:
    """Return the rows that are wanted, in the wanted order; what was not measured comes last either way."""
    found = [row for row in rows if _is_wanted(row, wish)]
    if wish.order in (DATE, NAME, RATING):
        found.sort(key=_BY[wish.order], reverse=wish.turned)
        return tuple(found)
    measured = [row for row in found if wish.order in row.measures]
    less = next((each.less_is_better for each in KNOWN if each.name == wish.order), None)
    falls = wish.turned != (less is not True)
    measured.sort(key=lambda row: row.measures[wish.order], reverse=falls)
    return (*measured, *(row for row in found if wish.order not in row.measures))


def _is_wanted(row: Row, wish: Wish) -> bool:
    if row.trashed != (wish.only == "trash"):
        return False
    kinds = {
        "circled": row.circled,
        "starred": row.starred,
        "draft": row.take.is_draft,
        "stale": row.is_stale,
        "failed": False,
    }
    if not kinds.get(wish.only, True) or row.rating < wish.rated:
        return False
    wanted = wish.text.casefold().split()
    words = row.words.casefold() if wanted else ""
    return all(word in words for word in wanted)


def _name(row: Row) -> tuple[str, int, str]:
    number = row.id.removeprefix("t")
    return (row.shot.casefold(), int(number) if number.isdigit() else 0, row.id)


def _date(row: Row) -> tuple[str, tuple[str, int, str]]:
    return (str(row.take.record.get("made", "")), _name(row))


def _rating(row: Row) -> tuple[int, tuple[str, int, str]]:
    return (-row.rating, _name(row))


_BY: dict[str, Callable[[Row], tuple[object, ...]]] = {NAME: _name, DATE: _date, RATING: _rating}

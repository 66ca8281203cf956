"""What stands on a track, one after another, with the change-overs between: by place, nothing built yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from editor.document.layout import MediaLookup, placed
from editor.document.looks import NONE
from editor.document.model import Gap, Item, Track, Transition
from editor.document.switches import is_off
from editor.document.transitions import is_rendered
from nodes.api.times import Range, Time


@dataclass(frozen=True, slots=True)
class Seat:
    """An item's place, and how far change-overs at its head and tail reach beyond it and into it."""

    item: Item
    place: Range
    head: Change | None = None
    tail: Change | None = None

    @property
    def reach(self) -> Range:
        """Where it is on screen at all, change-overs included."""
        if self.head is None and self.tail is None:
            return self.place
        start = self.place.start if self.head is None else min(self.head.place.start, self.place.start)
        end = self.place.end if self.tail is None else max(self.tail.place.end, self.place.end)
        return Range.between(start, end)

    @property
    def beyond(self) -> tuple[Time, Time]:
        """How far change-overs reach before its head and after its tail."""
        if self.head is None and self.tail is None:
            return NONE, NONE
        reach = self.reach
        return self.place.start - reach.start, reach.end - self.place.end

    @property
    def alone(self) -> Range:
        """Where it is on screen by itself."""
        if self.head is None and self.tail is None:
            return self.place
        start = self.place.start if self.head is None else max(self.head.place.end, self.place.start)
        end = self.place.end if self.tail is None else min(self.tail.place.start, self.place.end)
        return Range.between(start, end)


@dataclass(frozen=True, slots=True)
class Change:
    """A change-over and where it happens."""

    transition: Transition
    place: Range


@dataclass(frozen=True, slots=True)
class Seated:
    """A track's items at their places, and its change-overs with what is on either side."""

    seats: tuple[Seat, ...]
    changes: tuple[tuple[Seat | None, Change, Seat | None], ...]


def seated(
    items: tuple[Item, ...],
    start: Time,
    wanted: Range,
    media: MediaLookup,
    where: str,
    problems: list[str],
) -> Seated:
    """Return what stands on a track whose own time begins at `start` of the time that is rendered.

    Names in `problems` change-overs within `wanted` that are not rendered, and those that are longer than
    what is beside them.
    """
    changes: dict[int, Change] = {}
    seats: list[Seat] = []
    for here in placed(Track("", "", "Video", items), start.rate, media, start):
        if not isinstance(here.item, Transition):
            seats.append(Seat(here.item, here.range))
        elif not here.range.is_empty:
            if not is_rendered(here.item) and touch(here.range, wanted):
                problems.append(f"{where} has {_called(here.item)} at frame {here.range.start.frame}")
            changes[len(seats)] = Change(here.item, here.range)
    joined = tuple(_joined(seats, changes))
    for seat in joined:
        if (seat.head or seat.tail) and _is_crowded(seat) and touch(seat.reach, wanted):
            problems.append(f"on {where} the transitions at '{seat.item.name}' are longer than it is")
    pairs = tuple(
        (
            _side(joined[index - 1] if index else None),
            change,
            _side(joined[index] if index < len(joined) else None),
        )
        for index, change in changes.items()
    )
    return Seated(joined, pairs)


def touch(one: Range, other: Range) -> bool:
    """Return whether two stretches share any time."""
    lasts = one.duration.value > 0 and other.duration.value > 0
    return lasts and one.start < other.end and other.start < one.end


def shows(items: tuple[Item, ...], start: Time, wanted: Range, media: MediaLookup) -> bool:
    """Return whether a track shows or sounds anything in a stretch."""
    standing = placed(Track("", "", "Video", items), start.rate, media, start)
    return any(
        not is_nothing(here.item) and touch(here.range, wanted)
        for here in standing
        if not isinstance(here.item, Transition)
    )


def _joined(seats: list[Seat], changes: dict[int, Change]) -> Iterator[Seat]:
    for index, seat in enumerate(seats):
        yield Seat(seat.item, seat.place, changes.get(index), changes.get(index + 1))


def _side(seat: Seat | None) -> Seat | None:
    return None if seat is None or is_nothing(seat.item) else seat


def is_nothing(item: Item) -> bool:
    """Return whether an item shows and sounds nothing: a gap, or something that is switched off."""
    return isinstance(item, Gap) or is_off(item)


def _is_crowded(seat: Seat) -> bool:
    """Return whether the change-overs at both ends reach into one another, or past the other end."""
    head = seat.place.start if seat.head is None else seat.head.place.end
    tail = seat.place.end if seat.tail is None else seat.tail.place.start
    return head > tail or head > seat.place.end or tail < seat.place.start


def _called(transition: Transition) -> str:
    return f"the transition '{transition.name or transition.kind}' ({transition.kind})"

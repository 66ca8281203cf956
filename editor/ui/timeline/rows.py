"""The tracks laid out for drawing and finding: once per track object, since tracks are frozen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from editor.document.layout import MediaLookup, item_duration, source_range
from editor.document.model import Clip, Cut, Gap, Item, Marker, Stack, Track, Transition, Unknown
from editor.document.rules import is_locked
from nodes.api.times import Rate, Time

Frames = int | Fraction
"""Frames of the cut's rate, whole wherever they are."""

GAP, PICTURE, SOUND, NESTED, UNKNOWN = range(5)
KIND = 7
OFF, OFFLINE, GRAPH, RUN = 8, 16, 32, 64
"""A block's code is a kind, and flags: not enabled, without media, with a graph, several merged."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker and where it stands in cut time, in frames; `owner` is the id of what bears it."""

    start: Frames
    end: Frames
    marker: Marker
    owner: str


@dataclass(frozen=True, slots=True)
class Change:
    """A transition and the frames it spans."""

    start: Frames
    end: Frames
    item: Transition


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Row:
    """A track's items from its start, one after another.

    Item `i` stands from `bounds[i]` to `bounds[i + 1]` (exact frames of the cut's rate); `edges` are the
    same as floats; `codes[i]` is its kind with flags. Transitions are apart, since they lie over items.
    `spoken` are the places of clips whose level, opacity or fades were set to something.
    """

    holder: Item
    name: str
    kind: Literal["Video", "Audio", "other"]
    word: str
    enabled: bool
    locked: bool
    solo: bool
    items: tuple[Item, ...]
    bounds: tuple[Frames, ...]
    edges: NDArray[np.float64]
    codes: NDArray[np.uint8]
    changes: tuple[Change, ...]
    marks: tuple[Mark, ...]
    places: Mapping[str, int]
    spoken: frozenset[int]

    @property
    def end(self) -> Frames:
        """The first frame after the last item."""
        return self.bounds[-1]


def holders_of(cut: Cut) -> tuple[Item, ...]:
    """Return what the rows are, from the top: pictures with the uppermost first, then sound in order."""
    pictures = [item for item in cut.stack.items if kind_of(item) != "Audio"]
    sounds = [item for item in cut.stack.items if kind_of(item) == "Audio"]
    return (*reversed(pictures), *sounds)


def kind_of(holder: Item) -> Literal["Video", "Audio", "other"]:
    """Return what a row holds."""
    if not isinstance(holder, Track) or holder.kind == "Video":
        return "Video"
    return "Audio" if holder.kind == "Audio" else "other"


def row_of(holder: Item, rate: Rate, media: MediaLookup | None, offline: Callable[[Clip], bool]) -> Row:
    """Lay one child of the cut's stack out. What is no track is a row with that one item."""
    track = holder if isinstance(holder, Track) else None
    items = track.items if track is not None else (holder,)
    kept: list[Item] = []
    bounds: list[Frames] = [0]
    changes: list[Change] = []
    position: Frames = 0
    for item in items:
        if isinstance(item, Transition):
            before, after = (_whole(each.at(rate).value) for each in (item.before, item.after))
            changes.append(Change(position - before, position + after, item))
            continue
        position = _whole(position + _length(item, rate, media))
        kept.append(item)
        bounds.append(position)
    marks = [*_item_marks(kept, bounds, rate, media), *_own_marks(track, rate)]
    if track is not None and track.source is not None:
        shown = _trimmed(track, rate, bounds, changes, marks)
        # A few exporters trim tracks in another clock, which would leave nothing to be seen or clicked.
        if shown[0][0] < shown[0][-1]:
            bounds, changes, marks = shown
    kind = kind_of(holder)
    word = track.kind if track is not None else type(holder).__name__
    base = SOUND if kind == "Audio" else PICTURE
    return Row(
        holder=holder,
        name=" ".join(getattr(holder, "name", "").split()) or word,
        kind=kind,
        word=word,
        enabled=getattr(holder, "enabled", True),
        locked=track is not None and is_locked(track),
        solo=track is not None and track.solo,
        items=tuple(kept),
        bounds=tuple(bounds),
        edges=np.array(bounds, dtype=np.float64),
        codes=np.array([_code(item, base, offline) for item in kept], dtype=np.uint8),
        changes=tuple(changes),
        marks=tuple(sorted(marks, key=lambda mark: mark.start)),
        places={item.id: index for index, item in enumerate(kept)},
        spoken=frozenset(
            index for index, item in enumerate(kept) if isinstance(item, Clip) and _is_set(item)
        ),
    )


def silenced(rows: Sequence[Row]) -> frozenset[str]:
    """Return the ids of rows that are not seen or heard since others of their kind have a solo."""
    solo = {row.kind for row in rows if row.solo and row.enabled}
    return frozenset(row.holder.id for row in rows if row.kind in solo and not row.solo)


def _whole(value: Frames) -> Frames:
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


def _length(item: Item, rate: Rate, media: MediaLookup | None) -> Frames:
    if isinstance(item, Clip):
        source = source_range(item, media)
        length = None if source is None else source.duration
    elif isinstance(item, Gap):
        length = item.duration
    else:
        length = item_duration(item, rate, media)
    if length is None:
        return 0
    return max(_whole(length.value if length.rate == rate else length.at(rate).value), 0)


def _code(item: Item, base: int, offline: Callable[[Clip], bool]) -> int:
    if isinstance(item, Clip):
        flags = (0 if item.enabled else OFF) | (OFFLINE if offline(item) else 0)
        return base | flags | (0 if item.graph is None else GRAPH)
    if isinstance(item, Track | Stack):
        return NESTED | (0 if item.enabled else OFF)
    return UNKNOWN if isinstance(item, Unknown) else GAP


def _is_set(item: Item) -> bool:
    if not isinstance(item, Clip):
        return False
    return item.level != 0.0 or item.opacity != 1.0 or bool(item.fade_in.value or item.fade_out.value)


def _item_marks(
    items: list[Item], bounds: list[Frames], rate: Rate, media: MediaLookup | None
) -> Iterator[Mark]:
    for item, start in zip(items, bounds, strict=False):
        markers = getattr(item, "markers", ())
        if not markers:
            continue
        origin = Time.zero(rate)
        if isinstance(item, Clip):
            source = source_range(item, media)
            origin = origin if source is None else source.start
        elif isinstance(item, Track | Stack) and item.source is not None:
            origin = item.source.start
        for marker in markers:
            if marker.range is not None:
                yield _mark(marker, start - origin.at(rate).value, rate, item.id)


def _own_marks(track: Track | None, rate: Rate) -> Iterator[Mark]:
    for marker in track.markers if track is not None else ():
        if marker.range is not None and track is not None:
            yield _mark(marker, 0, rate, track.id)


def stack_marks(cut: Cut) -> tuple[Mark, ...]:
    """Return the markers of the cut itself, in order."""
    marks = [
        _mark(marker, 0, cut.rate, cut.stack.id) for marker in cut.stack.markers if marker.range is not None
    ]
    return tuple(sorted(marks, key=lambda mark: mark.start))


def _mark(marker: Marker, offset: Frames, rate: Rate, owner: str) -> Mark:
    assert marker.range is not None
    start = marker.range.start.at(rate).value + offset
    length = marker.range.duration.at(rate).value
    return Mark(_whole(start), _whole(start + length), marker, owner)


def _trimmed(
    track: Track, rate: Rate, bounds: list[Frames], changes: list[Change], marks: list[Mark]
) -> tuple[list[Frames], list[Change], list[Mark]]:
    assert track.source is not None
    off = _whole(track.source.start.at(rate).value)
    length = _whole(track.source.duration.at(rate).value)
    return (
        [min(max(bound - off, 0), length) for bound in bounds],
        [Change(each.start - off, each.end - off, each.item) for each in changes],
        [Mark(each.start - off, each.end - off, each.marker, each.owner) for each in marks],
    )

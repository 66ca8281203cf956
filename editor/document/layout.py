"""Where things stand: exact ranges on a track and in the cut, and finding a shot by what a person calls it.

Nesting comes from other people's files, so nothing here recurses.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from nodes.api import BadInput, Range, Rate, Time

from .model import Clip, Cut, Gap, Item, Stack, Track, Transition, Unknown

MediaLookup = Callable[[Clip], Range | None]
"""Says what range of media a clip's source has, in the reference's own time; None where it is not known."""

Container = Track | Stack


@dataclass(frozen=True, slots=True)
class Placed:
    """An item and where it stands in the time of the track or stack that holds it."""

    item: Item
    range: Range


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """An item and its way up: the holder it stands in (None for the cut's own stack) and its place there."""

    item: Item
    holder: Standing | None = None
    index: int = 0

    @property
    def path(self) -> tuple[int, ...]:
        """The places from the cut's stack down to the item; empty for the stack itself."""
        places = []
        here = self
        while here.holder is not None:
            places.append(here.index)
            here = here.holder
        return tuple(reversed(places))

    @property
    def track(self) -> Track | None:
        """The nearest track around the item."""
        here = self.holder
        while here is not None:
            if isinstance(here.item, Track):
                return here.item
            here = here.holder
        return None


@dataclass(frozen=True, slots=True)
class Shot:
    """A clip, the track it is on and where it stands in cut time (nested clips too, as if not trimmed)."""

    clip: Clip
    track: Track | None
    range: Range
    standing: Standing


def walk(cut: Cut) -> Iterator[Standing]:
    """Yield everything in the cut, holders before what they hold, in order; the cut's stack first."""
    waiting = [Standing(cut.stack)]
    while waiting:
        here = waiting.pop()
        yield here
        if isinstance(here.item, Track | Stack):
            children = here.item.items
            waiting.extend(Standing(children[i], here, i) for i in range(len(children) - 1, -1, -1))


def source_range(clip: Clip, media: MediaLookup | None = None) -> Range | None:
    """Return the range of media a clip uses, in its reference's own time; None where nothing says.

    The trimmed range, else what its active reference says is available, else what `media` says.
    """
    if clip.source is not None:
        return clip.source
    reference = clip.references.get(clip.active)
    if reference is not None and reference.available is not None:
        return reference.available
    return media(clip) if media is not None else None


def durations(root: Container, rate: Rate, media: MediaLookup | None = None) -> dict[int, Time]:
    """Return the length of `root` and of every holder inside, by `id()` of the object, counted at `rate`."""
    holders: list[Container] = [root]
    for holder in holders:
        holders.extend(item for item in holder.items if isinstance(item, Track | Stack))
    known: dict[int, Time] = {}
    for holder in reversed(holders):
        if holder.source is not None:
            known[id(holder)] = holder.source.duration
            continue
        if isinstance(holder, Track):
            known[id(holder)] = _total(holder.items, rate, media, known)
        else:
            lengths = (_length(item, rate, media, known) for item in holder.items)
            known[id(holder)] = max(lengths, default=Time.zero(rate))
    return known


def _nested(items: Sequence[Item], rate: Rate, media: MediaLookup | None) -> dict[int, Time]:
    inside = (item for item in items if isinstance(item, Track | Stack))
    return {key: length for item in inside for key, length in durations(item, rate, media).items()}


def _total(items: Sequence[Item], rate: Rate, media: MediaLookup | None, known: dict[int, Time]) -> Time:
    """Return how long items last one after another; whole frames are counted as such, which is faster."""
    whole: dict[Rate, int] = {}
    parts = Time.zero(rate)
    last, count = rate, 0
    for item in items:
        length = _length(item, rate, media, known)
        if length.value.denominator != 1:
            parts += length
        elif length.rate is last:
            count += length.value.numerator
        else:
            whole[last] = whole.get(last, 0) + count
            last, count = length.rate, length.value.numerator
    whole[last] = whole.get(last, 0) + count
    return sum((Time(value, of) for of, value in whole.items()), parts)


def _length(item: Item, rate: Rate, media: MediaLookup | None, known: dict[int, Time]) -> Time:
    match item:
        case Clip():
            source = source_range(item, media)
            return Time.zero(rate) if source is None else source.duration
        case Gap():
            return item.duration
        case Transition():
            return Time.zero(rate)
        case Unknown():
            return Time.zero(rate) if item.duration is None else item.duration
        case _:
            return known[id(item)]


def item_duration(item: Item, rate: Rate, media: MediaLookup | None = None) -> Time:
    """Return how long an item lasts in the record; zero where nothing says, and for a transition.

    Time effects do not change it: a clip's source range has the record's length.
    """
    known = durations(item, rate, media) if isinstance(item, Track | Stack) else {}
    return _length(item, rate, media, known)


def cut_duration(cut: Cut, media: MediaLookup | None = None) -> Time:
    """Return how long the cut lasts: as long as its longest track."""
    return item_duration(cut.stack, cut.rate, media).at(cut.rate)


def placed(
    track: Container, rate: Rate, media: MediaLookup | None = None, start: Time | None = None
) -> tuple[Placed, ...]:
    """Return where each item of a track (or stack) stands, from `start` or 0, counted at `rate`.

    A transition spans its reach into both neighbours.
    """
    return _placed(track, rate, media, durations(track, rate, media), start)


def item_at(track: Track, at: Time, rate: Rate, media: MediaLookup | None = None) -> tuple[int, Time]:
    """Return the place and start of the item that begins at `at` or spans it, transitions passed over.

    Past the end of the track that is the number of items and the track's end.
    """
    known = _nested(track.items, rate, media)
    wanted = at.at(rate).value
    # Whole frames are counted as such, which is faster than fractions are.
    frames, parts = 0, Fraction(0)
    for index, item in enumerate(track.items):
        length = _length(item, rate, media, known)
        value = length.value if length.rate is rate else length.at(rate).value
        if value.denominator == 1:
            end, then = frames + value.numerator, parts
        else:
            end, then = frames, parts + value
        if wanted < (end + then if then else end) and not isinstance(item, Transition):
            return index, Time(frames + parts, rate)
        frames, parts = end, then
    return len(track.items), Time(frames + parts, rate)


def _placed(
    holder: Container,
    rate: Rate,
    media: MediaLookup | None,
    known: dict[int, Time],
    start: Time | None = None,
) -> tuple[Placed, ...]:
    found = []
    position = start or Time.zero(rate)
    for item in holder.items:
        length = _length(item, rate, media, known).at(rate)
        if isinstance(item, Transition):
            found.append(Placed(item, Range(position - item.before, (item.before + item.after).at(rate))))
        else:
            found.append(Placed(item, Range(position, length)))
        if isinstance(holder, Track):
            position += length
    return tuple(found)


def refilled(
    holder: Container, items: tuple[Item, ...], rate: Rate, media: MediaLookup | None = None
) -> Container:
    """Return a track or stack with other items; a trimmed one shows as much more or less as they last."""
    new = replace(holder, items=items)
    if holder.source is None:
        return new
    before, after = (item_duration(replace(each, source=None), rate, media) for each in (holder, new))
    grown = after - before
    length = max(holder.source.duration + grown, Time.zero(holder.source.duration.rate))
    return replace(new, source=Range(holder.source.start, length))


def shots(cut: Cut, media: MediaLookup | None = None) -> Iterator[Shot]:
    """Yield every clip with its track and its range in cut time, track by track, from the lowest."""
    known = durations(cut.stack, cut.rate, media)
    waiting = [(Standing(cut.stack), Time.zero(cut.rate))]
    while waiting:
        here, start = waiting.pop()
        holder = here.item
        assert isinstance(holder, Track | Stack)
        trimmed = Time.zero(cut.rate) if holder.source is None or here.holder is None else holder.source.start
        inside: list[tuple[Standing, Time]] = []
        for index, at in enumerate(_placed(holder, cut.rate, media, known)):
            standing = Standing(at.item, here, index)
            position = start + at.range.start - trimmed
            if isinstance(at.item, Clip):
                yield Shot(at.item, standing.track, Range(position, at.range.duration), standing)
            elif isinstance(at.item, Track | Stack):
                inside.append((standing, position))
        waiting.extend(reversed(inside))


def record_range(cut: Cut, standing: Standing, media: MediaLookup | None = None) -> Range:
    """Return where one item stands in cut time."""
    duration = item_duration(standing.item, cut.rate, media).at(cut.rate)
    return Range(record_start(cut, standing, media), duration)


def record_start(cut: Cut, standing: Standing, media: MediaLookup | None = None) -> Time:
    """Return where one item begins in cut time, which is told sooner than how long it lasts."""
    rate = cut.rate
    start = Time.zero(rate)
    here = standing
    while here.holder is not None:
        holder = here.holder.item
        assert isinstance(holder, Track | Stack)
        if isinstance(holder, Track):
            before = holder.items[: here.index]
            start += _total(before, rate, media, _nested(before, rate, media))
        if holder.source is not None and here.holder.holder is not None:
            start -= holder.source.start
        here = here.holder
    return start


def holders(cut: Cut) -> Iterator[Standing]:
    """Yield every track and stack of the cut, holders before what they hold; the cut's stack first."""
    waiting = [Standing(cut.stack)]
    while waiting:
        here = waiting.pop()
        yield here
        assert isinstance(here.item, Track | Stack)
        inside = [(i, item) for i, item in enumerate(here.item.items) if isinstance(item, Track | Stack)]
        waiting.extend(Standing(item, here, index) for index, item in reversed(inside))


def by_id(cut: Cut, item_id: str) -> Standing | None:
    """Return the item with that id, None where there is none."""
    for here in holders(cut):
        if here.item.id == item_id:
            return here
        assert isinstance(here.item, Track | Stack)
        for index, item in enumerate(here.item.items):
            if item.id == item_id:
                return Standing(item, here, index)
    return None


def find(cut: Cut, name_or_id: str) -> Standing:
    """Return the item with that id, or the clip with that name.

    Raises BadInput with close matches where there is none, and with the ids where several clips bear
    the name.
    """
    named: list[Standing] = []
    for here in walk(cut):
        if here.item.id == name_or_id:
            return here
        if isinstance(here.item, Clip) and here.item.name == name_or_id:
            named.append(here)
    if len(named) == 1:
        return named[0]
    if named:
        ids = ", ".join(here.item.id for here in named)
        raise BadInput(
            f"Find the shot '{name_or_id}'",
            f"{len(named)} clips bear that name",
            hint=f"Use one of their ids: {ids}.",
        )
    clips = [here.item for here in walk(cut) if isinstance(here.item, Clip)]
    raise BadInput(
        f"Find the shot '{name_or_id}'",
        "no clip has that name or id",
        hint=_close(name_or_id, [clip.name for clip in clips] + [clip.id for clip in clips]),
    )


def find_clip(cut: Cut, name_or_id: str) -> Clip:
    """Return the clip with that name or id; raises as `find`, and BadInput for another kind of item."""
    item = find(cut, name_or_id).item
    if not isinstance(item, Clip):
        kind = type(item).__name__.lower()
        raise BadInput(f"Find the shot '{name_or_id}'", f"that is a {kind}", hint="Name a clip.")
    return item


def find_track(cut: Cut, name_or_id: str) -> Standing:
    """Return the track with that id or name; raises BadInput as `find` does."""
    tracks = [here for here in holders(cut) if isinstance(here.item, Track)]
    for here in tracks:
        if here.item.id == name_or_id:
            return here
    named = [here for here in tracks if here.item.name == name_or_id]
    if len(named) == 1:
        return named[0]
    if named:
        ids = ", ".join(here.item.id for here in named)
        raise BadInput(
            f"Find the track '{name_or_id}'",
            f"{len(named)} tracks bear that name",
            hint=f"Use one of their ids: {ids}.",
        )
    names = [here.item.name or here.item.id for here in tracks]
    raise BadInput(
        f"Find the track '{name_or_id}'",
        "no track has that name or id",
        hint=f"The cut has: {', '.join(names[:12])}." if names else "The cut has no track.",
    )


def _close(wanted: str, names: list[str]) -> str:
    close = difflib.get_close_matches(wanted, dict.fromkeys(names), n=5, cutoff=0.5)
    if close:
        return f"Did you mean {' or '.join(repr(name) for name in close)}?"
    return "`workprint info` lists the shots." if names else "The cut has no clip."

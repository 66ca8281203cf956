"""Cuts with retimes, transitions, keys and markers, and what can be told of what a track shows."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from hypothesis import assume
from hypothesis import strategies as st

from editor.document.changes import applied, difference
from editor.document.layout import Shot, by_id, placed, record_range, shots
from editor.document.model import SOURCE, Clip, Cut, Item, Marker, MediaReference, Track, Transition
from editor.document.retimes import Retime, effect_of, retime_of
from nodes.api import Curve, Key, Rate, Time
from tests.editor.document.made import RATE, cut, every_id, frames, gap, stretch, track

RATES = (Rate(24), Rate(25), Rate(24000, 1001))
SPEEDS = (Fraction(1), Fraction(1), Fraction(2), Fraction(1, 3), Fraction(0))


class Shown(NamedTuple):
    """A clip on a track, in seconds: `media` is what its own speed would show at the record's zero."""

    start: Fraction
    end: Fraction
    name: str
    speed: Fraction
    media: Fraction


@st.composite
def busy_cuts(draw: st.DrawFn) -> Cut:
    """Two tracks of clips and gaps, with retimes, dissolves, keys and markers."""
    tracks, serial = [], 0
    for name in ("V1", "V2"):
        items: list[Item] = []
        for _ in range(draw(st.integers(1, 6))):
            serial += 1
            if draw(st.integers(0, 4)) == 0:
                items.append(gap(f"g{serial}", draw(st.integers(1, 30))))
                continue
            if items and isinstance(items[-1], Clip) and draw(st.integers(0, 3)) == 0:
                reach = (frames(draw(st.integers(0, 2))), frames(draw(st.integers(1, 2))))
                items.append(Transition(f"id-d{serial}", "", "SMPTE_Dissolve", *reach))
            items.append(draw(busy_clips(f"c{serial}")))
        tracks.append(track(*items, name=name))
    return cut(*tracks)


@st.composite
def busy_clips(draw: st.DrawFn, name: str) -> Clip:
    rate, speed = draw(st.sampled_from(RATES)), draw(st.sampled_from(SPEEDS))
    first = draw(st.integers(10, 400))
    source = stretch(first, draw(st.integers(8, 40)), rate)
    media = MediaReference("file", name=f"{name}.mov", url=f"{name}.mov", available=stretch(0, 500, rate))
    effects = () if speed == 1 else (effect_of(Retime(speed)),)
    return Clip(
        f"id-{name}",
        name,
        source,
        {SOURCE: media},
        opacity=Curve((Key(Time(first, rate), 0.0), Key(Time(first + 3, rate), 1.0))),
        effects=effects,
        markers=(Marker("here", stretch(first, 2, rate)),),
    )


def some_shot(data: st.DataObject, document: Cut) -> Shot:
    """One of the cut's clips, with where it stands."""
    there = list(shots(document))
    assume(there)
    return data.draw(st.sampled_from(there))


def tracks_of(document: Cut) -> tuple[Track, ...]:
    return tuple(item for item in document.stack.items if isinstance(item, Track))


def track_of(document: Cut, item_id: str) -> Track:
    place = by_id(document, item_id)
    assert place is not None
    assert place.track is not None
    return place.track


def clip_of(document: Cut, clip_id: str) -> Clip:
    place = by_id(document, clip_id)
    assert place is not None
    assert isinstance(place.item, Clip)
    return place.item


def start_of(document: Cut, item_id: str) -> Time:
    place = by_id(document, item_id)
    assert place is not None
    return record_range(document, place).start


def pace_of(clip: Clip) -> Fraction:
    pace = retime_of(clip.effects)
    assert pace is not None
    return pace.speed


def shown(of: Track) -> list[Shown]:
    """What a track shows when and of which media; neighbours that go on from one another are one."""
    found: list[Shown] = []
    for here in placed(of, RATE):
        if not isinstance(here.item, Clip):
            continue
        assert here.item.source is not None
        speed, start = pace_of(here.item), here.range.start.seconds
        media = here.item.source.start.seconds - speed * start
        found.append(Shown(start, here.range.end.seconds, here.item.name, speed, media))
    return merged(found)


def merged(of: list[Shown]) -> list[Shown]:
    """The same with neighbours that go on from one another made one."""
    found: list[Shown] = []
    for each in of:
        goes_on = found and found[-1].end == each.start and found[-1][2:] == each[2:]
        found.append(found.pop()._replace(end=each.end) if goes_on else each)
    return found


def outside(of: list[Shown], start: Fraction, end: Fraction) -> list[Shown]:
    """What of this lies before `start` and behind `end`."""
    before = [each._replace(end=min(each.end, start)) for each in of if each.start < start]
    return before + [each._replace(start=max(each.start, end)) for each in of if each.end > end]


def later(each: Shown, by: Fraction) -> Shown:
    """The same frames, shown later."""
    return each._replace(start=each.start + by, end=each.end + by, media=each.media - each.speed * by)


def keyed(clip: Clip) -> list[Fraction]:
    """The frames of media, in seconds, that a clip's keys stand on."""
    assert isinstance(clip.opacity, Curve)
    assert clip.source is not None
    start = clip.source.start
    return [(start + (key.time - start) * pace_of(clip)).seconds for key in clip.opacity.keys]


def check_kept(before: Cut, after: Cut, *edited: str) -> None:
    """Ids are unique, nothing overlaps, other tracks are the same objects, the journal goes both ways."""
    ids = every_id(after)
    assert len(ids) == len(set(ids))
    for old, new in zip(tracks_of(before), tracks_of(after), strict=True):
        assert new is old or old.id in edited
        assert all(here.range.duration.value > 0 for here in placed(new, RATE))
        _has_room(new)
    changes = difference(before, after)
    assert applied(before, changes) == after
    assert applied(after, changes, back=True) == before


def _has_room(of: Track) -> None:
    standing = placed(of, RATE)
    for index, here in enumerate(standing):
        if not isinstance(here.item, Transition):
            reach = Fraction(0)
            for step, side in ((-1, "after"), (1, "before")):
                if 0 <= index + step < len(standing):
                    other = standing[index + step].item
                    reach += getattr(other, side).seconds if isinstance(other, Transition) else 0
            assert here.range.duration.seconds >= reach

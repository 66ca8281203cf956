"""Cuts made for tests: small ones by hand, larger ones by count, random ones by hypothesis."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from editor.document.layout import walk
from editor.document.model import (
    SOURCE,
    Clip,
    Cut,
    Effect,
    Gap,
    Item,
    MediaReference,
    Stack,
    Track,
    Transition,
)
from nodes.api import Range, Rate, Time

RATE = Rate(24)


def frames(count: int | Fraction, rate: Rate = RATE) -> Time:
    return Time(count, rate)


def stretch(first: int, count: int, rate: Rate = RATE) -> Range:
    return Range.frames_of(first, count, rate)


def reference(first: int = 0, count: int = 1000, url: str = "media/plate.mov") -> MediaReference:
    return MediaReference("file", name=url.rpartition("/")[2], url=url, available=stretch(first, count))


def clip(name: str, first: int = 100, count: int = 24, **more: object) -> Clip:
    fields = {"references": {SOURCE: reference()}, "source": stretch(first, count)} | more
    return Clip(id=f"id-{name}", name=name, **fields)  # type: ignore[arg-type]


def gap(name: str, count: int) -> Gap:
    return Gap(f"id-{name}", frames(count))


def transition(name: str, before: int, after: int) -> Transition:
    return Transition(f"id-{name}", name, "SMPTE_Dissolve", frames(before), frames(after))


def retime(scalar: float) -> Effect:
    return Effect("LinearTimeWarp", "speed", scalar)


def track(*items: Item, name: str = "V1", **more: object) -> Track:
    return Track(f"id-{name}", name, "Video", items, **more)  # type: ignore[arg-type]


def cut(*tracks: Item) -> Cut:
    return Cut("a cut", RATE, Stack("id-stack", items=tracks))


def long_cut(count: int) -> Cut:
    shots = [
        clip(
            f"sh{i:05d}",
            first=i % 500,
            count=24 + i % 7,
            metadata={"suite": {"shot": i, "note": "as it came"}},
        )
        for i in range(count)
    ]
    return cut(track(*shots))


def names(document: Cut, index: int = 0) -> list[str]:
    holder = document.stack.items[index]
    assert isinstance(holder, Track)
    return [item.name if isinstance(item, Clip) else type(item).__name__.lower() for item in holder.items]


def every_id(document: Cut) -> list[str]:
    return [here.item.id for here in walk(document)]


@st.composite
def cuts(draw: st.DrawFn) -> Cut:
    """Two tracks of clips and gaps at the cut's rate or another, without transitions."""
    rates = st.sampled_from([Rate(24), Rate(25), Rate(24000, 1001)])
    tracks = []
    serial = 0
    for name in ("V1", "V2"):
        items: list[Item] = []
        for _ in range(draw(st.integers(1, 6))):
            serial += 1
            if draw(st.integers(0, 3)) == 0:
                items.append(gap(f"g{serial}", draw(st.integers(1, 30))))
                continue
            rate = draw(rates)
            source = stretch(draw(st.integers(0, 400)), draw(st.integers(2, 60)), rate)
            media = MediaReference("file", name="m.mov", url="m.mov", available=stretch(0, 500, rate))
            items.append(Clip(f"id-c{serial}", f"c{serial}", source, {SOURCE: media}))
        tracks.append(track(*items, name=name))
    return cut(*tracks)

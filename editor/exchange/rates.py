"""The rate that a cut counts in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from nodes.api.times import Rate

from .schemas import family_of
from .times import exact, is_number, read_rate
from .tokens import Json

DEFAULT_RATE = Rate(24)
"""The rate of a timeline in which nothing says one."""

_SLOWEST, _FASTEST = Rate(2), Rate(300)


def find_rate(timeline: Mapping[str, Json]) -> Rate:
    """Return the rate a Timeline object counts in.

    The first that says a rate between 2 and 300: a video clip's source range; a video clip's media; a gap
    on a video track; the global start time; the clips and gaps of other tracks; else 24. A faster clock
    whose values are all multiples of 1001 (24000, 30000 …) stands for its thousandth part over 1001; a
    sound rate says nothing about pictures.
    """
    video = list(_items(timeline.get("tracks"), picture=True))
    other = list(_items(timeline.get("tracks"), picture=False))
    looks: list[Callable[[], Iterator[Json]]] = [
        lambda: (_get(clip, "source_range") for clip in video if _is(clip, "Clip")),
        lambda: (media for clip in video for media in _available(clip)),
        lambda: (_get(gap, "source_range") for gap in video if not _is(gap, "Clip")),
        lambda: iter([{"start_time": timeline.get("global_start_time")}]),
        lambda: (_get(item, "source_range") for item in other),
        lambda: (media for clip in other for media in _available(clip)),
    ]
    for look in looks:
        for span in look():
            rate = _picture_rate(span)
            if rate is not None:
                return rate
    return DEFAULT_RATE


def _items(root: Json, *, picture: bool) -> Iterator[Json]:
    """Yield the leaves of all tracks in their order; those outside any track count as pictures."""
    waiting: list[tuple[Json, bool]] = [(root, True)]
    while waiting:
        item, shown = waiting.pop()
        if not isinstance(item, dict):
            continue
        if _is(item, "Track"):
            shown = item.get("kind", "Video") == "Video"
        children = item.get("children")
        if isinstance(children, list):
            waiting += [(child, shown) for child in reversed(children)]
        elif shown is picture:
            yield item


def _is(item: Mapping[str, Json], family: str) -> bool:
    schema = item.get("OTIO_SCHEMA")
    return isinstance(schema, str) and family_of(schema) == family


def _get(item: Json, key: str) -> Json:
    return item.get(key) if isinstance(item, dict) else None


def _available(clip: Mapping[str, Json]) -> Iterator[Json]:
    several = _get(clip, "media_references")
    held = several.values() if isinstance(several, dict) else ()
    for reference in (_get(clip, "media_reference"), *held):
        yield _get(reference, "available_range")


def _picture_rate(span: Json) -> Rate | None:
    for key in ("start_time", "duration"):
        said = _get(_get(span, key), "rate")
        try:
            rate = read_rate(said) if is_number(said) else None
        except ValueError:
            continue
        if rate is None:
            continue
        if _SLOWEST <= rate <= _FASTEST:
            return rate
        slower = rate.fraction / 1001
        values = [exact(_get(_get(span, each), "value")) for each in ("start_time", "duration")]
        if rate.fraction % 1000 == 0 and all(value is not None and value % 1001 == 0 for value in values):
            return Rate.of(Fraction(slower)) if any(values) else None
    return None

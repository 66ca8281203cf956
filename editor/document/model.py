"""The cut as frozen values.

Every value that came from a file keeps the JSON object it was read from in `origin`, emptied of what the
value holds itself (children, references, effects, markers, metadata). The writer starts there and
replaces only what changed, so that other programs' fields, spellings and versions survive. Two values
are equal where all but their `origin` is.
All times are exact and canonical; a reference's own times stay in the file's terms (see `MediaReference`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from nodes.api import Range, Rate, Time

from .looks import NONE, STILL, WHOLE, Crop, Transform, Value

Json = Any
"""A JSON value as `editor.exchange.tokens` reads it; treated as frozen."""

_EMPTY: Mapping[str, Json] = MappingProxyType({})

SOURCE = "DEFAULT_MEDIA"
"""The usual key of a clip's own source among its media references."""

TALLEST = 400
"""How many pixels tall a track may be drawn."""


def _empty() -> Mapping[str, Json]:
    return _EMPTY


@dataclass(frozen=True, slots=True)
class Marker:
    """A note on a stretch of an item; `range` in the item's own time, None where the file's is unusable."""

    name: str
    range: Range | None
    colour: str = ""
    comment: str = ""
    metadata: Mapping[str, Json] = field(default_factory=_empty)
    origin: Mapping[str, Json] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect another program wrote. `schema` is its name without version (LinearTimeWarp, FreezeFrame …).

    `time_scalar` is set for the two linear time effects (0 for a freeze). Everything else is in `origin`.
    """

    schema: str
    name: str
    time_scalar: float | None = None
    metadata: Mapping[str, Json] = field(default_factory=_empty)
    origin: Mapping[str, Json] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class MediaReference:
    """Where a clip's media is said to be, in the file's own words.

    `url` is the target as written (for a sequence its folder as written). `available` is the file's
    own range, in the file's own time; conform maps it to media time. Sequence fields are as in
    ImageSequenceReference. A reference that the file gives as null is `missing` with an empty `origin`.
    """

    kind: Literal["file", "sequence", "missing", "generator", "unknown"]
    name: str = ""
    url: str = ""
    available: Range | None = None
    prefix: str = ""
    suffix: str = ""
    padding: int = 0
    first: int = 0
    step: int = 1
    rate: Rate | None = None
    metadata: Mapping[str, Json] = field(default_factory=_empty)
    origin: Mapping[str, Json] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Clip:
    """A shot: a stretch of media on a track, perhaps with a graph and takes.

    `source` is the trimmed range in the reference's own time, None for all of the media. `active` is
    the key of the reference in use: a take's key after circling. `graph` is the id of its graph in
    `Cut.graphs`; `circled` a take id; `starred` take ids. Clips of one `link` are selected, moved and
    trimmed together, as the picture and the sound of one medium are.

    How it is laid on what lies beneath: `transform`, `crop`, `opacity` 0 to 1, `blend` one of `BLENDS`.
    How it is heard: `level` in dB, `pan` from -1, left, to 1, right. `fade_in` and `fade_out` are lengths at
    its ends, of picture or sound. Keys of values stand in the clip's own time, as `source` does.
    """

    id: str
    name: str
    source: Range | None
    references: Mapping[str, MediaReference]
    active: str = SOURCE
    enabled: bool = True
    graph: str | None = None
    circled: str | None = None
    starred: tuple[str, ...] = ()
    link: str | None = None
    transform: Transform = STILL
    crop: Crop = WHOLE
    opacity: Value = 1.0
    blend: str = "normal"
    level: Value = 0.0
    pan: Value = 0.0
    fade_in: Time = NONE
    fade_out: Time = NONE
    effects: tuple[Effect, ...] = ()
    markers: tuple[Marker, ...] = ()
    metadata: Mapping[str, Json] = field(default_factory=_empty)
    origin: Mapping[str, Json] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing, for a while: black and silence."""

    id: str
    duration: Time
    name: str = ""
    effects: tuple[Effect, ...] = ()
    markers: tuple[Marker, ...] = ()
    metadata: Mapping[str, Json] = field(default_factory=_empty)
    origin: Mapping[str, Json] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Wipe:
    """An edge that moves across the picture in the direction `angle`: 0 right, 90 up, in degrees.

    `softness` is how wide the edge is, as a part of the way it goes.
    """

    angle: float = 0.0
    softness: float = 0.0


@dataclass(frozen=True, slots=True)
class Transition:
    """A change-over: `before` reaches into the item before it, `after` into the next; it has no length.

    `kind` is OpenTimelineIO's type; `wipe` what Workprint says of one that is not a dissolve.
    """

    id: str
    name: str
    kind: str
    before: Time
    after: Time
    wipe: Wipe | None = None
    metadata: Mapping[str, Json] = field(default_factory=_empty)
    origin: Mapping[str, Json] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something with a schema or version that Workprint does not know: kept as it was, put back as it was.

    `duration` is None where nothing readable says how long it lasts.
    """

    id: str
    schema: str
    name: str
    duration: Time | None
    origin: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Track:
    """Items one after another. `kind` is Video, Audio, or another program's word.

    Inside a track it is a nested track. `source` trims it, None for all. One that is not `enabled` is muted
    or hidden; of those that are, the ones with `solo` silence or hide the others of their kind. `locked` is
    our own lock, beside that of a suite (see `is_locked`). `height` is how tall it is drawn, in pixels of a
    display that is not scaled, 0 for as it comes. `level` is how much louder it is heard, in dB.
    """

    id: str
    name: str
    kind: str
    items: tuple[Item, ...] = ()
    source: Range | None = None
    enabled: bool = True
    locked: bool = False
    solo: bool = False
    height: int = 0
    level: float = 0.0
    effects: tuple[Effect, ...] = ()
    markers: tuple[Marker, ...] = ()
    metadata: Mapping[str, Json] = field(default_factory=_empty)
    origin: Mapping[str, Json] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Stack:
    """Items on top of one another, the last one uppermost."""

    id: str
    name: str = ""
    items: tuple[Item, ...] = ()
    source: Range | None = None
    enabled: bool = True
    effects: tuple[Effect, ...] = ()
    markers: tuple[Marker, ...] = ()
    metadata: Mapping[str, Json] = field(default_factory=_empty)
    origin: Mapping[str, Json] | None = field(default=None, compare=False)


Item = Clip | Gap | Transition | Track | Stack | Unknown


@dataclass(frozen=True, slots=True)
class Cut:
    """A timeline: its tracks in `stack`, the graphs its shots use, by id, as graph JSON.

    `start` is the timecode of its first frame, None where the file does not say. `rate` is the rate
    the cut counts in, found by `editor.exchange` when read.
    """

    name: str
    rate: Rate
    stack: Stack
    start: Time | None = None
    graphs: Mapping[str, Json] = field(default_factory=_empty)
    metadata: Mapping[str, Json] = field(default_factory=_empty)
    origin: Mapping[str, Json] | None = field(default=None, compare=False)

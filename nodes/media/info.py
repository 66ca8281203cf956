"""What is known of a piece of media once it was looked into."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from nodes.api import ColourTags, Format, Range, Rate, Time

from .refs import MediaRef, SequenceRef, ref_from_json

Kind = Literal["movie", "sequence", "still", "sound"]
_MOST = 2**48
_LARGEST = 2**20


@dataclass(frozen=True, slots=True)
class SoundInfo:
    """A sound stream: samples a second, channels, exact length, codec.

    `first` is where its first sample stands, in samples after the first picture (negative before it).
    """

    rate: int
    channels: int
    samples: int
    codec: str
    first: int = 0


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """The facts of one piece of media.

    `format` is None for sound alone. `layout` is the native pixel layout of the first picture. Media
    time counts at the picture rate from `start`: the embedded timecode, else a sequence's first
    number, else 0; a reader's index 0 is the picture at `start`. `missing` lists 0-based indices of
    holes in a sequence. A `still` has one picture that stands for any time. `steady` is False for a
    movie whose `pictures` do not last equally long: it lasts `frame_count` frames at the rate that most
    of them keep to, and shows at each time the picture that is on screen then. `rotation` and `mirrored`
    are what the file asks for: to mirror pictures left to right, then to turn them by so many degrees
    against the clock. They come out so, and `format` and `layout` are those of the turned ones.
    `tracks` are the stream indices of all picture tracks of a file that has several, `sound_tracks` those of
    its sound tracks, `layers` the names of
    a picture file's further channels.
    """

    ref: MediaRef
    kind: Kind
    codec: str
    start: Time
    frame_count: int
    format: Format | None = None
    layout: str = ""
    has_alpha: bool = False
    colour: ColourTags = ColourTags()  # noqa: RUF009
    timecode: str | None = None
    reel: str | None = None
    missing: tuple[int, ...] = ()
    sound: SoundInfo | None = None
    steady: bool = True
    rotation: int = 0
    mirrored: bool = False
    pictures: int | None = None
    tracks: tuple[int, ...] = ()
    layers: tuple[str, ...] = ()
    sound_tracks: tuple[int, ...] = ()

    @property
    def range(self) -> Range:
        """Media time from the first picture to after the last."""
        return Range(self.start, Time(self.frame_count, self.start.rate))

    def number_of(self, time: Time) -> int:
        """Return the number of the picture file that holds `time`: a sequence's own, else from 0."""
        index = (time - self.start).at(self.rate).frame
        return self.ref.first + index * self.ref.step if isinstance(self.ref, SequenceRef) else index

    def index_at(self, time: Time) -> int:
        """Return the 0-based index of the frame that is on screen at `time`; the nearest edge is held."""
        index = 0 if self.kind == "still" else math.floor((time - self.start).at(self.rate).value)
        return min(max(index, 0), self.frame_count - 1)

    @property
    def picture_count(self) -> int:
        """How many pictures are stored."""
        return self.frame_count if self.pictures is None else self.pictures

    @property
    def rate(self) -> Rate:
        """The rate media time counts at."""
        return self.start.rate

    def to_json(self) -> dict[str, Any]:
        """Return plain data with exact text for times."""
        return {
            "ref": self.ref.to_json(),
            "kind": self.kind,
            "codec": self.codec,
            "start": self.start.to_json(),
            "frame_count": self.frame_count,
            "format": None if self.format is None else self.format.to_json(),
            "layout": self.layout,
            "has_alpha": self.has_alpha,
            "colour": asdict(self.colour),
            "timecode": self.timecode,
            "reel": self.reel,
            "missing": list(self.missing),
            "sound": None if self.sound is None else asdict(self.sound),
            "steady": self.steady,
            "rotation": self.rotation,
            "mirrored": self.mirrored,
            "pictures": self.pictures,
            "tracks": list(self.tracks),
            "layers": list(self.layers),
            "sound_tracks": list(self.sound_tracks),
        }


def info_from_json(data: Mapping[str, Any]) -> MediaInfo:
    """Return the facts that `MediaInfo.to_json` described.

    Raises LookupError, TypeError or ValueError for other data.
    """
    colour = dict(data["colour"])
    info = MediaInfo(
        ref=ref_from_json(data["ref"]),
        kind=data["kind"],
        codec=data["codec"],
        start=Time.from_json(data["start"]),
        frame_count=data["frame_count"],
        format=None if data["format"] is None else Format.from_json(data["format"]),
        layout=data["layout"],
        has_alpha=bool(data["has_alpha"]),
        colour=ColourTags(**(colour | {"guessed": tuple(colour["guessed"])})),
        timecode=data["timecode"],
        reel=data["reel"],
        missing=tuple(data["missing"]),
        sound=None if data["sound"] is None else SoundInfo(**data["sound"]),
        steady=bool(data["steady"]),
        rotation=data["rotation"],
        mirrored=bool(data.get("mirrored", False)),
        pictures=data.get("pictures"),
        tracks=tuple(data.get("tracks", ())),
        layers=tuple(data.get("layers", ())),
        sound_tracks=tuple(data.get("sound_tracks", ())),
    )
    _check(info)
    return info


def _check(info: MediaInfo) -> None:
    """Raise ValueError for facts of wrong types or beyond reason, as damaged data may state them."""
    colour = asdict(info.colour)
    colour.pop("data")
    texts = [info.codec, info.layout, *info.layers, *colour.pop("guessed"), *colour.values()]
    texts += [text for text in (info.timecode, info.reel) if text is not None]
    numbers = [
        info.frame_count,
        info.rotation,
        info.picture_count,
        *info.missing,
        *info.tracks,
        *info.sound_tracks,
    ]
    if info.sound is not None:
        texts.append(info.sound.codec)
        numbers += [info.sound.rate, info.sound.channels, info.sound.samples, info.sound.first]
    if info.format is not None and not all(
        0 < side <= _LARGEST for side in (info.format.width, info.format.height)
    ):
        raise ValueError("a size among the media's facts is beyond reason")
    if info.kind not in get_args(Kind) or not all(isinstance(text, str) for text in texts):
        raise ValueError("a fact of the media is not what it should be")
    least = 0 if info.kind == "sound" else 1
    if not all(type(number) is int and abs(number) < _MOST for number in numbers) or info.frame_count < least:
        raise ValueError("a number among the media's facts is beyond reason")

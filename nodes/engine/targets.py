"""How rendered pictures are to be stored: plain data that crosses processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from nodes.api import Audio, ColourTags, Format
from nodes.media.movie_codecs import SoundSpec
from nodes.media.movie_kinds import MOVIE_KINDS


@dataclass(frozen=True, slots=True)
class Target:
    """How pictures are to be stored.

    `codec` is a kind of movie (`nodes.media.movie_kinds`) for one at `path`; exr, png, jpeg, tiff or dpx
    for pictures, whose `path` holds a `#` for the number (`first` for the first picture, `padding` digits),
    or none for a single one; of several the last one counts.
    `layout` and `colour` say how samples are stored, `quality` (0 is best) at what price. With `own_sound`
    a movie has the sound that its graph makes with the picture, if it makes any.
    """

    codec: str
    path: str
    format: Format
    layout: str
    colour: ColourTags
    timecode: str | None = None
    reel: str | None = None
    first: int = 0
    padding: int = 4
    sound: SoundSpec | None = None
    quality: int | None = None
    own_sound: bool = False

    @property
    def is_movie(self) -> bool:
        """Whether all pictures go into one file."""
        return self.codec in MOVIE_KINDS

    @property
    def is_numbered(self) -> bool:
        """Whether each picture goes into a file of its own number."""
        return not self.is_movie and "#" in Path(self.path).name

    def file(self, index: int) -> Path:
        """Return where picture `index` (0-based) goes."""
        path = Path(self.path)
        if not self.is_numbered:
            return path
        number = self.first + index
        digits = ("-" if number < 0 else "") + f"{abs(number):0{self.padding}d}"
        head, _, tail = path.name.rpartition("#")
        return path.with_name(f"{head}{digits}{tail}")

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self) | {"format": self.format.to_json()}


def with_sound(target: Target, own: Audio | None) -> Target:
    """Return a movie that wants its graph's own sound with that one's rate and channels; others as given."""
    if own is None or not (target.own_sound and target.is_movie):
        return target
    return replace(target, sound=SoundSpec(own.rate, own.channels))


def target_from_json(data: Mapping[str, Any]) -> Target:
    """Return the target that `to_json` described."""
    read = {
        "format": Format.from_json(data["format"]),
        "colour": tags_from_json(data["colour"]),
        "sound": SoundSpec(**data["sound"]) if data["sound"] else None,
    }
    return Target(**dict(data) | read)


def tags_from_json(data: Mapping[str, Any]) -> ColourTags:
    """Return the colour tags that plain data describes."""
    return ColourTags(**dict(data) | {"guessed": tuple(data["guessed"])})

"""How somebody asks for a render to be stored: plain data that crosses processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Any

from nodes.api.errors import BadInput
from nodes.api.formats import ColourTags
from nodes.media.movie_kinds import MOVIE_KINDS

BITS = (8, 10, 12, 14, 16)
CHROMA = ("4:2:0", "4:2:2", "4:4:4")
LEVELS = ("limited", "full")
COLOURS: Mapping[str, ColourTags] = MappingProxyType(
    {
        "rec709": ColourTags("bt709", "limited", "bt709", "bt709"),
        "rec601": ColourTags("smpte170m", "limited", "smpte170m", "smpte170m"),
        "rec2020": ColourTags("bt2020nc", "limited", "bt2020", "bt2020-10"),
        "pq": ColourTags("bt2020nc", "limited", "bt2020", "smpte2084"),
        "hlg": ColourTags("bt2020nc", "limited", "bt2020", "arib-std-b67"),
        "srgb": ColourTags("bt709", "limited", "bt709", "iec61966-2-1"),
        "p3": ColourTags("bt709", "limited", "smpte432", "iec61966-2-1"),
    }
)
"""Sets of colour tags by the name they are asked for with."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for of how a render is stored; None leaves it to the file's ending, media and codec.

    `codec` is a kind of movie or of pictures; the rest is for movies: `bits` a sample, `chroma` as 4:2:0,
    `alpha` whether there is to be any, `levels` limited or full, `colour` a name of `COLOURS`, `quality` as
    the codec counts it (0 is best). `ending` is that of the file it goes into, where that is known.
    """

    codec: str | None = None
    bits: int | None = None
    chroma: str | None = None
    alpha: bool | None = None
    levels: str | None = None
    colour: str | None = None
    quality: int | None = None
    ending: str | None = None

    @property
    def is_anything(self) -> bool:
        """Whether anything is asked for beside codec and ending."""
        return replace(self, codec=None, ending=None) != Asked()

    def check(self, codec: str) -> None:
        """Raise BadInput for what no render with that codec can be stored as."""
        attempted = f"Store a render as {codec}"
        choices = {"bits": BITS, "chroma": CHROMA, "levels": LEVELS, "colour": tuple(COLOURS)}
        for name, known in choices.items():
            said = getattr(self, name)
            if said is not None and said not in known:
                words = ", ".join(str(each) for each in known)
                raise BadInput(attempted, f"there is no {name} '{said}'", hint=f"Use one of {words}.")
        if codec not in MOVIE_KINDS:
            if self.is_anything:
                hint = f"Leave it out, or use one of {', '.join(MOVIE_KINDS)}."
                raise BadInput(attempted, "bits, chroma, levels and the rest are for movies", hint=hint)
            return
        scale = MOVIE_KINDS[codec].quality
        if self.quality is not None and (scale is None or not 0 <= self.quality <= scale[2]):
            hint = "Leave it out." if scale is None else f"Use 0 (best) to {scale[2]}; {scale[1]} is usual."
            raise BadInput(attempted, f"it has no quality {self.quality}", hint=hint)

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self)


def asked_from_json(data: Mapping[str, Any] | None) -> Asked:
    """Return what `Asked.to_json` described, nothing for None."""
    return Asked(**dict(data or {}))

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
PICTURE_BITS: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {"png": (8, 16), "tiff": (8, 16, 32), "exr": (16, 32), "dpx": (8, 10)}
)
"""Bits a sample of pictures in files of their own; 32 are float, and EXR's 16 half float."""
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

    `codec` is a kind of movie or of pictures, `bits` those of a sample (32 for float), `alpha` whether there
    is to be any. The rest is for movies: `chroma` as 4:2:0, `levels` limited or full, `colour` a name of
    `COLOURS`, `quality` as the codec counts it (0 is best). `ending` is that of the file it goes into, where
    that is known.
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
        if codec not in MOVIE_KINDS:
            self._check_pictures(codec, attempted)
            return
        choices = {"bits": BITS, "chroma": CHROMA, "levels": LEVELS, "colour": tuple(COLOURS)}
        for name, known in choices.items():
            said = getattr(self, name)
            if said is not None and said not in known:
                words = ", ".join(str(each) for each in known)
                raise BadInput(attempted, f"there is no {name} '{said}'", hint=f"Use one of {words}.")
        scale = MOVIE_KINDS[codec].quality
        if self.quality is not None and (scale is None or not 0 <= self.quality <= scale[2]):
            hint = "Leave it out." if scale is None else f"Use 0 (best) to {scale[2]}; {scale[1]} is usual."
            raise BadInput(attempted, f"it has no quality {self.quality}", hint=hint)

    def _check_pictures(self, codec: str, attempted: str) -> None:
        if replace(self, bits=None, alpha=None).is_anything:
            hint = f"Leave it out, or use one of {', '.join(MOVIE_KINDS)}."
            raise BadInput(attempted, "chroma, levels, colour and quality are for movies", hint=hint)
        depths = PICTURE_BITS.get(codec, ())
        if self.bits is not None and self.bits not in depths:
            words = " or ".join(str(each) for each in depths)
            hint = f"Use {words}." if depths else "Leave it out."
            raise BadInput(attempted, f"it has no samples of {self.bits} bits", hint=hint)
        if self.alpha and codec == "jpeg":
            raise BadInput(attempted, "it has no alpha", hint="Use png, tiff or exr.")

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self)


def asked_from_json(data: Mapping[str, Any] | None) -> Asked:
    """Return what `Asked.to_json` described, nothing for None."""
    return Asked(**dict(data or {}))

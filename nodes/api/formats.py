"""What describes a picture: windows, format, colour tags, native planes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from .times import Rate, quotient

if TYPE_CHECKING:
    import numpy.typing as npt

AnyArray: TypeAlias = "npt.NDArray[Any]"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of pixels: x0, y0 inside, x1, y1 just outside; origin top left, y down.

    >>> Box.of_size(640, 360).width
    640
    """

    x0: int
    y0: int
    x1: int
    y1: int

    @classmethod
    def of_size(cls, width: int, height: int) -> Box:
        """Return the box of that size with its corner at the origin."""
        return cls(0, 0, width, height)

    @property
    def width(self) -> int:
        """Pixels across."""
        return max(0, self.x1 - self.x0)

    @property
    def height(self) -> int:
        """Pixels down."""
        return max(0, self.y1 - self.y0)


@dataclass(frozen=True, slots=True)
class Format:
    """The shape of a picture stream: full-resolution display window, pixel aspect, rate."""

    width: int
    height: int
    rate: Rate
    pixel_aspect: Fraction = Fraction(1)

    def to_json(self) -> dict[str, Any]:
        """Return plain data with exact text for quotients."""
        return {
            "width": self.width,
            "height": self.height,
            "rate": str(self.rate),
            "pixel_aspect": str(self.pixel_aspect),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Format:
        """Return the format that `to_json` described."""
        return cls(
            int(data["width"]),
            int(data["height"]),
            Rate.from_json(data["rate"]),
            quotient(data["pixel_aspect"]),
        )


@dataclass(frozen=True, slots=True)
class ColourSpace:
    """The space that working pixels are in: the scene-linear space `name` of an OpenColorIO configuration.

    `config` is the configuration's file or `ocio://` name. A node that asks for one is handed the project's.
    """

    config: str
    name: str


@dataclass(frozen=True, slots=True)
class ColourTags:
    """How native code values are to be read: names as in ITU-T H.273.

    `matrix`: bt709, bt470bg, smpte170m, bt2020nc, rgb …; `range`: limited or full; `primaries`: bt709,
    smpte170m, bt2020, ap1 …; `transfer`: bt709, iec61966-2-1 (sRGB), linear, smpte2084 …
    `guessed` names the fields that the file did not say; `data` marks planes that are no colour at all.
    """

    matrix: str = "bt709"
    range: str = "limited"
    primaries: str = "bt709"
    transfer: str = "bt709"
    guessed: tuple[str, ...] = ()
    data: bool = False


@dataclass(frozen=True, slots=True)
class Native:
    """Planes exactly as a decoder gave them.

    `layout` is FFmpeg's pixel format name (yuv420p, gbrp10le, rgb24, gray, …) or, for files without
    such a name, `rgbaf32`, `rgbf16` … as `nodes.media` defines. `planes` are 2-D (rows, samples)
    arrays without row padding, subsampled planes smaller; packed layouts have one plane of
    (rows, columns, channels).
    """

    layout: str
    planes: tuple[AnyArray, ...]

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return sum(plane.nbytes for plane in self.planes)

"""Pictures that flow between nodes: frames and mattes.

Arrays are read-only. Working colour is float32 RGB in the project's working space, alpha premultiplied.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from .errors import NodeError
from .formats import Box, ColourTags, Native
from .times import Time

FloatArray = npt.NDArray[np.float32]

_NO_METADATA: Mapping[str, str] = MappingProxyType({})
_UNTAGGED = ColourTags()

ToWorking = Callable[["Native", ColourTags], tuple[FloatArray, "FloatArray | None"]]
"""Turn native planes into premultiplied working RGB (rows, columns, 3) and alpha (rows, columns) or None."""


def _read_only(array: npt.ArrayLike) -> FloatArray:
    made = np.asarray(array, dtype=np.float32)
    if made.flags.writeable:
        made = made.view()
        made.flags.writeable = False
    return made


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture: native planes as decoded, or working pixels, never both.

    `data_window` is where pixels are, `display_window` the picture's bounds, both in full-resolution
    pixels. `pixels` is float32 (rows, columns, 3 or 4 or more) by `channels`, in the working space,
    premultiplied, unbounded. A frame whose `.rgb` nobody read is written as it was decoded, bit by bit.
    """

    display_window: Box
    data_window: Box
    time: Time
    native: Native | None = None
    colour: ColourTags = _UNTAGGED
    pixels: FloatArray | None = None
    channels: tuple[str, ...] = ("R", "G", "B")
    pixel_aspect: Fraction = Fraction(1)
    metadata: Mapping[str, str] = field(default_factory=lambda: _NO_METADATA)
    to_working: ToWorking | None = field(default=None, repr=False)

    @classmethod
    def of_pixels(
        cls,
        pixels: npt.ArrayLike,
        time: Time,
        *,
        channels: tuple[str, ...] | None = None,
        display_window: Box | None = None,
        data_window: Box | None = None,
        pixel_aspect: Fraction = Fraction(1),
        metadata: Mapping[str, str] = _NO_METADATA,
    ) -> Frame:
        """Return a working frame from (rows, columns, channels) in the working space, premultiplied.

        Raises NodeError where the array's shape does not fit channels or data window.

        >>> from workprint import Frame, Rate, Time
        >>> Frame.of_pixels(np.zeros((4, 6, 3)), Time(0, Rate(24))).display_window
        Box(x0=0, y0=0, x1=6, y1=4)
        """
        made = _read_only(pixels)
        if made.ndim != 3:
            raise NodeError("Make a frame", f"pixels need rows, columns and channels, got shape {made.shape}")
        rows, columns, count = made.shape
        names = channels or ("R", "G", "B", "A")[:count]
        window = data_window or Box.of_size(columns, rows)
        if len(names) != count or (window.width, window.height) != (columns, rows):
            raise NodeError(
                "Make a frame",
                f"{made.shape} does not fit channels {names} in a window of {window.width}x{window.height}",
            )
        return cls(
            display_window=display_window or window,
            data_window=window,
            time=time,
            pixels=made,
            channels=names,
            pixel_aspect=pixel_aspect,
            metadata=metadata,
        )

    @cached_property
    def _working(self) -> tuple[FloatArray, FloatArray | None]:
        if self.pixels is not None:
            alpha = self.pixels[..., self.channels.index("A")] if "A" in self.channels else None
            return self.pixels[..., :3], alpha
        if self.native is None or self.to_working is None:
            raise NodeError("Read a frame's colour", "the frame holds no pixels that can be converted")
        rgb, alpha = self.to_working(self.native, self.colour)
        return _read_only(rgb), None if alpha is None else _read_only(alpha)

    @property
    def rgb(self) -> FloatArray:
        """Float32 (rows, columns, 3) over the data window, working space, premultiplied, unbounded."""
        return self._working[0]

    @property
    def alpha(self) -> FloatArray | None:
        """Float32 (rows, columns), 0 to 1, or None where the picture is opaque."""
        return self._working[1]

    def with_rgb(self, rgb: npt.ArrayLike, *, alpha: npt.ArrayLike | None = None) -> Frame:
        """Return this frame with other colour (and alpha); values are kept as they are, never clipped.

        `rgb` has the data window's shape; without `alpha` this frame's own is kept.
        Raises NodeError for another shape.
        """
        made = _read_only(rgb)
        expected = (self.data_window.height, self.data_window.width, 3)
        if made.shape != expected:
            raise NodeError("Set a frame's colour", f"expected shape {expected}, got {made.shape}")
        cover = self.alpha if alpha is None else _read_only(alpha)
        pixels = made if cover is None else np.dstack((made, cover))
        return replace(
            self,
            native=None,
            to_working=None,
            pixels=_read_only(pixels),
            channels=("R", "G", "B") if cover is None else ("R", "G", "B", "A"),
        )

    def at(self, time: Time) -> Frame:
        """Return the same picture standing at another time."""
        return replace(self, time=time)

    @property
    def nbytes(self) -> int:
        """Bytes of picture held, conversions that were asked for included."""
        held = self.native.nbytes if self.native else 0
        for array in self.__dict__.get("_working", (self.pixels, None)):
            held += 0 if array is None else array.nbytes
        return held


@dataclass(frozen=True, eq=False)
class Matte:
    """One float32 channel (rows, columns), 0 outside to 1 inside; never colour-managed."""

    pixels: FloatArray
    time: Time
    display_window: Box
    data_window: Box

    @classmethod
    def of_pixels(cls, pixels: npt.ArrayLike, time: Time, *, display_window: Box | None = None) -> Matte:
        """Return a matte that fills its data window. Raises NodeError unless it is 2-D."""
        made = _read_only(pixels)
        if made.ndim != 2:
            raise NodeError("Make a matte", f"a matte has rows and columns, got shape {made.shape}")
        window = Box.of_size(made.shape[1], made.shape[0])
        return cls(made, time, display_window or window, window)

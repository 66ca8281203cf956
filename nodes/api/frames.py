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
_NO_LAYERS: Mapping[str, FloatArray] = MappingProxyType({})
_UNTAGGED = ColourTags()
_DATA = ColourTags("rgb", "full", "bt709", "linear", data=True)

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
    pixels. `pixels` is float32 (rows, columns, 3 or more) by `channels` (R, G, B first, further ones by
    name), in the working space, premultiplied, unbounded. A frame whose `.rgb` nobody read is written as
    it was decoded, bit by bit. `layers` are the file's further channels by name, float32 (rows, columns)
    over the data window, in the file's own numbers: they may be read only when they are asked for, and
    go along with whatever is made of the picture at its size.
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
    layers: Mapping[str, FloatArray] = field(default_factory=lambda: _NO_LAYERS, repr=False)

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
        if count < 3 or len(names) != count or (window.width, window.height) != (columns, rows):
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

        `rgb` has the data window's shape; without `alpha` this frame's own is kept, and so are the further
        channels of a working frame. Raises NodeError for another shape.
        """
        made = _read_only(rgb)
        rows, columns = self.data_window.height, self.data_window.width
        if made.shape != (rows, columns, 3):
            raise NodeError("Set a frame's colour", f"expected {(rows, columns, 3)}, got {made.shape}")
        cover = self.alpha if alpha is None else _read_only(alpha)
        if cover is not None and cover.shape != (rows, columns):
            raise NodeError("Set a frame's alpha", f"expected {(rows, columns)}, got {cover.shape}")
        layers = [made] if cover is None else [made, cover[..., np.newaxis]]
        names: tuple[str, ...] = ("R", "G", "B") if cover is None else ("R", "G", "B", "A")
        if self.pixels is not None:
            further = [index for index, name in enumerate(self.channels) if index > 2 and name != "A"]
            layers += [self.pixels[..., further]] if further else []
            names += tuple(self.channels[index] for index in further)
        pixels = layers[0] if len(layers) == 1 else np.concatenate(layers, axis=-1)
        return replace(self, native=None, to_working=None, pixels=_read_only(pixels), channels=names)

    def channel(self, name: str) -> Matte:
        """Return one channel as a matte: "A" of an opaque picture is 1 everywhere, "R", "G", "B" are linear.

        A layer's channel comes in the file's own numbers: ids of objects, depth and vectors are no colour.
        Raises NodeError for a channel the frame does not have.
        """
        if name == "A":
            alpha = self.alpha
            pixels = np.ones(self.rgb.shape[:2], np.float32) if alpha is None else alpha
        elif name in ("R", "G", "B"):
            pixels = self.rgb[..., "RGB".index(name)]
        elif self.pixels is not None and name in self.channels:
            pixels = self.pixels[..., self.channels.index(name)]
        elif name in self.layers:
            pixels = self.layers[name]
            if pixels.shape != (self.data_window.height, self.data_window.width):
                hint = "Read the layer before the picture is placed or cut."
                raise NodeError(f"Read channel {name!r}", "the picture has another size than it", hint=hint)
        else:
            hint = f"It has: {', '.join((*self.channels, *self.layers))}."
            raise NodeError(f"Read channel {name!r}", "the frame has no such channel", hint=hint)
        return Matte(_read_only(pixels), self.time, self.display_window, self.data_window)

    def at(self, time: Time) -> Frame:
        """Return the same picture standing at another time."""
        made = replace(self, time=time)
        if "_working" in self.__dict__:
            # Colour that was converted already need not be converted again.
            made.__dict__["_working"] = self._working
        return made

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

    def frame(self) -> Frame:
        """Return a grey, opaque frame that shows the matte: its values as linear colour, marked as data."""
        return Frame(
            self.display_window,
            self.data_window,
            self.time,
            colour=_DATA,
            pixels=_read_only(np.repeat(self.pixels[..., np.newaxis], 3, axis=-1)),
        )

    def at(self, time: Time) -> Matte:
        """Return the same matte standing at another time."""
        return replace(self, time=time)

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return self.pixels.nbytes

"""Reading one picture file: EXR, PNG, JPEG, TIFF, DPX and what else OpenImageIO reads as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt
import OpenImageIO as oiio

from nodes.api.formats import Box, ColourTags, Format, Native
from nodes.api.frames import FloatArray, Frame, ToWorking
from nodes.api.headers import KEY
from nodes.api.times import Rate, Time

from .errors import UnreadableMedia
from .info import MediaInfo
from .movie_open import head_of
from .pixel_layout import pixel_layout
from .refs import FileRef
from .still_header import Header, header_of
from .still_layers import Layers
from .still_parts import Place, parts_of
from .still_text import message

AnyArray = npt.NDArray[Any]

_LARGEST = 65504.0
STILL_RATE = Rate(24)
"""The rate of pictures that nobody gave one."""


def read_header(path: str, layer: str = "") -> Header:
    """Return what a picture file says of itself. Raises MissingMedia and UnreadableMedia."""
    with _opened(path, layer) as (_, header):
        return header


def read_picture(path: str, layer: str = "") -> tuple[Header, Native]:
    """Return a picture file's facts and its pixels, upright, in the file's own numbers.

    Colour is straight in integer layouts and premultiplied in half and float ones, converted only
    where a file holds it otherwise. Of several parts the first that is a picture counts, or what
    `layer` names; deep samples are flattened. Raises MissingMedia, and UnreadableMedia for damaged files,
    too, before anything is allocated for a picture that is too big.
    """
    with _opened(path, layer) as (file, header):
        pixels = _flattened(header) if header.deep else _read_channels(file, header)
    return header, Native(header.layout, (_upright(_alpha_by_rule(pixels, header), header.orientation),))


def read_channel(path: str, place: Place) -> tuple[FloatArray, Box]:
    """Return one channel as float32 (rows, columns) in the file's own numbers, and where it lies.

    Raises MissingMedia and UnreadableMedia.
    """
    with _file(path) as file:
        if not file.seek_subimage(place.part, 0) or place.channel >= file.spec().nchannels:
            raise _unreadable(path, f"it has no channel {place.channel} in part {place.part}")
        spec = file.spec()
        own = spec.channelformats[place.channel] if spec.channelformats else spec.format
        pixels = _checked(file, path, place.part, (place.channel, place.channel + 1), str(own))
    return pixels[..., 0].astype(np.float32), Box(spec.x, spec.y, spec.x + spec.width, spec.y + spec.height)


@contextmanager
def _opened(path: str, layer: str) -> Iterator[tuple[oiio.ImageInput, Header]]:
    with _file(path) as file:
        kind = file.format_name()
        # Only EXR has parts that belong together; in other files they are pages, or a thumbnail.
        specs = parts_of(file) if kind == "openexr" else [file.spec()]
        try:
            header = header_of(path, kind, specs, layer)
        except UnicodeDecodeError:
            raise _unreadable(path, "its channels have names that are no text") from None
        yield file, header


@contextmanager
def _file(path: str) -> Iterator[oiio.ImageInput]:
    head_of(path)
    wanted = oiio.ImageSpec()
    wanted.attribute("oiio:UnassociatedAlpha", 1)
    file = oiio.ImageInput.open(path, wanted)
    if file is None:
        raise _unreadable(path, message(oiio.geterror))
    try:
        yield file
    finally:
        file.close()


def _unreadable(path: str, why: str) -> UnreadableMedia:
    lines = why.replace(f'"{path}"', "").replace(f"({path})", "").strip().splitlines()
    said = lines[0].strip(" :") if lines else "it is damaged"
    return UnreadableMedia(f"Read the picture {path!r}", said, hint="Export or copy it again, or relink.")


def _read_channels(file: oiio.ImageInput, header: Header) -> AnyArray:
    first, count = header.channels[0], len(header.channels)
    runs = [(first, first + count)]
    if header.channels != tuple(range(first, first + count)):
        runs = [(each, each + 1) for each in header.channels]
    parts = [_checked(file, header.path, header.part, run, header.sample) for run in runs]
    pixels = parts[0] if len(parts) == 1 else np.concatenate(parts, axis=-1)
    made: AnyArray = pixels[..., 0] if count == 1 else pixels
    return made


def _checked(file: oiio.ImageInput, path: str, part: int, run: tuple[int, int], sample: str) -> AnyArray:
    try:
        pixels: AnyArray | None = file.read_image(part, 0, run[0], run[1], sample)
    except (MemoryError, RuntimeError) as error:
        raise _unreadable(path, str(error)) from error
    if pixels is None or file.has_error:
        raise _unreadable(path, message(file.geterror))
    return pixels


def _flattened(header: Header) -> AnyArray:
    """Return the picture's channels of a deep file, its samples composited in depth."""
    buffer = oiio.ImageBuf(header.path, header.part, 0)
    try:
        # Read first: flattening what cannot be read tries again for every pixel.
        flat = oiio.ImageBufAlgo.flatten(buffer) if buffer.read(header.part, 0, True) else buffer
        pixels = None if flat.has_error or buffer.has_error else flat.get_pixels("float")
    except (MemoryError, RuntimeError) as error:
        raise _unreadable(header.path, str(error)) from error
    if pixels is None:
        raise _unreadable(header.path, message((buffer if buffer.has_error else flat).geterror))
    chosen: AnyArray = pixels[..., list(header.channels)]
    return chosen[..., 0] if len(header.channels) == 1 else chosen


def _alpha_by_rule(pixels: AnyArray, header: Header) -> AnyArray:
    layout = pixel_layout(header.layout)
    # TIFF is the one kind that may hold either; the others hold what their numbers imply.
    if not layout.has_alpha or header.codec != "tiff" or header.straight != layout.is_float:
        return pixels
    colour, alpha = pixels[..., :-1].astype(np.float32), pixels[..., -1:].astype(np.float32)
    made = pixels.copy()
    if layout.is_float:
        made[..., :-1] = colour * alpha
        return made
    top = float((1 << layout.bits) - 1)
    straight = np.divide(colour * top, alpha, out=np.zeros_like(colour), where=alpha > 0)
    made[..., :-1] = np.clip(np.rint(straight), 0, top)
    return made


def _upright(pixels: AnyArray, orientation: int) -> AnyArray:
    """Turn stored rows and columns as Exif's orientation tells."""
    made = pixels.swapaxes(0, 1) if orientation >= 5 else pixels
    if orientation in {3, 4, 7, 8}:
        made = made[::-1]
    if orientation in {2, 3, 6, 7}:
        made = made[:, ::-1]
    return np.ascontiguousarray(made)


def shown_size(header: Header) -> tuple[Box, Box]:
    """Return data and display window of the upright picture."""
    if header.orientation < 5:
        return header.data, header.display
    return _on_its_side(header.data), _on_its_side(header.display)


def _on_its_side(box: Box) -> Box:
    return Box(box.y0, box.x0, box.y1, box.x1)


def info_of(ref: FileRef, header: Header) -> MediaInfo:
    """Return the facts of a still: one picture, at 24 a second unless its header says a rate."""
    rate = header.rate or STILL_RATE
    _, display = shown_size(header)
    return MediaInfo(
        ref=ref,
        kind="still",
        codec=header.codec,
        start=Time(0, rate),
        frame_count=1,
        format=Format(display.width, display.height, rate, header.pixel_aspect),
        layout=header.layout,
        has_alpha=pixel_layout(header.layout).has_alpha,
        colour=header.colour,
        timecode=header.timecode,
        reel=header.reel,
        layers=tuple(header.layers),
    )


def probe_still(ref: FileRef) -> MediaInfo:
    """Return the facts of one picture file, having read it whole, so that damage is noticed.

    Raises MissingMedia and UnreadableMedia.
    """
    header, _ = read_picture(ref.path, ref.pick.layer)
    return info_of(ref, header)


def frame_of(
    header: Header, native: Native, time: Time, to_working: ToWorking | None, *, keeps_nan: bool = False
) -> Frame:
    """Return a picture as a frame that stands at `time`.

    In colour that is converted, samples that are no number become 0 and infinite ones the largest that
    half floats hold, unless `keeps_nan`; the native planes keep them.
    """
    data, display = shown_size(header)
    if to_working is not None and pixel_layout(header.layout).is_float and not keeps_nan:
        to_working = finite(to_working)
    said = {
        "timecode": header.timecode,
        "rate": None if header.rate is None else str(header.rate),
        "reel": header.reel,
        KEY: header.said,
    }
    return Frame(
        display_window=display,
        data_window=data,
        time=time,
        native=native,
        colour=header.colour,
        pixel_aspect=header.pixel_aspect,
        metadata={key: text for key, text in said.items() if text is not None},
        to_working=to_working,
        layers=Layers(header.path, header.layers, data) if header.layers else {},
    )


def finite(to_working: ToWorking) -> ToWorking:
    """Return a conversion whose colour holds finite numbers alone."""

    def convert(native: Native, colour: ColourTags) -> tuple[FloatArray, FloatArray | None]:
        rgb, alpha = to_working(native, colour)
        return _finite(rgb), None if alpha is None else _finite(alpha)

    return convert


def _finite(pixels: FloatArray) -> FloatArray:
    # A sum is finite only where all are, and costs less than looking at each.
    with np.errstate(invalid="ignore"):
        total = pixels.sum(dtype=np.float64)
    if np.isfinite(total):
        return pixels
    return np.nan_to_num(pixels, nan=0.0, posinf=_LARGEST, neginf=-_LARGEST)


class StillReader:
    """An open still: the same picture at every index; it is read once."""

    def __init__(self, info: MediaInfo, header: Header, native: Native, to_working: ToWorking | None) -> None:
        self.info = info
        self._header = header
        self._native = native
        self._to_working = to_working

    def __enter__(self) -> StillReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Do nothing: no file is held open."""

    def index_at(self, time: Time) -> int:
        """Return the index of the picture on screen at a media time; the nearest edge is held."""
        return self.info.index_at(time)

    def frame(self, index: int) -> Frame:
        """Return the picture, standing at `index` after the start; any index will do."""
        time = self.info.start + Time(index, self.info.rate)
        keeps_nan = self.info.ref.pick.keeps_nan
        return frame_of(self._header, self._native, time, self._to_working, keeps_nan=keeps_nan)


def open_still(
    ref: FileRef, info: MediaInfo | None = None, *, to_working: ToWorking | None = None
) -> StillReader:
    """Read a still, to be shown at any time. Raises MissingMedia and UnreadableMedia."""
    header, native = read_picture(ref.path, ref.pick.layer)
    return StillReader(info or info_of(ref, header), header, native, to_working)

"""What is written under a picture: where it stands, what a pixel holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from editor.document.model import Cut
from editor.playback.ring import Picture
from nodes.api.times import Range, Time
from nodes.media.timecode import can_drop, timecode_of_frame

from .framing import scale_of

MOST_LAYERS = 6


def pixel_text(picture: Picture | None, at: tuple[int, int] | None, tile: int = 0, size: int = 1) -> str:
    """Return a pixel's place at full size and the display's code values there; "" beside the picture.

    `tile` is which of the pictures that lie beside each other is meant, `size` how many pixels each way are
    read as their mean.
    """
    if picture is None or at is None:
        return ""
    pixels = (picture.pixels, *picture.beside)[tile] if tile <= len(picture.beside) else picture.pixels
    scale = scale_of(picture)
    column, row = int(at[0] * scale), int(at[1] * scale)
    if not (0 <= column < pixels.shape[1] and 0 <= row < pixels.shape[0]):
        return ""
    around = tuple(slice(max(0, place - size // 2), place + size // 2 + 1) for place in (row, column))
    codes = pixels[around][..., :3].reshape(-1, 3).mean(axis=0)
    said = (f"{code:.0f}" if size == 1 else f"{code:.1f}" for code in codes)
    red, green, blue = said
    mean = f"   mean of {size} × {size}" if size > 1 else ""
    return f"x {at[0]}  y {at[1]}   R {red}  G {green}  B {blue}{mean}"


def inspected_text(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines that tell what the engine found at a pixel: working, source and further channels."""
    yield _values("working", found["working"], "{:.4f}")
    source, form = found["source"], "{:.4f}" if "f" in (found["layout"] or "") else "{:g}"
    if source is not None:
        tags = found["colour"]
        told = "data" if tags["data"] else f"{tags['primaries']} {tags['transfer']}"
        yield f"{_values('source', source, form)}   {found['layout']} {told}"
    layers = sorted(found["layers"].items())
    if layers:
        more = f"  and {len(layers) - MOST_LAYERS} more" if len(layers) > MOST_LAYERS else ""
        yield _values("layers", dict(layers[:MOST_LAYERS]), "{:.4g}") + more


def _values(what: str, values: Mapping[str, float], form: str) -> str:
    return f"{what:8}" + "  ".join(f"{name} {form.format(value)}" for name, value in values.items())


def timecode_text(cut: Cut, time: Time) -> str:
    """Return a cut time as the cut's timecode: drop-frame where its rate has it."""
    start = Time.zero(cut.rate) if cut.start is None else cut.start
    frame = (start + time).at(cut.rate).rounded().frame
    return timecode_of_frame(frame, cut.rate, drop=can_drop(cut.rate))


def frame_text(time: Time, whole: Range | None) -> str:
    """Return which frame of how many that is, counted from 0."""
    frame = time.frame if whole is None else time.at(whole.rate).frame
    return str(frame) if whole is None else f"{frame} / {whole.frame_count}"

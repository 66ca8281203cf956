"""In what form a take or a render is stored, decided from what the pictures come from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nodes.api import BadInput, ColourTags, Format
from nodes.media.colour_tags import is_float_layout, is_grey_layout
from nodes.media.info import MediaInfo
from nodes.media.layouts import encoder_layout, ffv1_layout, layout_of

from .grey import in_colour
from .prepare import Prepared

MADE_LAYOUT = "yuv444p10le"
"""How pictures that come from no file are stored: ten bits, every pixel its own colour."""

_SCENE = ColourTags(matrix="rgb", range="full", primaries="bt709", transfer="linear")
_DISPLAY = ColourTags(matrix="bt709", range="limited", primaries="bt709", transfer="bt709")
_STILL = ColourTags(matrix="rgb", range="full", primaries="bt709", transfer="iec61966-2-1")


@dataclass(frozen=True, slots=True)
class Form:
    """A codec with the layout and tags it stores."""

    codec: str
    layout: str
    colour: ColourTags

    @property
    def name(self) -> str:
        """A short text that tells forms apart: `ffv1 yuv420p bt709/limited/bt709/bt709`."""
        tags = self.colour
        return f"{self.codec} {self.layout} {tags.matrix}/{tags.range}/{tags.primaries}/{tags.transfer}"


def plate_of(prepared: Prepared) -> MediaInfo | None:
    """Return the facts of the file that the output is mainly made from: the first one read, or None."""
    for ready in prepared.ready.values():
        for name in ready.files:
            return prepared.job.media[ready.settings[name]].info
    return None


def lossless_form(prepared: Prepared) -> Form:
    """Return the form of a take: the plate's own samples, so that an untouched frame stays as it was.

    Integer pictures become FFV1 in the plate's layout, float pictures half-float EXR in the plate's
    primaries; what comes from no file is ten-bit 4:4:4 Rec.709. Grey that a node may have tinted is kept as
    RGB of its depth, which holds the grey sample by sample.
    """
    plate = plate_of(prepared)
    if plate is None:
        return Form("ffv1", MADE_LAYOUT, _DISPLAY)
    if is_float_layout(plate.layout):
        return Form("exr", "rgbaf16le" if plate.has_alpha else "rgbf16le", plate.colour)
    if is_grey_layout(plate.layout) and prepared.last.spec.inputs:
        return Form("ffv1", in_colour(plate.layout), replace(plate.colour, matrix="rgb"))
    held = ffv1_layout(plate.layout)
    if held is None:
        raise BadInput(f"Keep a take of '{plate.ref.label}'", f"FFV1 cannot hold its layout {plate.layout}")
    return Form("ffv1", plate.layout, plate.colour)


def form_for(prepared: Prepared, codec: str, format: Format) -> Form:
    """Return the form of a render with a codec that was asked for.

    H.264 is 8-bit 4:2:0 with the plate's tags where those are for a display, Rec.709 otherwise (4:4:4
    where the size is odd); PNG is 8-bit, or 16-bit where the plate has more, in sRGB; EXR is half
    float, scene-linear.
    """
    plate = plate_of(prepared)
    lossless = lossless_form(prepared)
    if codec == "ffv1" and lossless.codec == "ffv1":
        return lossless
    if codec == "ffv1":
        return Form("ffv1", "gbrp16le", replace(_STILL))
    if codec == "exr":
        return lossless if lossless.codec == "exr" else Form("exr", "rgbf16le", _SCENE)
    if codec == "png":
        deep = plate is not None and (is_float_layout(plate.layout) or layout_of(plate.layout).bits > 8)
        alpha = plate is not None and plate.has_alpha
        layout = ("rgba64le" if alpha else "rgb48le") if deep else ("rgba" if alpha else "rgb24")
        return Form("png", layout, _STILL)
    odd = format.width % 2 or format.height % 2
    layout = "yuv444p" if odd else "yuv420p"
    kept = (
        plate is not None and lossless.codec == "ffv1" and encoder_layout(plate.layout, "libx264") == layout
    )
    return Form("h264", layout, plate.colour if plate is not None and kept else _DISPLAY)

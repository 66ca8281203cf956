"""What node authors write against: exact times, values, errors, the node contract.

NumPy and the standard library only, relative imports only, so that it also runs where nothing else of
Workprint is installed; there the host puts it on the path as `workprint`. Each name is imported at its
first use, so that code which needs exact times alone starts without NumPy.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .capabilities import (
        AudioToVideo,
        Depth,
        Direction,
        Flow,
        ImageToVideo,
        Inpaint,
        Interpolation,
        KeyframeStyle,
        LanguagePlanner,
        MatteCorrection,
        Matting,
        PaintedFrame,
        PaintedLook,
        PixelConfidence,
        SegmentSession,
        TextSegmenter,
        TextToImage,
        TextToVideo,
        Upscale,
        VideoEdit,
        VideoSegmenter,
    )
    from .crop import cropped
    from .curves import Curve, Key
    from .definition import Node, node
    from .errors import BadInput, BadValue, Cancelled, Failed, NodeDefinitionError, NodeError, WorkprintError
    from .filmed import Filmed
    from .formats import Box, ColourSpace, ColourTags, Format, Native
    from .frames import Frame, Matte
    from .hints import (
        Around,
        Choice,
        Chunks,
        File,
        Handle,
        Model,
        Px,
        Seed,
        Shot,
        Slider,
        VisibleWhen,
        visible_when,
    )
    from .hooks import InputTimes
    from .kinds import Kind
    from .migrations import Migration, migrate
    from .params import Param
    from .ports import Port
    from .prompts import BoxPrompt, Click, Lock, MattePrompt, Prompts, ShapePrompt, Stroke
    from .sound import Audio, AudioBlock
    from .spec import Injected, ModelRequest, Spec
    from .streams import At, Clip, Context, Frames, Mattes, Stream
    from .times import Range, Rate, Time

_HOMES = {
    "capabilities": "AudioToVideo Depth Direction Flow ImageToVideo Inpaint Interpolation KeyframeStyle "
    "LanguagePlanner MatteCorrection Matting PaintedFrame PaintedLook PixelConfidence SegmentSession "
    "TextSegmenter TextToImage TextToVideo Upscale VideoEdit VideoSegmenter",
    "crop": "cropped",
    "curves": "Curve Key",
    "definition": "Node node",
    "errors": "BadInput BadValue Cancelled Failed NodeDefinitionError NodeError WorkprintError",
    "filmed": "Filmed",
    "formats": "Box ColourSpace ColourTags Format Native",
    "frames": "Frame Matte",
    "hints": "Around Choice Chunks File Handle Model Px Seed Shot Slider VisibleWhen visible_when",
    "hooks": "InputTimes",
    "kinds": "Kind",
    "migrations": "Migration migrate",
    "params": "Param",
    "ports": "Port",
    "prompts": "BoxPrompt Click Lock MattePrompt Prompts ShapePrompt Stroke",
    "sound": "Audio AudioBlock",
    "spec": "Injected ModelRequest Spec",
    "streams": "At Clip Context Frames Mattes Stream",
    "times": "Range Rate Time",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "Around",
    "At",
    "Audio",
    "AudioBlock",
    "AudioToVideo",
    "BadInput",
    "BadValue",
    "Box",
    "BoxPrompt",
    "Cancelled",
    "Choice",
    "Chunks",
    "Click",
    "Clip",
    "ColourSpace",
    "ColourTags",
    "Context",
    "Curve",
    "Depth",
    "Direction",
    "Failed",
    "File",
    "Filmed",
    "Flow",
    "Format",
    "Frame",
    "Frames",
    "Handle",
    "ImageToVideo",
    "Injected",
    "Inpaint",
    "InputTimes",
    "Interpolation",
    "Key",
    "KeyframeStyle",
    "Kind",
    "LanguagePlanner",
    "Lock",
    "Matte",
    "MatteCorrection",
    "MattePrompt",
    "Mattes",
    "Matting",
    "Migration",
    "Model",
    "ModelRequest",
    "Native",
    "Node",
    "NodeDefinitionError",
    "NodeError",
    "PaintedFrame",
    "PaintedLook",
    "Param",
    "PixelConfidence",
    "Port",
    "Prompts",
    "Px",
    "Range",
    "Rate",
    "Seed",
    "SegmentSession",
    "ShapePrompt",
    "Shot",
    "Slider",
    "Spec",
    "Stream",
    "Stroke",
    "TextSegmenter",
    "TextToImage",
    "TextToVideo",
    "Time",
    "Upscale",
    "VideoEdit",
    "VideoSegmenter",
    "VisibleWhen",
    "WorkprintError",
    "cropped",
    "migrate",
    "node",
    "visible_when",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)

"""What node authors write against: exact times, values, errors, the node contract.

NumPy and the standard library only, relative imports only, so that it also runs where nothing else of
Workprint is installed; there the host puts it on the path as `workprint`.
"""

from .curves import Curve, Key
from .errors import BadInput, Cancelled, Failed, NodeError, WorkprintError
from .formats import Box, ColourTags, Format, Native
from .frames import Frame, Matte
from .prompts import BoxPrompt, Click, MattePrompt, Prompts, ShapePrompt
from .sound import Audio, AudioBlock
from .times import Range, Rate, Time

__all__ = [
    "Audio",
    "AudioBlock",
    "BadInput",
    "Box",
    "BoxPrompt",
    "Cancelled",
    "Click",
    "ColourTags",
    "Curve",
    "Failed",
    "Format",
    "Frame",
    "Key",
    "Matte",
    "MattePrompt",
    "Native",
    "NodeError",
    "Prompts",
    "Range",
    "Rate",
    "ShapePrompt",
    "Time",
    "WorkprintError",
]

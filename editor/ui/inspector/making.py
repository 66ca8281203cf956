"""Which control a parameter is set with."""

from __future__ import annotations

from qtpy.QtWidgets import QWidget

from editor.ui.pointing.row import PromptsList

from .colour import Colour
from .control import Control
from .controls import Choices, Numbers, Seed, Shown, Switch, Text, Words
from .fields import Field
from .model_choice import ModelChoice
from .wells import Board, FileWell

_CONTROLS: dict[str, type[Control]] = {
    "number": Numbers,
    "whole": Numbers,
    "numbers": Numbers,
    "colour": Colour,
    "seed": Seed,
    "switch": Switch,
    "choice": Choices,
    "text": Text,
    "list": Text,
    "words": Words,
    "model": ModelChoice,
    "file": FileWell,
    "board": Board,
    "prompts": PromptsList,
    "shown": Shown,
}


def control_for(field: Field, parent: QWidget) -> Control:
    """Return the control that a parameter is set with."""
    return _CONTROLS[field.control](field, parent)

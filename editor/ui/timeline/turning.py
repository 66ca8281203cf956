"""Moving on where the pointer is dragged out at a side."""

from __future__ import annotations

from .model import TimelineModel
from .view import HEADER

_MOST = 48
"""Pixels that one move of the pointer turns at most."""


def turn(model: TimelineModel, x: float) -> None:
    """Show later or earlier time where pixel `x` of the widget lies outside the lanes."""
    over = x - HEADER - model.view.value.width
    if over > 0:
        model.pan(min(over, _MOST))
    elif x < HEADER:
        model.pan(max(x - HEADER, -_MOST))

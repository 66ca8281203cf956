"""What can be done with the selected clip, for the registry."""

from __future__ import annotations

from editor.ui.actions import Action

from .model import ClipModel


def actions(model: ClipModel) -> tuple[Action, ...]:
    """Return the clip panel's actions."""
    return (Action("clip.dissolve", "Dissolve into the Next", ("Ctrl+D",), model.dissolve, model.can_change),)

"""What can be done with the selected clip, for the registry."""

from __future__ import annotations

from functools import partial

from editor.ui.actions import Action
from editor.ui.session import Session

from . import moving
from .model import ClipModel


def actions(model: ClipModel, session: Session) -> tuple[Action, ...]:
    """Return the actions of the Clip menu: its change-over, and moving it among its neighbours."""
    one, some = model.can_change, model.can_move

    def by(id: str, text: str, key: str, edit: moving.Nudge, frames: int) -> Action:
        return Action(f"clip.{id}", text, (key,), partial(edit, session, frames), one)

    return (
        Action("clip.dissolve", "Dissolve into the Next", ("Ctrl+D",), model.dissolve, one),
        by("slip_back", "Slip One Frame Back", "Alt+Left", moving.slip, -1),
        by("slip_on", "Slip One Frame On", "Alt+Right", moving.slip, 1),
        by("roll_back", "Roll the Tail One Frame Back", "Ctrl+Left", moving.roll, -1),
        by("roll_on", "Roll the Tail One Frame On", "Ctrl+Right", moving.roll, 1),
        by("slide_back", "Slide One Frame Back", "Alt+,", moving.slide, -1),
        by("slide_on", "Slide One Frame On", "Alt+.", moving.slide, 1),
        Action("clip.swap", "Swap with the Next", ("Alt+S",), partial(moving.swap_with_next, session), one),
        Action("clip.nest", "Nest", ("Alt+N",), partial(moving.nest, session), some),
    )

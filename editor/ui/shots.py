"""The clip that the docks are about: the one that is selected."""

from __future__ import annotations

from dataclasses import replace

from editor.document.layout import by_id
from editor.document.model import Clip, Cut
from editor.document.opened import Project

from .session import Session


def selected_clip(session: Session) -> Clip | None:
    """Return the clip that is selected, None where that is nothing, several things or no clip."""
    cut, selection = session.cut.value, session.selection.value
    if cut is None or len(selection) != 1:
        return None
    here = by_id(cut, next(iter(selection)))
    return here.item if here is not None and isinstance(here.item, Clip) else None


def shown_project(session: Session) -> Project | None:
    """Return the project with the cut that is shown, which may be ahead of what is kept."""
    project, cut = session.project.value, session.cut.value
    return None if project is None or cut is None else replace(project, cut=cut)


def clip_title(clip: Clip, cut: Cut | None = None) -> str:
    """Return what a clip is called."""
    return clip.name or clip.id

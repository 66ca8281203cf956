"""The clip that the docks are about: the one that is selected."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .session import Session

if TYPE_CHECKING:
    from editor.document.model import Clip, Cut
    from editor.document.opened import Project

_LINKED = 16
"""More than one picture and its sounds are linked."""


def selected_clip(session: Session) -> Clip | None:
    """Return the clip that is selected, of linked ones the picture; None for nothing or several things."""
    # Loaded with the first project: the start page does without.
    from editor.document.edits import link_of
    from editor.document.layout import by_id
    from editor.document.model import Clip

    cut, selection = session.cut.value, session.selection.value
    if cut is None or not 0 < len(selection) <= _LINKED:
        return None
    places = [by_id(cut, id) for id in sorted(selection)]
    clips = [here for here in places if here is not None and isinstance(here.item, Clip)]
    if len(clips) != len(selection):
        return None
    links = {link_of(here.item) for here in clips if isinstance(here.item, Clip)}
    if len(clips) > 1 and (len(links) > 1 or None in links):
        return None
    pictures = [here for here in clips if here.track is not None and here.track.kind != "Audio"]
    first = (pictures or clips)[0].item
    return first if isinstance(first, Clip) and len(pictures) < 2 else None


def shown_project(session: Session) -> Project | None:
    """Return the project with the cut that is shown, which may be ahead of what is kept."""
    project, cut = session.project.value, session.cut.value
    return None if project is None or cut is None else replace(project, cut=cut)


def clip_title(clip: Clip, cut: Cut | None = None) -> str:
    """Return what a clip is called."""
    return clip.name or clip.id

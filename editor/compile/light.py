"""In which light a cut is mixed: a display's, as editors do it, or the scene's, where all of it is that."""

from __future__ import annotations

from collections.abc import Mapping

from editor.document.layout import shots
from editor.document.opened import Project

from .plate import Offline, plate_of

LINEAR = "linear"


def mixing(project: Project) -> Mapping[str, str]:
    """Return the parameters that say how a project's cut is mixed.

    Linear light where every picture of the cut is scene-linear, as EXR is; else the signal of a display. The
    whole cut decides, so that a stretch of it looks as it does in the whole.
    """
    known: dict[int, bool] = {}
    for shot in shots(project.cut):
        reference = shot.clip.references.get(shot.clip.active)
        key = id(reference)
        if reference is None or key in known or not shot.clip.enabled:
            continue
        try:
            info = plate_of(project, shot.clip).info
        except Offline:
            continue
        if info.format is not None:
            known[key] = info.colour.transfer == LINEAR
            if not known[key]:
                break
    is_linear = bool(known) and all(known.values())
    settings = project.settings
    return {
        "light": LINEAR if is_linear else "display",
        "config": settings.config,
        "working": settings.working_space,
    }

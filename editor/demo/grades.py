"""The first steps of the demo, on any cut: two shots graded, one of them twice."""

from __future__ import annotations

from dataclasses import replace

from editor.compile.plate import Offline, plate_of
from editor.document.layout import find_clip, shots
from editor.document.model import Clip
from editor.document.opened import Project

from .desk import Desk, Work, with_graph, with_take

_GRADE = "grade"
_GRADES = (
    ("brighter", ["gain=1.45", "gamma=1.12"]),
    ("warmer", ["gain=1.18,1.02,0.82", "lift=0.004,0.001,0", "gamma=1"]),
    ("cooler", ["gain=0.84,0.98,1.20", "gamma=0.95"]),
)


def graded(desk: Desk, work: Work) -> Work:
    """Return the work with three takes: the first shot that has pictures graded two ways, the second one."""
    chosen = _chosen(work.project)
    if not chosen:
        why = "no clip of the cut has pictures that were found, so nothing was graded"
        return replace(work, problems=(*work.problems, why), whole=False)
    for clip, (what, words) in zip([chosen[0], *chosen], _GRADES, strict=False):
        desk.say(f"{clip.name or clip.id}: graded {what}.")
        if find_clip(work.project.cut, clip.id).graph is None:
            work = with_graph(desk, work, clip.id, add=[["color.grade", f"as={_GRADE}", *words]])
        else:
            work = with_graph(desk, work, clip.id, set_=[[_GRADE, *words]])
        work = with_take(desk, work, clip.id, f"graded {what}")
    return work


def _chosen(project: Project) -> list[Clip]:
    """Return the first two picture clips whose media was found."""
    found: list[Clip] = []
    for here in shots(project.cut):
        if here.track is None or here.track.kind != "Video" or not here.clip.enabled:
            continue
        try:
            plate = plate_of(project, here.clip)
        except Offline:
            continue
        if plate.info.format is not None and here.clip.id not in {clip.id for clip in found}:
            found.append(here.clip)
    return found[:2]

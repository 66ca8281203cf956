"""What can be done while pointing, for menus and keys; P alone counts everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from editor.ui.actions import Action
from editor.ui.observe import Value
from editor.ui.words import later

from .doing import Doing
from .model import PointingModel
from .things import add_object
from .tracked import Tracked

_GROUP = later("Point and Follow")
"""The menu within the Clip menu."""

Ask = Callable[[Callable[[Path], None]], None]
"""Asks the person for a picture's file, and gives it on."""


def actions(
    model: PointingModel, tracked: Tracked, doing: Doing, ask: Ask, has_project: Value[bool]
) -> Iterator[Action]:
    """Yield the actions; the tools' keys are the picture's (see `keys`)."""
    change, track = model.can_change, tracked.can_track

    def go(step: int, *, weak: bool) -> None:
        time = tracked.weak(step) if weak else tracked.pointed(step)
        if time is not None:
            model.go_to(time)

    yield Action("view.point", "Point on the Picture", ("P",), doing.toggle, has_project)
    yield Action("clip.roto", "Roto: Cut Something Out", (), doing.begin, model.can_point)
    yield Action("clip.grade_inside", "Grade inside the Matte", (), doing.grade_inside, change)
    for action in (
        Action("clip.object_add", "Point at Another Object", (), partial(add_object, model), change),
        Action("clip.matte_lock", "Lock This Frame's Matte", (), doing.lock_frame, track),
        Action("clip.matte_file", "Painted Matte from a File…", (), partial(ask, doing.paint_from), change),
        Action("clip.point_clear", "Clear What Is Pointed at in This Frame", (), model.clear_frame, change),
        Action("clip.track_forward", "Follow Forwards", (), partial(tracked.track, "forward"), track),
        Action("clip.track_backward", "Follow Backwards", (), partial(tracked.track, "backward"), track),
        Action("clip.track_both", "Follow Both Ways", (), partial(tracked.track, "both"), track),
        Action("clip.track_stop", "Stop Following", (), tracked.stop, tracked.running),
        Action("clip.pointed_next", "Next Pointed Frame", (), partial(go, 1, weak=False), change),
        Action("clip.pointed_previous", "Previous Pointed Frame", (), partial(go, -1, weak=False), change),
        Action("clip.weak_next", "Next Weak Frame", (), partial(go, 1, weak=True), change),
        Action("clip.weak_previous", "Previous Weak Frame", (), partial(go, -1, weak=True), change),
    ):
        yield replace(action, group=_GROUP)

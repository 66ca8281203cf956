"""What can be done on the timeline, for the registry."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from editor.ui.actions import Action
from editor.ui.session import Session
from nodes.api.times import Time

from . import editing, playhead
from .clipboard import clipboard_actions
from .edit_actions import clip_actions, marker_actions, moving_actions, selection_actions, tool_actions
from .model import STEP, TimelineModel
from .track_actions import track_actions
from .tracking import track_edit_actions

if TYPE_CHECKING:
    from .widget import Timeline


def actions(session: Session, timeline: Timeline) -> tuple[Action, ...]:
    """Return the timeline's actions; stepping by frames is the player's."""
    model = timeline.model
    return (
        *clipboard_actions(model),
        *actions_of(model),
        *track_actions(model, timeline.film),
        Action("timeline.edit_marker", "Edit the Marker…", ("Ctrl+M",), timeline.show_marker, model.has_cut),
        Action("timeline.headers", "Go to the Track Headers", (), timeline.go_to_headers, model.has_cut),
        Action("timeline.go_to", "Go to a Time…", ("/",), timeline.type_time, model.has_cut),
    )


def actions_of(model: TimelineModel) -> tuple[Action, ...]:
    """Return the actions of a model, which needs no widget."""
    cut, selected = model.has_cut, model.has_selection

    def to(last: bool) -> None:
        end = model.last
        if end is not None:
            playhead.seek(model, end if last else Time.zero(end.rate))
            model.follow(end if last else Time.zero(end.rate))

    return (
        Action(
            "timeline.split", "Split at the Playhead", ("S", "Ctrl+K"), partial(editing.split, model), cut
        ),
        Action("timeline.lift", "Lift", ("Delete", "Backspace"), partial(editing.lift, model), selected),
        Action("timeline.mark_in", "Mark In", ("I",), partial(playhead.mark_in, model), cut),
        Action("timeline.mark_out", "Mark Out", ("O",), partial(playhead.mark_out, model), cut),
        Action(
            "timeline.clear_marks", "Clear In and Out", ("Alt+X",), partial(playhead.clear_marks, model), cut
        ),
        Action(
            "timeline.previous_edit", "Previous Edit", ("Up",), partial(playhead.step_edit, model, -1), cut
        ),
        Action("timeline.next_edit", "Next Edit", ("Down",), partial(playhead.step_edit, model, 1), cut),
        Action("timeline.start", "To the Start", ("Home",), partial(to, False), cut),
        Action("timeline.end", "To the Last Frame", ("End",), partial(to, True), cut),
        Action("timeline.select_all", "Select All Clips", ("Ctrl+A",), model.select_all, cut),
        Action(
            "timeline.select_none", "Select Nothing", ("Ctrl+Shift+A",), partial(model.select, ()), selected
        ),
        Action("timeline.snap", "Snapping", ("N",), model.toggle_snap),
        Action("timeline.units", "Count Timecode or Frames", (), model.toggle_units),
        Action("timeline.zoom_in", "Zoom the Timeline In", ("=",), partial(model.zoom, STEP**2), cut),
        Action("timeline.zoom_out", "Zoom the Timeline Out", ("-",), partial(model.zoom, 1 / STEP**2), cut),
        Action("timeline.fit", "Fit the Cut", ("Shift+Z",), model.fit, cut),
        *selection_actions(model),
        *tool_actions(model),
        *marker_actions(model),
        *moving_actions(model),
        *clip_actions(model),
        *track_edit_actions(model),
    )

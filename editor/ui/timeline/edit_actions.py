"""The timeline's tools, and what is done to the selected clips, for the registry."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from editor.ui.actions import Action

from . import editing, handling, marking, selecting
from .model import TimelineModel
from .tools import TOOLS

_SECOND = 10
"""How many frames a long nudge goes."""


def tool_actions(model: TimelineModel) -> Iterator[Action]:
    """Yield the tools and the switches of how they work."""
    for tool, title, key in TOOLS:
        yield Action(f"timeline.tool_{tool}", title, (key,), partial(model.tool.set, tool), model.has_cut)
    yield Action(
        "timeline.linking",
        "Select Linked Clips Together",
        ("Ctrl+Alt+G",),
        partial(handling.toggle_linking, model),
    )
    yield Action(
        "timeline.all_tracks", "Ripple All Tracks", ("Shift+T",), partial(handling.toggle_all_tracks, model)
    )


def selection_actions(model: TimelineModel) -> Iterator[Action]:
    """Yield what selects and marks."""
    cut = model.has_cut
    yield Action(
        "timeline.select_under",
        "Select the Clips at the Playhead",
        ("Shift+D",),
        partial(selecting.select_under, model),
        cut,
    )
    yield Action(
        "timeline.select_forward",
        "Select All from the Playhead on",
        ("Ctrl+Alt+A",),
        partial(selecting.select_forward, model),
        cut,
    )
    yield Action("timeline.mark_clips", "Mark the Clip", ("X",), partial(handling.mark_clips, model), cut)


def moving_actions(model: TimelineModel) -> Iterator[Action]:
    """Yield what moves and copies the selected clips."""
    some = model.has_selection
    for id, text, key, frames in (
        ("nudge_back", "Nudge One Frame Back", "Alt+Shift+Left", -1),
        ("nudge_on", "Nudge One Frame On", "Alt+Shift+Right", 1),
        ("nudge_far_back", "Nudge Ten Frames Back", "Ctrl+Shift+Left", -_SECOND),
        ("nudge_far_on", "Nudge Ten Frames On", "Ctrl+Shift+Right", _SECOND),
    ):
        yield Action(f"clip.{id}", text, (key,), partial(handling.nudge, model, frames), some)
    up, down = partial(handling.to_track, model, 1), partial(handling.to_track, model, -1)
    yield Action("clip.track_up", "Move to the Track Above", ("Alt+Up",), up, some)
    yield Action("clip.track_down", "Move to the Track Below", ("Alt+Down",), down, some)
    yield Action("clip.duplicate", "Duplicate", ("Ctrl+Alt+D",), partial(handling.duplicate, model), some)


def clip_actions(model: TimelineModel) -> Iterator[Action]:
    """Yield what takes out, trims, links and switches off."""
    some, cut = model.has_selection, model.has_cut
    yield Action("clip.extract", "Extract", ("Shift+Delete",), partial(editing.extract, model), some)
    yield Action("clip.unnest", "Take the Nest apart", ("Alt+U",), partial(handling.unnest, model), some)
    yield Action("clip.link", "Link or Unlink", ("Ctrl+G",), partial(handling.link, model), some)
    yield Action("clip.enable", "Switch Off or On", ("D",), partial(handling.toggle_enabled, model), some)
    head, tail = (partial(handling.cut_to_playhead, model, side) for side in ("head", "tail"))
    yield Action("timeline.trim_head", "Ripple the Head to the Playhead", ("Q",), head, cut)
    yield Action("timeline.trim_tail", "Ripple the Tail to the Playhead", ("W",), tail, cut)
    yield Action(
        "timeline.close_gap", "Close the Gap", ("Alt+Delete",), partial(handling.close_gap, model), cut
    )
    lift, extract = (partial(handling.marked, model, how) for how in ("lift", "extract"))
    yield Action("timeline.lift_marked", "Lift from In to Out", (";",), lift, cut)
    yield Action("timeline.extract_marked", "Extract from In to Out", ("'",), extract, cut)


def marker_actions(model: TimelineModel) -> Iterator[Action]:
    """Yield what is done with markers."""
    cut = model.has_cut
    yield Action("timeline.marker", "Add a Marker", ("M",), partial(marking.add, model), cut)
    yield Action("timeline.next_marker", "Next Marker", ("Shift+M",), partial(marking.step, model, 1), cut)
    yield Action(
        "timeline.previous_marker",
        "Previous Marker",
        ("Ctrl+Shift+M",),
        partial(marking.step, model, -1),
        cut,
    )
    yield Action(
        "timeline.remove_marker", "Remove the Marker", ("Alt+M",), partial(marking.remove, model), cut
    )

"""Why something cannot be done now, in a few words, for those who look for it all the same."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import TYPE_CHECKING

from editor.ui.actions import Action
from editor.ui.words import later, say

if TYPE_CHECKING:
    from editor.ui.window import Window

NO_PROJECT = later("no project is open")
READ_ONLY = later("the project can only be read")
SOMEHOW = later("not now")
_NOTHING_RUNS = later("nothing runs")
_NEEDS: Mapping[str, str] = {
    "desk.has_project": NO_PROJECT,
    "desk.can_undo": later("there is nothing to undo"),
    "desk.can_redo": later("there is nothing to redo"),
    "desk.choice.can_cancel": later("choose what runs or waits"),
    "desk.choice.can_retry": later("choose what failed"),
    "desk.choice.can_earlier": later("choose what can come earlier"),
    "desk.choice.can_later": later("choose what can come later"),
    "desk.choice.can_clear": later("nothing is over yet"),
    "desk.player.ready": later("there is no picture"),
    "timeline.model.has_cut": later("there is no cut"),
    "timeline.model.has_selection": later("select something on the timeline"),
    "desk.graph.can_add": later("choose a clip with a graph"),
    "desk.graph.can_change": later("choose nodes in the graph"),
    "desk.graph.has_graph": later("choose a clip with a graph"),
    "desk.graph.in_group": later("look into a group first"),
    "desk.clip.can_change": later("select one clip"),
    "desk.clip.can_move": later("select something on the timeline"),
    "desk.pointing.model.can_point": later("select a clip with a picture"),
    "desk.pointing.model.can_change": later("begin to point at something"),
    "desk.pointing.tracked.can_track": later("point at something first"),
    "desk.pointing.tracked.running": later("nothing is followed"),
    "desk.media.has_project": NO_PROJECT,
    "desk.media.has_chosen": later("choose media in the list"),
    "desk.media.has_one": later("choose one piece of media"),
    "desk.media.has_bin": later("choose a bin"),
    "desk.media.has_unused": later("all media is used"),
    "desk.takes.can_make": later("select a clip with a graph"),
    "desk.takes.can_mark": later("choose a take"),
    "desk.takes.can_promote": later("choose a draft"),
    "desk.takes.can_compare": later("choose two to four takes"),
    "desk.takes.can_trash": later("choose takes that are not in the trash"),
    "desk.takes.can_cancel": later("choose takes that are waiting"),
    "desk.takes.can_put_back": later("choose takes in the trash"),
    "desk.takes.can_empty": later("the trash is empty"),
}
"""What is missing where one of these values, looked for from the window, says no."""
_OF_ACTIONS: Mapping[str, str] = {
    "takes.cancel": _NOTHING_RUNS,
    "takes.queue_cancel_all": _NOTHING_RUNS,
    "view.grip_next": later("the node shows no handles"),
}


def reasons(window: Window) -> Mapping[int, str]:
    """Return what is missing, by the identity of the value that says no."""
    found = {}
    for path, text in _NEEDS.items():
        try:
            found[id(attrgetter(path)(window))] = text
        except AttributeError:
            continue  # Not there before the window is furnished, and neither are its actions.
    return found


def why_not(action: Action, window: Window, known: Mapping[int, str]) -> str:
    """Return why an action cannot be done now, "" where it always can; `known` are the `reasons`."""
    project = window.desk.session.project.value
    if action.enabled is None:
        return ""
    if project is None and action.id not in _OF_ACTIONS:
        return say(NO_PROJECT)
    text = known.get(id(action.enabled)) or _OF_ACTIONS.get(action.id, SOMEHOW)
    if project is not None and project.readonly and action.menu in ("edit", "clip", "graph", "media"):
        text = READ_ONLY
    return say(text)

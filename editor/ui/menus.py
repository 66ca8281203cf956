"""Menus, filled from the registry of actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qtpy.QtGui import QAction
from qtpy.QtWidgets import QMenu, QMenuBar

from .actions import Action, Actions
from .words import later, say

TITLES = {
    "file": later("&File"),
    "edit": later("&Edit"),
    "view": later("&View"),
    "picture": later("Pict&ure"),
    "playback": later("&Playback"),
    "timeline": later("&Timeline"),
    "clip": later("&Clip"),
    "graph": later("&Graph"),
    "takes": later("Ta&kes"),
    "media": later("&Media"),
    "help": later("&Help"),
}
PICTURES = {
    "file.open": "open",
    "file.new": "add",
    "file.import": "import",
    "file.demo": "film",
    "edit.undo": "undo",
    "edit.redo": "redo",
    "graph.add": "add",
    "graph.bypass": "bypass",
    "graph.remove": "trash",
    "graph.layout": "layout",
    "graph.fit": "zoom-fit",
    "takes.make": "take",
    "takes.several": "takes",
    "takes.cancel": "close",
    "takes.draft": "draft",
    "takes.vary": "grid",
    "takes.more": "add",
    "takes.compare": "compare",
    "takes.promote": "zoom-in",
    "takes.circle": "circle",
    "takes.star": "star",
    "takes.trash": "trash",
    "takes.queue_pause": "pause",
    "takes.queue_cancel": "close",
    "takes.queue_retry": "reset",
    "takes.queue_earlier": "up",
    "takes.queue_later": "down",
    "takes.queue_clear": "trash",
    "media.add": "add",
    "media.new_bin": "bin",
    "media.insert": "insert",
    "media.overwrite": "overwrite",
    "media.append": "append",
    "media.relink": "link",
    "media.remove": "trash",
    "picture.save_seen": "save-frame",
    "picture.fullscreen": "full-screen",
    "view.scopes": "scopes",
    "timeline.split": "split",
    "timeline.lift": "lift",
    "timeline.snap": "snap",
    "timeline.mark_in": "mark-in",
    "timeline.mark_out": "mark-out",
    "timeline.zoom_in": "zoom-in",
    "timeline.zoom_out": "zoom-out",
    "timeline.fit": "zoom-fit",
}
"""The icons of actions that have one."""


def menu_title(name: str) -> str:
    """Return what a menu is called, with the mark of its key."""
    return say(TITLES.get(name, name.capitalize()))


def fill_menus(bar: QMenuBar, actions: Actions, handles: Mapping[str, QAction]) -> None:
    """Make a menu for each menu's actions, and one within it for each group of them."""
    for name, inside in actions.menus():
        fill(bar.addMenu(menu_title(name)), inside, handles)


def fill(menu: QMenu, inside: Iterable[Action], handles: Mapping[str, QAction]) -> None:
    """Put actions into a menu; those of a group go into a menu within it, where the first of them stands."""
    menu.setToolTipsVisible(False)
    groups: dict[str, QMenu] = {"": menu}
    for action in inside:
        if action.group not in groups:
            groups[action.group] = menu.addMenu(say(action.group))
        groups[action.group].addAction(handles[action.id])

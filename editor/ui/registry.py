"""The registry of a window's actions, put together from what each area offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import asks
from .actions import Actions
from .commands import edit_actions, file_actions, help_actions, view_actions
from .desk import Desk
from .graph.actions import actions as graph_actions
from .takes.actions import actions as takes_actions
from .timeline.actions import actions as timeline_actions
from .viewer.actions import actions as viewer_actions

if TYPE_CHECKING:
    from .window import Window


def registry(desk: Desk, window: Window) -> Actions:
    """Return everything that can be done in a window."""
    return Actions(
        (
            *file_actions(
                lambda: asks.ask_open(window, desk),
                lambda: asks.ask_new(window, desk),
                lambda: asks.ask_import(window, desk, None),
                lambda: asks.ask_demo(window, desk),
                window.leave,
            ),
            *edit_actions(desk),
            *view_actions(
                desk,
                window.show_panel,
                window.next_panel,
                lambda: window.arrange(b""),
                window.toggle_fullscreen,
            ),
            *viewer_actions(desk.player),
            *timeline_actions(desk.session, window.timeline),
            *graph_actions(desk.graph),
            *takes_actions(
                desk.takes,
                desk.queue,
                lambda: asks.ask_several(window, desk),
                lambda: asks.ask_trash(window, desk),
            ),
            *help_actions(lambda: asks.tell_about(window), lambda: asks.tell_keys(window, window.registry)),
        )
    )

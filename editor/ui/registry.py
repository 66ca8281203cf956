"""The registry of a window's actions, put together from what each area offers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from . import asks
from .actions import Action
from .commands import edit_actions, file_actions, help_actions, view_actions
from .desk import Desk
from .queue.actions import actions as queue_actions
from .shell.anew import close_project

if TYPE_CHECKING:
    from .window import Window


def first_actions(desk: Desk, window: Window) -> Iterator[Action]:
    """Yield what can be done with the window and its start page."""
    yield from file_actions(
        lambda: asks.ask_open(window, desk),
        lambda: asks.ask_new(window, desk),
        lambda: asks.ask_import(window, desk, None),
        lambda: asks.ask_demo(window, desk),
        lambda: asks.ask_export(window, desk),
        lambda: asks.ask_render(window, desk),
        lambda: close_project(window),
        window.leave,
        desk.has_project,
    )
    yield from edit_actions(desk, lambda: asks.show_preferences(window))
    yield Action("edit.history", "History…", (), lambda: asks.show_history(window), desk.has_project)
    yield from view_actions(
        desk,
        window.show_panel,
        window.layouts.switch,
        window.next_panel,
        window.layouts.reset,
        window.toggle_fullscreen,
        lambda: asks.show_palette(window),
    )
    yield from queue_actions(desk.choice)
    yield from help_actions(
        lambda: asks.tell_about(window),
        lambda: asks.show_keys(window),
        lambda: asks.show_licences(window, desk),
    )


def dock_actions(desk: Desk, window: Window) -> Iterator[Action]:
    """Yield what can be done with the viewer and the docks of a furnished window."""
    from .clip.actions import actions as clip_actions
    from .graph.actions import actions as graph_actions
    from .graph.group_dialog import ask_parameters
    from .graph.keyboard import ask_file
    from .media.actions import actions as media_actions
    from .meter.actions import level_actions
    from .pointing.ask import ask_matte
    from .scopes.actions import scope_actions
    from .takes.actions import actions as takes_actions
    from .takes.asking import asks_of as takes_asks
    from .timeline.actions import actions as timeline_actions
    from .viewer.actions import actions as viewer_actions
    from .viewer.window_actions import picture_actions

    yield from viewer_actions(desk.player)
    yield from picture_actions(desk, window.viewer)
    yield from scope_actions(window.scopes.model, desk.player.ready)
    yield from timeline_actions(desk.session, window.timeline)
    yield from level_actions(desk, window)
    yield from graph_actions(
        desk.graph, lambda graph: ask_file(graph, window), lambda graph: ask_parameters(graph, window)
    )
    yield from clip_actions(desk.clip, desk.session)
    yield from desk.pointing.actions(partial(ask_matte, window), desk.has_project)
    yield from desk.grips.actions()
    yield from window.looks.actions()
    yield from media_actions(desk.media, window)
    yield from takes_actions(desk.takes, takes_asks(window, desk))

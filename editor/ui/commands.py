"""The window's own actions: files, undo and redo, panels, help."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from .actions import Action
from .desk import Desk
from .observe import Value
from .shell.layouts import LAYOUTS
from .shell.panels import PANELS
from .words import say


def file_actions(
    ask_open: Callable[[], None],
    ask_new: Callable[[], None],
    ask_import: Callable[[], None],
    ask_demo: Callable[[], None],
    ask_export: Callable[[], None],
    ask_render: Callable[[], None],
    close: Callable[[], None],
    quit: Callable[[], None],
    has_project: Value[bool],
) -> tuple[Action, ...]:
    """Return the actions of the File menu; all but the last two ask the person first."""
    return (
        Action("file.open", "Open a Project…", ("Ctrl+O",), ask_open),
        Action("file.new", "New Empty Project…", ("Ctrl+N",), ask_new),
        Action("file.import", "Import a Cut…", ("Ctrl+I",), ask_import),
        Action("file.demo", "Make and Open the Demo…", (), ask_demo),
        Action("file.export", "Export the Cut…", ("Ctrl+E",), ask_export, has_project),
        Action("file.render", "Render…", ("Ctrl+Shift+E",), ask_render, has_project),
        Action("file.close", "Close the Project", ("Ctrl+W",), close, has_project),
        Action("file.quit", "Quit", ("Ctrl+Q",), quit),
    )


def edit_actions(desk: Desk, preferences: Callable[[], None]) -> tuple[Action, ...]:
    """Return undo and redo, and the preferences."""
    session = desk.session
    return (
        Action("edit.undo", "Undo", ("Ctrl+Z",), session.undo, desk.can_undo, says=desk.history.undo),
        Action(
            "edit.redo",
            "Redo",
            ("Ctrl+Shift+Z", "Ctrl+Y"),
            session.redo,
            desk.can_redo,
            says=desk.history.redo,
        ),
        Action("edit.preferences", "Preferences…", ("Ctrl+,",), preferences),
    )


def view_actions(
    desk: Desk,
    show: Callable[[str], None],
    switch: Callable[[str], None],
    next_panel: Callable[[], None],
    reset: Callable[[], None],
    fullscreen: Callable[[], None],
    palette: Callable[[], None],
) -> Iterable[Action]:
    """Yield the actions that show and lead to panels and put them in order."""
    yield Action("view.palette", "Commands…", ("Ctrl+Shift+P",), palette)
    yield Action("view.next_panel", "Go to the Next Panel", ("F6",), next_panel, desk.has_project)
    for panel in PANELS:
        text = say("Show or Hide {panel}", panel=say(panel.title))
        yield Action(f"view.{panel.id}", text, (panel.key,), partial(show, panel.id), desk.has_project)
    for layout in LAYOUTS:
        text = say("Layout: {layout}", layout=say(layout.title))
        doing = partial(switch, layout.id)
        yield Action(f"view.layout_{layout.id}", text, (layout.key,), doing, desk.has_project)
    yield Action("view.reset", "Put the Panels Back", (), reset, desk.has_project)
    yield Action("view.fullscreen", "Full Screen", ("F11",), fullscreen)


def help_actions(
    about: Callable[[], None], keys: Callable[[], None], licences: Callable[[], None]
) -> tuple[Action, ...]:
    """Return the actions of the Help menu."""
    return (
        Action("help.keys", "Keys…", ("F1",), keys),
        Action("help.licences", "Licences…", (), licences),
        Action("help.about", "About Workprint", (), about),
    )

"""The questions behind the actions on takes, and what is done with them outside the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qtpy.QtCore import QUrl
from qtpy.QtGui import QDesktopServices, QGuiApplication

from editor.ui.start.dialogs import ask_count, ask_yes
from editor.ui.words import say, say_many

from .actions import Asks
from .model import TakesModel

if TYPE_CHECKING:
    from editor.ui.desk import Desk
    from editor.ui.window import Window


def asks_of(window: Window, desk: Desk) -> Asks:
    """Return the questions, asked at a window."""
    return Asks(
        count=lambda: _count(window, desk.takes),
        vary=lambda: _vary(window, desk),
        trash=lambda: _trash(window, desk.takes),
        empty=lambda: _empty(window, desk.takes),
        compare=lambda: _compare(desk),
        reveal=lambda: _reveal(desk.takes),
        copy_path=lambda: _copy(desk.takes),
    )


def _count(window: Window, model: TakesModel) -> None:
    ask_count(window, model.make)


def _vary(window: Window, desk: Desk) -> None:
    from .vary_dialog import VaryDialog

    VaryDialog(window, desk.takes, desk.graph.specs.value, desk.work).open()


def _trash(window: Window, model: TakesModel) -> None:
    """Ask where a cut shows or keeps what goes; what nobody uses goes at once, since it can be put back."""
    rows = model.rows_picked
    used = [row for row in rows if row.circled or row.starred]
    if not used:
        model.trash()
        return
    names = ", ".join(row.id for row in used)
    detail = say_many(
        "{names} is circled or starred. The clip shows its source again. Undo brings everything back.",
        "{names} are circled or starred. The clips show their sources again. Undo brings everything back.",
        len(used),
        names=names,
    )
    question = say_many("Put {count} take into the trash?", "Put {count} takes into the trash?", len(rows))
    ask_yes(window, question, detail, say("Put into the Trash"), model.trash)


def _empty(window: Window, model: TakesModel) -> None:
    count = sum(row.trashed for row in model.rows.value)
    question = say_many("Remove {count} take for good?", "Remove {count} takes for good?", count)
    detail = say("Their media is deleted from disk. This cannot be undone.")
    ask_yes(window, question, detail, say("Remove"), model.empty_trash)


def _compare(desk: Desk) -> None:
    sources = [row.key for row in desk.takes.rows_picked]
    desk.player.compare(sources, "wipe" if len(sources) == 2 else "side")


def _reveal(model: TakesModel) -> None:
    if (row := model.row) is not None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(row.take.folder)))


def _copy(model: TakesModel) -> None:
    if rows := model.rows_picked:
        QGuiApplication.clipboard().setText("\n".join(str(row.take.folder) for row in rows))

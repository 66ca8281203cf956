"""What can be done with takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from editor.ui.actions import Action
from editor.ui.words import say_many

from .model import TakesModel


@dataclass(frozen=True, slots=True)
class Asks:
    """What is asked of the person, or done outside the project."""

    count: Callable[[], None]
    vary: Callable[[], None]
    trash: Callable[[], None]
    empty: Callable[[], None]
    compare: Callable[[], None]
    reveal: Callable[[], None]
    copy_path: Callable[[], None]


def actions(model: TakesModel, asks: Asks) -> Iterator[Action]:
    """Yield the actions."""
    yield Action("takes.make", "Make a Take", ("Ctrl+T",), model.make, model.can_make)
    yield Action("takes.draft", "Make a Draft", (), partial(model.make, draft=True), model.can_make)
    yield Action("takes.several", "Make Several Takes…", ("Ctrl+Shift+T",), asks.count, model.can_make)
    yield Action("takes.vary", "Make a Grid of Takes…", ("Ctrl+Alt+T",), asks.vary, model.can_make)
    yield Action("takes.more", "More Like This", ("Ctrl+Alt+M",), model.more, model.can_mark)
    yield Action(
        "takes.promote", "Make the Drafts at Full Size", ("Ctrl+Alt+P",), model.promote, model.can_promote
    )
    yield Action("takes.compare", "Compare in the Viewer", ("Ctrl+Shift+C",), asks.compare, model.can_compare)
    yield Action("takes.circle", "Circle", ("C",), model.circle, model.can_mark)
    yield Action("takes.star", "Star", ("Shift+S",), model.star, model.can_mark)
    for stars in range(6):
        text = say_many("Rate {count} Star", "Rate {count} Stars", stars)
        yield Action(f"takes.rate_{stars}", text, (), partial(model.rate, stars), model.can_mark, "Rate")
    yield Action("takes.use", "Use This Recipe in the Shot", (), model.use, model.can_mark)
    yield Action("takes.reveal", "Show in Its Folder", (), asks.reveal, model.can_mark)
    yield Action("takes.copy_path", "Copy Its Path", (), asks.copy_path, model.can_mark)
    yield Action("takes.all_shots", "Show Takes of All Shots or of One", (), partial(_turn, model))
    yield Action("takes.trash", "Put into the Trash", ("Ctrl+Backspace",), asks.trash, model.can_trash)
    yield Action("takes.cancel_picked", "Do Not Make This Take", (), model.cancel, model.can_cancel)
    yield Action("takes.put_back", "Put Back", (), model.put_back, model.can_put_back)
    yield Action("takes.empty_trash", "Empty the Trash…", (), asks.empty, model.can_empty)


def _turn(model: TakesModel) -> None:
    model.scope.set("shot" if model.scope.value == "cut" else "cut")

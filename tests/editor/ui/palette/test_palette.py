from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from editor.ui.actions import Action
from editor.ui.palette.match import found, rank


def nothing() -> None: ...


def an_action(id: str, text: str) -> tuple[Action, str]:
    return Action(id, text, (), nothing), text


ACTIONS = (
    an_action("timeline.split", "Split at the Playhead"),
    an_action("timeline.lift", "Lift"),
    an_action("clip.slip", "Slip One Frame Back"),
    an_action("file.open", "Open a Project…"),
)


def ids(query: str, recent: tuple[str, ...] = ()) -> list[str]:
    return [action.id for action in found(query, ACTIONS, recent)]


def test_words_are_found_by_their_beginnings_before_other_letters() -> None:
    assert ids("sp")[0] == "timeline.split"
    assert ids("li") == ["timeline.lift", "timeline.split", "clip.slip"]
    assert ids("ope pro") == ["file.open"]
    assert ids("xyz") == []


def test_letters_in_order_are_enough() -> None:
    assert rank("slpb", "Slip One Frame Back") is not None
    assert rank("bpls", "Slip One Frame Back") is None


def test_what_was_done_lately_comes_first() -> None:
    assert ids("")[0] == "timeline.split"
    assert ids("", ("file.open", "clip.slip"))[:2] == ["file.open", "clip.slip"]


@pytest.mark.qt
def test_enter_does_what_can_be_done_and_the_palette_remembers_it(
    windows: Callable[[], Any],
) -> None:
    from qtpy.QtWidgets import QApplication

    from editor.ui.palette.widget import Palette

    person = windows()
    window = person.window
    palette = Palette(window)
    palette.show()
    assert palette.list.topLevelItemCount() == len(window.registry.all)
    palette.line.setText("undo")
    assert palette.list.topLevelItem(0).text(1) == "not now"
    palette._do()
    assert window.recent == ()
    palette.line.setText("full sc")
    person.keys("Return", palette.line)
    assert window.recent == ("view.fullscreen",)
    assert window.isFullScreen()
    window.toggle_fullscreen()
    QApplication.processEvents()

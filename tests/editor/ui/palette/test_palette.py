from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
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
    first: Any = palette.list.topLevelItem(0)
    assert first.text(1) == "no project is open"
    palette._do()
    assert window.recent == ()
    palette.line.setText("full sc")
    person.keys("Return", palette.line)
    assert window.recent == ("view.fullscreen",)
    assert window.isFullScreen()
    window.toggle_fullscreen()
    QApplication.processEvents()


@pytest.mark.qt
def test_every_action_is_listed_with_its_key_and_says_what_it_waits_for(
    windows: Callable[[], Any], project: Path
) -> None:
    from editor.ui.keys import native
    from editor.ui.palette.why import SOMEHOW
    from editor.ui.palette.widget import _ID, Palette

    person = windows()
    person.open(project)
    window = person.window
    palette = Palette(window)
    items = [palette.list.topLevelItem(row) for row in range(palette.list.topLevelItemCount())]
    rows: dict[str, Any] = {str(item.data(0, _ID)): item for item in items if item is not None}
    assert set(rows) == set(window.handles) == {action.id for action in window.registry}
    for action in window.registry:
        assert rows[action.id].text(2) == ", ".join(map(native, action.shortcuts))
        if not window.handles[action.id].isEnabled():
            said = rows[action.id].text(1)
            assert said and said != SOMEHOW, f"{action.id} needs a reason in editor/ui/palette/why.py"
    assert rows["edit.undo"].text(1) == "there is nothing to undo"
    assert rows["takes.cancel"].text(1) == "nothing runs"
    palette.close()

from __future__ import annotations

import pytest

from editor.ui.actions import Action, Actions


def nothing() -> None: ...


def test_menus_hold_their_actions_in_order_and_unknown_menus_come_last() -> None:
    actions = Actions(
        (
            Action("plugin.do", "Do", (), nothing),
            Action("takes.make", "Make", (), nothing),
            Action("file.open", "Open", (), nothing),
            Action("file.quit", "Quit", (), nothing),
        )
    )
    found = [(name, [action.id for action in inside]) for name, inside in actions.menus()]
    assert found == [
        ("file", ["file.open", "file.quit"]),
        ("takes", ["takes.make"]),
        ("plugin", ["plugin.do"]),
    ]


def test_two_actions_cannot_share_a_name_or_a_key() -> None:
    with pytest.raises(ValueError, match=r"file\.open"):
        Actions((Action("file.open", "a", (), nothing), Action("file.open", "b", (), nothing)))
    with pytest.raises(ValueError, match=r"Ctrl\+O is both file\.open and file\.other"):
        Actions(
            (Action("file.open", "a", ("ctrl+o",), nothing), Action("file.other", "b", ("Ctrl+O",), nothing))
        )

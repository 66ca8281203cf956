from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.ui.actions import Action, Actions, normal
from editor.ui.keymap.keymap import (
    Keymap,
    as_preset,
    holder,
    keyed,
    keymap_from,
    keymap_json,
    with_key,
    without_keys,
)
from editor.ui.keymap.presets import OURS, presets


def nothing() -> None: ...


ACTIONS = (
    Action("edit.a", "A", ("Ctrl+A",), nothing),
    Action("edit.b", "B", ("B", "Shift+B"), nothing),
    Action("edit.c", "C", (), nothing),
)


def keys(keymap: Keymap, actions: tuple[Action, ...] = ACTIONS) -> dict[str, tuple[str, ...]]:
    return {each.id: each.shortcuts for each in keyed(actions, keymap)}


def test_without_changes_every_action_has_its_own_keys() -> None:
    assert keys(Keymap()) == {each.id: each.shortcuts for each in ACTIONS}


def test_a_key_that_is_given_is_taken_from_whoever_had_it() -> None:
    keymap = with_key(Keymap(), keyed(ACTIONS, Keymap()), "edit.c", "Shift+B")
    assert keys(keymap) == {"edit.a": ("Ctrl+A",), "edit.b": ("B",), "edit.c": ("Shift+B",)}
    assert keys(as_preset(as_preset(keymap, "edit.c"), "edit.b")) == keys(Keymap())


def test_an_action_can_be_left_without_keys() -> None:
    assert keys(without_keys(Keymap(), "edit.b"))["edit.b"] == ()


def test_a_key_is_found_however_it_is_spelt() -> None:
    found = holder(keyed(ACTIONS, Keymap()), "shift+b")
    assert found is not None and found.id == "edit.b"
    assert normal("Alt+Ctrl+X") == normal("ctrl+alt+x")
    assert normal("Ctrl++") != normal("Ctrl+=")


CHANGES = st.tuples(st.sampled_from([each.id for each in ACTIONS]), st.sampled_from(["B", "X", "Ctrl+A"]))


@settings(max_examples=40, deadline=None)
@given(st.lists(CHANGES, max_size=8))
def test_no_key_is_borne_twice_and_what_was_asked_for_last_holds(changes: list[tuple[str, str]]) -> None:
    keymap = Keymap()
    for id, key in changes:
        keymap = with_key(keymap, keyed(ACTIONS, keymap), id, key)
        made = Actions(keyed(ACTIONS, keymap))
        assert made[id].shortcuts == (key,)


def test_a_keymap_is_read_back_and_nonsense_is_passed_over() -> None:
    keymap = with_key(Keymap(), ACTIONS, "edit.c", "F5")
    assert keymap_from(keymap_json(keymap)) == keymap
    assert keymap_from({"preset": "other", "own": {"edit.a": "F1", "edit.b": [3]}}) == Keymap()
    assert keymap_from({"own": 3}) == Keymap()


def test_ours_changes_nothing() -> None:
    assert next(iter(presets())) == OURS
    assert presets()[OURS].keys == {}


@pytest.mark.qt
def test_every_preset_gives_real_keys_to_real_actions_and_none_twice(windows: Callable[[], Any]) -> None:
    from qtpy.QtGui import QKeySequence

    plain = tuple(windows().window._plain)
    known = {action.id for action in plain}
    assert len(presets()) >= 4
    for preset in presets().values():
        listed = [key for keys in preset.keys.values() for key in keys]
        assert len(set(map(normal, listed))) == len(listed), preset.name
        assert set(preset.keys) <= known, f"{preset.name} names what there is not"
        for key in listed:
            read = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
            assert normal(read) == normal(key), key
        Actions(keyed(plain, Keymap(preset.id)))


@pytest.mark.qt
def test_no_two_actions_come_with_the_same_key(windows: Callable[[], Any]) -> None:
    Actions(windows().window._plain)


def test_keys_of_pointing_are_judged_among_themselves() -> None:
    from editor.ui.pointing.local import LOCALS

    def keys_of(keymap: Keymap) -> dict[str, tuple[str, ...]]:
        return {each.id: each.shortcuts for each in keyed(LOCALS, keymap)}

    taken = [key for each in LOCALS for key in each.shortcuts]
    assert len(set(map(normal, taken))) == len(taken)
    # V is the window's too; given to the brush it is taken from the view alone.
    keymap = with_key(Keymap(), keyed(LOCALS, Keymap()), "pointing.brush", "V")
    assert keys_of(keymap)["pointing.brush"] == ("V",) and keys_of(keymap)["pointing.view"] == ()
    assert keymap_from(keymap_json(keymap)) == keymap
    assert keys_of(as_preset(keymap, "pointing.view"))["pointing.view"] == ()
    assert keys_of(Keymap())["pointing.view"] == ("V",)


@pytest.mark.qt
def test_keys_of_pointing_are_listed_and_changed_under_their_own_heading(
    windows: Callable[[], Any],
) -> None:
    from qtpy.QtGui import QKeySequence

    from editor.ui.keymap.dialog import KeysDialog

    person = windows()
    dialog = KeysDialog(person.window)
    tree: Any = dialog.tree
    heading = tree.topLevelItem(tree.topLevelItemCount() - 1)
    rows = {heading.child(row).text(0): heading.child(row) for row in range(heading.childCount())}
    assert heading.text(0) == "While pointing on the picture" and rows["Tool: Brush"].text(1) == "3"
    tree.setCurrentItem(rows["Tool: Brush"])
    dialog.key.setKeySequence(QKeySequence("S"))
    assert dialog.says.text() == "S is free."
    dialog.key.setKeySequence(QKeySequence("V"))
    assert "Show the Matte Otherwise" in dialog.says.text() and dialog.give.text() == "Take It"
    before = {action.id: action.shortcuts for action in person.window.registry}
    dialog.give.click()
    assert {action.id: action.shortcuts for action in person.window.registry} == before
    assert dialog.chosen() == "pointing.brush" and tree.currentItem().text(1) == "V"
    dialog.back.click()
    assert tree.currentItem().text(1) == "3"
    dialog.reject()

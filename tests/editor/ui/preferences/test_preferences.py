from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.folders import settings_folder
from editor.ui.preferences.values import (
    FILE,
    Preferences,
    outside,
    preferences_from,
    preferences_json,
    take_up,
)

ANY = st.one_of(
    st.none(), st.booleans(), st.integers(-10, 9000), st.text(max_size=8), st.lists(st.integers())
)


def test_preferences_are_read_back() -> None:
    wanted = Preferences("de", 150, "software", 24, 5)
    assert preferences_from(json.loads(json.dumps(preferences_json(wanted)))) == wanted
    assert preferences_from({}) == Preferences()


@settings(max_examples=60, deadline=None)
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(preferences_json(Preferences()), ANY)))
def test_what_makes_no_sense_in_a_settings_file_is_passed_over(data: dict[str, object]) -> None:
    read = preferences_from(data)
    assert preferences_from(preferences_json(read)) == read
    assert read.language in ("en", "de") and 0 <= read.handles <= 240 and read.cache_gigabytes >= 1


def test_what_was_set_from_outside_stays() -> None:
    environment = {"QT_SCALE_FACTOR": "3", "OTHER": "x"}
    given = outside(environment)
    take_up(Preferences(scale=150, drawing="software"), environment, given)
    assert environment == {"QT_SCALE_FACTOR": "3", "WORKPRINT_VIEWER": "software", "OTHER": "x"}
    take_up(Preferences(scale=150), environment, given)
    assert environment == {"QT_SCALE_FACTOR": "3", "OTHER": "x"}
    untouched: dict[str, str] = {}
    take_up(Preferences(scale=150), untouched, {})
    assert untouched == {"QT_SCALE_FACTOR": "1.5"}
    take_up(Preferences(), untouched, {})
    assert untouched == {}


@pytest.mark.qt
def test_what_is_changed_is_kept_and_used(windows: Callable[[], Any]) -> None:
    from editor.ui.preferences.dialog import PreferencesDialog

    person = windows()
    dialog = PreferencesDialog(person.window)
    dialog.language.setCurrentIndex(dialog.language.findData("de"))
    dialog.language.activated.emit(dialog.language.currentIndex())
    dialog.handles.setValue(7)
    dialog.keymap.setCurrentIndex(dialog.keymap.findData("resolve"))
    dialog.keymap.activated.emit(dialog.keymap.currentIndex())
    assert person.window.handles["timeline.split"].shortcut().toString() == "Ctrl+B"
    path = settings_folder() / FILE
    person.wait(lambda: path.exists() and json.loads(path.read_text())["handles"] == 7, "them to be kept")
    assert json.loads(path.read_text())["language"] == "de"
    model = person.desk.preferences
    person.wait(lambda: model.kept.value is not None, "what is kept to be weighed")
    assert str(model.kept.value.folders[0]) in dialog._kept.text()
    assert person.desk.start._handles() == 7
    dialog.reject()


@pytest.mark.qt
def test_licences_name_us_the_libraries_and_the_models(windows: Callable[[], Any]) -> None:
    from editor.ui.preferences.licence_dialog import LicenceDialog

    person = windows()
    dialog = LicenceDialog(person.window, person.desk.work)
    dialog.open()
    person.wait(lambda: dialog._terms, "the licences")
    kinds = {each.kind for each in dialog._terms}
    assert kinds == {"Workprint", "library", "model"}
    assert "Apache License" in dialog.text.toPlainText()
    numpy = next(each for each in dialog._terms if each.name.startswith("numpy "))
    assert "BSD" in numpy.licence and len(numpy.text) > 1000
    dialog.search.setText("numpy")
    libraries: Any = dialog.tree.topLevelItem(1)
    shown = [libraries.child(row) for row in range(libraries.childCount())]
    assert [row.text(0) for row in shown if not row.isHidden()][:1] == [numpy.name]
    dialog.reject()


@pytest.mark.qt
def test_space_is_freed_down_to_what_was_chosen(windows: Callable[[], Any]) -> None:
    from editor.folders import frames_folder
    from nodes.engine.pruning import SUFFIX, sizes

    place = frames_folder() / "ab" / "cd"
    place.mkdir(parents=True)
    with (place / f"one{SUFFIX}").open("wb") as file:
        file.truncate(2 * 10**9)
    person = windows()
    model = person.desk.preferences
    model.weigh()
    person.wait(lambda: model.kept.value is not None, "what is kept to be weighed")
    assert model.kept.value.bytes >= 2 * 10**9
    model.preferences.set(Preferences(cache_gigabytes=1))
    model.free()
    person.wait(lambda: sizes(frames_folder()).files == 0, "space to be freed")
    person.wait(lambda: model.kept.value.bytes == 0, "what is kept to be told")

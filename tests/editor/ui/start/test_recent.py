from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from editor.folders import settings_folder
from editor.ui.start.recent import (
    MOST,
    note_recent,
    picture_of,
    read_recent,
    read_settings,
    recent_projects,
    write_settings,
)


def a_project(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "project.json").write_text("{}")
    return folder


def test_the_newest_project_comes_first_and_none_twice(tmp_path: Path) -> None:
    one, two = a_project(tmp_path / "one"), a_project(tmp_path / "two")
    note_recent(one)
    note_recent(two)
    assert note_recent(one) == (one, two) == read_recent()


def test_projects_that_are_gone_are_not_listed(tmp_path: Path) -> None:
    one, two = a_project(tmp_path / "one"), a_project(tmp_path / "two")
    note_recent(one)
    note_recent(two)
    (two / "project.json").unlink()
    assert read_recent() == (one,)


def test_the_list_does_not_grow_without_end(tmp_path: Path) -> None:
    for number in range(MOST + 3):
        note_recent(a_project(tmp_path / str(number)))
    assert len(read_recent()) == MOST


@pytest.mark.parametrize("text", ["", "{", "[]", '{"projects": 3}', '{"projects": [1, null]}', "\x00"])
def test_a_damaged_list_is_an_empty_one(text: str) -> None:
    settings_folder().mkdir(parents=True)
    (settings_folder() / "recent.json").write_text(text)
    assert read_recent() == ()


def test_settings_are_read_back() -> None:
    write_settings("window.json", {"panels": "abc"})
    assert read_settings("window.json") == {"panels": "abc"}
    assert read_settings("other.json") == {}


def test_a_project_is_told_with_when_its_cut_was_changed(tmp_path: Path) -> None:
    one, two = a_project(tmp_path / "one"), a_project(tmp_path / "two")
    (two / "cut.otio").write_text("{}")
    os.utime(two / "cut.otio", (1e9, 1e9))
    note_recent(one)
    note_recent(two)
    newest, older = recent_projects()
    assert (newest.folder, newest.changed.timestamp()) == (two, 1e9)
    assert older.folder == one
    assert picture_of(one) != picture_of(two)


@pytest.mark.qt
def test_the_start_page_lists_projects_and_says_where_to_begin(windows: Callable[[], Any]) -> None:
    from editor.ui.start.recent import look_at

    person = windows()
    page, model = person.window.start, person.desk.start
    person.wait(lambda: model.looked.value, "the list")
    model.recent.set(())
    assert page._nothing.isVisible() and "demo" in page._nothing.text()
    assert not page.recent.isVisible()
    assert [each.text().strip() for each in page.buttons][1] == "Import a Cut…"
    folder = a_project(settings_folder() / ("a long name " * 9).strip())
    model.recent.set((look_at(folder),))
    assert page.recent.isVisible() and not page._nothing.isVisible()
    assert page.recent.item(0).text().startswith("a long name")
    page.recent.itemActivated.emit(page.recent.item(0))
    person.wait(lambda: person.messages, "that it is no project")

from __future__ import annotations

from pathlib import Path

import pytest

from editor.folders import settings_folder
from editor.ui.start.recent import MOST, note_recent, read_recent, read_settings, write_settings


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

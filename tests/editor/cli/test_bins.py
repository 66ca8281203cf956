from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.editor.kit import done, refused


def test_media_is_sorted_and_relinked_by_the_command_line(show: Path, media: Path, tmp_path: Path) -> None:
    listed = done("bins", show)
    assert listed["media"] and not any(each["offline"] for each in listed["media"])
    added = Path(shutil.copy(media / "small.mkv", tmp_path / "second.mkv"))
    made = done("bins", show, "add", added, "bin=Day 1/Selects")
    assert made["bins"] == ["Day 1", "Day 1/Selects"]
    (mine,) = [each for each in made["media"] if each["path"] == str(added)]
    assert (mine["bin"], mine["uses"], mine["offline"]) == ("Day 1/Selects", [], False)
    renamed = done("bins", show, "rename", added, "name=the best one")
    assert "the best one" in [each["name"] for each in renamed["media"]]
    done("edit", show, "append", added)
    elsewhere = tmp_path / f"moved{added.suffix}"
    added.rename(elsewhere)
    assert [each["name"] for each in done("bins", show)["media"] if each["offline"]] == ["the best one"]
    told = done("bins", show, "relink", "the best one", f"path={elsewhere}")
    (mine,) = [each for each in told["media"] if each["path"] == str(elsewhere)]
    assert (mine["name"], mine["bin"], len(mine["uses"])) == ("the best one", "Day 1/Selects", 1)
    assert "relink" in done("edit", show, "undo")["said"]
    assert any(each["offline"] for each in done("bins", show)["media"])
    for verb in ("append", "rename media", "add media"):
        assert done("edit", show, "undo")["said"] == f"Took back '{verb}'."
    assert done("bins", show)["bins"] == []
    assert done("bins", show)["media"] == listed["media"]
    done("edit", show, "redo")
    assert done("bins", show)["bins"] == ["Day 1", "Day 1/Selects"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("shuffle",), "no such verb"),
        (("new",), "nothing is named"),
        (("new", "a//b"), "no name"),
        (("move", "nothing.mov", "bin=a"), "no such media"),
        (("rename", "x"), "'name' is not given"),
        (("remove", "x", "path=y"), "no setting 'path'"),
    ],
)
def test_what_makes_no_sense_is_told_in_one_line(show: Path, words: tuple[str, ...], why: str) -> None:
    assert why in refused("bins", show, *words)

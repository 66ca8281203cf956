"""A project that can only be read, by a user who owns nothing of it: root writes through permissions."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.campaigns.whole import is_whole_cut, is_whole_movie
from tests.support.commands import Ran, told

Nobody = Callable[..., Ran]


@pytest.fixture
def shown(sample: Any, everyones: Path) -> Path:
    """Return a copy of the project, in a folder of its own, that everybody may read and only root write."""
    place = everyones / "closed" / "project"
    shutil.copytree(sample.project, place)
    for path in (place.parent, place, *place.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return place


def state_on_disk(folder: Path) -> dict[Path, tuple[int, int]]:
    return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in (folder, *folder.rglob("*"))}


def test_what_can_only_be_read_is_shown_rendered_and_exported(
    shown: Path, everyones: Path, as_nobody: Nobody
) -> None:
    before = state_on_disk(shown.parent)
    info = as_nobody("info", shown, "--json")
    assert info.code == 0, info.err
    assert [clip["takes"] for clip in info.document["clips"]] == [1, 0, 0, 0]
    assert as_nobody("takes", shown).code == 0
    assert as_nobody("shot", shown, "sh010").code == 0
    export = as_nobody("export", shown, "-o", everyones / "out.otio")
    assert export.code == 0, export.err
    render = as_nobody("render", shown, "--range", "0-9", "-o", everyones / "out.mkv")
    assert render.code == 0, render.err
    assert is_whole_cut(everyones / "out.otio")
    assert is_whole_movie(everyones / "out.mkv", 10, sound=True)
    assert state_on_disk(shown.parent) == before


@pytest.mark.parametrize(
    "words",
    [
        ("edit", "trim", "sh030", "tail=5"),
        ("edit", "undo"),
        ("shot", "sh010", "--set", "grade", "gain=2"),
        ("takes", "sh010", "--circle", "none"),
        ("takes", "sh010", "--prune"),
    ],
)
def test_what_would_change_it_is_refused(shown: Path, as_nobody: Nobody, words: tuple[str, ...]) -> None:
    before = state_on_disk(shown.parent)
    told(as_nobody(words[0], shown, *words[1:]), 1, "no permission to write there", str(shown))
    assert state_on_disk(shown.parent) == before


def test_a_take_of_it_is_refused(shown: Path, as_nobody: Nobody) -> None:
    before = state_on_disk(shown.parent)
    ran = as_nobody("take", shown, "sh020", "--json")
    assert ran.code == 1
    (failed,) = ran.document["failed"]
    assert failed["why"] == "there is no permission to write there"
    assert str(shown / "takes" / "sh020") in failed["attempted"]
    assert as_nobody("take", shown, "sh010").code == 0, "that one is made already"
    assert state_on_disk(shown.parent) == before


def test_nothing_is_made_where_one_may_not_write(shown: Path, sample: Any, as_nobody: Nobody) -> None:
    before = state_on_disk(shown.parent)
    for words in (
        ("new", shown.parent / "made", "--from", sample.cut),
        ("render", shown, "--range", "0-1", "-o", shown.parent / "out.mkv"),
        ("render", shown, "--range", "0-1", "-o", shown.parent / "pictures"),
        ("export", shown, "-o", shown.parent / "out.otio"),
        ("demo", "--out", shown.parent / "demo"),
    ):
        told(as_nobody(*words), 1, "no permission to write there", str(shown.parent))
    assert state_on_disk(shown.parent) == before


def test_what_may_not_even_be_read_is_told(shown: Path, as_nobody: Nobody) -> None:
    (shown / "cut.otio").chmod(0)
    told(as_nobody("info", shown), 2, "cut.otio", "Permission denied")
    (shown / "cut.otio").chmod(0o644)
    (shown / "takes" / "sh010").chmod(0)
    told(as_nobody("takes", shown, "sh010"), 2, "takes/sh010", "Permission denied")
    shown.chmod(0)
    told(as_nobody("info", shown), 2, str(shown))

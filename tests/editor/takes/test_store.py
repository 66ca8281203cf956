"""Takes on disk: what is listed is whole, what is nobody's is left alone, recipes tell takes apart."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from editor import open_project
from editor.document.edits.takes import shot_of
from editor.document.layout import find_clip
from editor.document.model import Clip
from editor.takes.recipe import Recipe, recipe_from_json
from editor.takes.store import find_take, sweep, takes_of
from nodes.api import BadInput, Format, Range, Rate
from tests.editor.conftest import Demo
from tests.editor.kit import done

pytestmark = pytest.mark.timeout(900)  # the demo is made for whichever test comes first

SHOT = "sh010"


def recipe(**changes: object) -> Recipe:
    made = Recipe(
        key="abc.out",
        domain=Range.frames_of(10, 20, Rate(24)),
        format=Format(64, 36, Rate(24)),
        layout="ffv1 yuv420p",
        seed=1,
        media={"plate": "ff" * 32},
        colour={"name": "ACEScg", "config": "builtin", "fingerprint": "1"},
        graph={"schema": 1},
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_recipe_comes_back_from_json_as_it_was() -> None:
    assert recipe_from_json(json.loads(json.dumps(recipe().to_json()))) == recipe()
    assert recipe_from_json(recipe(seed=None).to_json()).seed is None


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "other.out"},
        {"seed": 2},
        {"seed": None},
        {"format": Format(64, 36, Rate(25))},
        {"layout": "ffv1 yuv422p"},
        {"colour": {"name": "ACEScg", "config": "builtin", "fingerprint": "2"}},
    ],
)
def test_everything_that_decides_a_pixel_is_in_the_look(changes: dict[str, object]) -> None:
    assert recipe(**changes).look != recipe().look
    assert recipe(**changes).digest != recipe().digest


def test_frames_and_what_is_only_told_leave_the_look_alone() -> None:
    longer = recipe(domain=Range.frames_of(0, 40, Rate(24)))
    assert longer.look == recipe().look
    assert longer.digest != recipe().digest
    assert recipe(graph={"schema": 1, "note": "layout of the canvas"}).digest == recipe().digest


def test_what_is_no_whole_take_is_not_listed(project: Path) -> None:
    folder = project / "takes" / SHOT
    assert [take.id for take in takes_of(project, SHOT)] == ["t001", "t002"]
    for number, harm in enumerate(
        (
            lambda place: (place / "take.mkv").unlink(),
            lambda place: (place / "recipe.json").write_text("{"),
            lambda place: (place / "record.json").write_text("[]"),
            lambda place: (place / "record.json").unlink(),
            lambda place: (place / "recipe.json").write_bytes(b"\xff\xfe\x00"),
            lambda place: (place / "recipe.json").write_text('{"key": 1}'),
            lambda place: (place / "record.json").write_text('{"media": {"ref": 5}}'),
        )
    ):
        place = folder / f"t{number + 10:03d}"
        shutil.copytree(folder / "t001", place)
        harm(place)
    (folder / "t1x").mkdir()
    (folder / "notes.txt").write_text("mine")
    (folder / "t099").write_text("a file")
    assert [take.id for take in takes_of(project, SHOT)] == ["t001", "t002"]
    done("shot", project, SHOT, "--set", "grade", "gain=0.5")
    assert done("take", project, SHOT)["takes"][0]["take"] == "t100", "no number is ever given twice"
    assert (folder / "notes.txt").read_text() == "mine"


def test_takes_are_found_by_number_id_and_recipe(project: Path) -> None:
    first, second = takes_of(project, SHOT)
    assert find_take(project, SHOT, "2") == second
    assert find_take(project, SHOT, "t002") == second
    assert find_take(project, SHOT, first.recipe.digest[:8]) == first
    for name in ("3", "t3", "", "²", first.recipe.digest[:3], "../t001"):
        with pytest.raises(BadInput, match="t001, t002"):
            find_take(project, SHOT, name)
    with pytest.raises(BadInput, match="none yet"):
        find_take(project, "sh030", "1")


def test_what_nobody_makes_any_more_is_swept_and_nothing_else(project: Path) -> None:
    folder = project / "takes" / SHOT
    before = sorted(path.name for path in folder.iterdir())
    left = folder / ".making-left"
    left.mkdir()
    (left / "take.mkv").write_bytes(b"half")
    os.utime(left, (1, 1))
    assert sweep(project) == (left,)
    assert sorted(path.name for path in folder.iterdir()) == before


def test_no_name_in_a_cut_leads_out_of_the_project(demo: Demo) -> None:
    with open_project(demo.project) as project:
        clip: Clip = find_clip(project.cut, SHOT)
        (key,) = (name for name in clip.references if name.startswith("take"))
        evil = {"workprint": {"take": "t001", "shot": "../../../outside", "source": "DEFAULT_MEDIA"}}
        reference = replace(clip.references[key], metadata=evil)
        assert shot_of(replace(clip, references={**clip.references, key: reference})) == SHOT


def test_a_records_paths_are_the_takes_own(project: Path, tmp_path: Path) -> None:
    record = json.loads((project / "takes" / SHOT / "t001" / "record.json").read_text())
    assert record["media"]["ref"]["path"] == "take.mkv"
    moved = tmp_path / "moved"
    project.rename(moved)
    take = find_take(moved, SHOT, "1")
    assert take.media.ref.to_json()["path"] == str(moved / "takes" / SHOT / "t001" / "take.mkv")
    assert take.poster.is_file() and take.proxy.is_file()
    assert done("info", take.proxy)["media"]["format"]["width"] == 640
    assert done("info", take.poster)["media"]["format"]["width"] == 480

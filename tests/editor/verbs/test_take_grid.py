"""Drafts, grids, more like a take, and what is told of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor import open_project
from editor.document.layout import find_clip
from editor.takes.circled import staleness
from editor.takes.store import find_take
from editor.verbs import shot, take, takes
from editor.verbs.asking import Wishes
from editor.verbs.planned import planned
from nodes.api import BadInput
from nodes.engine.client import Engine
from tests.editor.kit import done, workprint
from tests.editor.verbs.shots import graded


def test_a_draft_is_half_the_size_and_promoted_it_has_the_same_settings(show: Path, engine: Engine) -> None:
    with open_project(show, write=True) as project:
        project = shot(project, "plate", add=[["test.noise"]], engine=engine).project
        draft = take(project, ["plate"], seed=7, handles=0, draft=True, engine=engine).made[0].take
        assert draft.is_draft
        assert (draft.media.format.width, draft.media.format.height) == (80, 48)  # type: ignore[union-attr]
        circled = takes(project, "plate", circle=draft.id)
        assert "take t001 is a draft, 1/2 of the size" in circled.notes[0]
        project = circled.project
        assert staleness(project, find_clip(project.cut, "plate"), engine).is_stale is False
        changed = shot(project, "plate", set_=[["noise", "seed=1"]], engine=engine).project
        full = take(changed, ["plate"], full="1", engine=engine).made[0].take
        assert (full.recipe.seed, full.recipe.domain, full.is_draft) == (7, draft.recipe.domain, False)
        assert (full.media.format.width, full.media.format.height) == (160, 96)  # type: ignore[union-attr]
        apart = takes(project, "plate", compare=(draft.id, full.id)).differences
        assert apart == ("size: 80×48 (draft, 1/2 of the size) → 160×96",)
        with pytest.raises(BadInput, match="it is no draft"):
            raise take(project, ["plate"], full=full.id, engine=engine).failed[0][1]


def test_a_grid_makes_every_combination_and_leaves_the_shot_alone(show: Path, engine: Engine) -> None:
    with open_project(show, write=True) as project:
        project = shot(project, "plate", add=[["color.grade"], ["test.noise"]], engine=engine).project
        vary = ("grade.gain=1.1,1.2", "seed=3,4")
        plan = planned(project, ["plate"], Wishes(vary=vary), engine=engine)
        assert (plan.count, plan.shots[0][1].seconds) == (4, None)
        made = take(project, ["plate"], handles=0, draft=True, vary=vary, engine=engine)
        assert [each.take.record["varied"] for each in made.made] == [
            {"grade.gain": "1.1", "seed": "3"},
            {"grade.gain": "1.1", "seed": "4"},
            {"grade.gain": "1.2", "seed": "3"},
            {"grade.gain": "1.2", "seed": "4"},
        ]
        assert len({each.take.recipe.digest for each in made.made}) == 4
        assert takes(project, "plate", compare=("1", "4")).differences == (
            "color.grade, gain: 1.1, 1.1, 1.1 → 1.2, 1.2, 1.2",
            "seed: 3 → 4",
        )
        assert project.cut.graphs == open_cut_graphs(show)
        after = planned(project, ["plate"], Wishes(vary=vary), engine=engine).shots[0][1]
        assert after.seconds is not None
        assert after.bytes is not None
        assert after.fits


def open_cut_graphs(folder: Path) -> object:
    with open_project(folder) as project:
        return project.cut.graphs


def test_more_like_a_take_runs_its_recipe_with_seeds_that_are_new(show: Path, engine: Engine) -> None:
    with open_project(show, write=True) as project:
        project = shot(project, "plate", add=[["color.grade"], ["test.noise"]], engine=engine).project
        first = (
            take(project, ["plate"], handles=0, vary=["grade.gain=1.3"], seed=5, engine=engine).made[0].take
        )
        more = take(project, ["plate"], handles=0, like=first.id, count=2, engine=engine).made
        assert [each.take.recipe.seed for each in more] == [6, 7]
        assert takes(project, "plate", compare=(first.id, more[0].take.id)).differences == ("seed: 5 → 6",)
        assert more[0].take.record["varied"] == {"grade.gain": "1.3"}


NONSENSE = (
    (["--vary", "grade.gain"], "does not say what takes which values"),
    (["--vary", "grade.nothing=1,2"], "no such input or parameter"),
    (["--vary", "lost.gain=1"], "lost"),
    (["--vary", "seed=1", "--vary", "seed=2"], "one is named twice"),
    (["--vary", "seed=a"], "is no seed"),
    (["--vary", "seed=1,2", "--count", "2"], "seeds are given twice"),
    (["--vary", "seed=1", "--like", "1"], "three wishes"),
    (["--like", "9"], "the shot's takes are"),
    (["--full", "1", "--draft"], "it has the draft's own seed"),
)


def test_wishes_that_make_no_sense_say_why(show: Path) -> None:
    graded(show, gain=1.3)
    for words, why in NONSENSE:
        ran = workprint("take", show, "plate", *words)
        assert ran.code == 2, words
        assert why in ran.err + ran.out
    plan = done("take", show, "plate", "--vary", "grade.gain=1..2:5", "--draft", "--plan")
    assert plan["count"] == 5
    assert plan["shots"][0]["seconds"] is None
    assert done("takes", show)["shots"] == [], "a plan makes nothing"


def test_takes_are_rated_noted_measured_put_away_and_back(show: Path) -> None:
    graded(show, gain=1.3)
    done("take", show, "plate", "--vary", "grade.gain=1.1,1.2", "--handles", 0)
    told = done(
        "takes", show, "plate", "--rate", "1", 4, "--note", "2", "too bright", "--measure", "--trash", "2"
    )
    (kept,) = told["shots"][0]["takes"]
    assert (kept["id"], kept["rating"], told["shots"][0]["trash"]) == ("t001", 4, ["t002"])
    assert {"warp", "flicker", "detail", "seconds", "memory"} <= set(kept["measures"])
    assert "edge" not in kept["measures"]
    assert kept["said"][0] == "color.grade: gain 1.1, 1.1, 1.1"
    assert {"160×96", "20 frames from 86410 at 24 a second"} <= set(kept["said"])
    back = done("takes", show, "plate", "--restore", "2")["shots"][0]
    assert [(each["id"], each["note"]) for each in back["takes"]] == [("t001", ""), ("t002", "too bright")]
    done("takes", show, "plate", "--circle", "2")
    refused = workprint("takes", show, "plate", "--trash", "2")
    assert refused.code == 2
    assert "a cut circles or stars it" in refused.err
    done("takes", show, "plate", "--circle", "none", "--trash", "2")
    assert done("takes", show, "plate", "--empty-trash")["pruned"][0].endswith("/t002")
    graded_again = done("take", show, "plate", "--vary", "grade.gain=1.2", "--handles", 0)
    assert graded_again["takes"][0]["take"] == "t003", "a number is never given twice"


def test_the_matte_of_a_graph_is_measured_against(show: Path, engine: Engine) -> None:
    with open_project(show, write=True) as project:
        words = ["grade", "mask=@luma.matte"]
        project = shot(
            project, "plate", add=[["key.luma"], ["color.grade", "gain=1.4"]], engine=engine
        ).project
        project = shot(project, "plate", set_=[["grade", "image=@source"], words], engine=engine).project
        made = take(project, ["plate"], handles=0, engine=engine).made[0].take
        takes(project, "plate", measure=True, engine=engine)
        measured = find_take(project.folder, made.shot, made.id).measures
        assert 0 <= measured["edge"] <= 1

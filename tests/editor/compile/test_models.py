"""Which models a job is bound to: the one that is named, the best, or none; and what recipes say of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from editor import open_project
from editor.compile.models import user_store, with_models
from editor.document.layout import find_clip
from editor.takes.models import resolved, told_of
from editor.takes.recipe import Recipe, recipe_from_json
from editor.takes.wanted import wanted_take
from editor.verbs import models_add
from inference.cards.card import Card
from inference.cards.toml import card_to_text
from inference.store.errors import DamagedModel, NotAccepted
from nodes.api.formats import Format
from nodes.api.times import Rate
from nodes.engine.client import Engine
from nodes.engine.errors import CannotRun
from nodes.engine.job import Job
from nodes.graph.model import Graph, GraphNode, Link
from nodes.graph.serialise import to_json
from tests.editor.kit import done, refused
from tests.editor.verbs.shots import graded
from tests.inference.store.models_made import safetensors, wan_folder

COLOUR = {"config": "", "name": "ACEScg"}


@pytest.fixture
def engine() -> Any:
    from editor.engine import start_engine

    with start_engine() as running:
        yield running


def job(**params: Any) -> Job:
    graph = Graph({"made": GraphNode("made", "generate.video", params=params)}, {"out": Link("made")})
    return Job(to_json(graph), Format(64, 36, Rate(24)), {}, COLOUR)


def added(folder: Path, name: str, *, size: int = 10) -> Path:
    made = wan_folder(folder / name)
    (made / "transformer" / "diffusion_pytorch_model.fp16.safetensors").unlink()
    safetensors(made / "transformer" / "diffusion_pytorch_model.safetensors", weight=(size, 10))
    models_add(made)
    return made


def test_nothing_is_bound_where_nothing_is_installed() -> None:
    plain = job()
    assert with_models(plain) is plain
    assert with_models(job(model="own")).models == {}


def test_every_installed_model_is_bound_by_name_and_the_best_by_what_it_can(tmp_path: Path) -> None:
    added(tmp_path, "small")
    added(tmp_path, "large", size=1000)
    bound = with_models(job()).models
    assert bound["TextToVideo"].name == "large"
    assert {key for key in bound if "=" in key and key.endswith("small")} == {
        "TextToVideo=small",
        "ImageToVideo=small",
        "VideoEdit=small",
    }
    small = bound["TextToVideo=small"]
    assert Card.from_json(small.card).digest == small.fingerprint
    assert small.folder == str(tmp_path / "small")


def test_what_is_added_or_taken_away_is_seen_by_the_next_job(tmp_path: Path) -> None:
    folder = added(tmp_path, "first")
    assert with_models(job()).models["TextToVideo"].name == "first"
    added(tmp_path, "second", size=1000)
    assert with_models(job()).models["TextToVideo"].name == "second"
    (tmp_path / "second" / "vae" / "config.json").unlink()
    assert with_models(job()).models["TextToVideo"].name == "first"
    (folder / "vae" / "config.json").unlink()
    assert with_models(job()).models == {}


def test_a_model_that_is_named_and_cannot_be_used_is_refused_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(DamagedModel, match=r"models fetch wan2\.1-t2v-1\.3b"):
        with_models(job(model="wan2.1-t2v-1.3b"))
    with pytest.raises(NotAccepted, match="--accept"):
        with_models(job(model="vitmatte-small"))
    assert with_models(job(model="a node's own word")).models == {}


def test_the_engine_says_what_serves_and_its_key_says_it_too(tmp_path: Path, engine: Engine) -> None:
    with pytest.raises(CannotRun, match=r"TextToVideo.*models list"):
        engine.describe(with_models(job(prompt="a")))
    added(tmp_path, "small")
    added(tmp_path, "large", size=1000)
    best, named = (engine.describe(with_models(job(prompt="a", **more))) for more in ({}, {"model": "small"}))
    assert [each["model"] for each in (*best["models"], *named["models"])] == ["large", "small"]
    assert best["key"] != named["key"]
    assert best["key"] == engine.describe(with_models(job(prompt="a", model="large")))["key"]
    card = user_store().home / "large.toml"
    known = card.read_text()
    changed = Card.from_json(with_models(job()).models["TextToVideo"].card | {"steps": 7})
    card.write_text(card_to_text(changed))
    assert engine.describe(with_models(job(prompt="a")))["key"] != best["key"]
    card.write_text(known)
    assert engine.describe(with_models(job(prompt="a")))["key"] == best["key"]
    with pytest.raises(CannotRun, match="'nothing' is not installed"):
        engine.describe(with_models(job(model="nothing")))


def test_a_recipe_holds_the_model_and_a_shot_knows_when_another_would_serve(
    show: Path, tmp_path: Path, engine: Engine
) -> None:
    def recipe() -> Recipe:
        with open_project(show) as project:
            return wanted_take(project, find_clip(project.cut, "plate"), engine).recipe

    folder = added(tmp_path, "small")
    done("shot", show, "plate", "--add", "restyle.prompt", "prompt=snow", "as=snow")
    first = recipe()
    (model,) = first.models.values()
    assert (model["name"], model["family"], model["steps"]) == ("small", "wan", 50)
    assert all(len(file["sha256"]) == 64 for file in model["files"]) and len(model["files"]) == 7
    assert not {"licence", "folder", "memory"} & set(model)
    assert str(folder) not in json.dumps(first.to_json()), "where a model lies makes no other picture"
    assert recipe_from_json(json.loads(json.dumps(first.to_json()))) == first
    added(tmp_path, "large", size=1000)
    second = recipe()
    assert list(second.models) == ["large"] and second.digest != first.digest
    done("shot", show, "plate", "--set", "snow", "model=small")
    assert recipe().digest == first.digest, "that it is named makes no other picture either"


def test_a_record_tells_each_model_with_its_terms_and_how_it_lay(tmp_path: Path) -> None:
    added(tmp_path, "small")
    bound = with_models(job()).models
    served = [
        {"node": "a", "argument": "model", "capability": "TextToVideo", "model": "small"},
        {"node": "b", "argument": "model", "capability": "VideoSegmenter", "model": None},
    ]
    held = [{"title": "small", "plan": {"device": "cuda:0", "dtype": "bfloat16"}}]
    first, second = told_of(served, bound, held)
    assert first["licence"]["id"] == "Apache-2.0"
    assert first["plan"] == {"device": "cuda:0", "dtype": "bfloat16"}
    assert second == served[1]
    assert list(resolved(served, bound)) == ["small"]


def test_an_export_repeats_the_terms_of_the_models_that_made_its_takes(show: Path, tmp_path: Path) -> None:
    graded(show, gain=1.2)
    (made,) = done("take", show, "plate")["takes"]
    done("takes", show, "plate", "--circle", made["take"])
    record = Path(made["folder"]) / "record.json"
    known = json.loads(record.read_text())
    assert known["models"] == []
    assert done("export", show, "-o", tmp_path / "plain.otio")["licences"] == []
    licence = {"id": "own", "title": "Own terms", "commercial": False, "limits": "Only by day."}
    served = {"node": "made", "capability": "VideoEdit", "model": "mine", "licence": licence}
    record.write_text(json.dumps(known | {"models": [served]}))
    said = done("export", show, "-o", tmp_path / "out.otio")
    (told,) = said["licences"]
    assert (told["take"], told["model"], told["licence"]) == (made["take"], "mine", licence)
    assert any("Only by day" in warning for warning in said["warnings"])


def test_a_shot_that_names_a_model_that_is_not_here_is_refused_at_once(show: Path) -> None:
    done("shot", show, "plate", "--add", "restyle.prompt", "prompt=snow", "model=wan2.1-vace-1.3b")
    assert "models fetch wan2.1-vace-1.3b" in refused("take", show, "plate")

"""A folder that diffusers wrote, added and used by name: run, taken, circled, exported, with its terms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.editor.kit import done, pictures, same
from tests.editor.verbs.shots import plate_of

pytestmark = [pytest.mark.model, pytest.mark.slow]


@pytest.fixture(scope="module")
def wan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder as `WanPipeline.save_pretrained` writes it, of the real classes at tiny sizes."""
    pytest.importorskip("diffusers", reason="needs diffusers")
    pytest.importorskip("cv2", reason="needs OpenCV")  # it changes the environment when first imported
    from diffusers import WanPipeline

    from inference.families.reading import quiet
    from tests.inference.families.tiny_wan import network, parts

    folder = tmp_path_factory.mktemp("elsewhere") / "tiny-wan"
    # Added as it is, it works at the sizes that Wan was trained on, which have more places than a tiny one.
    with quiet():
        WanPipeline(**parts(transformer=network(rope_max_seq_len=1024))).save_pretrained(folder)
    (folder / "README.md").write_text("---\nlicense: apache-2.0\n---\n")
    return folder


@pytest.mark.timeout(900)
def test_a_saved_pipeline_makes_a_clip_by_name_with_nothing_else_to_do(wan: Path, tmp_path: Path) -> None:
    done("models", "add", wan)
    words = ("prompt=a red cat", "frames=5", "steps=1", "model=tiny-wan", "--size", "64x36", "--rate", "16")
    made = done("run", "generate.video", "-o", tmp_path / "a.mkv", *words)
    assert (made["frames"], [each["model"] for each in made["models"]]) == (5, ["tiny-wan"])
    assert made["cost"]["ran"][0]["plan"]["device"]
    first = list(pictures(tmp_path / "a.mkv"))
    assert len(first) == 5 and first[0][0].shape == (36, 64)
    again = done("run", "generate.video", "-o", tmp_path / "b.mkv", *words)
    assert (again["frames"], again["cost"]["ran"]) == (5, []), "the frames are kept: nothing is loaded again"
    assert all(same(one, other) for one, other in zip(first, pictures(tmp_path / "b.mkv"), strict=True))
    checks = {each["name"]: each for each in done("doctor")["checks"]}
    assert "frames of 832 × 480" in checks["model tiny-wan"]["said"]


@pytest.mark.timeout(900)
def test_a_take_by_a_model_keeps_recipe_record_and_terms(wan: Path, show: Path, tmp_path: Path) -> None:
    done("models", "add", wan)
    done("shot", show, "plate", "--add", "restyle.prompt", "prompt=snow", "steps=1", "strength=0.9")
    (made,) = done("take", show, "plate", "--handles", 0)["takes"]
    assert made["models"] == ["tiny-wan"]
    recipe = json.loads((Path(made["folder"]) / "recipe.json").read_text())
    assert recipe["models"]["tiny-wan"]["files"] and recipe["seed"] is not None
    record = json.loads((Path(made["folder"]) / "record.json").read_text())
    (told,) = record["models"]
    assert (told["model"], told["licence"]["id"]) == ("tiny-wan", "Apache-2.0")
    assert told["plan"]["dtype"] == "float32"
    assert {"torch", "diffusers", "transformers"} <= set(record["libraries"])
    assert done("take", show, "plate", "--handles", 0)["takes"][0]["new"] is False
    done("takes", show, "plate", "--circle", made["take"])
    (terms,) = done("export", show, "-o", tmp_path / "out.otio")["licences"]
    assert (terms["model"], terms["licence"]["commercial"]) == ("tiny-wan", True)
    assert plate_of(show)["stale"] is False

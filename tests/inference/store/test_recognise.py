"""From a folder to its card: what it is, how large, on which terms; named refusals for everything else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from inference.cards.card import Lora
from inference.cards.errors import UnsafeModel
from inference.cards.toml import card_from_text, card_to_text
from inference.store.errors import DamagedModel, UnknownModel
from inference.store.families import MODELS, PIPELINES
from inference.store.recognise import name_of, recognised
from inference.store.trust import check_folder

from .models_made import FILES, safetensors, wan_folder


@pytest.fixture
def wan(tmp_path: Path) -> Path:
    return wan_folder(tmp_path / "My Wan 1.3B")


def test_a_pipelines_folder_becomes_a_card_that_loads(wan: Path) -> None:
    (wan / "transformer" / "diffusion_pytorch_model.fp16.safetensors").unlink()
    card = recognised(wan)
    assert (card.name, card.family, card.folder) == ("my-wan-1.3b", "wan", str(wan))
    assert [file.path for file in card.files] == list(FILES)
    assert card.parts == {"transformer": 2000, "vae": 300}
    assert card.memory == {"float32": 9200, "float16": 4600, "bfloat16": 4600}
    assert (card.multiple, card.lengths.most, card.lengths.step, str(card.rate)) == (16, 81, 4, "16")
    assert (card.licence.id, card.licence.commercial) == ("Apache-2.0", True)
    assert card_from_text(card_to_text(card), "here") == card
    check_folder(card, wan)


def test_what_a_pipeline_does_not_name_is_no_part_of_it(wan: Path) -> None:
    assert not any(file.path in ("whole.safetensors", "README.md") for file in recognised(wan).files)


def test_how_much_is_read_is_told(wan: Path) -> None:
    told: list[tuple[int, int]] = []
    card = recognised(wan, told=lambda done, of: told.append((done, of)))
    assert told[-1] == (sum(file.size or 0 for file in card.files),) * 2


@pytest.mark.parametrize(
    ("said", "family", "capability"),
    [
        ({"model_type": "sam2_video"}, "sam2", "VideoSegmenter"),
        ({"model_type": "edgetam_video"}, "edgetam", "VideoSegmenter"),
        ({"model_type": "vitmatte"}, "vitmatte", "Matting"),
        ({"model_type": "gemma3_text"}, "language", "LanguagePlanner"),
    ],
)
def test_a_transformers_folder_is_known_by_its_type(
    tmp_path: Path, said: dict[str, Any], family: str, capability: str
) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(said))
    safetensors(folder / "model.safetensors", weight=(3, 4), other=(5,))
    card = recognised(folder, "called")
    assert (card.name, card.family, card.capabilities) == ("called", family, (capability,))
    assert card.parts == {"model": 17}
    assert (card.licence.id, card.licence.must_accept) == ("unknown", False)


@pytest.mark.parametrize(
    ("file", "said", "told"),
    [
        ("model_index.json", {"_class_name": "CookPipeline"}, "it says it is 'CookPipeline'"),
        ("config.json", {"model_type": "cook"}, "it says it is 'cook'"),
        ("notes.json", {}, "nothing in it says what it is"),
    ],
)
def test_an_unknown_make_is_refused_by_name(
    tmp_path: Path, file: str, said: dict[str, Any], told: str
) -> None:
    (tmp_path / file).write_text(json.dumps(said))
    with pytest.raises(UnknownModel, match=told):
        recognised(tmp_path)


def test_a_folder_without_weights_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "vitmatte"}')
    with pytest.raises(UnknownModel, match="holds no weights"):
        recognised(tmp_path)


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff" * 40, b"\x02\0\0\0\0\0\0\0[]", b"\x10\0\0\0\0\0\0\0" + b'{"a":{"dtype":1}}'],
)
def test_weights_that_are_none_are_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "vitmatte"}')
    (tmp_path / "model.safetensors").write_bytes(data)
    with pytest.raises(DamagedModel, match="is no safetensors file"):
        recognised(tmp_path)


def test_weights_that_did_not_arrive_whole_are_told(wan: Path) -> None:
    path = wan / "vae" / "diffusion_pytorch_model.safetensors"
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(DamagedModel, match="did not arrive whole"):
        recognised(wan)


@pytest.mark.parametrize(
    ("head", "id", "free", "must"),
    [
        ("license: MIT", "MIT", True, False),
        ("license: other\nlicense_name: ltx-2\nlicense_link: https://x.example/l", "ltx-2", False, True),
        ("license: cc-by-nc-4.0", "cc-by-nc-4.0", False, True),
        ("tags: none", "unknown", False, False),
    ],
)
def test_the_terms_are_those_that_the_readme_states(
    wan: Path, head: str, id: str, free: bool, must: bool
) -> None:
    (wan / "README.md").write_text(f"---\n{head}\n---\nlicense: mit\n")
    licence = recognised(wan).licence
    assert (licence.id, licence.commercial, licence.must_accept) == (id, free, must)


def test_a_name_is_made_of_the_folders(tmp_path: Path) -> None:
    snapshot = tmp_path / "models--acme--Fine_Video" / "snapshots" / ("ab" * 20)
    snapshot.mkdir(parents=True)
    assert name_of(snapshot) == "fine_video"
    assert name_of(tmp_path / "Großer Film (v2)") == "gro-er-film-v2"


def test_every_make_names_capabilities_that_there_are() -> None:
    from nodes.api.capabilities import NAMES

    for make in (*PIPELINES.values(), *MODELS.values()):
        assert make.capabilities and set(make.capabilities) <= set(NAMES)


def test_low_rank_weights_of_the_folder_are_part_of_the_card(wan: Path) -> None:
    safetensors(wan / "loras" / "step.safetensors", a=(2, 2))
    plain = recognised(wan)
    card = recognised(wan, "quick", loras=(Lora("loras/step.safetensors", 0.5),))
    assert card.loras == (Lora("loras/step.safetensors", 0.5),)
    assert [file.path for file in card.files][-1] == "loras/step.safetensors"
    assert card.digest != plain.digest and card.parts == plain.parts
    check_folder(card, wan)
    with pytest.raises(UnsafeModel, match="leads out"):
        recognised(wan, loras=(Lora("../step.safetensors"),))
    with pytest.raises(DamagedModel, match="is no safetensors file"):
        recognised(wan, loras=(Lora("transformer/config.json"),))

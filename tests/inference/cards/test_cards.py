"""Cards: read, written, refused by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inference.cards.card import Card, Lengths
from inference.cards.errors import BadCard, UnsafeModel
from inference.cards.toml import card_from_text, card_to_text, load_card
from nodes.api.times import Rate

WHOLE: dict[str, Any] = {
    "name": "acme-video-1b",
    "title": "Acme Video",
    "family": "wan",
    "capabilities": ["TextToVideo", "VideoEdit"],
    "repository": "acme/Video-1B",
    "revision": "0123abc",
    "dtype": "bfloat16",
    "rate": 16,
    "steps": 30,
    "guidance": 5,
    "sizes": [[832, 480], [480, 832]],
    "multiple": 16,
    "sigmas": [1.0, 0.5],
    "tricks": ["first-block"],
    "memory": {"bfloat16": 3_000_000_000},
    "parts": {"transformer": 1_400_000_000},
    "licence": {"id": "Apache-2.0", "title": "Apache 2.0", "commercial": True},
    "lengths": {"step": 4, "most": 81, "overlap": 13},
    "files": [
        {"path": "vae/model.safetensors", "size": 12, "sha256": "ab" * 32},
        {"path": "lora/step.safetensors"},
    ],
    "loras": [{"file": "lora/step.safetensors", "weight": 0.8}],
    "options": {"flow_shift": 3.0, "deep": {"list": [1, {"two": "three"}]}},
}


def test_a_card_comes_back_from_json_and_from_toml_as_it_was() -> None:
    card = Card.from_json(WHOLE)
    assert Card.from_json(card.to_json()) == card
    assert card_from_text(card_to_text(card), "here") == card
    assert (card.rate, card.lengths.most, card.files[0].size) == (Rate(16), 81, 12)


def test_a_card_in_toml_leaves_out_what_it_does_not_say() -> None:
    least = Card.from_json({name: WHOLE[name] for name in ("name", "family", "capabilities", "licence")})
    assert "sigmas" not in card_to_text(least)
    assert card_from_text(card_to_text(least), "here") == least


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": "Has Spaces"}, "'name' must be lower-case"),
        ({"name": "a/../b"}, "'name' must be"),
        ({"name": ""}, "'name' must not be empty"),
        ({"name": None}, "'name' is missing"),
        ({"family": "os.path"}, "'family' must be"),
        ({"capabilities": []}, "'capabilities' must name at least one"),
        ({"capabilities": ["Cook"]}, "holds 'Cook'"),
        ({"licence": {}}, "'id' is missing"),
        ({"licence": {"id": "MIT", "free": True}}, "'free' is unknown"),
        ({"repository": "no-owner"}, "'repository' must be OWNER/NAME"),
        ({"repository": None}, "'revision' stands without a repository"),
        ({"dtype": "int3"}, "'dtype' must be one of"),
        ({"memory": {"bfloat16": -1}}, "negative"),
        ({"memory": {"int3": 1}}, "must be one of"),
        ({"rate": "often"}, "'rate'"),
        ({"rate": 0}, "'rate' a rate must be positive"),
        ({"steps": 0}, "'steps' must be at least 1"),
        ({"steps": True}, "'steps' must be a whole number"),
        ({"guidance": float("nan")}, "'guidance' must be a number"),
        ({"sizes": [[832]]}, "'sizes'"),
        ({"sizes": [[0, 1]]}, "at least one pixel"),
        ({"sigmas": "all"}, "'sigmas' must be a list"),
        ({"lengths": {"step": 4, "most": 80}}, "multiple of 4 and one more"),
        ({"lengths": {"most": 9, "overlap": 9}}, "less than the 9 frames"),
        ({"files": [{"path": "a.json", "size": -1}]}, "at least 0"),
        ({"files": [{"path": "a.json", "sha256": "abc"}]}, "64 hex digits"),
        ({"loras": [{"file": "other.safetensors"}]}, "which is none of the card's files"),
        ({"loras": [{"file": "lora/step.safetensors", "weight": "much"}]}, "'weight' must be a number"),
        ({"options": [1]}, "'options' must be a table"),
        ({"colour": "red"}, "'colour' is unknown"),
    ],
)
def test_a_mistake_in_a_card_is_told_with_card_and_key(change: dict[str, Any], told: str) -> None:
    with pytest.raises(BadCard) as caught:
        Card.from_json(WHOLE | change)
    assert told in str(caught.value)
    assert "name" in change or "acme-video-1b" in str(caught.value)


@pytest.mark.parametrize(
    "path",
    ["../a.safetensors", "/etc/passwd", "a/../../b.json", "C:\\x.json", "C:x.json", "a\\b.json", "a//b", "."],
)
def test_a_path_out_of_the_folder_is_refused(path: str) -> None:
    with pytest.raises(UnsafeModel, match="leads out of the model's folder"):
        Card.from_json(WHOLE | {"files": [{"path": path}]})


@pytest.mark.parametrize("path", ["model.bin", "x/model.PT", "model.ckpt", "a.pth", "a.pkl", "a.npz"])
def test_a_card_that_asks_for_a_pickle_is_refused(path: str) -> None:
    with pytest.raises(UnsafeModel, match="is a pickle"):
        Card.from_json(WHOLE | {"files": [{"path": path}]})
    with pytest.raises(UnsafeModel, match="is a pickle"):
        Card.from_json(WHOLE | {"loras": [{"file": path}]})


@pytest.mark.parametrize(
    "change",
    [
        {"files": [{"path": "modeling.py"}]},
        {"options": {"trust_remote_code": True}},
        {"options": {"deep": [{"auto_map": {"AutoModel": "own.Model"}}]}},
        {"options": {"custom_pipeline": "acme/own"}},
    ],
)
def test_a_card_that_asks_for_code_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(UnsafeModel, match="code"):
        Card.from_json(WHOLE | change)


def test_a_lora_has_to_be_safetensors() -> None:
    with pytest.raises(UnsafeModel, match="is no safetensors file"):
        Card.from_json(WHOLE | {"loras": [{"file": "step.onnx"}]})


def test_a_damaged_card_file_is_told_by_its_path(tmp_path: Path) -> None:
    for name, data in {"a.toml": b"name = ", "b.toml": b"\xff\xfe", "c.toml": b"x = " + b"[" * 5000}.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BadCard, match=name):
            load_card(tmp_path / name)
    with pytest.raises(BadCard, match="No such file"):
        load_card(tmp_path / "none.toml")


def test_the_digest_changes_with_what_is_made_and_not_with_words() -> None:
    card = Card.from_json(WHOLE)
    assert Card.from_json(WHOLE | {"title": "Other", "notes": "n", "memory": {}}).digest == card.digest
    for change in (
        {"sigmas": [1.0]},
        {"loras": []},
        {"tricks": []},
        {"dtype": "float32"},
        {"revision": "ff"},
    ):
        assert Card.from_json(WHOLE | change).digest != card.digest


def test_a_window_has_a_length_that_the_model_can_make() -> None:
    lengths = Lengths(4, 81, 13)
    assert [lengths.fitting(frames) for frames in (0, 1, 2, 5, 6, 81, 500)] == [1, 1, 5, 5, 9, 81, 81]

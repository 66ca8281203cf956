"""Low-rank weights are added by their formula, several at once, as strongly as the card says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.cards.card import Lora
from inference.memory.plan import Plan
from nodes.api.errors import BadInput
from tests.inference.families import tiny_wan as tiny

pytest.importorskip("diffusers", reason="needs the extra models")

WISH = {"prompt": "a red cat", "width": 48, "height": 32, "frames": 5, "seed": 3}
QUERY = "blocks.0.attn1.to_q"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from diffusers import WanPipeline

    return tiny.saved(WanPipeline(**tiny.parts()), tmp_path_factory.mktemp("wan"))


def stored(path: Path, **tensors: np.ndarray) -> str:
    from safetensors.numpy import save_file

    save_file({name: np.ascontiguousarray(value) for name, value in tensors.items()}, path)
    return path.name


def pair(seed: int, rank: int = 4) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    sides = ((rank, 24), (24, rank))
    down, up = (random.normal(size=each).astype(np.float32) for each in sides)
    return down, up


def query(folder: Path, *loras: Lora) -> tuple[np.ndarray, Any]:
    from inference.families import wan

    model = wan.load(tiny.card(loras=loras), folder, Plan())
    return model.parts.high.get_parameter(f"{QUERY}.weight").numpy(), model


def test_each_file_is_added_by_the_formula(folder: Path) -> None:
    (down, up), (other_down, other_up) = pair(1), pair(2, rank=2)
    first = stored(
        folder / "a.safetensors",
        **{f"transformer.{QUERY}.lora_A.weight": down, f"transformer.{QUERY}.lora_B.weight": up},
    )
    names = [
        f"diffusion_model.blocks.0.self_attn.q.{each}"
        for each in ("lora_down.weight", "lora_up.weight", "alpha")
    ]
    second = stored(
        folder / "b.safetensors",
        **dict(zip(names, (other_down, other_up, np.array(1.0, np.float32)), strict=True)),
    )
    plain, model = query(folder)
    added, changed = query(folder, Lora(first, 0.5), Lora(second, -2.0))
    np.testing.assert_allclose(
        added - plain, 0.5 * up @ down - 2.0 * (1 / 2) * other_up @ other_down, atol=1e-5
    )
    frames = [tiny.made(each, "generate", WISH) for each in (model, changed)]
    assert np.abs(frames[0] - frames[1]).max() > 1e-3


def test_only_safetensors_that_fit_the_model_are_added(folder: Path) -> None:
    (folder / "c.bin").write_bytes(b"cos\nsystem\n")
    down, up = pair(3)
    unknown = stored(
        folder / "d.safetensors",
        **{
            "transformer.blocks.9.attn1.to_q.lora_A.weight": down,
            "transformer.blocks.9.attn1.to_q.lora_B.weight": up,
        },
    )
    small = stored(
        folder / "e.safetensors",
        **{f"transformer.{QUERY}.lora_A.weight": down[:, :8], f"transformer.{QUERY}.lora_B.weight": up},
    )
    empty = stored(folder / "f.safetensors", other=down)
    for file, why in (
        ("c.bin", "safetensors only"),
        (unknown, "no 'blocks.9"),
        (small, "another size"),
        (empty, "no low-rank weights"),
        ("g.safetensors", "g.safetensors"),
    ):
        with pytest.raises(BadInput, match=why):
            query(folder, Lora(file))

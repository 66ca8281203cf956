"""ViTMatte: the same mattes as the library's own processor and model make."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.memory.plan import Plan
from tests.inference.families import tiny_vitmatte as tiny
from tests.inference.families.tiny_sam2 import ask

pytest.importorskip("transformers", reason="needs the extra models")

ROWS, COLUMNS = 50, 71


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.saved(tmp_path_factory.mktemp("vitmatte"))


@pytest.fixture(scope="module")
def adapter(folder: Path) -> Any:
    from inference.families import vitmatte

    return vitmatte.load(tiny.CARD, folder, Plan())


def given() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(5)
    codes = random.integers(0, 256, (ROWS, COLUMNS, 3), np.uint8)
    trimap = np.zeros((ROWS, COLUMNS), np.uint8)
    trimap[10:40, 15:60] = 128
    trimap[20:30, 25:50] = 255
    return codes, trimap


def test_a_matte_is_what_the_librarys_processor_and_model_make(adapter: Any, folder: Path) -> None:
    import torch
    from transformers import VitMatteForImageMatting
    from transformers.models.vitmatte.image_processing_pil_vitmatte import VitMatteImageProcessorPil

    codes, trimap = given()
    inputs = VitMatteImageProcessorPil()(images=codes, trimaps=trimap, return_tensors="pt")
    model = VitMatteForImageMatting.from_pretrained(folder, local_files_only=True).eval()
    with torch.no_grad():
        wanted = model(inputs["pixel_values"].float()).alphas[0, 0, :ROWS, :COLUMNS].numpy()
    arrays = {"picture": codes.astype(np.float32) / 255, "trimap": trimap.astype(np.float32) / 255}
    made, _ = ask(adapter, "refine", {}, **arrays)
    unknown = trimap == 128
    np.testing.assert_allclose(made["matte"][unknown], wanted[unknown], atol=1e-4)
    assert made["matte"][unknown].std() > 1e-4
    np.testing.assert_array_equal(made["matte"][~unknown], arrays["trimap"][~unknown])


def test_pictures_and_trimaps_are_laid_out_as_the_formula_says() -> None:
    from inference.families.vitmatte import planes

    codes, trimap = given()
    made = planes(codes.astype(np.float32) / 255, trimap.astype(np.float32) / 255).numpy()
    assert made.shape == (1, 4, 64, 96)
    np.testing.assert_allclose(
        made[0, :3, :ROWS, :COLUMNS], (codes / 255 - 0.5).transpose(2, 0, 1) / 0.5, atol=1e-6
    )
    np.testing.assert_allclose(made[0, 3, :ROWS, :COLUMNS], trimap / 255, atol=1e-6)
    assert not made[..., ROWS:, :].any()
    assert not made[..., COLUMNS:].any()

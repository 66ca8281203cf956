"""SAM 3 by words: the same mattes as the library's own model makes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.special import expit

from inference.memory.plan import Plan
from nodes.api.errors import BadInput
from tests.inference.families import tiny_sam3 as tiny
from tests.inference.families.resizing import grown, squeezed
from tests.inference.families.tiny_sam2 import COLUMNS, ROWS, ask, pictures

pytest.importorskip("transformers", reason="needs the extra models")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.saved(tmp_path_factory.mktemp("sam3"))


@pytest.fixture(scope="module")
def adapter(folder: Path) -> Any:
    from inference.families import sam3

    return sam3.load(tiny.CARD, folder, Plan())


@pytest.fixture(scope="module")
def theirs(folder: Path) -> Any:
    """Return what the library's model makes of a picture and words."""
    import torch
    from transformers import AutoTokenizer, Sam3Model

    model = Sam3Model.from_pretrained(folder, local_files_only=True).eval()
    tokens = AutoTokenizer.from_pretrained(folder, local_files_only=True)(
        "a red square", return_tensors="pt", padding="max_length", max_length=32
    )
    flat = (squeezed(pictures(1)[0], tiny.SIDE, tiny.SIDE) - 0.5) / 0.5
    with torch.no_grad():
        return model(
            pixel_values=torch.from_numpy(flat.transpose(2, 0, 1).astype(np.float32))[None],
            input_ids=tokens["input_ids"],
            attention_mask=tokens["attention_mask"],
        )


def test_what_words_name_is_what_the_librarys_model_finds(adapter: Any, theirs: Any) -> None:
    likely = expit(theirs.pred_logits[0].numpy()) * expit(theirs.presence_logits[0].numpy())
    odds = [grown(expit(each), ROWS, COLUMNS) for each in theirs.pred_masks[0].numpy()]
    for threshold in (0.0, float(np.sort(likely)[-3:-1].mean())):
        kept = [each for each, score in zip(odds, likely, strict=True) if score > threshold]
        settings = {"words": "a red square", "threshold": threshold}
        made, said = ask(adapter, "find", settings, picture=pictures(1)[0])
        assert said["count"] == len(kept) == (6 if threshold == 0 else 2)
        assert said["sure"] == pytest.approx(likely.max(), abs=1e-4)
        np.testing.assert_allclose(made["matte"], np.max(kept, axis=0), atol=1e-4)
        assert made["matte"].std() > 0.001


def test_where_nothing_is_likely_enough_the_matte_is_empty(adapter: Any) -> None:
    made, said = ask(adapter, "find", {"words": "cat", "threshold": 1.0}, picture=pictures(1)[0])
    assert not made["matte"].any()
    assert made["matte"].shape == (ROWS, COLUMNS)
    assert said["count"] == 0


def test_other_words_find_something_else(adapter: Any) -> None:
    first, _ = ask(adapter, "find", {"words": "cat", "threshold": 0.0}, picture=pictures(1)[0])
    second, _ = ask(adapter, "find", {"words": "a red square", "threshold": 0.0}, picture=pictures(1)[0])
    assert np.abs(first["matte"] - second["matte"]).max() > 1e-4


def test_no_words_are_refused(adapter: Any) -> None:
    with pytest.raises(BadInput, match="there are none"):
        ask(adapter, "find", {"words": "  "}, picture=pictures(1)[0])

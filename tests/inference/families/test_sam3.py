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


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.with_tracker(tmp_path_factory.mktemp("sam3-whole"))


@pytest.fixture(scope="module")
def whole(published: Path) -> Any:
    from inference.families import sam3

    return sam3.load(tiny.CARD, published, Plan())


def theirs_input(picture: np.ndarray) -> Any:
    from inference.families.sam2.pictures import planes

    return planes(picture, tiny.SIDE, (0.5,) * 3, (0.5,) * 3)


def test_pictures_are_squeezed_and_normalised_as_the_formula_says() -> None:
    flat = (squeezed(pictures(1)[0], tiny.SIDE, tiny.SIDE) - 0.5) / 0.5
    np.testing.assert_allclose(theirs_input(pictures(1)[0]).numpy(), flat.transpose(2, 0, 1), atol=1e-4)


def theirs_matte(logits: Any) -> np.ndarray:
    side = logits.shape[-1]
    return expit(grown(logits.double().numpy().reshape(side, side), ROWS, COLUMNS))


def test_what_is_pointed_at_is_followed_as_the_librarys_tracker_follows_it(
    whole: Any, published: Path
) -> None:
    import torch
    from transformers import Sam3TrackerVideoModel
    from transformers.models.sam3_tracker_video.modeling_sam3_tracker_video import (
        Sam3TrackerVideoInferenceSession,
    )

    model = Sam3TrackerVideoModel.from_pretrained(published, local_files_only=True).eval()
    frames = pictures(20)
    session = Sam3TrackerVideoInferenceSession(
        video=torch.stack([theirs_input(each) for each in frames]), dtype=torch.float32
    )
    scale = tiny.SIDE / COLUMNS, tiny.SIDE / ROWS
    placed = torch.tensor([[[[12 * scale[0], 16 * scale[1]], [40 * scale[0], 30 * scale[1]]]]])
    given = {"point_coords": placed, "point_labels": torch.tensor([[[1, 0]]])}
    session.add_point_inputs(session.obj_id_to_idx(1), 0, given)
    session.obj_with_new_inputs = [1]
    ask(whole, "open", {"session": "one"})
    told = {"session": "one", "frame": 0, "points": [[12, 16, 1], [40, 30, 0]]}
    made, _ = ask(whole, "add", told, picture=frames[0])
    wanted = model(session, frame_idx=0).pred_masks
    np.testing.assert_allclose(made["matte"], theirs_matte(wanted), atol=1e-4)
    for frame in range(1, 10):
        made, said = ask(whole, "step", {"session": "one", "frame": frame}, picture=frames[frame])
        found = model(session, frame_idx=frame)
        np.testing.assert_allclose(made["1"], theirs_matte(found.pred_masks), atol=1e-4)
        assert said["sure"]["1"] == pytest.approx(float(found.object_score_logits.sigmoid()), abs=1e-4)
    assert made["1"].std() > 0.02
    ask(whole, "close", {"session": "one"})


def test_the_tracker_sees_through_the_encoder_that_the_whole_model_shares(
    whole: Any, published: Path
) -> None:
    import torch
    from transformers import Sam3VideoModel

    model = Sam3VideoModel.from_pretrained(published, local_files_only=True).eval()
    picture = theirs_input(pictures(1)[0])[None]
    with torch.no_grad():
        levels, _ = model.get_vision_features_for_tracker(model.detector_model.vision_encoder(picture))
    ours = whole.followers.model.get_image_features(picture).fpn_hidden_states
    for level, wanted in zip(ours, levels, strict=True):
        np.testing.assert_allclose(level.detach().numpy(), wanted.numpy(), atol=1e-4)
    encoder = whole.followers.model.vision_encoder.backbone
    assert encoder is whole.finder.model.vision_encoder.backbone


def test_one_folder_finds_by_words_and_follows_what_is_pointed_at(whole: Any, adapter: Any) -> None:
    made, _ = ask(whole, "find", {"words": "a red square", "threshold": 0.0}, picture=pictures(1)[0])
    assert made["matte"].std() > 0.001
    assert list(adapter.methods) == ["find"], "a detector alone follows nothing"


def test_a_correction_changes_what_was_followed(whole: Any) -> None:
    picture = pictures(1)[0]
    ask(whole, "open", {"session": "mended"})
    before = np.zeros((ROWS, COLUMNS), np.float32)
    before[8:20, 20:33] = 1
    told = {"session": "mended", "frame": 0, "points": [[26, 14, 0]]}
    made, said = ask(whole, "add", told, picture=picture, before=before)
    assert said["known"] and np.abs(made["matte"] - before).max() > 0.1

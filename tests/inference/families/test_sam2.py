"""SAM 2 behind sessions: the same as the library's own, frames one at a time, a memory that stays small."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.special import expit

from inference.families.sam2.memory import held
from inference.memory.plan import Plan
from nodes.api.errors import BadInput
from tests.inference.families.resizing import grown, squeezed
from tests.inference.families.tiny_sam2 import CARD, COLUMNS, ROWS, SIDE, ask, pictures, saved

pytest.importorskip("transformers", reason="needs the extra models")

MEAN, SPREAD = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory.mktemp("sam2"))


@pytest.fixture(scope="module")
def adapter(folder: Path) -> Any:
    from inference.families import sam2

    return sam2.load(CARD, folder, Plan())


@pytest.fixture(scope="module")
def theirs(folder: Path) -> Any:
    from transformers import Sam2VideoModel

    return Sam2VideoModel.from_pretrained(folder, local_files_only=True).eval()


def theirs_input(picture: np.ndarray) -> Any:
    import torch

    flat = (squeezed(picture, SIDE, SIDE) - MEAN) / SPREAD
    return torch.from_numpy(flat.transpose(2, 0, 1).astype(np.float32))


def theirs_matte(logits: Any) -> np.ndarray:
    return expit(grown(logits.double().numpy().reshape(16, 16), ROWS, COLUMNS))


def theirs_session(frames: np.ndarray) -> Any:
    import torch
    from transformers.models.sam2_video.modeling_sam2_video import Sam2VideoInferenceSession

    video = torch.stack([theirs_input(each) for each in frames])
    return Sam2VideoInferenceSession(video=video, dtype=torch.float32)


def point(session: Any, obj: int, frame: int, points: list[tuple[float, float]], labels: list[int]) -> None:
    import torch

    index = session.obj_id_to_idx(obj)
    placed = [(x * SIDE / COLUMNS, y * SIDE / ROWS) for x, y in points]
    given = {"point_coords": torch.tensor([[placed]]), "point_labels": torch.tensor([[labels]])}
    session.add_point_inputs(index, frame, given)
    session.obj_with_new_inputs = [obj]


def test_pictures_are_squeezed_and_normalised_as_the_formula_says() -> None:
    from inference.families.sam2.pictures import planes

    for rows, columns in ((36, 48), (150, 97)):
        picture = np.random.default_rng(1).random((rows, columns, 3), np.float32)
        wanted = ((squeezed(picture, SIDE, SIDE) - MEAN) / SPREAD).transpose(2, 0, 1)
        np.testing.assert_allclose(planes(picture, SIDE).numpy(), wanted, atol=1e-4)


def test_mattes_are_grown_and_turned_to_odds_as_the_formula_says() -> None:
    import torch

    from inference.families.sam2.pictures import matte

    logits = np.random.default_rng(1).normal(0, 3, (16, 16))
    wanted = expit(grown(logits, ROWS, COLUMNS))
    np.testing.assert_allclose(matte(torch.from_numpy(logits), (ROWS, COLUMNS)), wanted, atol=1e-5)


def test_two_objects_are_followed_as_the_library_follows_them(adapter: Any, theirs: Any) -> None:
    frames = pictures(20)
    ask(adapter, "open", {"session": "two"})
    told = {"session": "two", "frame": 0}
    first, said = ask(adapter, "add", told | {"points": [[12, 16, 1], [40, 30, 0]]}, picture=frames[0])
    second, _ = ask(adapter, "add", told | {"obj": 2, "box": [30, 4, 44, 20]}, picture=frames[0])
    session = theirs_session(frames)
    point(session, 1, 0, [(12, 16), (40, 30)], [1, 0])
    wanted = theirs(session, frame_idx=0)
    np.testing.assert_allclose(first["matte"], theirs_matte(wanted.pred_masks), atol=1e-4)
    assert said["sure"] == pytest.approx(float(wanted.object_score_logits.sigmoid()), abs=1e-4)
    point(session, 2, 0, [(30, 4), (44, 20)], [2, 3])
    wanted = theirs(session, frame_idx=0)
    np.testing.assert_allclose(second["matte"], theirs_matte(wanted.pred_masks[1]), atol=1e-4)
    for frame in range(1, 20):
        made, said = ask(adapter, "step", {"session": "two", "frame": frame}, picture=frames[frame])
        wanted = theirs(session, frame_idx=frame)
        for place, name in enumerate(("1", "2")):
            np.testing.assert_allclose(made[name], theirs_matte(wanted.pred_masks[place]), atol=1e-4)
        assert list(said["sure"].values()) == pytest.approx(
            wanted.object_score_logits.sigmoid().flatten().tolist(), abs=1e-4
        )
    assert made["1"].std() > 0.02
    assert made["2"].std() > 0.02


def test_a_painted_matte_is_followed_backwards_as_the_library_does(adapter: Any, theirs: Any) -> None:
    import torch

    frames, painted = pictures(20), np.zeros((ROWS, COLUMNS), np.float32)
    painted[8:20, 20:33] = 1
    ask(adapter, "open", {"session": "back"})
    ask(adapter, "add", {"session": "back", "frame": 19}, picture=frames[19], matte=painted)
    session = theirs_session(frames)
    index = session.obj_id_to_idx(1)
    hard = torch.from_numpy((squeezed(painted, SIDE, SIDE) >= 0.5).astype(np.float32))[None, None]
    session.add_mask_inputs(index, 19, hard)
    session.obj_with_new_inputs = [1]
    theirs(session, frame_idx=19)
    for frame in range(18, -1, -1):
        settings = {"session": "back", "frame": frame, "reverse": True}
        made, _ = ask(adapter, "step", settings, picture=frames[frame])
        wanted = theirs(session, frame_idx=frame, reverse=True)
        np.testing.assert_allclose(made["1"], theirs_matte(wanted.pred_masks), atol=1e-4)


def test_a_correction_is_what_the_librarys_picture_model_makes_of_mask_and_clicks(
    adapter: Any, folder: Path
) -> None:
    import torch
    from transformers import Sam2Model

    model = Sam2Model.from_pretrained(folder, local_files_only=True).eval()
    picture = pictures(1)[0]
    before = np.random.default_rng(4).random((ROWS, COLUMNS), np.float32)
    odds = np.log(np.clip(before, 1e-4, 1 - 1e-4) / (1 - np.clip(before, 1e-4, 1 - 1e-4)))
    with torch.no_grad():
        wanted = model(
            pixel_values=theirs_input(picture)[None],
            input_points=torch.tensor([[[[30 * SIDE / COLUMNS, 9 * SIDE / ROWS]]]]),
            input_labels=torch.tensor([[[1]]]),
            input_masks=torch.from_numpy(squeezed(odds, 16, 16).astype(np.float32))[None, None],
            multimask_output=False,
        )
    ours = adapter._corrected(picture, before, [[30, 9, 1]], None)
    large = grown(wanted.pred_masks.numpy().reshape(16, 16), SIDE, SIDE)
    np.testing.assert_allclose(ours.numpy().reshape(SIDE, SIDE), large, atol=1e-4, rtol=1e-4)


def test_what_a_session_holds_stops_growing(adapter: Any) -> None:
    hold_flat(adapter, 70)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_what_a_session_holds_stays_the_same_over_two_thousand_frames(adapter: Any) -> None:
    hold_flat(adapter, 2000)


def hold_flat(adapter: Any, count: int) -> None:
    frames = pictures(24)
    ask(adapter, "open", {"session": "long"})
    ask(adapter, "add", {"session": "long", "frame": 0, "points": [[12, 16, 1]]}, picture=frames[0])
    seen = []
    for frame in range(1, count):
        ask(adapter, "step", {"session": "long", "frame": frame}, picture=frames[frame % 24])
        seen.append(dict(held(adapter.sessions["long"])))
    full = seen[20:]
    assert len(full) > 40
    assert all(each == full[0] for each in full)
    assert full[0]["frames"] == full[0]["features"] == 0
    assert len(adapter.seen) <= 4


def test_a_session_that_is_gone_says_so(adapter: Any) -> None:
    ask(adapter, "open", {"session": "gone"})
    ask(adapter, "close", {"session": "gone"})
    picture = pictures(1)[0]
    assert ask(adapter, "step", {"session": "gone", "frame": 1}, picture=picture) == ({}, {"known": False})
    assert ask(adapter, "add", {"session": "gone", "frame": 1}, picture=picture) == ({}, {"known": False})


def test_pointing_at_nothing_is_refused(adapter: Any) -> None:
    ask(adapter, "open", {"session": "none"})
    with pytest.raises(BadInput, match="nothing is pointed at"):
        ask(adapter, "add", {"session": "none", "frame": 0}, picture=pictures(1)[0])


def test_the_oldest_of_too_many_sessions_is_dropped(adapter: Any) -> None:
    for number in range(80):
        ask(adapter, "open", {"session": f"one of many {number}"})
    assert len(adapter.sessions) == 64
    assert "one of many 79" in adapter.sessions

"""EdgeTAM behind the same sessions as SAM 2: the same as the library's own model follows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.families.sam2.memory import held
from inference.memory.plan import Plan
from tests.inference.families import tiny_sam2 as tiny
from tests.inference.families.tiny_sam2 import ask, pictures

pytest.importorskip("transformers", reason="needs the extra models")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.edgetam(tmp_path_factory.mktemp("edgetam"))


def test_an_object_is_followed_as_the_library_follows_it(folder: Path) -> None:
    import torch
    from transformers import EdgeTamVideoModel
    from transformers.models.edgetam_video.modeling_edgetam_video import EdgeTamVideoInferenceSession

    from inference.families import edgetam
    from inference.families.sam2.pictures import matte, planes

    frames, size = pictures(18), (tiny.ROWS, tiny.COLUMNS)
    adapter: Any = edgetam.load(tiny.CARD, folder, Plan())
    model = EdgeTamVideoModel.from_pretrained(folder, local_files_only=True).eval()
    video = torch.stack([planes(each, tiny.SIDE) for each in frames])
    session = EdgeTamVideoInferenceSession(video=video, dtype=torch.float32)
    placed = torch.tensor([[[[12 * 64 / 48, 16 * 64 / 36]]]])
    session.add_point_inputs(
        session.obj_id_to_idx(1), 0, {"point_coords": placed, "point_labels": torch.tensor([[[1]]])}
    )
    session.obj_with_new_inputs = [1]
    ask(adapter, "open", {"session": "one"})
    first, _ = ask(adapter, "add", {"session": "one", "frame": 0, "points": [[12, 16, 1]]}, picture=frames[0])
    np.testing.assert_allclose(first["matte"], matte(model(session, frame_idx=0).pred_masks, size), atol=1e-4)
    for frame in range(1, 18):
        made, _ = ask(adapter, "step", {"session": "one", "frame": frame}, picture=frames[frame])
        wanted = model(session, frame_idx=frame).pred_masks
        np.testing.assert_allclose(made["1"], matte(wanted, size), atol=1e-4)
    assert made["1"].std() > 0.01
    assert held(adapter.sessions["one"])["frames"] == 0


def number(name: str, shape: tuple[int, ...]) -> np.ndarray:
    """Return weights that depend on nothing but their name."""
    drawn = np.random.default_rng(sum(map(ord, name)) * 31 + len(name)).normal(0, 1, shape)
    if name.endswith("running_var"):
        return np.abs(drawn) * 0.2 + 0.8
    if len(shape) > 1:
        return drawn * max(1, int(np.prod(shape[1:]))) ** -0.5
    return drawn * 0.1 + name.endswith("weight")


def test_its_encoder_is_what_the_library_that_its_folder_names_makes() -> None:
    import torch

    from inference.families.repvit import RepVit

    model = RepVit((8, 16, 24, 32), (1, 2, 3, 1)).eval()
    for name, each in model.state_dict().items():
        if each.dim():
            each.copy_(torch.from_numpy(number(name, tuple(each.shape)).astype(np.float32)))
    pictures = np.random.default_rng(7).normal(0, 1, (1, 3, 64, 96)).astype(np.float32)
    with torch.no_grad():
        made = model(torch.from_numpy(pictures))
    # Recorded from timm 1.0.31: repvit_m1, features_only, these widths and depths, these weights.
    recorded = [
        ((1, 8, 16, 24), [0.18887, 0.861222, -0.786327, 0.284441, 4.901142]),
        ((1, 16, 8, 12), [-1.491984, 7.148009, -1.656981, -0.053963, 39.21011]),
        ((1, 24, 4, 6), [8.75047, 60.051765, -14.805246, 25.841022, 314.832001]),
        ((1, 32, 2, 3), [-37.26939, 284.06842, 186.500015, -86.438889, 1524.108521]),
    ]
    for level, (shape, wanted) in zip(made, recorded, strict=True):
        assert level.shape == shape
        found = (level.mean(), level.std(), level[0, 1, 1, 1], level[0, -1, -1, -1], level.abs().max())
        np.testing.assert_allclose([float(each) for each in found], wanted, rtol=1e-4, atol=1e-4)


def test_its_encoder_has_the_published_names_and_shapes() -> None:
    from hashlib import sha256

    from inference.families.repvit import RepVit

    known = RepVit().state_dict()
    listed = "\n".join(f"{name} {tuple(each.shape)}" for name, each in sorted(known.items()))
    # Of all names and shapes of timm 1.0.31's repvit_m1 as features, sorted.
    wanted = "8102cc5ba81a581994bf2c82d768cec2366d7c6330b9ba78fcc8a79d08efe928"
    assert sha256(listed.encode()).hexdigest() == wanted


def test_a_folder_that_names_its_encoder_as_published_ones_do_is_read(folder: Path, tmp_path: Path) -> None:
    import json

    import torch
    from safetensors.torch import load_file, save_file
    from transformers.models.edgetam.modeling_edgetam import EdgeTamVisionModel

    from inference.families import edgetam
    from inference.families.repvit import RepVit

    weights = load_file(folder / "model.safetensors")
    kept = {name: each for name, each in weights.items() if not name.startswith("vision_encoder.")}
    encoder = RepVit((48, 96, 192, 384), (1, 1, 1, 1)).state_dict()
    kept |= {f"vision_encoder.backbone.timm_model.{name}": each for name, each in encoder.items()}
    for level, width in enumerate((384, 192, 96, 48)):
        name = f"vision_encoder.neck.convs.{level}"
        kept |= {f"{name}.weight": torch.randn(128, width, 1, 1) * 0.1, f"{name}.bias": torch.zeros(128)}
    config = json.loads((folder / "config.json").read_text())
    config["vision_config"] = {
        "model_type": "edgetam_vision_model",
        "backbone_config": {
            "model_type": "timm_wrapper",
            "architecture": "repvit_m1",
            "model_args": {"in_chans": 3, "features_only": True, "depth": [1, 1, 1, 1]},
        },
        "backbone_channel_list": [384, 192, 96, 48],
        "backbone_feature_sizes": [[16, 16], [8, 8], [4, 4]],
        "fpn_hidden_size": 128,
    }
    (tmp_path / "config.json").write_text(json.dumps(config))
    save_file(kept, tmp_path / "model.safetensors", metadata={"format": "pt"})
    adapter: Any = edgetam.load(tiny.CARD, tmp_path, Plan())
    assert isinstance(adapter.model.vision_encoder, EdgeTamVisionModel)
    frames = pictures(3)
    ask(adapter, "open", {"session": "one"})
    ask(adapter, "add", {"session": "one", "frame": 0, "points": [[12, 16, 1]]}, picture=frames[0])
    made, said = ask(adapter, "step", {"session": "one", "frame": 1}, picture=frames[1])
    assert made["1"].shape == (tiny.ROWS, tiny.COLUMNS)
    assert said["known"]

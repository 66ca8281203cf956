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
    from transformers import EdgeTamVideoConfig, EdgeTamVideoModel

    config = EdgeTamVideoConfig(
        **tiny.shared(),
        memory_attention_mlp_hidden_size=32,
        memory_attention_rope_k_sizes=[4, 4],
        perceiver_resampler_num_latents=16,
        perceiver_resampler_num_latents_2d=16,
        perceiver_resampler_mlp_intermediate_size=32,
        perceiver_resampler_num_layers=1,
    )
    return tiny.kept(EdgeTamVideoModel, config, tmp_path_factory.mktemp("edgetam"))


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

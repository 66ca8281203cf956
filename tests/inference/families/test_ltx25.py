"""LTX-2.5: the parts that it has other than LTX-2, at tiny sizes, against the library's pipeline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.memory.plan import Plan
from tests.inference.families import tiny_ltx2 as tiny
from tests.inference.families.tiny_wan import Told, saved

pytest.importorskip("diffusers", reason="needs the extra models")

SIGMAS = (1.0, 0.9, 0.6)
ROTARY = {"rope_double_precision": False, "rope_type": "split"}


def reader() -> Any:
    """Return the language model that LTX-2.5 reads with: Gemma 4, without eyes and ears."""
    from transformers import Gemma4UnifiedConfig, Gemma4UnifiedForConditionalGeneration

    text = {
        "vocab_size": 16,
        "hidden_size": tiny.WIDTH,
        "intermediate_size": 16,
        "num_hidden_layers": tiny.LAYERS,
        "num_attention_heads": 2,
        "num_key_value_heads": 1,
        "head_dim": 4,
        "sliding_window": 8,
        "layer_types": ["sliding_attention", "full_attention"],
        "per_layer_config": {"1": {"head_dim": 8}},
        "pad_token_id": 0,
        "eos_token_id": 1,
        "bos_token_id": 1,
    }
    tokens = {"image_token_id": 13, "video_token_id": 14, "audio_token_id": 15}
    return Gemma4UnifiedForConditionalGeneration(Gemma4UnifiedConfig(text_config=text, **tokens)).eval()


def vocoder() -> Any:
    """Return a vocoder that widens its band: its transforms are weights, random here."""
    import torch
    from diffusers.pipelines.ltx2 import LTX2VocoderWithBWE

    small = {"resnet_kernel_sizes": [3], "resnet_dilations": [[1, 3, 5]]}
    made = LTX2VocoderWithBWE(
        in_channels=16,
        hidden_channels=32,
        upsample_kernel_sizes=[32, 20],
        upsample_factors=[16, 10],
        bwe_in_channels=16,
        bwe_hidden_channels=32,
        bwe_upsample_kernel_sizes=[12, 40],
        bwe_upsample_factors=[12, 20],
        filter_length=64,
        hop_length=80,
        window_length=64,
        num_mel_channels=8,
        **small,
        **{f"bwe_{name}": value for name, value in small.items()},
    )
    for each in made.mel_stft.buffers():
        each.copy_(torch.rand_like(each) * 0.1)
    return made.eval()


def parts() -> dict[str, Any]:
    """Return what an LTX2Pipeline of 2.5 is made of."""
    import torch
    from diffusers import LTX2VideoTransformer3DModel
    from diffusers.pipelines.ltx2 import LTX2TextConnectors

    torch.manual_seed(0)
    network = LTX2VideoTransformer3DModel(
        in_channels=4,
        out_channels=4,
        num_attention_heads=2,
        attention_head_dim=8,
        cross_attention_dim=16,
        gated_attn=True,
        cross_attn_mod=True,
        audio_in_channels=4,
        audio_out_channels=4,
        audio_num_attention_heads=2,
        audio_attention_head_dim=4,
        audio_cross_attention_dim=8,
        audio_gated_attn=True,
        audio_cross_attn_mod=True,
        num_layers=2,
        caption_channels=tiny.WIDTH,
        use_prompt_embeddings=False,
        perturbed_attn=True,
        use_keyframes_abs_pos_embedding=True,
        **ROTARY,
    )
    connectors = LTX2TextConnectors(
        caption_channels=tiny.WIDTH,
        text_proj_in_factor=tiny.LAYERS + 1,
        video_connector_num_attention_heads=2,
        video_connector_attention_head_dim=8,
        video_connector_num_layers=1,
        video_connector_num_learnable_registers=None,
        video_gated_attn=True,
        audio_connector_num_attention_heads=2,
        audio_connector_attention_head_dim=4,
        audio_connector_num_layers=1,
        audio_connector_num_learnable_registers=None,
        audio_gated_attn=True,
        connector_rope_base_seq_len=32,
        per_modality_projections=True,
        video_hidden_dim=16,
        audio_hidden_dim=8,
        proj_bias=True,
        **ROTARY,
    )
    return tiny.parts(
        text_encoder=reader(), transformer=network.eval(), connectors=connectors.eval(), vocoder=vocoder()
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from diffusers import LTX2Pipeline

    return saved(LTX2Pipeline(**parts()), tmp_path_factory.mktemp("ltx25"))


def by_library(folder: Path, **more: Any) -> tuple[np.ndarray, np.ndarray]:
    import torch
    from diffusers import LTX2Pipeline

    pipeline = LTX2Pipeline.from_pretrained(folder, local_files_only=True)
    pipeline.set_progress_bar_config(disable=True)
    # A card's noise levels are taken to the letter: no shift.
    pipeline.scheduler.register_to_config(use_dynamic_shifting=False, shift=1.0)
    settings = {
        "prompt": "a red cat",
        "negative_prompt": "a dog",
        "width": 64,
        "height": 32,
        "num_frames": 9,
        "sigmas": list(SIGMAS),
        "guidance_scale": 1.0,
        "audio_guidance_scale": 1.0,
        "stg_scale": 0.0,
        "audio_stg_scale": 0.0,
        "modality_scale": 1.0,
        "audio_modality_scale": 1.0,
        "guidance_rescale": 0.0,
        "audio_guidance_rescale": 0.0,
        "spatio_temporal_guidance_blocks": None,
        "max_sequence_length": 16,
        "use_cross_timestep": True,
        "generator": torch.Generator().manual_seed(3),
        "output_type": "np",
        "return_dict": False,
    }
    video, sound = pipeline(**settings | more)
    return video[0], sound[0].T.numpy()


def by_us(folder: Path, guidance: float = 1.0, **options: Any) -> tuple[np.ndarray, np.ndarray]:
    from inference.families import ltx2

    card = tiny.card(sigmas=SIGMAS, guidance=guidance, options={"words": 16} | options)
    wish = {"prompt": "a red cat", "negative": "a dog", "width": 64, "height": 32, "frames": 9, "seed": 3}
    model: Any = ltx2.load(card, folder, Plan())
    made = list(model.methods["generate"](wish | {"with_sound": True}, {}, Told()))
    pictures = [each["picture"] for each in made if "picture" in each]
    return np.stack(pictures), np.concatenate([each["sound"] for each in made if "sound" in each])


def alike(ours: tuple[np.ndarray, np.ndarray], theirs: tuple[np.ndarray, np.ndarray]) -> None:
    np.testing.assert_allclose(ours[0], theirs[0], atol=1e-4)
    assert theirs[0].std() > 0.01
    shared = min(len(ours[1]), len(theirs[1]))
    assert shared > 0.8 * len(ours[1]) and np.abs(theirs[1]).max() > 1e-3
    np.testing.assert_allclose(ours[1][:shared], theirs[1][:shared], atol=1e-4)


def test_a_distilled_one_makes_picture_and_sound_as_the_librarys_pipeline_does(folder: Path) -> None:
    alike(by_us(folder), by_library(folder))


@pytest.mark.slow
def test_all_that_leads_it_leads_as_in_the_library(folder: Path) -> None:
    said = {"guidance_sound": 2.5, "sharp": [1.0, 0.5], "joined": [3.0, 2.0], "rescale": [0.7, 0.4]}
    ours = by_us(folder, 3.0, **said, blocks=[1])
    theirs = by_library(
        folder,
        guidance_scale=3.0,
        audio_guidance_scale=2.5,
        stg_scale=1.0,
        audio_stg_scale=0.5,
        modality_scale=3.0,
        audio_modality_scale=2.0,
        guidance_rescale=0.7,
        audio_guidance_rescale=0.4,
        spatio_temporal_guidance_blocks=[1],
    )
    alike(ours, theirs)
    assert np.abs(by_us(folder, 3.0, guidance_sound=2.5)[0] - ours[0]).max() > 1e-4


def test_it_is_known_by_its_folder_and_led_as_in_the_library(folder: Path, tmp_path: Path) -> None:
    from diffusers import LTX2Pipeline

    from inference.store.recognise import recognised

    found = recognised(folder)
    assert (found.family, found.guidance, len(found.sigmas)) == ("ltx2", 1.0, 8)
    full = recognised(saved(LTX2Pipeline(**tiny.parts()), tmp_path))
    assert (full.steps, full.guidance, full.sigmas) == (30, 3.0, ())
    assert full.options == {"guidance_sound": 7.0, "joined": 3.0, "rescale": 0.7}

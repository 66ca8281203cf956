"""Pictures to video by Wan's other forms, each the same as the library's pipeline for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.memory.plan import Plan
from nodes.api.errors import BadInput
from tests.inference.families import tiny_wan as tiny

pytest.importorskip("diffusers", reason="needs the extra models")

WISH = {"prompt": "a red cat", "negative": "a dog", "width": 48, "height": 32, "frames": 9, "seed": 3}
STILLS = tiny.pictures(9, seed=5)
NEW_VAE = {
    "z_dim": 16,
    "is_residual": True,
    "in_channels": 12,
    "out_channels": 12,
    "patch_size": 2,
    "scale_factor_spatial": 16,
    "dim_mult": [1, 1, 1, 1],
    "temperal_downsample": [False, True, True],
}


def load(folder: Path, **more: Any) -> Any:
    from inference.families import wan

    return wan.load(tiny.card("ImageToVideo", **more), folder, Plan())


def image(pictures: np.ndarray) -> Any:
    from PIL import Image

    return Image.fromarray(np.round(pictures * 255).astype(np.uint8))


def by_library(pipeline: Any, **more: Any) -> np.ndarray:
    import torch

    pipeline.set_progress_bar_config(disable=True)
    settings = {
        "prompt": WISH["prompt"],
        "negative_prompt": WISH["negative"],
        "width": 48,
        "height": 32,
        "num_frames": 9,
        "num_inference_steps": 3,
        "guidance_scale": 4.0,
        "max_sequence_length": 16,
        "generator": torch.Generator().manual_seed(3),
    }
    return pipeline(**settings | more).frames[0]


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Wan 2.1's image-to-video: known frames beside the noise, a CLIP encoder besides."""
    from diffusers import WanImageToVideoPipeline
    from transformers import CLIPImageProcessor, CLIPVisionConfig, CLIPVisionModel

    parts = tiny.parts(
        transformer=tiny.network(
            in_channels=36, image_dim=16, added_kv_proj_dim=24, pos_embed_seq_len=2 * (8 * 8 + 1)
        )
    )
    config = CLIPVisionConfig(
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        image_size=32,
        patch_size=4,
    )
    size = {"shortest_edge": 32}
    faces = CLIPImageProcessor(size=size, crop_size={"height": 32, "width": 32})
    pipeline = WanImageToVideoPipeline(
        **parts, image_encoder=CLIPVisionModel(config).eval(), image_processor=faces
    )
    return tiny.saved(pipeline, tmp_path_factory.mktemp("beside"))


def test_first_and_last_frame_are_led_as_in_the_library(beside: Path) -> None:
    from diffusers import WanImageToVideoPipeline

    ours = tiny.made(load(beside), "generate", WISH | {"known": [0, 8]}, {"known": STILLS[[0, 8]]})
    pipeline = WanImageToVideoPipeline.from_pretrained(beside, local_files_only=True)
    theirs = by_library(pipeline, image=image(STILLS[0]), last_image=image(STILLS[8]))
    np.testing.assert_allclose(ours, theirs, atol=1e-4)


def test_a_first_frame_is_led_as_in_the_library(tmp_path: Path) -> None:
    from diffusers import WanImageToVideoPipeline

    parts = tiny.parts(transformer=tiny.network(in_channels=36))
    folder = tiny.saved(WanImageToVideoPipeline(**parts), tmp_path)
    ours = tiny.made(load(folder), "generate", WISH | {"known": [0]}, {"known": STILLS[:1]})
    pipeline = WanImageToVideoPipeline.from_pretrained(folder, local_files_only=True)
    np.testing.assert_allclose(ours, by_library(pipeline, image=image(STILLS[0])), atol=1e-4)
    with pytest.raises(BadInput, match="Give it a picture"):
        tiny.made(load(folder), "generate", WISH)
    other = tiny.made(load(folder), "generate", WISH | {"known": [0, 4]}, {"known": STILLS[[0, 4]]})
    assert np.abs(other - ours).max() > 1e-3


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Wan 2.2 TI2V: known latents without noise, a timestep for each patch, a coder of 16 times."""
    from diffusers import WanPipeline

    parts = tiny.parts(vae=tiny.vae(**NEW_VAE))
    pipeline = WanPipeline(**parts, expand_timesteps=True)
    return tiny.saved(pipeline, tmp_path_factory.mktemp("clean"))


WIDE = {"width": 96, "height": 64}


def test_a_form_with_clean_latents_makes_what_the_librarys_does(clean: Path) -> None:
    from diffusers import WanImageToVideoPipeline, WanPipeline

    still = tiny.pictures(1, seed=6, size=(96, 64))
    model = load(clean)
    assert model.parts.form == "expand"
    ours = tiny.made(model, "generate", WISH | WIDE)
    text = WanPipeline.from_pretrained(clean, local_files_only=True)
    np.testing.assert_allclose(ours, by_library(text, **WIDE), atol=1e-4)
    led = tiny.made(model, "generate", WISH | WIDE | {"known": [0]}, {"known": still})
    pictures = WanImageToVideoPipeline(
        **text.components, image_encoder=None, image_processor=None, expand_timesteps=True
    )
    np.testing.assert_allclose(led, by_library(pictures, image=image(still[0]), **WIDE), atol=1e-4)
    assert np.abs(led - ours).max() > 1e-3


def test_keyframes_anywhere_are_passed_through(clean: Path) -> None:
    stills = tiny.pictures(2, seed=7, size=(96, 64))
    model = load(clean)
    settings = WISH | WIDE | {"known": [0, 8]}
    made = tiny.made(model, "generate", settings, {"known": stills})
    swapped = tiny.made(model, "generate", settings, {"known": stills[::-1]})
    np.testing.assert_allclose(made[0], through(model, stills[:1])[0], atol=1e-4)
    assert np.abs(made[8] - swapped[8]).max() > 1e-3


def through(model: Any, frames: np.ndarray) -> np.ndarray:
    """What the coder makes of frames."""
    import torch

    coder = model.parts.vae
    with torch.no_grad():
        planes = torch.from_numpy(np.moveaxis(frames, 3, 0).copy())[None] * 2 - 1
        made = coder.decode(coder.encode(planes).latent_dist.mode()).sample
    return (made[0].permute(1, 2, 3, 0).numpy() / 2 + 0.5).clip(0, 1)


def test_pictures_are_prepared_for_clip_as_the_library_does() -> None:
    from transformers import CLIPImageProcessor

    from inference.families.wan.faces import prepared

    theirs = CLIPImageProcessor(size={"shortest_edge": 16}, crop_size={"height": 16, "width": 16})
    settings = theirs.to_dict()
    ours = prepared(STILLS[3], settings).numpy()
    wanted = np.asarray(theirs(images=image(STILLS[3]), return_tensors="pt")["pixel_values"])
    # Theirs rounds to 8 bits after it has made the picture smaller.
    np.testing.assert_allclose(ours, wanted, atol=2.5 / 255 / min(settings["image_std"]))
    whole = prepared(
        STILLS[3], settings | {"size": {"shortest_edge": 32}, "crop_size": {"height": 32, "width": 48}}
    )
    mean, deviation = (np.array(settings[name]) for name in ("image_mean", "image_std"))
    np.testing.assert_allclose(whole[0].numpy(), np.moveaxis((STILLS[3] - mean) / deviation, 2, 0), atol=1e-5)

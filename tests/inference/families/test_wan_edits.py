"""Moving pictures changed by Wan: by VACE, by noise, by FlowEdit; the library's, or the paper's formula."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.memory.plan import Plan
from nodes.api.errors import BadInput
from tests.inference.families import tiny_wan as tiny
from tests.inference.families.test_wan_pictures import by_library, image, through

pytest.importorskip("diffusers", reason="needs the extra models")

WISH = {"prompt": "a red cat", "negative": "a dog", "seed": 3}
FRAMES = tiny.pictures(9, seed=2)


def load(folder: Path, **more: Any) -> Any:
    from inference.families import wan

    return wan.load(tiny.card("VideoEdit", **more), folder, Plan())


@pytest.fixture(scope="module")
def vace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from diffusers import WanVACEPipeline

    network = tiny.network("WanVACETransformer3DModel", vace_layers=[0, 1], vace_in_channels=96)
    pipeline = WanVACEPipeline(**tiny.parts(transformer=network))
    return tiny.saved(pipeline, tmp_path_factory.mktemp("vace"))


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from diffusers import WanPipeline

    return tiny.saved(WanPipeline(**tiny.parts()), tmp_path_factory.mktemp("words"))


def vace_pipeline(folder: Path) -> Any:
    from diffusers import WanVACEPipeline

    return WanVACEPipeline.from_pretrained(folder, local_files_only=True)


def thrice(mattes: np.ndarray) -> np.ndarray:
    """Mattes as one movie of grey pictures."""
    return np.repeat(mattes[None, ..., None], 3, -1)


def test_what_a_matte_covers_is_filled_as_in_the_library(vace: Path) -> None:
    mattes = np.zeros((9, 32, 48), np.float32)
    mattes[:, 8:24, 12:30] = 1
    model = load(vace)
    ours = tiny.made(model, "fill", WISH, {"frames": FRAMES, "mattes": mattes})
    grey = np.where(mattes[..., None] > 0, 0.5, FRAMES)
    theirs = by_library(vace_pipeline(vace), video=grey[None].astype(np.float32), mask=thrice(mattes))
    np.testing.assert_allclose(ours, theirs, atol=1e-4)


def test_control_and_references_lead_as_in_the_library(vace: Path) -> None:
    from inference.families.wan.editing import tones

    reference = tiny.pictures(1, seed=9)
    model = load(vace)
    ours = tiny.made(model, "edit", WISH, {"frames": FRAMES, "references": reference})
    theirs = by_library(
        vace_pipeline(vace), video=tones(FRAMES)[None], reference_images=[image(reference[0])]
    )
    np.testing.assert_allclose(ours, theirs, atol=1e-4)
    alone = tiny.made(model, "edit", WISH, {"frames": FRAMES})
    assert np.abs(ours - alone).max() > 1e-3


def test_vace_makes_video_from_words_and_through_known_frames(vace: Path) -> None:
    model = load(vace)
    size = {"width": 48, "height": 32, "frames": 9}
    free = tiny.made(model, "generate", WISH | size)
    np.testing.assert_allclose(free, by_library(vace_pipeline(vace)), atol=1e-4)
    led = tiny.made(model, "generate", WISH | size | {"known": [0]}, {"known": FRAMES[:1]})
    video = np.full_like(FRAMES, 0.5)
    video[0] = FRAMES[0]
    mask = np.ones((9, 32, 48), np.float32)
    mask[0] = 0
    theirs = by_library(vace_pipeline(vace), video=video[None], mask=thrice(mask))
    np.testing.assert_allclose(led, theirs, atol=1e-4)


@pytest.mark.parametrize("strength", [0.7, pytest.param(1.0, marks=pytest.mark.slow)])
def test_noise_changes_as_the_librarys_video_to_video_does(words: Path, strength: float) -> None:
    import torch
    from diffusers import WanVideoToVideoPipeline

    settings = WISH | {"way": "noise", "strength": strength}
    ours = tiny.made(load(words), "edit", settings, {"frames": FRAMES})
    pipeline = WanVideoToVideoPipeline.from_pretrained(words, local_files_only=True)
    pipeline.set_progress_bar_config(disable=True)
    theirs = pipeline(
        video=[image(each) for each in FRAMES],
        prompt="a red cat",
        negative_prompt="a dog",
        width=48,
        height=32,
        num_inference_steps=3,
        guidance_scale=4.0,
        strength=strength,
        max_sequence_length=16,
        generator=torch.Generator().manual_seed(3),
    ).frames[0]
    np.testing.assert_allclose(ours, theirs, atol=1e-4)


@pytest.mark.parametrize("late", [False, True])
def test_an_edit_by_the_flow_is_the_papers(words: Path, tmp_path: Path, late: bool) -> None:
    """`late` is the form of Wan 2.2 TI2V, which is told a timestep for each patch."""
    import torch
    from diffusers import WanPipeline

    if late:
        words = tiny.saved(WanPipeline(**tiny.parts(), expand_timesteps=True), tmp_path)
    settings = {"prompt": "a red cat", "source": "a dog", "seed": 3, "guidance": 2.0, "steps": 4}
    model = load(words, options={"words": 16, "guidance_source": 1.0})
    assert model.parts.form == ("expand" if late else "text")
    ours = tiny.made(model, "edit", settings | {"strength": 0.75}, {"frames": FRAMES})
    parts = WanPipeline.from_pretrained(words, local_files_only=True)
    parts.scheduler.set_timesteps(4)
    sigmas, times = parts.scheduler.sigmas.double().numpy(), parts.scheduler.timesteps
    said = {
        text: parts.encode_prompt(text, None, False, max_sequence_length=16)[0]
        for text in ("a red cat", "a dog", "")
    }

    def flow(latents: np.ndarray, time: torch.Tensor, text: str) -> np.ndarray:
        given = torch.from_numpy(latents.astype(np.float32))
        with torch.no_grad():
            times = time.expand(1, latents[0, 0].size // 4) if late else time.expand(1)
            return parts.transformer(given, times, said[text], return_dict=False)[0].numpy()

    with torch.no_grad():
        planes = torch.from_numpy(np.moveaxis(FRAMES, 3, 0).copy())[None] * 2 - 1
        mode = parts.vae.encode(planes).latent_dist.mode().numpy()
    mean, deviation = (
        np.array(parts.vae.config[name]).reshape(1, 16, 1, 1, 1) for name in ("latents_mean", "latents_std")
    )
    source = made = (mode - mean) / deviation
    generator = torch.Generator().manual_seed(3)
    for step in range(1, 4):
        noise = torch.randn(source.shape, generator=generator).numpy()
        there = (1 - sigmas[step]) * source + sigmas[step] * noise
        wanted = made + there - source
        led = flow(wanted, times[step], "") + 2.0 * (
            flow(wanted, times[step], "a red cat") - flow(wanted, times[step], "")
        )
        made = made + (sigmas[step + 1] - sigmas[step]) * (led - flow(there, times[step], "a dog"))
    with torch.no_grad():
        raw = torch.from_numpy((made * deviation + mean).astype(np.float32))
        video = parts.vae.decode(raw).sample[0].permute(1, 2, 3, 0).numpy()
    np.testing.assert_allclose(ours, (video / 2 + 0.5).clip(0, 1), atol=1e-4)


def test_the_same_words_change_nothing(words: Path) -> None:
    model = load(words, options={"words": 16, "guidance_source": 4.0})
    settings = WISH | {"prompt": "a dog", "source": "a dog", "negative": ""}
    made = tiny.made(model, "edit", settings, {"frames": FRAMES})
    np.testing.assert_allclose(made, through(model, FRAMES), atol=1e-3)


@pytest.mark.parametrize("way", ["flow", "noise", "control"])
def test_no_strength_leaves_the_picture_as_the_coder_knows_it(words: Path, vace: Path, way: str) -> None:
    model = load(vace if way == "control" else words)
    made = tiny.made(model, "edit", WISH | {"way": way, "strength": 0.0}, {"frames": FRAMES})
    np.testing.assert_allclose(made, through(model, FRAMES), atol=1e-4)


@pytest.mark.parametrize("way", ["flow", "noise", "control"])
def test_any_number_of_frames_goes_on_from_what_was_made(words: Path, vace: Path, way: str) -> None:
    model = load(vace if way == "control" else words)
    frames = tiny.pictures(7, seed=2)
    made = tiny.made(model, "edit", WISH | {"way": way}, {"frames": frames, "past": FRAMES[:1]})
    assert made.shape == frames.shape
    free = tiny.made(model, "edit", WISH | {"way": way}, {"frames": frames})
    assert np.abs(made - free).max() > 1e-3
    if way != "control":
        np.testing.assert_allclose(made[0], through(model, FRAMES[:1])[0], atol=1e-4)


def test_what_a_form_cannot_do_is_refused(words: Path, vace: Path) -> None:
    frames = {"frames": FRAMES}
    for model, change, arrays, why in (
        (load(words), {"way": "control"}, frames, "flow or noise"),
        (load(words), {}, frames | {"references": FRAMES[:1]}, "VACE"),
        (load(words), {"strength": 2}, frames, "between 0 and 1"),
        (load(words), {}, {}, "no frames"),
        (load(vace), {"way": "flow"}, frames, "by control"),
    ):
        with pytest.raises(BadInput, match=why):
            tiny.made(model, "edit", WISH | change, arrays)
    with pytest.raises(BadInput, match="mattes"):
        tiny.made(load(vace), "fill", WISH, frames | {"mattes": np.zeros((1, 32, 48))})
    assert "fill" not in load(words).methods


def test_a_mask_is_folded_as_the_formula_says(vace: Path) -> None:
    import torch

    from inference.families.wan.vace import folded, laid_on

    mask = (np.random.default_rng(0).random((9, 16, 24)) > 0.5).astype(np.float32)
    made = folded(load(vace).parts, torch.from_numpy(mask)[None, None])[0].numpy()
    cells = mask.reshape(9, 2, 8, 3, 8).transpose(2, 4, 0, 1, 3).reshape(64, 9, 2, 3)
    np.testing.assert_array_equal(made, cells[:, [1, 4, 7]])
    laid = laid_on(np.zeros((10, 10, 3), np.float32), 40, 20)
    assert not laid[:, 10:30].any() and (laid[:, :10] == 1).all() and (laid[:, 30:] == 1).all()

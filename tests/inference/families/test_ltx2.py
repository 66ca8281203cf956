"""Picture and sound by LTX-2: the library's pipelines, a sound that is followed, its front end's formula."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.memory.plan import Plan
from nodes.api.errors import BadInput
from tests.inference.families import tiny_ltx2 as tiny
from tests.inference.families.tiny_wan import Told, made, pictures, saved

pytest.importorskip("diffusers", reason="needs the extra models")

WISH = {"prompt": "a red cat", "negative": "a dog", "width": 64, "height": 32, "frames": 9, "seed": 3}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from diffusers import LTX2Pipeline

    return saved(LTX2Pipeline(**tiny.parts()), tmp_path_factory.mktemp("ltx2"))


@pytest.fixture(scope="module")
def adapter(folder: Path) -> Any:
    from inference.families import ltx2

    return ltx2.load(tiny.card(), folder, Plan())


@pytest.fixture(scope="module")
def library(folder: Path) -> Any:
    from diffusers import LTX2Pipeline

    return LTX2Pipeline.from_pretrained(folder, local_files_only=True)


def by_library(pipeline: Any, **more: Any) -> tuple[np.ndarray, np.ndarray]:
    import torch

    pipeline.set_progress_bar_config(disable=True)
    settings = {
        "prompt": WISH["prompt"],
        "negative_prompt": WISH["negative"],
        "width": 64,
        "height": 32,
        "num_frames": 9,
        "num_inference_steps": 3,
        "guidance_scale": 3.0,
        "audio_guidance_scale": 3.0,
        "stg_scale": 0.0,
        "audio_stg_scale": 0.0,
        "modality_scale": 1.0,
        "audio_modality_scale": 1.0,
        "guidance_rescale": 0.0,
        "audio_guidance_rescale": 0.0,
        "spatio_temporal_guidance_blocks": None,
        "max_sequence_length": 16,
        "generator": torch.Generator().manual_seed(3),
        "output_type": "np",
        "return_dict": False,
    }
    video, sound = pipeline(**settings | more)
    return video[0], sound[0].T.numpy()


def with_sound(adapter: Any, settings: dict[str, Any], arrays: Any = None) -> tuple[np.ndarray, np.ndarray]:
    frames = list(adapter.methods["generate"](settings | {"with_sound": True}, arrays or {}, Told()))
    assert {int(each["sound_rate"][0]) for each in frames} == {
        adapter.parts.vocoder.config.output_sampling_rate
    }
    return np.stack([each["picture"] for each in frames]), np.concatenate([each["sound"] for each in frames])


def same_sound(ours: np.ndarray, theirs: np.ndarray) -> None:
    """Theirs is as long as whole latents are, ours as long as the picture: silent where the model ends."""
    shared = min(len(ours), len(theirs))
    assert shared > 0.8 * len(ours)
    np.testing.assert_allclose(ours[:shared], theirs[:shared], atol=1e-4)
    assert not ours[shared:].any()


def test_picture_and_sound_are_what_the_librarys_pipeline_makes(adapter: Any, library: Any) -> None:
    video, sound = with_sound(adapter, WISH)
    theirs = by_library(library)
    assert video.shape == (9, 32, 64, 3)
    assert sound.shape == (16000 * 9 // 24, 2)
    np.testing.assert_allclose(video, theirs[0], atol=1e-4)
    same_sound(sound, theirs[1])


def test_distilled_levels_are_taken_to_the_letter(folder: Path, library: Any) -> None:
    from diffusers import FlowMatchEulerDiscreteScheduler, LTX2Pipeline

    from inference.families import ltx2

    sigmas = (1.0, 0.99375, 0.725, 0.421875)
    model = ltx2.load(tiny.card(sigmas=sigmas, guidance=1.0), folder, Plan())
    parts = dict(library.components) | {"scheduler": FlowMatchEulerDiscreteScheduler()}
    theirs = by_library(
        LTX2Pipeline(**parts),
        sigmas=list(sigmas),
        num_inference_steps=4,
        guidance_scale=1.0,
        audio_guidance_scale=1.0,
    )
    video, sound = with_sound(model, WISH)
    np.testing.assert_allclose(video, theirs[0], atol=1e-4)
    same_sound(sound, theirs[1])


def test_a_first_frame_is_led_as_in_the_library(adapter: Any, library: Any) -> None:
    from diffusers import LTX2ImageToVideoPipeline
    from PIL import Image

    still = pictures(1, seed=4, size=(64, 32))
    video, sound = with_sound(adapter, WISH | {"known": [0]}, {"known": still})
    image = Image.fromarray(np.round(still[0] * 255).astype(np.uint8))
    theirs = by_library(LTX2ImageToVideoPipeline(**library.components), image=image, image_crf=0)
    np.testing.assert_allclose(video, theirs[0], atol=1e-4)
    same_sound(sound, theirs[1])


def tone(hertz: float, rate: int = 16000) -> np.ndarray:
    time = np.arange(rate // 2) / rate
    return np.stack([np.sin(time * hertz * 6.283), np.cos(time * hertz * 6.283)], 1).astype(np.float32) / 2


def test_a_given_sound_stays_while_the_picture_follows_it(adapter: Any, library: Any) -> None:
    import torch

    from inference.families.ltx2.coding import heard

    settings = WISH | {"sound_rate": 16000, "guidance": 1.0}
    first = made(adapter, "generate", settings, {"sound": tone(300)})
    other = made(adapter, "generate", settings, {"sound": tone(2000)})
    assert np.abs(first - other).max() > 1e-4
    length = round(9 / 24 * 25)
    sound = heard(adapter.parts, tone(300), 16000, length)
    assert sound.shape == (1, length, 4)
    words, mask, *_ = library.encode_prompt("a red cat", None, False, max_sequence_length=16)
    scheduler = library.scheduler.from_config(library.scheduler.config)
    generator = torch.Generator().manual_seed(3)
    latents = torch.randn((1, 4, 5, 4, 8), generator=generator)
    row = latents.flatten(2).transpose(1, 2)
    base = scheduler.config
    shift = base.base_shift + (row.shape[1] - base.base_image_seq_len) * (
        base.max_shift - base.base_shift
    ) / (base.max_image_seq_len - base.base_image_seq_len)
    scheduler.set_timesteps(3, sigmas=np.linspace(1, 1 / 3, 3), mu=shift)
    with torch.no_grad():
        picture, spoken, mask = library.connectors(words, mask, padding_side="left")
        for now, then in zip(scheduler.sigmas[:-1], scheduler.sigmas[1:], strict=True):
            time = now.expand(1) * 1000
            flow = library.transformer(
                hidden_states=row,
                audio_hidden_states=sound,
                encoder_hidden_states=picture,
                audio_encoder_hidden_states=spoken,
                timestep=time,
                audio_timestep=torch.zeros(1),
                sigma=time,
                audio_sigma=torch.zeros(1),
                encoder_attention_mask=mask,
                audio_encoder_attention_mask=mask,
                num_frames=5,
                height=4,
                width=8,
                fps=24.0,
                audio_num_frames=length,
                use_cross_timestep=True,
                return_dict=False,
            )[0]
            row = row + (then - now) * flow
        coder = library.vae
        shaped = row.transpose(1, 2).reshape(latents.shape)
        mean, deviation = (each.view(1, 4, 1, 1, 1) for each in (coder.latents_mean, coder.latents_std))
        video = coder.decode(shaped * deviation + mean).sample[0].permute(1, 2, 3, 0).numpy()
    np.testing.assert_allclose(first, (video / 2 + 0.5).clip(0, 1), atol=1e-4)


def test_a_long_shot_follows_the_sound_window_by_window(adapter: Any) -> None:
    settings = WISH | {"frames": 14, "sound_rate": 16000}
    video = made(adapter, "generate", settings, {"sound": np.tile(tone(300), (2, 1))})
    assert video.shape == (14, 32, 64, 3)
    long, sound = with_sound(adapter, WISH | {"frames": 14})
    assert len(long) == 14 and len(sound) == -(-14 * 16000 // 24)
    with pytest.raises(BadInput, match="samples, channels"):
        made(adapter, "generate", settings, {"sound": tone(300)[:, 0]})


def test_a_spectrum_is_the_formulas() -> None:
    from inference.families.ltx2.coding import resampled, spectrum

    wave = tone(700)
    ours = spectrum(wave, 16000, 160, 8)
    padded = np.pad(wave, ((512, 512), (0, 0)), mode="reflect")
    window = np.sin(np.pi * np.arange(1024) / 1024) ** 2
    frames = 1 + len(wave) // 160
    cut = np.stack([padded[at * 160 : at * 160 + 1024] * window[:, None] for at in range(frames)])
    size = np.abs(np.fft.rfft(cut, axis=1))

    def hertz(mel: np.ndarray) -> np.ndarray:
        return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))

    edges = hertz(np.linspace(0, 15 + np.log(8) * 27 / np.log(6.4), 10))
    at = np.linspace(0, 8000, 513)[:, None]
    rise, fall = (at - edges[:-2]) / (edges[1:-1] - edges[:-2]), (edges[2:] - at) / (edges[2:] - edges[1:-1])
    bands = np.maximum(0, np.minimum(rise, fall)) * 2 / (edges[2:] - edges[:-2])
    theirs = np.log(np.maximum(np.einsum("tfc,fb->ctb", size, bands), 1e-5))
    np.testing.assert_allclose(ours, theirs, atol=1e-3)
    np.testing.assert_array_equal(resampled(wave, 16000, 16000), wave)
    assert resampled(wave, 48000, 16000).shape == (-(-len(wave) // 3), 2)

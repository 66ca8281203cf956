"""Helios: the library's pipelines, streamed at flat memory, from words, from a still, from what moves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.memory.plan import Plan
from nodes.api.errors import BadInput
from tests.inference.families import tiny_helios as tiny
from tests.inference.families.tiny_wan import Stopped, Told, made, pictures, saved

pytest.importorskip("diffusers", reason="needs the extra models")
# The library's scheduler makes its table from tensors in a way that NumPy means to give up.
pytestmark = pytest.mark.filterwarnings("ignore:__array_wrap__:DeprecationWarning")

SIZE = (32, 32)
WISH = {"prompt": "a red cat", "negative": "a dog", "width": 32, "height": 32, "frames": 33, "seed": 3}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from diffusers import HeliosDMDScheduler, HeliosPyramidPipeline

    # At the usual 1/3 the library cannot factor its noise's covariance in float32 on the CPU.
    scheduler = HeliosDMDScheduler(gamma=0.125, stages=2, stage_range=[0, 0.5, 1], use_dynamic_shifting=True)
    pipeline = HeliosPyramidPipeline(**tiny.parts(scheduler), is_distilled=True)
    return saved(pipeline, tmp_path_factory.mktemp("helios"))


@pytest.fixture(scope="module")
def adapter(folder: Path) -> Any:
    from inference.families import helios

    return helios.load(tiny.card(), folder, Plan())


@pytest.fixture(scope="module")
def library(folder: Path) -> Any:
    from diffusers import HeliosPyramidPipeline

    return HeliosPyramidPipeline.from_pretrained(folder, local_files_only=True)


def by_library(pipeline: Any, **more: Any) -> np.ndarray:
    import torch

    pipeline.set_progress_bar_config(disable=True)
    settings = {
        "prompt": WISH["prompt"],
        "negative_prompt": WISH["negative"],
        "width": 32,
        "height": 32,
        "num_frames": 33,
        "guidance_scale": 1.0,
        "max_sequence_length": 16,
        "generator": torch.Generator().manual_seed(3),
    }
    found: np.ndarray = pipeline(**settings | more).frames[0]
    return found


def distilled(pipeline: Any, **more: Any) -> np.ndarray:
    return by_library(pipeline, pyramid_num_inference_steps_list=[1, 1], is_amplify_first_chunk=True, **more)


def alike(ours: np.ndarray, theirs: np.ndarray) -> None:
    assert ours.dtype == np.float32 and theirs.std() > 0.01
    np.testing.assert_allclose(ours, theirs[: len(ours)], atol=1e-4)


class Weighing(Told):
    """Weighs all tensors and arrays that there are when a later stretch is begun."""

    def __init__(self) -> None:
        super().__init__()
        self.held: list[int] = []

    def step(self, done: float, of: float, text: str = "", preview: Any = None) -> None:
        import gc

        import torch

        begun = bool(self.steps) and self.steps[-1][2] == "decoding"
        super().step(done, of, text)
        if text == "making" and begun:
            gc.collect()
            kinds = (torch.Tensor, np.ndarray)
            self.held.append(sum(each.nbytes for each in gc.get_objects() if issubclass(type(each), kinds)))


def test_stretches_are_what_the_librarys_pipeline_makes_and_the_last_holds_no_more_than_others(
    adapter: Any, library: Any
) -> None:
    theirs = distilled(library, num_frames=70)
    told = Weighing()
    frames = adapter.methods["generate"](WISH | {"frames": 70}, {}, told)
    worst = count = 0
    for count, each in enumerate(frames, 1):
        picture = each["picture"]
        assert picture.shape == (32, 32, 3) and picture.dtype == np.float32
        worst = max(worst, np.abs(picture - theirs[count - 1]).max())
    assert count == 70 and worst < 1e-4
    assert theirs.std() > 0.01 and np.abs(theirs[33:66] - theirs[:33]).max() > 1e-3
    assert len(told.held) == 2
    assert abs(told.held[1] - told.held[0]) < 4096


def test_a_still_is_where_it_sets_out_as_in_the_library(adapter: Any, library: Any) -> None:
    from PIL import Image

    still = pictures(1, seed=4, size=SIZE)
    ours = made(adapter, "generate", WISH | {"known": [0]}, {"known": still})
    image = Image.fromarray(np.round(still[0] * 255).astype(np.uint8))
    alike(ours, distilled(library, image=image))


def test_it_goes_on_from_what_moves_as_the_library_does(adapter: Any, library: Any) -> None:
    from PIL import Image

    past = pictures(29, seed=4, size=SIZE)
    settings = WISH | {"frames": 62, "known": list(range(29))}
    ours = made(adapter, "generate", settings, {"known": past})
    np.testing.assert_array_equal(ours[:29], past)
    held = np.concatenate((np.repeat(past[:1], 4, 0), past))
    video = [Image.fromarray(np.round(each * 255).astype(np.uint8)) for each in held]
    alike(ours[29:], distilled(library, video=video))


def test_a_pyramid_that_is_not_distilled_is_led_as_in_the_library(library: Any, tmp_path: Path) -> None:
    from diffusers import HeliosPyramidPipeline, HeliosScheduler

    from inference.families import helios

    scheduler = HeliosScheduler(gamma=0.125, stages=2, stage_range=[0, 0.5, 1])
    parts = dict(library.components) | {"scheduler": scheduler}
    pipeline = HeliosPyramidPipeline(**parts, is_cfg_zero_star=True)
    model = helios.load(tiny.card(steps=5, guidance=4.0), saved(pipeline, tmp_path), Plan())
    size = {"width": 64, "height": 64}
    ours = made(model, "generate", WISH | size | {"frames": 9})
    steps = {"pyramid_num_inference_steps_list": [3, 2], "guidance_scale": 4.0}
    alike(ours, by_library(pipeline, **steps, **size))


def test_the_form_of_one_size_is_the_librarys_too(library: Any, tmp_path: Path) -> None:
    from diffusers import HeliosPipeline, HeliosScheduler

    from inference.families import helios

    parts = dict(library.components) | {"scheduler": HeliosScheduler(stages=1)}
    pipeline = HeliosPipeline(**parts)
    folder = saved(pipeline, tmp_path)
    model = helios.load(tiny.card(steps=2, guidance=3.0), folder, Plan())
    ours = made(model, "generate", WISH | {"frames": 9})
    alike(ours, by_library(pipeline, num_inference_steps=2, guidance_scale=3.0))
    sigmas = (0.9, 0.4)
    model = helios.load(tiny.card(sigmas=sigmas), folder, Plan())
    ours = made(model, "generate", WISH | {"frames": 9})
    alike(ours, by_library(pipeline, num_inference_steps=2, sigmas=np.array(sigmas)))


def test_noise_of_a_patch_has_the_covariance_it_is_to_have() -> None:
    import torch

    from inference.families.helios.sizes import block_noise

    made = block_noise((1, 16, 9, 32, 32), 1 / 3, (1, 2, 2), torch.Generator().manual_seed(1)).numpy()
    blocks = made.reshape(-1, 16, 2, 16, 2).transpose(0, 1, 3, 2, 4).reshape(-1, 4)
    wanted = np.eye(4) * 4 / 3 - 1 / 3
    np.testing.assert_allclose(blocks.T @ blocks / len(blocks), wanted, atol=0.02)
    assert np.abs(blocks.sum(1)).max() < 0.01


def test_each_step_is_told_and_frames_come_before_the_next_stretch_is_begun(adapter: Any) -> None:
    told = Told()
    frames = adapter.methods["generate"](WISH | {"frames": 40}, {}, told)
    for _ in range(33):
        next(frames)
    assert [(done, of) for done, of, text in told.steps if text == "making"] == [(n, 6) for n in range(5)]
    assert [text for *_, text in told.steps].count("decoding") == 9
    assert sum(1 for _ in frames) == 7
    assert [done for done, *_ in told.steps] == sorted(done for done, *_ in told.steps)
    assert told.steps[-1][:2] == (6, 6)
    assert [picture.shape for picture in told.previews[:4:2]] == [(2, 2, 3), (4, 4, 3)]


def test_decoding_beside_the_next_stretch_changes_nothing(folder: Path, adapter: Any) -> None:
    from inference.families import helios

    long = WISH | {"frames": 70}
    model = helios.load(tiny.card(), folder, Plan(beside=True))
    told = Told()
    np.testing.assert_array_equal(made(model, "generate", long, told=told), made(adapter, "generate", long))
    assert [done for done, *_ in told.steps] == sorted(done for done, *_ in told.steps)
    with pytest.raises(Stopped):
        made(model, "generate", long, told=Told(cancel_at=6))


def test_a_cancel_ends_it_between_two_steps_and_leaves_nothing_behind(adapter: Any) -> None:
    import gc

    import torch

    def alive() -> int:
        gc.collect()
        return sum(issubclass(type(each), torch.Tensor) for each in gc.get_objects())

    next(adapter.methods["generate"](WISH, {}, Told())).clear()
    before = alive()
    told = Told(cancel_at=3)
    with pytest.raises(Stopped):
        made(adapter, "generate", WISH, told=told)
    assert [done for done, *_ in told.steps] == [0, 1, 2, 3]
    del told
    assert alive() == before


def test_a_seed_says_what_is_made(adapter: Any) -> None:
    short = WISH | {"frames": 5}
    first, again = (made(adapter, "generate", short) for _ in range(2))
    other = made(adapter, "generate", short | {"seed": 4})
    assert np.array_equal(first, again)
    assert np.abs(first - other).max() > 1e-3


@pytest.mark.parametrize(
    ("change", "why"),
    [({"width": 48}, "multiples of 32"), ({"known": [4]}, "goes on from its first frames")],
)
def test_what_it_cannot_make_is_refused(adapter: Any, change: dict[str, Any], why: str) -> None:
    with pytest.raises(BadInput, match=why):
        made(adapter, "generate", WISH | change)


def test_sixteen_bits_come_close(folder: Path, adapter: Any) -> None:
    from inference.families import helios

    model = helios.load(tiny.card(), folder, Plan(dtype="bfloat16"))
    rough, fine = (made(each, "generate", WISH | {"frames": 1}) for each in (model, adapter))
    assert 0 < np.abs(rough - fine).mean() < 0.02


def test_low_rank_weights_are_added(folder: Path, adapter: Any, tmp_path: Path) -> None:
    import shutil

    import torch
    from safetensors.torch import save_file

    from inference.cards.card import Lora
    from inference.families import helios

    place = shutil.copytree(folder, tmp_path / "helios")
    name = "blocks.0.attn1.to_q"
    down, up = torch.full((2, 24), 0.5), torch.full((24, 2), 0.25)
    given = {f"transformer.{name}.lora_A.weight": down, f"transformer.{name}.lora_B.weight": up}
    save_file(given, place / "style.safetensors")
    model: Any = helios.load(tiny.card(loras=(Lora("style.safetensors", 2.0),)), place, Plan())
    was, now = (
        each.parts.network.get_parameter(name + ".weight").detach().numpy() for each in (adapter, model)
    )
    np.testing.assert_allclose(now - was, np.full((24, 24), 2 * 2 * 0.5 * 0.25), atol=1e-6)


def test_what_is_no_helios_is_refused_by_name(folder: Path, tmp_path: Path) -> None:
    import json
    import shutil

    from inference.families import helios

    for more, why in (({"tricks": ("first-block-cache",)}, "trick"), ({"sigmas": (1.0,)}, "sigmas")):
        with pytest.raises(BadInput, match=why):
            helios.load(tiny.card(**more), folder, Plan())
    place = shutil.copytree(folder, tmp_path / "helios")
    index = json.loads((place / "model_index.json").read_text())
    (place / "model_index.json").write_text(json.dumps(index | {"is_distilled": False}))
    with pytest.raises(BadInput, match="takes HeliosScheduler"):
        helios.load(tiny.card(), place, Plan())
    (file,) = (place / "transformer").glob("*.safetensors")
    file.rename(place / "transformer" / "diffusion_pytorch_model.bin")
    with pytest.raises(BadInput, match="no safetensors"):
        helios.load(tiny.card(), place, Plan())


def test_a_folder_of_it_is_recognised(folder: Path) -> None:
    from inference.store.recognise import recognised

    card = recognised(folder)
    assert (card.family, card.capabilities) == ("helios", ("TextToVideo", "ImageToVideo"))
    assert (card.multiple, card.steps, card.guidance) == (32, 4, 1.0)
    assert (card.lengths.most, card.lengths.overlap) == (33, 29)

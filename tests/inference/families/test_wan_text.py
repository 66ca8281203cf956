"""Words to video by Wan: the same as the library's pipeline, frame by frame, cancelled between steps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.cards.card import Lengths
from inference.memory.plan import Plan
from nodes.api.errors import BadInput
from tests.inference.families import tiny_wan as tiny

pytest.importorskip("diffusers", reason="needs the extra models")

WISH = {"prompt": "a red cat", "negative": "a dog", "width": 48, "height": 32, "frames": 9, "seed": 3}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from diffusers import WanPipeline

    return tiny.saved(WanPipeline(**tiny.parts()), tmp_path_factory.mktemp("wan"))


@pytest.fixture(scope="module")
def adapter(folder: Path) -> Any:
    from inference.families import wan

    return wan.load(tiny.card(), folder, Plan())


def by_library(folder: Path, **more: Any) -> np.ndarray:
    import torch
    from diffusers import WanPipeline

    pipeline = WanPipeline.from_pretrained(folder, local_files_only=True)
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


def test_it_makes_what_the_librarys_pipeline_makes(folder: Path, adapter: Any) -> None:
    ours = tiny.made(adapter, "generate", WISH)
    theirs = by_library(folder)
    assert ours.shape == theirs.shape == (9, 32, 48, 3)
    assert ours.dtype == np.float32
    assert theirs.std() > 0.01
    np.testing.assert_allclose(ours, theirs, atol=1e-4)


def test_two_networks_take_turns_at_the_boundary_as_in_the_library(tmp_path: Path) -> None:
    from diffusers import WanPipeline

    from inference.families import wan

    parts = tiny.parts(transformer_2=tiny.network())
    folder = tiny.saved(WanPipeline(**parts, boundary_ratio=0.8), tmp_path)
    model = wan.load(tiny.card(options={"words": 16, "guidance_low": 2.0}), folder, Plan())
    ours = tiny.made(model, "generate", WISH)
    np.testing.assert_allclose(ours, by_library(folder, guidance_scale_2=2.0), atol=1e-4)
    assert np.abs(ours - by_library(folder)).max() > 1e-3


def test_a_cards_sigmas_are_taken_to_the_letter(adapter: Any, folder: Path) -> None:
    import torch
    from diffusers import FlowMatchEulerDiscreteScheduler, WanPipeline

    from inference.families import wan

    sigmas = (1.0, 0.9, 0.6, 0.2)
    model = wan.load(tiny.card(sigmas=sigmas, guidance=1.0), folder, Plan())
    ours = tiny.made(model, "generate", WISH)
    parts = WanPipeline.from_pretrained(folder, local_files_only=True)
    words = parts.encode_prompt("a red cat", None, False, max_sequence_length=16)[0]
    latents = torch.randn((1, 16, 3, 4, 6), generator=torch.Generator().manual_seed(3))
    with torch.no_grad():
        for now, then in zip(sigmas, (*sigmas[1:], 0.0), strict=True):
            flow = parts.transformer(latents, torch.tensor([now * 1000]), words, return_dict=False)[0]
            latents = latents + (then - now) * flow
    parts.scheduler = FlowMatchEulerDiscreteScheduler()
    spread = [
        torch.tensor(parts.vae.config[name]).view(1, 16, 1, 1, 1) for name in ("latents_std", "latents_mean")
    ]
    with torch.no_grad():
        video = parts.vae.decode(latents * spread[0] + spread[1]).sample
    theirs = (video[0].permute(1, 2, 3, 0).numpy() / 2 + 0.5).clip(0, 1)
    np.testing.assert_allclose(ours, theirs, atol=1e-4)


def test_each_step_is_told_with_a_picture_of_where_it_leads(adapter: Any) -> None:
    told = tiny.Told()
    tiny.made(adapter, "generate", WISH, told=told)
    assert [(done, of) for done, of, text in told.steps if text == "making"] == [(n, 3) for n in range(4)]
    assert [done == of for done, of, text in told.steps if text == "decoding"] == [True] * 3
    assert len(told.previews) == 3
    for picture in told.previews:
        assert picture.shape == (4, 6, 3)
        assert picture.dtype == np.float32
        assert 0 <= picture.min() <= picture.max() <= 1


def test_frames_come_out_before_the_last_is_decoded(adapter: Any) -> None:
    told = tiny.Told()
    frames = adapter.methods["generate"](WISH, {}, told)
    next(frames)
    assert [text for _, _, text in told.steps].count("decoding") == 1
    frames.close()


def test_a_cancel_ends_it_between_two_steps_and_leaves_nothing_behind(adapter: Any) -> None:
    import gc

    import torch

    def alive() -> int:
        gc.collect()
        return sum(issubclass(type(each), torch.Tensor) for each in gc.get_objects())

    tiny.made(adapter, "generate", WISH)
    before = alive()
    for step in (2, 5):
        with pytest.raises(tiny.Stopped):
            tiny.made(adapter, "generate", WISH, told=tiny.Told(cancel_at=step))
        assert alive() == before


def test_a_seed_says_what_is_made(adapter: Any) -> None:
    first, again = (tiny.made(adapter, "generate", WISH) for _ in range(2))
    other = tiny.made(adapter, "generate", WISH | {"seed": 4})
    assert np.array_equal(first, again)
    assert np.abs(first - other).max() > 1e-3


def test_what_is_known_stays_while_the_rest_is_made(adapter: Any) -> None:
    past = tiny.pictures(5)
    led = tiny.made(adapter, "generate", WISH | {"known": [0, 1, 2, 3, 4]}, {"known": past})
    free = tiny.made(adapter, "generate", WISH)
    coder = adapter.parts.vae
    import torch

    with torch.no_grad():
        planes = torch.from_numpy(past.transpose(3, 0, 1, 2))[None] * 2 - 1
        kept = coder.decode(coder.encode(planes).latent_dist.mode()).sample
    kept = (kept[0].permute(1, 2, 3, 0).numpy() / 2 + 0.5).clip(0, 1)
    np.testing.assert_allclose(led[:5], kept, atol=1e-4)
    assert np.abs(led[5:] - free[5:]).max() > 1e-3


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"width": 50}, "multiples of 16"),
        ({"height": 0}, "multiples of 16"),
        ({"frames": 0}, "at least one"),
        ({"known": [9]}, "not frames of it"),
        ({"known": [3, 1]}, "in order"),
        ({"known": [0]}, "shape"),
    ],
)
def test_what_it_cannot_make_is_refused(adapter: Any, change: dict[str, Any], why: str) -> None:
    with pytest.raises(BadInput, match=why):
        tiny.made(adapter, "generate", WISH | change)


@pytest.mark.parametrize("part", ["transformer", "vae", "text_encoder"])
def test_a_damaged_folder_is_refused_by_name(folder: Path, tmp_path: Path, part: str) -> None:
    import shutil

    from inference.families import wan

    place = shutil.copytree(folder, tmp_path / "wan")
    (file,) = (place / part).glob("*.safetensors")
    file.write_bytes(file.read_bytes()[:-64])
    with pytest.raises(BadInput, match=part):
        wan.load(tiny.card(), place, Plan())
    file.unlink()
    (place / part / "pytorch_model.bin").write_bytes(b"cos\nsystem\n")
    with pytest.raises(BadInput, match="no safetensors"):
        wan.load(tiny.card(), place, Plan())


def test_weights_that_are_missing_are_not_made_up(folder: Path, tmp_path: Path) -> None:
    import shutil

    from safetensors.torch import load_file, save_file

    from inference.families import wan

    place = shutil.copytree(folder, tmp_path / "wan")
    (file,) = (place / "transformer").glob("*.safetensors")
    kept = load_file(file)
    del kept["proj_out.weight"]
    save_file(kept, file, metadata={"format": "pt"})
    with pytest.raises(BadInput, match=r"transformer.*proj_out\.weight"):
        wan.load(tiny.card(), place, Plan())


def test_a_long_shot_goes_on_from_window_to_window(adapter: Any) -> None:
    told = tiny.Told()
    long = tiny.made(adapter, "generate", WISH | {"frames": 15}, told=told)
    assert long.shape == (15, 32, 48, 3)
    first = tiny.made(adapter, "generate", WISH)
    np.testing.assert_array_equal(long[:4], first[:4])
    assert [done for done, of, text in told.steps if text == "making"] == [0, 1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9]
    shares = [done / of for done, of, _ in told.steps]
    assert shares == sorted(shares) and shares[-1] == 1


def test_less_memory_makes_shorter_windows(folder: Path) -> None:
    from inference.families import wan

    model = wan.load(tiny.card(lengths=Lengths(4, 9, 1)), folder, Plan(window=5))
    frames = model.methods["generate"](WISH, {}, tiny.Told())
    made = []
    while True:
        try:
            made.append(next(frames)["picture"])
        except StopIteration as last:
            assert last.value == {"windows": 2}
            break
    assert len(made) == 9


RATIOS = [1.0, 0.98, 0.97, 0.99, 0.98, 0.97]
TRICKS = {
    "first-block-cache=0.9": lambda library, torch: library.FirstBlockCacheConfig(threshold=0.9),
    "mag-cache=0.5": lambda library, torch: library.MagCacheConfig(
        threshold=0.5, num_inference_steps=6, mag_ratios=RATIOS
    ),
    "taylor-seer=2": lambda library, torch: library.TaylorSeerCacheConfig(
        cache_interval=2, disable_cache_before_step=3, taylor_factors_dtype=torch.float32, use_lite_mode=True
    ),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_does_what_it_does_in_the_library_in_every_run(folder: Path, trick: str) -> None:
    import diffusers
    import torch

    from inference.families import wan

    card = tiny.card(tricks=(trick,), steps=6, options={"words": 16, "mag_ratios": RATIOS})
    model = wan.load(card, folder, Plan())
    first, again = (tiny.made(model, "generate", WISH) for _ in range(2))
    pipeline = diffusers.WanPipeline.from_pretrained(folder, local_files_only=True)
    pipeline.set_progress_bar_config(disable=True)
    settings = {"width": 48, "height": 32, "num_frames": 9, "num_inference_steps": 6, "guidance_scale": 4.0}
    settings |= {"prompt": WISH["prompt"], "negative_prompt": WISH["negative"], "max_sequence_length": 16}
    plain = pipeline(**settings, generator=torch.Generator().manual_seed(3)).frames[0]
    pipeline.transformer.enable_cache(TRICKS[trick](diffusers, torch))
    theirs = pipeline(**settings, generator=torch.Generator().manual_seed(3)).frames[0]
    np.testing.assert_array_equal(first, again)
    np.testing.assert_allclose(first, theirs, atol=1e-4)
    assert not np.array_equal(theirs, plain)


@pytest.mark.parametrize(
    "tricks",
    [
        ("tea-cache",),
        ("first-block-cache=much",),
        ("taylor-seer=-1",),
        ("mag-cache",),
        ("seeds-together=many",),
        ("seeds-together=2", "first-block-cache"),
    ],
)
def test_tricks_that_are_none_or_do_not_go_together_are_refused(
    folder: Path, tricks: tuple[str, ...]
) -> None:
    from inference.families import wan

    with pytest.raises(BadInput, match="trick"):
        wan.load(tiny.card(tricks=tricks), folder, Plan())


@pytest.mark.parametrize("known", [(), (0, 4)])
def test_several_seeds_at_once_are_each_what_they_are_alone(adapter: Any, known: tuple[int, ...]) -> None:
    wish = WISH | {"known": list(known)}
    arrays = {"known": tiny.pictures(len(known))} if known else {}
    together: dict[int, list[np.ndarray]] = {}
    for each in adapter.methods["generate"](wish | {"seeds": [3, 8, 9]}, arrays, tiny.Told()):
        together.setdefault(int(each.get("seed", 3)), []).append(each["picture"])
    assert list(together) == [9, 8, 3]
    for seed, pictures in together.items():
        alone = tiny.made(adapter, "generate", wish | {"seed": seed}, arrays)
        np.testing.assert_allclose(pictures, alone, atol=1e-3)
        assert np.abs(np.array(pictures) - alone).mean() < 1e-5


def test_what_takes_several_windows_is_made_for_its_own_seed_alone(adapter: Any) -> None:
    long = list(adapter.methods["generate"](WISH | {"frames": 13, "seeds": [3, 8]}, {}, tiny.Told()))
    assert len(long) == 13 and not any("seed" in each for each in long)


def test_ten_windows_take_the_memory_of_one(folder: Path) -> None:
    import gc

    import torch

    from inference.families import wan

    held: list[int] = []

    class Counting(tiny.Told):
        def step(self, done: float, of: float, text: str = "", preview: Any = None) -> None:
            super().step(done, of, text)
            if text == "making" and done in (1, 9) and self.steps[-2][2] == "decoding":
                gc.collect()
                tensors = [each for each in gc.get_objects() if issubclass(type(each), torch.Tensor)]
                arrays = [each for each in gc.get_objects() if type(each) is np.ndarray]
                held.append(sum(each.nbytes for each in (*tensors, *arrays)))

    model = wan.load(tiny.card(lengths=Lengths(4, 5, 1), steps=1, guidance=1.0), folder, Plan())
    frames = model.methods["generate"](WISH | {"frames": 41}, {}, Counting())
    assert sum(1 for _ in frames) == 41
    second, tenth = held
    assert abs(tenth - second) < 48 * 32 * 3 * 4

"""Stills from words by Z-Image and FLUX.2 klein: the same as the library's pipelines make."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.memory.plan import Plan
from nodes.api.errors import BadInput
from tests.inference.families import tiny_stills as tiny
from tests.inference.families.tiny_sam2 import ask
from tests.inference.families.tiny_wan import Stopped, Told

pytest.importorskip("diffusers", reason="needs the extra models")

WISH = {"prompt": "a red cat in snow", "width": 48, "height": 32, "seed": 7}


@pytest.fixture(scope="module")
def zimage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.saved(tiny.zimage(), tmp_path_factory.mktemp("z_image"))


@pytest.fixture(scope="module")
def flux2(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.saved(tiny.flux2(), tmp_path_factory.mktemp("flux2"))


def by_library(cls: str, folder: Path, **more: Any) -> np.ndarray:
    import diffusers
    import torch

    pipeline = getattr(diffusers, cls).from_pretrained(folder, local_files_only=True)
    pipeline.set_progress_bar_config(disable=True)
    settings = {"num_inference_steps": 3, "output_type": "np", "generator": torch.Generator().manual_seed(7)}
    wish = {name: WISH[name] for name in ("prompt", "width", "height")}
    return pipeline(**wish | settings | more).images[0]


def by_us(family: str, folder: Path, **more: Any) -> np.ndarray:
    from inference.families.finding import family as found

    adapter = found(family)(tiny.card(family), folder, Plan())
    arrays = more.pop("arrays", {})
    made, said = ask(adapter, "image", WISH | more, **arrays)
    assert said["steps"] == 3
    return made["picture"]


@pytest.mark.parametrize("guidance", [0.0, 2.5])
def test_zimage_makes_what_the_librarys_pipeline_makes(zimage: Path, guidance: float) -> None:
    made = by_us("z_image", zimage, guidance=guidance, negative="dog")
    wanted = by_library("ZImagePipeline", zimage, guidance_scale=guidance, negative_prompt="dog")
    assert made.shape == wanted.shape == (32, 48, 3)
    assert wanted.std() > 0.01
    np.testing.assert_allclose(made, wanted, atol=1e-4)


@pytest.mark.parametrize("guidance", [1.0, 3.0])
def test_flux2_makes_what_the_librarys_pipeline_makes(flux2: Path, guidance: float) -> None:
    made = by_us("flux2", flux2, guidance=guidance)
    more = {"guidance_scale": guidance, "text_encoder_out_layers": tiny.LAYERS}
    wanted = by_library("Flux2KleinPipeline", flux2, **more)
    assert made.shape == wanted.shape == (32, 48, 3)
    assert wanted.std() > 0.01
    np.testing.assert_allclose(made, wanted, atol=1e-4)


def test_flux2_is_led_by_pictures_as_the_librarys_pipeline_is(flux2: Path) -> None:
    from PIL import Image

    codes = np.random.default_rng(3).integers(0, 256, (2, 64, 80, 3), np.uint8)
    arrays = {f"reference{number}": each / np.float32(255) for number, each in enumerate(codes)}
    made = by_us("flux2", flux2, guidance=1.0, arrays=arrays)
    alone = by_us("flux2", flux2, guidance=1.0)
    wanted = by_library(
        "Flux2KleinPipeline",
        flux2,
        guidance_scale=1.0,
        text_encoder_out_layers=tiny.LAYERS,
        image=[Image.fromarray(each) for each in codes],
    )
    np.testing.assert_allclose(made, wanted, atol=1e-4)
    assert np.abs(made - alone).max() > 1e-3


def test_noise_levels_are_shifted_by_lines_through_the_measured_points() -> None:
    from inference.families import flux2, z_image

    assert z_image.shift(256, {}) == pytest.approx(0.5)
    assert z_image.shift(4096, {}) == pytest.approx(1.15)
    assert z_image.shift(2176, {}) == pytest.approx(0.825)
    few, many = 8.73809524e-05 * 1024 + 1.89833333, 0.00016927 * 1024 + 0.45666666
    assert flux2.shift(1024, 10) == pytest.approx(few)
    assert flux2.shift(1024, 200) == pytest.approx(many)
    assert flux2.shift(5000, 4) == pytest.approx(0.00016927 * 5000 + 0.45666666)


def test_each_step_is_told_with_a_picture_and_a_cancel_ends_it_there(zimage: Path) -> None:
    from inference.families import z_image as family

    adapter = family.load(tiny.card("z_image"), zimage, Plan())
    told = Told()
    list(adapter.methods["image"](WISH, {}, told))
    assert [step[0] for step in told.steps if step[2] == "making"] == [0, 1, 2, 3]
    assert {each.shape for each in told.previews} == {(16, 24, 3)}
    with pytest.raises(Stopped):
        list(adapter.methods["image"](WISH, {}, Told(cancel_at=2)))


def test_a_size_that_the_model_cannot_make_is_refused(flux2: Path) -> None:
    from inference.families import flux2 as family

    adapter = family.load(tiny.card("flux2"), flux2, Plan())
    with pytest.raises(BadInput, match="multiples of 4"):
        ask(adapter, "image", WISH | {"width": 50})


@pytest.mark.parametrize("family", ["z_image", "flux2"])
def test_several_seeds_at_once_are_each_what_they_are_alone(family: str, zimage: Path, flux2: Path) -> None:
    from inference.families.finding import family as found

    adapter = found(family)(tiny.card(family), {"z_image": zimage, "flux2": flux2}[family], Plan())
    wish = WISH | {"guidance": 2.5, "negative": "dog", "seeds": [7, 8, 9]}
    made = {int(each.get("seed", 7)): each["picture"] for each in adapter.methods["image"](wish, {}, Told())}
    assert list(made) == [9, 8, 7]
    for seed, picture in made.items():
        alone, _ = ask(adapter, "image", WISH | {"guidance": 2.5, "negative": "dog", "seed": seed})
        np.testing.assert_allclose(picture, alone["picture"], atol=1e-4)


@pytest.mark.parametrize("trick", ["mag-cache=0.5", "taylor-seer=2"])
def test_flux2_uses_a_cache_as_the_library_does(flux2: Path, trick: str) -> None:
    import torch
    from diffusers import Flux2KleinPipeline, MagCacheConfig, TaylorSeerCacheConfig

    from inference.families.finding import family as found

    ratios = [1.0, 0.98, 0.97, 0.99, 0.98, 0.97]
    options = {"layers": list(tiny.LAYERS), "mag_ratios": ratios}
    adapter = found("flux2")(tiny.card("flux2", tricks=(trick,), steps=6, options=options), flux2, Plan())
    made, _ = ask(adapter, "image", WISH | {"guidance": 1.0})
    pipeline = Flux2KleinPipeline.from_pretrained(flux2, local_files_only=True)
    pipeline.set_progress_bar_config(disable=True)
    configs = {
        "mag-cache=0.5": MagCacheConfig(threshold=0.5, num_inference_steps=6, mag_ratios=ratios),
        "taylor-seer=2": TaylorSeerCacheConfig(
            cache_interval=2,
            disable_cache_before_step=3,
            taylor_factors_dtype=torch.float32,
            use_lite_mode=True,
        ),
    }
    wish = {name: WISH[name] for name in ("prompt", "width", "height")} | {"num_inference_steps": 6}
    said = {"guidance_scale": 1.0, "output_type": "np", "text_encoder_out_layers": tiny.LAYERS}
    plain = pipeline(**wish, **said, generator=torch.Generator().manual_seed(7)).images[0]
    pipeline.transformer.enable_cache(configs[trick])
    wanted = pipeline(**wish, **said, generator=torch.Generator().manual_seed(7)).images[0]
    np.testing.assert_allclose(made["picture"], wanted, atol=1e-4)
    assert not np.array_equal(wanted, plain)


@pytest.mark.parametrize(("family", "trick"), [("z_image", "taylor-seer"), ("flux2", "first-block-cache")])
def test_caches_that_the_library_has_not_for_a_family_are_refused(
    zimage: Path, flux2: Path, family: str, trick: str
) -> None:
    from inference.families.finding import family as found

    with pytest.raises(BadInput, match="not known here"):
        found(family)(tiny.card(family, tricks=(trick,)), {"z_image": zimage, "flux2": flux2}[family], Plan())

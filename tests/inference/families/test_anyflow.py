"""AnyFlow: the same as the library's pipeline, in any number of steps, from words and from first frames."""

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


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.saved(tiny.anyflow(), tmp_path_factory.mktemp("anyflow"))


def card(**more: Any) -> Any:
    return tiny.card(**{"name": "tiny-anyflow", "family": "anyflow", "steps": 4, "guidance": 1.0} | more)


@pytest.fixture(scope="module")
def adapter(folder: Path) -> Any:
    from inference.families import anyflow

    return anyflow.load(card(), folder, Plan())


def by_library(folder: Path, **more: Any) -> np.ndarray:
    import torch
    from diffusers import AnyFlowPipeline

    pipeline = AnyFlowPipeline.from_pretrained(folder, local_files_only=True)
    pipeline.set_progress_bar_config(disable=True)
    settings = {
        "prompt": WISH["prompt"],
        "negative_prompt": WISH["negative"],
        "width": 48,
        "height": 32,
        "num_frames": 9,
        "num_inference_steps": 4,
        "max_sequence_length": 16,
        "generator": torch.Generator().manual_seed(3),
    }
    made: np.ndarray = pipeline(**settings | more).frames[0]
    return made


@pytest.mark.parametrize(("steps", "guidance"), [(1, 1.0), (4, 1.0), (3, 4.0)])
def test_it_makes_what_the_librarys_pipeline_makes(
    folder: Path, adapter: Any, steps: int, guidance: float
) -> None:
    ours = tiny.made(adapter, "generate", WISH | {"steps": steps, "guidance": guidance})
    theirs = by_library(folder, num_inference_steps=steps, guidance_scale=guidance)
    assert ours.shape == theirs.shape == (9, 32, 48, 3)
    assert theirs.std() > 0.01
    np.testing.assert_allclose(ours, theirs, atol=1e-4)


@pytest.mark.parametrize("count", [1, 5])
def test_it_goes_on_from_first_frames_as_the_librarys_pipeline_does(
    folder: Path, adapter: Any, count: int
) -> None:
    import torch

    given = tiny.pictures(count)
    ours = tiny.made(adapter, "generate", WISH | {"known": list(range(count))}, {"known": given})
    video = torch.from_numpy(given).permute(0, 3, 1, 2)[None]
    np.testing.assert_allclose(ours, by_library(folder, video=video), atol=1e-4)
    assert np.abs(ours - tiny.made(adapter, "generate", WISH)).max() > 1e-3


def test_a_cards_sigmas_are_taken_to_the_letter(folder: Path) -> None:
    from inference.families import anyflow

    sigmas = (1.0, 0.9, 0.6)
    ours = tiny.made(anyflow.load(card(sigmas=sigmas), folder, Plan()), "generate", WISH)
    unshifted = [sigma / (5 - 4 * sigma) for sigma in sigmas]
    np.testing.assert_allclose(ours, by_library(folder, sigmas=unshifted), atol=1e-4)


def test_a_long_picture_goes_window_by_window_and_several_seeds_at_once(adapter: Any) -> None:
    assert tiny.made(adapter, "generate", WISH | {"frames": 15}).shape == (15, 32, 48, 3)
    together: dict[int, list[np.ndarray]] = {}
    for each in adapter.methods["generate"](WISH | {"seeds": [3, 8]}, {}, tiny.Told()):
        together.setdefault(int(each.get("seed", 3)), []).append(each["picture"])
    assert list(together) == [8, 3]
    for seed, pictures in together.items():
        alone = tiny.made(adapter, "generate", WISH | {"seed": seed})
        np.testing.assert_allclose(pictures, alone, atol=1e-3)


def test_pictures_in_the_middle_are_refused(adapter: Any) -> None:
    with pytest.raises(BadInput, match="first frames"):
        tiny.made(adapter, "generate", WISH | {"known": [4]}, {"known": tiny.pictures(1)})


def test_it_is_known_by_its_folder(folder: Path) -> None:
    from inference.store.recognise import recognised

    found = recognised(folder)
    assert (found.family, found.steps, found.guidance) == ("anyflow", 4, 1.0)
    assert found.capabilities == ("TextToVideo", "ImageToVideo")

"""Words and pictures on their way into a model, each against a formula of its own."""

from __future__ import annotations

import numpy as np
import pytest

from inference.families.words import cleaned
from tests.inference.families import tiny_wan as tiny

pytest.importorskip("diffusers", reason="needs the extra models")


@pytest.mark.parametrize(
    "text", ["a  red\n cat ", "caf&amp;eacute;", "â€œquotedâ€\x9d", "&lt;b&gt; \t x", "", "ﬁne  print　wide"]
)
def test_words_are_cleaned_as_the_library_cleans_them(text: str) -> None:
    from diffusers.pipelines.wan.pipeline_wan import prompt_clean

    assert cleaned(text) == prompt_clean(text)


def test_encoded_words_end_in_nothing() -> None:
    import torch

    from inference.families.words import encoded

    torch.manual_seed(0)
    encoder = tiny.encoder()
    made = encoded(tiny.tokenizer(), encoder, ["a  red cat", "dog"], 8, "cpu")
    alone = encoder(torch.tensor([[3, 4, 5, 1]])).last_hidden_state
    assert made.shape == (2, 8, 16)
    torch.testing.assert_close(made[0, :4], alone[0], atol=1e-5, rtol=0)
    assert not made[0, 4:].any() and not made[1, 2:].any()


def test_pictures_go_to_planes_and_back() -> None:
    from inference.families.pixels import from_planes, to_planes

    pictures = tiny.pictures(3)
    planes = to_planes(pictures)
    assert planes.shape == (1, 3, 3, 32, 48)
    np.testing.assert_allclose(planes[0].numpy(), np.moveaxis(2 * pictures - 1, 3, 0), atol=1e-6)
    np.testing.assert_allclose(from_planes(planes), pictures, atol=1e-6)
    assert from_planes(planes * 3).min() == 0 and from_planes(planes * 3).max() == 1


def test_a_glimpse_of_latents_is_the_picture_where_latents_are_linear_in_it() -> None:
    import torch

    from inference.families.glimpses import Glimpse

    turn = torch.from_numpy(np.random.default_rng(1).normal(size=(5, 3)).astype(np.float32))

    def encode(planes: torch.Tensor) -> torch.Tensor:
        small = torch.nn.functional.avg_pool3d(planes, (1, 8, 8))
        return torch.einsum("kc,bcfrw->bkfrw", turn, small) + 0.3

    pictures = tiny.pictures(1)
    planes = torch.from_numpy(np.moveaxis(pictures * 2 - 1, 3, 0).copy())[None]
    seen = Glimpse(encode, 8)(encode(planes))
    wanted = pictures[0].reshape(4, 8, 6, 8, 3).mean((1, 3))
    np.testing.assert_allclose(seen, wanted, atol=2e-2)

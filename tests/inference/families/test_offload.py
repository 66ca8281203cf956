"""Models whose parts, or layers, wait elsewhere make what they make when they lie whole.

Both places are main memory here: what is tried is that every part is fetched where it is used.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.memory.plan import Plan
from tests.inference.families import tiny_ltx2, tiny_stills, tiny_wan
from tests.inference.families.tiny_sam2 import ask

pytest.importorskip("diffusers", reason="needs the extra models")

WISH = {"prompt": "a red cat", "width": 48, "height": 32, "frames": 5, "seed": 3, "steps": 2}


def wan(folder: Path) -> tuple[Any, Path, str, dict[str, Any]]:
    from diffusers import WanPipeline

    return tiny_wan.card(), tiny_wan.saved(WanPipeline(**tiny_wan.parts()), folder), "generate", WISH


def ltx2(folder: Path) -> tuple[Any, Path, str, dict[str, Any]]:
    from diffusers import LTX2Pipeline

    saved = tiny_wan.saved(LTX2Pipeline(**tiny_ltx2.parts()), folder)
    return tiny_ltx2.card(), saved, "generate", WISH | {"width": 64, "frames": 9, "with_sound": True}


def flux2(folder: Path) -> tuple[Any, Path, str, dict[str, Any]]:
    return tiny_stills.card("flux2"), tiny_stills.saved(tiny_stills.flux2(), folder), "image", WISH


def z_image(folder: Path) -> tuple[Any, Path, str, dict[str, Any]]:
    return tiny_stills.card("z_image"), tiny_stills.saved(tiny_stills.zimage(), folder), "image", WISH


@pytest.mark.parametrize(
    "model", [wan, *(pytest.param(each, marks=pytest.mark.slow) for each in (ltx2, flux2, z_image))]
)
def test_offloaded_parts_and_layers_make_the_same(model: Any, tmp_path: Path) -> None:
    from inference.families.finding import family

    card, folder, method, wish = model(tmp_path)
    whole, _ = ask(family(card.family)(card, folder, Plan()), method, wish)
    for plan in (Plan(offload="model"), Plan(offload="group")):
        made, _ = ask(family(card.family)(card, folder, plan), method, wish)
        np.testing.assert_allclose(made["picture"], whole["picture"], atol=1e-4)

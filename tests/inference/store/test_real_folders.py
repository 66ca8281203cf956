"""What each library's own `save_pretrained` wrote is recognised, and loaded by the card that was written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from inference.families.finding import family
from inference.memory.plan import Plan
from inference.store.recognise import recognised
from inference.store.trust import check_folder

pytestmark = [pytest.mark.model, pytest.mark.slow]


def language(folder: Path) -> object:
    from tests.inference.families import tiny_language

    return tiny_language.saved(folder)


def sam2(folder: Path) -> object:
    from tests.inference.families import tiny_sam2

    return tiny_sam2.saved(folder)


def sam3(folder: Path) -> object:
    from tests.inference.families import tiny_sam3

    return tiny_sam3.saved(folder)


def sam3_whole(folder: Path) -> object:
    from tests.inference.families import tiny_sam3

    return tiny_sam3.with_tracker(folder)


def anyflow(folder: Path) -> object:
    from tests.inference.families import tiny_wan

    return tiny_wan.saved(tiny_wan.anyflow(), folder)


def vitmatte(folder: Path) -> object:
    from tests.inference.families import tiny_vitmatte

    return tiny_vitmatte.saved(folder)


def z_image(folder: Path) -> object:
    from tests.inference.families import tiny_stills

    return tiny_stills.saved(tiny_stills.zimage(), folder)


def flux2(folder: Path) -> object:
    from tests.inference.families import tiny_stills

    return tiny_stills.saved(tiny_stills.flux2(True), folder)


def ltx2(folder: Path) -> object:
    from diffusers import LTX2Pipeline

    from tests.inference.families import tiny_ltx2

    return LTX2Pipeline(**tiny_ltx2.parts()).save_pretrained(folder)


def wan(folder: Path) -> object:
    from diffusers import WanPipeline

    from tests.inference.families import tiny_wan

    return tiny_wan.saved(WanPipeline(**tiny_wan.parts()), folder)


@pytest.mark.parametrize(
    ("save", "methods"),
    [
        (language, {"plan"}),
        (sam2, {"open", "add", "step", "close"}),
        (sam3, {"find"}),
        (sam3_whole, {"find", "open", "add", "step", "close"}),
        (anyflow, {"generate"}),
        (vitmatte, {"refine"}),
        (z_image, {"image"}),
        (flux2, {"image"}),
        (ltx2, {"generate"}),
        (wan, {"generate", "edit"}),
    ],
)
def test_a_saved_folder_is_known_for_what_it_is_and_loads(
    save: Callable[[Path], object], methods: set[str], tmp_path: Path
) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    save(folder)
    card = recognised(folder)
    assert card.family == save.__name__.removesuffix("_whole")
    assert sum(card.parts.values()) * 4 == card.memory["float32"] > 0
    check_folder(card, folder)
    adapter = family(card.family)(card, folder, Plan())
    assert set(adapter.methods) >= methods
    adapter.unload()

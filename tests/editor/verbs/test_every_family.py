"""Every family from a folder as its library saves it: added, run on a file by name, taken in a shot."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from tests.editor.kit import done, pictures
from tests.support.movies import numbered, write_movie

pytestmark = [
    pytest.mark.model,
    pytest.mark.slow,
    pytest.mark.timeout(900),
    # A library's scheduler makes its table from tensors in a way that NumPy means to give up.
    pytest.mark.filterwarnings("ignore:__array_wrap__:DeprecationWarning"),
]
FRAMES = 6
SMALL = {"sizes": [[64, 32]], "steps": 2}
"""What is said of a tiny model that its folder does not say: a size that it makes in no time."""


def _wan() -> Any:
    from diffusers import WanPipeline

    from tests.inference.families.tiny_wan import network, parts

    return WanPipeline(**parts(transformer=network(rope_max_seq_len=1024)))


def _ltx2() -> Any:
    from diffusers import LTX2Pipeline

    from tests.inference.families.tiny_ltx2 import parts

    return LTX2Pipeline(**parts())


def _helios() -> Any:
    from diffusers import HeliosPipeline, HeliosScheduler

    from tests.inference.families.tiny_helios import parts

    return HeliosPipeline(**parts(HeliosScheduler(stages=1)))


def _z_image() -> Any:
    from tests.inference.families import tiny_stills

    return tiny_stills.zimage()


def _flux2() -> Any:
    from tests.inference.families import tiny_stills

    return tiny_stills.flux2(True)


PIPELINES: dict[str, Callable[[], Any]] = {
    "wan": _wan,
    "ltx2": _ltx2,
    "helios": _helios,
    "z_image": _z_image,
    "flux2": _flux2,
}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Give the folder of a family's tiny model, saved by the library's own `save_pretrained`."""
    pytest.importorskip("diffusers", reason="needs the extra models")
    from tests.inference.families import tiny_sam2, tiny_sam3, tiny_vitmatte

    place = tmp_path_factory.mktemp("elsewhere")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TORCHINDUCTOR_CACHE_DIR", str(place))
        patch.setattr("tqdm.tqdm.monitor_interval", 0)
        for name, build in PIPELINES.items():
            build().save_pretrained(place / f"tiny-{name}")
        for name, module in {"sam2": tiny_sam2, "sam3": tiny_sam3, "vitmatte": tiny_vitmatte}.items():
            module.saved(place / f"tiny-{name}")
        tiny_sam2.edgetam(place / "tiny-edgetam")
    return lambda name: place / f"tiny-{name}"


@pytest.fixture
def footage(tmp_path: Path) -> Path:
    write_movie(tmp_path / "clip.mkv", [numbered("yuv420p", number) for number in range(FRAMES)])
    return tmp_path / "clip.mkv"


def added(folder: Path, **said: Any) -> str:
    """Add a folder; what it does not say of itself is put into its card, as a user would."""
    import tomli_w

    name = str(done("models", "add", folder)["name"])
    card = Path(os.environ["XDG_DATA_HOME"]) / "workprint" / "models" / f"{name}.toml"
    card.write_text(tomli_w.dumps(tomllib.loads(card.read_text()) | said))
    return name


def taken(show: Path, *nodes: tuple[str, ...]) -> tuple[Path, dict[str, Any]]:
    """Make a take of the plate with these nodes; return its folder and its recipe."""
    words = [word for node in nodes for word in ("--add", *node)]
    done("shot", show, "plate", *words)
    (made,) = done("take", show, "plate", "--handles", 0)["takes"]
    assert made["new"]
    folder = Path(made["folder"])
    assert (folder / "record.json").exists() and len(list(pictures(folder / "take.mkv"))) == made["frames"]
    return folder, json.loads((folder / "recipe.json").read_text())


@pytest.mark.parametrize("family", ["wan", "ltx2", "helios"])
def test_a_video_family_makes_a_clip_by_run_and_within_a_take(
    family: str, saved: Callable[[str], Path], show: Path, tmp_path: Path
) -> None:
    name = added(saved(family), **SMALL)
    words = ("prompt=a cat", "frames=5", f"model={name}", "--size", "64x36", "--rate", "24")
    made = done("run", "generate.video", "-o", tmp_path / "a.mkv", *words)
    assert (made["frames"], [each["model"] for each in made["models"]]) == (5, [name])
    first = list(pictures(tmp_path / "a.mkv"))
    assert len(first) == 5 and first[0][0].shape == (36, 64)
    with av.open(str(tmp_path / "a.mkv")) as file:
        tracks = list(file.streams.audio)
        sounds = [np.concatenate([each.to_ndarray() for each in file.decode(track)], -1) for track in tracks]
    if family == "ltx2":
        (sound,) = sounds
        assert sound.size == 2 * -(-5 * 16000 // 24) and np.abs(sound.astype(float)).max() > 0
    else:
        assert not sounds
    generate = ("generate.video", "as=made", "prompt=a cat", f"model={name}")
    laid = ("composite.over", "as=laid", "foreground=@made")
    folder, recipe = taken(show, generate, laid, ("color.grade", "gain=0.9"))
    assert recipe["models"][name]["files"] and recipe["seed"] is not None
    with av.open(str(folder / "take.mkv")) as file:
        assert len(file.streams.audio) == (1 if family == "ltx2" else 0)


@pytest.mark.parametrize("family", ["z_image", "flux2"])
def test_a_still_family_makes_a_picture_by_run_and_within_a_take(
    family: str, saved: Callable[[str], Path], show: Path, tmp_path: Path
) -> None:
    # The layers whose words lead FLUX.2 are those of its published encoder, of which a tiny one has but two.
    name = added(saved(family), **SMALL, options={"layers": [0, 1, 2]})
    words = ("prompt=a lane", f"model={name}", "--size", "64x36")
    made = done("run", "generate.image", "-o", tmp_path / "a.png", *words)
    assert made["frames"] == 1 and [each["model"] for each in made["models"]] == [name]
    still = ("generate.image", "as=made", "prompt=a lane", f"model={name}")
    _, recipe = taken(show, still, ("composite.over", "as=laid", "foreground=@made"))
    assert recipe["models"][name]["files"] and recipe["seed"] is not None


@pytest.mark.parametrize("family", ["sam2", "edgetam"])
def test_a_family_that_follows_makes_a_matte_by_run_and_within_a_take(
    family: str, saved: Callable[[str], Path], footage: Path, show: Path, tmp_path: Path
) -> None:
    name = added(saved(family))
    clicked = ("points=0:30,18,+", f"model={name}")
    made = done("run", "segment.object", footage, "-o", tmp_path / "mattes", *clicked)
    assert made["frames"] == FRAMES == len(list((tmp_path / "mattes").iterdir()))
    assert [each["model"] for each in made["models"]] == [name]
    roto = ("segment.object", "as=roto", "points=10:30,18,+", f"model={name}")
    _, recipe = taken(show, roto, ("color.grade", "gain=2", "mask=@roto.matte"))
    assert recipe["models"][name]["files"]


def test_what_words_name_is_found_by_run_and_within_a_take(
    saved: Callable[[str], Path], footage: Path, show: Path, tmp_path: Path
) -> None:
    name = added(saved("sam3"))
    words = ("words=cat", f"model={name}", "threshold=0.1")
    made = done("run", "segment.text", footage, "-o", tmp_path / "mattes", *words)
    assert made["frames"] == FRAMES == len(list((tmp_path / "mattes").iterdir()))
    _, recipe = taken(
        show, ("segment.text", "as=found", *words), ("color.grade", "gain=2", "mask=@found.matte")
    )
    assert recipe["models"][name]["files"]


def test_edges_are_refined_by_run_and_within_a_take(
    saved: Callable[[str], Path], footage: Path, show: Path, tmp_path: Path
) -> None:
    name = added(saved("vitmatte"))
    done("run", "segment.object", footage, "-o", tmp_path / "hard", "box=0:10,8,40,30", "model=own")
    words = (f"matte={tmp_path / 'hard'}", f"model={name}")
    made = done("run", "matte.refine", footage, "-o", tmp_path / "soft", *words)
    assert made["frames"] == FRAMES and [each["model"] for each in made["models"]] == [name]
    roto = ("segment.object", "as=roto", "box=10:10,8,40,30", "model=own")
    refine = ("matte.refine", "as=soft", "matte=@roto.matte", f"model={name}")
    _, recipe = taken(show, roto, refine, ("color.grade", "gain=2", "mask=@soft"))
    assert recipe["models"][name]["files"]

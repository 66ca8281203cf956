"""What the pictures of takes and cuts are: colour, float sources, other sizes, rates and pixel shapes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import OpenImageIO as oiio
import PyOpenColorIO as ocio
import pytest

from editor.verbs import new
from nodes.api import BadInput
from tests.editor import show as made
from tests.editor.demo.test_demo import to_acescg
from tests.editor.kit import done, furthest, in_a_process, pictures, refused, same

pytestmark = pytest.mark.usefixtures("one_engine")


CONFIG = "ocio://studio-config-v5.0.0_aces-v2.1_ocio-v2.6"


def project_of(tmp_path: Path, media: Path, *tracks: dict[str, Any], **options: str) -> Path:
    """A project of a cut beside the media."""
    cut = made.write(tmp_path / "cut.otio", made.timeline(*tracks))
    words = [word for key, value in options.items() for word in (f"--{key}", value)]
    done("new", tmp_path / "p", "--from", cut, "--media", media, *words)
    return tmp_path / "p"


def take_of(project: Path, shot: str) -> Path:
    return Path(done("take", project, shot, "--handles", "0")["takes"][0]["folder"])


def test_a_grade_and_its_inverse_leave_every_sample_within_one_code_value(show: Path, media: Path) -> None:
    """Values far above white and below black lie between the two: nothing clips between nodes."""
    forth = ["gain=3.5,0.4,1.9", "lift=0.06,-0.02,0", "offset=-0.3", "gamma=1.7"]
    done("shot", show, "plate", "--add", "color.grade", *forth)
    moved = next(pictures(take_of(show, "plate") / "take.mkv"))
    back = ["gamma=0.588235294117647"]
    done("shot", show, "plate", "--add", "color.grade", "as=straight", *back)
    # y = x (gain - lift) + lift + offset, turned round: a gain and an offset that undo it.
    scale = np.array([1 / (g - low) for g, low in ((3.5, 0.06), (0.4, -0.02), (1.9, 0.0))])
    shift = -np.array([0.06 - 0.3, -0.02 - 0.3, -0.3]) * scale
    words = [f"gain={','.join(map(repr, scale.tolist()))}", f"offset={','.join(map(repr, shift.tolist()))}"]
    done("shot", show, "plate", "--add", "color.grade", "as=back", *words)
    source = list(pictures(media / "plate.mkv", first=10, count=20))
    made_back = list(pictures(take_of(show, "plate") / "take.mkv"))
    assert furthest(moved, source[0]) > 60
    assert max(furthest(one, other) for one, other in zip(source, made_back, strict=True)) <= 1


def read_exr(path: Path) -> np.ndarray:
    found = oiio.ImageInput.open(str(path))
    assert found is not None
    assert str(found.spec().format) == "half"
    pixels = found.read_image("half")
    found.close()
    return np.asarray(pixels)


def test_float_pictures_become_half_float_exr_takes(media: Path, tmp_path: Path) -> None:
    clip = made.clip("light", made.sequence(f"{media}/", "light.", 1, ".exr"), made.span(2, 6))
    project = project_of(tmp_path, media, made.track(clip))
    done("shot", project, "light", "--add", "color.grade")
    same_again = take_of(project, "light")
    names = sorted(path.name for path in same_again.glob("*.exr"))
    assert names == [f"take.{number:04d}.exr" for number in range(2, 8)], "numbered as the source is"
    for number in range(2, 8):
        source = read_exr(media / f"light.{number:04d}.exr")
        assert np.array_equal(source, read_exr(same_again / f"take.{number:04d}.exr"))
    done("shot", project, "light", "--set", "grade", "gain=2,1,0.5", "offset=0.1")
    graded = take_of(project, "light")
    forth = to_acescg()
    source = read_exr(media / "light.0002.exr").astype(float)
    expected = (source @ forth.T * (2, 1, 0.5) + 0.1) @ np.linalg.inv(forth).T
    shown = read_exr(graded / "take.0002.exr").astype(float)
    assert shown.min() < -0.05 and shown.max() > 3, "neither end is clipped"
    assert np.abs(shown - expected).max() <= np.abs(expected).max() / 1024
    assert done("render", project, "-o", tmp_path / "pictures")["form"].startswith("exr rgbf16le")


def test_a_clip_of_another_size_rate_and_pixel_shape_is_fitted(media: Path, tmp_path: Path) -> None:
    """75 x 41 at 16:15 is as wide as 80 x 41: 160 x 82, centred in 160 x 96 with 7 black rows either side."""
    clips = [
        made.clip("plate", made.external("plate.mkv"), made.span(86400, 4)),
        made.clip("small", made.external("small.mkv"), made.span(5, 20, 25)),
    ]
    project = project_of(tmp_path, media, made.track(*clips))
    written = done("render", project, "-o", tmp_path / "x.mkv")
    assert written["frames"] == 4 + 20, "19.2 frames at 24 a second reach into the twentieth"
    shown = list(pictures(tmp_path / "x.mkv"))
    plates = pictures(media / "plate.mkv", count=4)
    assert all(same(a[:1], b[:1]) for a, b in zip(shown[:4], plates, strict=True)), "the luma as it was"
    for frame, planes in enumerate(shown[4:23]):
        luma = planes[0]
        assert luma.shape == (96, 160)
        assert np.abs(luma[:7].astype(int) - 16).max() <= 1 and np.abs(luma[-7:].astype(int) - 16).max() <= 1
        assert luma[8:88].std() > 5
        row = luma[7 + 82 // 8]
        bars = [row[round((bit + 0.5) * 7 * 160 / 75)] > 128 for bit in range(10)]
        number = sum(1 << bit for bit, is_white in enumerate(bars) if is_white)
        assert number == 5 + frame * 25 // 24, "the picture on screen when the frame begins"


def test_an_odd_sized_cut_is_rendered_whole(media: Path, tmp_path: Path) -> None:
    clip = made.clip("small", made.external("small.mkv"), made.span(0, 6, 25))
    project = project_of(tmp_path, media, made.track(clip))
    info = done("info", project)["settings"]
    assert (info["width"], info["height"], info["pixel_aspect"], info["rate"]) == (75, 41, "16/15", "25")
    done("render", project, "-o", tmp_path / "x.mkv")
    both = zip(pictures(tmp_path / "x.mkv"), pictures(media / "small.mkv", count=6), strict=True)
    assert all(same(one, other) for one, other in both)
    told = done("info", tmp_path / "x.mkv")["media"]
    assert told["format"]["pixel_aspect"] == "16/15"
    delivered = done("render", project, "-o", tmp_path / "x.mp4")
    assert delivered["form"].startswith("h264 yuv444p")
    assert next(pictures(tmp_path / "x.mp4"))[0].shape == (41, 75)


def test_a_size_and_rate_that_are_asked_for_hold(media: Path, tmp_path: Path) -> None:
    clip = made.clip("plate", made.external("plate.mkv"), made.span(86400, 24))
    project = project_of(tmp_path, media, made.track(clip), size="64x64", rate="12")
    written = done("render", project, "-o", tmp_path / "x.mkv")
    assert written["frames"] == 12
    assert next(pictures(tmp_path / "x.mkv"))[0].shape == (64, 64)


def test_one_node_runs_on_files_numbered_as_they_are(media: Path, tmp_path: Path) -> None:
    ran = done(
        "run", "color.grade", media / "frame.%04d.png", "gain=0.5", "--range", "3-5", "-o", tmp_path / "o"
    )
    assert ran["frames"] == 3
    assert sorted(path.name for path in (tmp_path / "o").iterdir()) == ["1004.png", "1005.png", "1006.png"]
    keyed = ["run", "color.grade", media / "plate.mkv", "gain=0:1;10:0", "-o"]
    done(*keyed, tmp_path / "keyed.mkv")
    shown = list(pictures(tmp_path / "keyed.mkv"))
    source = list(pictures(media / "plate.mkv"))
    assert same(shown[0], source[0])
    assert shown[5][0].mean() < source[5][0].mean() - 5
    assert {int(value) for value in np.unique(shown[12][0])} <= {15, 16, 17}, "black from frame 10 on"
    assert "it reads pictures and no input is named" in refused(
        "run", "color.grade", "-o", tmp_path / "x.mkv"
    )
    assert "nothing says how long" in refused("run", "sample.scene", "-o", tmp_path / "x.mkv")
    assert "is not within the input" in refused(
        "run", "color.grade", media / "plate.mkv", "--range", "40-48", "-o", tmp_path / "x.mkv"
    )


def test_the_working_space_is_the_projects_and_part_of_every_recipe(media: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such space"):
        new(tmp_path / "x", working_space="Wonderland")
    with pytest.raises(BadInput, match="not scene-linear"):
        new(tmp_path / "x", working_space="ACEScct")
    assert not (tmp_path / "x").exists()
    cut = made.write(
        media / "colour.otio",
        made.timeline(made.track(made.show_cut()["tracks"]["children"][0]["children"][0])),
    )
    looks = {}
    for name in ("ACEScg", "Linear Rec.2020"):
        folder = tmp_path / name.replace(" ", "")
        with new(folder, cut=cut, working_space=name).project:
            pass
        done("shot", folder, "plate", "--add", "color.grade", "gain=1.5,1,1")
        taken = take_of(folder, "plate")
        recipe = json.loads((taken / "recipe.json").read_text())
        assert (recipe["colour"]["name"], recipe["colour"]["config"]) == (name, CONFIG)
        looks[name] = (recipe["digest"], next(pictures(taken / "take.mkv")))
    cut.unlink()
    (one, first), (other, second) = looks.values()
    assert one != other
    assert 0 < furthest(first, second) < 60


def test_a_configuration_of_the_users_is_honoured_and_its_content_counts(
    media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "house.ocio"
    config.write_text(ocio.Config.CreateFromFile(CONFIG).serialize())
    cut = tmp_path / "cut.otio"
    made.write(
        cut, made.timeline(made.track(made.clip("a", made.external("plate.mkv"), made.span(86400, 4))))
    )
    ran = in_a_process("new", tmp_path / "p", "--from", cut, "--media", media, "--json", OCIO=str(config))
    assert ran.json()["settings"]["config"] == str(config)
    done("shot", tmp_path / "p", "a", "--add", "color.grade", "gain=1.5")
    take = ["take", tmp_path / "p", "a", "--json"]
    assert [in_a_process(*take).json()["takes"][0]["new"] for _ in range(2)] == [True, False]
    config.write_text(config.read_text().replace("aces_interchange: ACES2065-1", "aces_interchange: ACEScg"))
    assert in_a_process(*take).json()["takes"][0]["new"] is True, "another transform, another take"
    config.unlink()
    failed = in_a_process("take", tmp_path / "p", "a", "--json")
    assert failed.code == 2
    assert str(config) in failed.json()["failed"][0]["attempted"]


def test_the_sound_of_a_cut_is_the_sources_to_the_sample(show: Path, media: Path, tmp_path: Path) -> None:
    from tests.editor.kit import samples

    done("render", show, "-o", tmp_path / "x.mkv")
    heard, tone = samples(tmp_path / "x.mkv"), samples(media / "tone.wav")
    assert len(heard) == 62 * 2000
    assert np.array_equal(heard[:96000], tone), "two seconds, both channels"
    assert not heard[96000:].any(), "and silence after"
    done("render", show, "-o", tmp_path / "y.mkv", "--range", "7-30")
    assert np.array_equal(samples(tmp_path / "y.mkv"), tone[7 * 2000 : 31 * 2000])


def test_shots_copied_between_machines_share_nothing_but_files(show: Path, tmp_path: Path) -> None:
    """A take made on a copy of the project, brought back as a folder, is a take of the project."""
    done("shot", show, "plate", "--add", "color.grade", "gain=1.2")
    copy = tmp_path / "farm"
    shutil.copytree(show, copy)
    made_there = Path(done("take", copy, "plate")["takes"][0]["folder"])
    shutil.copytree(made_there, show / made_there.relative_to(copy))
    back = done("take", show, "plate")["takes"][0]
    assert (back["take"], back["new"]) == ("t001", False)
    done("takes", show, "plate", "--circle", "1")
    assert done("render", show, "-o", tmp_path / "x.mkv", "--range", "0-9")["frames"] == 10

"""The demo is what a newcomer sees first: everything is there, and its pictures are what it says they are."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import OpenImageIO as oiio
import pytest

from tests.editor.conftest import Demo
from tests.editor.kit import done, in_a_process, pictures, refused, same, samples, workprint

pytestmark = [pytest.mark.usefixtures("one_engine"), pytest.mark.timeout(900)]


WARM = ((1.18, 1.02, 0.82), 1.0, (0.004, 0.001, 0.0))
COOL = ((0.84, 0.98, 1.20), 0.95, (0.0, 0.0, 0.0))
BT709_TO_XYZ = np.array(
    [[0.4123908, 0.3575843, 0.1804808], [0.2126390, 0.7151687, 0.0721923], [0.0193308, 0.1191948, 0.9505322]]
)
AP1_TO_XYZ = np.array(
    [[0.6624542, 0.1340042, 0.1561877], [0.2722287, 0.6740818, 0.0536895], [-0.0055746, 0.0040607, 1.0103391]]
)
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
D65, ACES_WHITE = np.array([0.95046, 1.0, 1.08906]), np.array([0.95265, 1.0, 1.00883])


def to_acescg() -> npt.NDArray[np.float64]:
    """The matrix from linear Rec.709 to ACEScg, worked out from the primaries' own definitions."""
    gain = np.diag((BRADFORD @ ACES_WHITE) / (BRADFORD @ D65))
    return np.linalg.inv(AP1_TO_XYZ) @ np.linalg.inv(BRADFORD) @ gain @ BRADFORD @ BT709_TO_XYZ


def light(yuv: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Limited-range 8-bit code values (BT.709, as the sample is tagged) as light of a display, in ACEScg."""
    y, u, v = (yuv[..., 0] - 16) / 219, (yuv[..., 1] - 128) / 224, (yuv[..., 2] - 128) / 224
    red, blue = y + 1.5748 * v, y + 1.8556 * u
    green = (y - 0.2126 * red - 0.0722 * blue) / 0.7152
    rgb = np.stack((red, green, blue), axis=-1)
    return np.sign(rgb) * np.abs(rgb) ** 2.4 @ to_acescg().T


def code_values(acescg: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    rgb = acescg @ np.linalg.inv(to_acescg()).T
    rgb = np.sign(rgb) * np.abs(rgb) ** (1 / 2.4)
    y = rgb @ (0.2126, 0.7152, 0.0722)
    u, v = (rgb[..., 2] - y) / 1.8556, (rgb[..., 0] - y) / 1.5748
    return np.stack((16 + 219 * y, 128 + 224 * u, 128 + 224 * v), axis=-1)


def test_it_says_where_everything_is(demo: Demo) -> None:
    assert demo.document["problems"] == demo.document["left_out"] == []
    for name in ("project", "otio", "movie", "sheet"):
        assert Path(demo.document[name]).exists(), name
    assert demo.document["takes"] == [
        {"shot": "sh010", "take": "t001", "what": "graded brighter"},
        {"shot": "sh010", "take": "t002", "what": "graded warmer"},
        {"shot": "sh020", "take": "t001", "what": "graded cooler"},
    ]
    shots = (f"sample/sh0{number}0.mp4" for number in range(1, 6))
    for name in (*shots, "sample/music.wav", "sample/events.json"):
        assert (demo.folder / name).stat().st_size > 1000, name
    assert "rendering 'sample': 240/240" in demo.told


def test_takes_hold_media_a_light_proxy_a_poster_a_recipe_and_a_record(demo: Demo) -> None:
    take = demo.project / "takes" / "sh010" / "t002"
    assert sorted(path.name for path in take.iterdir()) == [
        "poster.jpg", "proxy.mov", "recipe.json", "record.json", "take.mkv"
    ]  # fmt: skip
    recipe, record = (json.loads((take / name).read_text()) for name in ("recipe.json", "record.json"))
    assert recipe["colour"]["name"] == "ACEScg"
    assert recipe["colour"]["config"].startswith("ocio://studio-config-v")
    assert len(recipe["colour"]["fingerprint"]) > 8
    assert recipe["seed"] is None
    assert {"seconds", "device", "libraries", "python", "cost", "made"} <= set(record)


def test_the_finished_movie_has_every_frame_and_its_sound_to_the_sample(demo: Demo) -> None:
    frames = list(pictures(demo.folder / "finished.mp4"))
    assert len(frames) == 240
    assert {planes[0].shape for planes in frames} == {(360, 640)}
    sound = samples(demo.folder / "finished.mp4")
    assert abs(len(sound) - 240 * 2000) <= 1024, "the last AAC block may be padded"
    music = samples(demo.folder / "sample" / "music.wav")
    middle = slice(48000, 336000)
    assert np.abs(sound[middle] - music[middle]).max() < 0.05, "AAC is close to what it was made from"
    black = frames[120:132]
    assert all(
        abs(int(planes[0].max()) - 16) <= 1 and abs(int(planes[0].min()) - 16) <= 1 for planes in black
    )


def test_the_shot_nobody_graded_equals_its_source_within_the_codec(demo: Demo) -> None:
    source = list(pictures(demo.folder / "sample" / "sh030.mp4", first=18, count=60))
    shown = list(pictures(demo.folder / "finished.mp4", first=132, count=60))
    for before, after in zip(source, shown, strict=True):
        assert np.abs(before[0].astype(int) - after[0]).mean() < 1.5
        assert np.abs(before[0].astype(int) - after[0]).max() < 40


def test_rendered_without_loss_untouched_frames_are_the_source_bit_by_bit(demo: Demo, tmp_path: Path) -> None:
    written = done("render", demo.project, "-o", tmp_path / "all.mkv")
    assert written["frames"] == 240
    source = pictures(demo.folder / "sample" / "sh030.mp4", first=18, count=60)
    shown = list(pictures(tmp_path / "all.mkv"))
    assert all(same(one, other) for one, other in zip(source, shown[132:192], strict=True))
    slow = list(pictures(demo.folder / "sample" / "sh040.mp4", first=18, count=15))
    for number in range(192, 204, 2):
        assert same(shown[number], slow[(number - 192) // 2]), "every other frame is one of the media"
    last = list(pictures(demo.folder / "sample" / "sh050.mp4", first=12, count=30))
    assert all(same(shown[number], last[number - 210]) for number in range(228, 240))
    for number in range(210, 222, 2):
        part = (number - 210 + 0.5) / 12
        pairs = zip(shown[number], slow[(number - 192) // 2], last[number - 210], strict=True)
        for plane, a, b in pairs:
            rows, columns = slice(0, plane.shape[0] // 3), slice(0, plane.shape[1] // 3)
            mixed = (a + (b.astype(float) - a) * part)[rows, columns]
            assert np.abs(plane[rows, columns] - mixed).max() <= 1.01, "beside the inset"


def flat_blocks(planes: tuple[npt.NDArray[np.uint8], ...]) -> npt.NDArray[np.bool_]:
    """Say which 2 x 2 blocks have one colour that all eight around them share: 4:2:0 loses nothing there."""
    luma = planes[0].reshape(180, 2, 320, 2)
    flat = np.ptp(luma, axis=(1, 3)) == 0
    for plane in (planes[0][::2, ::2], *planes[1:]):
        for down, right in ((d, r) for d in (-1, 0, 1) for r in (-1, 0, 1)):
            flat &= np.roll(plane, (down, right), (0, 1)) == plane
    return flat


@pytest.mark.parametrize(("shot", "take", "grade"), [("sh010", "t002", WARM), ("sh020", "t001", COOL)])
def test_graded_shots_are_their_source_by_the_grade_within_one_code_value(
    demo: Demo, shot: str, take: str, grade: tuple[object, ...]
) -> None:
    """Where four pixels share their colour nothing is lost to 4:2:0, and the formula can be checked."""
    gain, gamma, lift = (np.array(value) for value in grade)
    source = list(pictures(demo.folder / "sample" / f"{shot}.mp4", first=6, count=84))
    made = list(pictures(demo.project / "takes" / shot / take / "take.mkv"))
    assert len(made) == 84, "60 frames and 12 of handles at either end"
    flat_pixels, worst = 0, 0.0
    for before, after in zip(source[::20], made[::20], strict=True):
        flat = flat_blocks(before)
        colour = np.stack((before[0][::2, ::2], before[1], before[2]), axis=-1).astype(float)[flat]
        graded = light(colour)
        base = graded * (gain - lift) + lift
        expected = code_values(np.sign(base) * np.abs(base) ** (1 / gamma))
        shown = np.stack((after[0][::2, ::2], after[1], after[2]), axis=-1).astype(float)[flat]
        inside = ((expected > 1) & (expected < 254)).all(axis=-1)
        flat_pixels += int(inside.sum())
        worst = max(worst, float(np.abs(shown - expected)[inside].max()))
    assert flat_pixels > 1000
    assert worst <= 0.6, "half a code value is rounding"


def test_the_exported_cut_shows_the_circled_takes(demo: Demo) -> None:
    data = json.loads((demo.folder / "cut.otio").read_text())
    clips = [
        c for track in data["tracks"]["children"] for c in track["children"] if "Clip" in c["OTIO_SCHEMA"]
    ]
    shown = {clip["name"]: clip["active_media_reference_key"] for clip in clips}
    assert shown == {
        "sh010": "take t002",
        "sh020": "take t001",
        "sh030": "DEFAULT_MEDIA",
        "sh040": "DEFAULT_MEDIA",
        "sh050": "DEFAULT_MEDIA",
        "inset": "DEFAULT_MEDIA",
        "music": "DEFAULT_MEDIA",
    }
    for clip in clips:
        for reference in clip["media_references"].values():
            assert (demo.folder / reference["target_url"]).exists(), reference["target_url"]


def test_mattes_and_events_are_what_the_pictures_show(demo: Demo) -> None:
    """The ball is where its matte says: its colour differs most from what was there before it came."""
    events = json.loads((demo.folder / "sample" / "events.json").read_text())
    assert {"sh010", "sh020", "sh030", "sh040", "sh050"} == set(events["shots"])
    shot = events["shots"]["sh040"]
    still = list(pictures(demo.folder / "sample" / "sh040.mp4", layout="rgb24"))
    for frame in (12, 30, 52):
        path = demo.folder / "sample" / (shot["mattes"]["ball"] % frame)
        matte = read_matte(path)
        blue = still[frame][0].reshape(360, 640, 3).astype(int)
        is_ball = blue[..., 2] > blue[..., 0] + 20
        assert np.mean(is_ball == (matte > 0.5)) > 0.995
    contact = shot["contacts"][0]
    around = [
        read_matte(demo.folder / "sample" / (shot["mattes"]["ball"] % frame)) for frame in range(14, 25)
    ]
    lowest = [int(np.nonzero(matte.max(axis=1) > 0.5)[0].max()) for matte in around]
    assert abs(14 + int(np.argmax(lowest)) - contact["frame"]) <= 1
    assert abs(max(lowest) - contact["y"]) < 8
    hidden = shot["occlusions"][0]
    whole = np.pi * (0.13 * 360) ** 2
    before, within = int(hidden["from"] * 24) - 1, int((hidden["from"] + hidden["to"]) * 12)
    seen = {
        frame: read_matte(demo.folder / "sample" / (shot["mattes"]["ball"] % frame)).sum()
        for frame in (before, within)
    }
    assert abs(seen[before] - whole) < whole / 100 and seen[within] < whole * 0.8
    notes = events["sound"]["notes"]
    music = np.abs(samples(demo.folder / "sample" / "music.wav")).max(axis=1)
    for note in notes[1:]:
        at = round(note["seconds"] * 48000)
        assert music[at : at + 2400].max() > 1.2 * music[at - 2400 : at].max()


def read_matte(path: Path) -> npt.NDArray[np.float64]:
    found = oiio.ImageInput.open(str(path))
    assert found is not None
    pixels = np.asarray(found.read_image("uint16")).reshape(360, 640)
    found.close()
    return pixels / 65535


def test_an_earlier_demo_is_made_anew_and_anything_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    said = refused("demo", "--out", tmp_path / "mine")
    assert "holds something else" in said
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"
    assert "--from" in refused("demo", "--media", tmp_path, "--out", tmp_path / "out")


def test_a_cut_that_cannot_be_worked_leaves_an_earlier_demo_alone(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / ".workprint-demo").touch()
    kept = folder / "cut.otio"
    kept.write_text(json.dumps(timeline([])))
    (tmp_path / "bad.otio").write_text("{")
    refused("demo", "--from", tmp_path / "bad.otio", "--out", folder)
    assert "lies in it" in refused("demo", "--from", kept, "--out", folder)
    assert kept.exists()


def test_it_works_somebody_elses_cut(shared_data: Path, tmp_path: Path) -> None:
    media = shared_data / "timelines" / "tlrender"
    made = done("demo", "--from", media / "MultipleClips.otio", "--media", media, "--out", tmp_path / "out")
    assert made["problems"] == []
    assert len(made["takes"]) == 3
    assert len(list(pictures(Path(made["movie"])))) == 216


def test_it_tells_what_a_cut_does_not_allow_and_still_exports(shared_data: Path, tmp_path: Path) -> None:
    media = shared_data / "timelines" / "tlrender"
    text = (media / "Transition.otio").read_text().replace("SMPTE_Dissolve", "Page_Curl")
    (tmp_path / "curl.otio").write_text(text)
    words = ["demo", "--from", tmp_path / "curl.otio", "--media", media, "--out", tmp_path / "out"]
    ran = workprint(*words, "--json")
    assert ran.code == 1, "the movie is what was asked for"
    made = ran.json()
    assert made["movie"] is None
    assert any("Page_Curl" in problem for problem in made["problems"])
    assert Path(made["otio"]).exists()
    assert len(made["takes"]) == 3


def test_it_works_a_cut_of_picture_sequences(shared_data: Path, tmp_path: Path) -> None:
    clips = []
    for name in ("blackswan", "dog"):
        folder = shared_data / "video" / "davis480p" / name
        folder = folder / "frames" if (folder / "frames").is_dir() else folder
        clips.append(sequence_clip(name, folder))
    place = tmp_path / "davis.otio"
    place.write_text(json.dumps(timeline(clips)))
    ran = in_a_process("demo", "--from", place, "--out", tmp_path / "out", "--json")
    assert ran.code == 0, ran.err
    made = ran.json()
    assert made["problems"] == []
    assert len(made["takes"]) == 3
    assert len(list(pictures(Path(made["movie"])))) == 24
    first = next(
        iter(pictures(tmp_path / "out/project/takes" / take_folder(made) / "take.mkv", layout="rgb24"))
    )
    assert first[0].shape == (480, 854 * 3)


def take_folder(made: dict[str, object]) -> str:
    takes = Path(str(made["project"])) / "takes"
    return str(next(takes.glob("*/t001")).relative_to(takes))


def sequence_clip(name: str, folder: Path, count: int = 12) -> dict[str, object]:
    span = {
        "OTIO_SCHEMA": "TimeRange.1",
        "start_time": {"OTIO_SCHEMA": "RationalTime.1", "rate": 24.0, "value": 5.0},
        "duration": {"OTIO_SCHEMA": "RationalTime.1", "rate": 24.0, "value": float(count)},
    }
    return {
        "OTIO_SCHEMA": "Clip.2",
        "name": name,
        "source_range": span,
        "active_media_reference_key": "DEFAULT_MEDIA",
        "media_references": {
            "DEFAULT_MEDIA": {
                "OTIO_SCHEMA": "ImageSequenceReference.1",
                "target_url_base": f"{folder}/",
                "name_prefix": "",
                "name_suffix": ".jpg",
                "start_frame": 0,
                "frame_step": 1,
                "frame_zero_padding": 5,
                "rate": 24.0,
                "missing_frame_policy": "error",
            }
        },
    }


def timeline(clips: list[dict[str, object]]) -> dict[str, object]:
    track = {"OTIO_SCHEMA": "Track.1", "name": "V1", "kind": "Video", "children": clips}
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "name": "davis",
        "tracks": {"OTIO_SCHEMA": "Stack.1", "name": "tracks", "children": [track]},
    }

"""Sound-driven nodes on the command line: curves, films, films on the timeline; mood boards beside them."""

from __future__ import annotations

import csv
import itertools
import json
import wave
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt
import opentimelineio as otio
import pytest

from nodes.api import Range, Time
from tests.editor.kit import done, refused
from tests.nodes.hearing.made import drums
from tests.support.movies import numbered, write_movie

pytestmark = pytest.mark.usefixtures("one_engine")

RATE = 25
COLOURS = {"red": (0, 0, 200), "green": (0, 160, 0), "blue": (200, 0, 0)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A drummed sound of six seconds and stills of one colour each."""
    made = tmp_path_factory.mktemp("film")
    sound, _ = drums(120, 6.01, rate=16_000)
    write_wav(made / "song.wav", sound / 2)
    for name, colour in COLOURS.items():
        cv2.imwrite(str(made / f"{name}.png"), np.full((18, 32, 3), colour, np.uint8))
    return made


def write_wav(path: Path, sound: npt.NDArray[np.float64]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())


def board(folder: Path) -> str:
    return ",".join(str(folder / f"{name}.png") for name in COLOURS)


def seen(path: Path) -> list[int]:
    """Which of the stills each frame of a movie shows."""
    with av.open(str(path)) as file:
        pictures = [frame.to_ndarray(format="bgr24") for frame in file.decode(video=0)]
    colours = np.array(list(COLOURS.values()), float)
    return [int(np.abs(colours - picture.mean(axis=(0, 1))).sum(axis=1).argmin()) for picture in pictures]


def cuts(shown: list[int]) -> list[int]:
    return [frame for frame in range(1, len(shown)) if shown[frame] != shown[frame - 1]]


def test_a_film_is_as_long_as_its_sound_and_cuts_where_its_plan_says(folder: Path, tmp_path: Path) -> None:
    said = ["media=" + board(folder), "style=pulse", "--rate", RATE, "--size", "32x18"]
    planned = done("run", "audio.video", folder / "song.wav", "-o", tmp_path / "plan.json", *said)
    made = done("run", "audio.video", folder / "song.wav", "-o", tmp_path / "film.mp4", *said)
    plan = json.loads((tmp_path / "plan.json").read_text())

    shown = seen(tmp_path / "film.mp4")
    assert planned["frames"] == made["frames"] == len(shown) == 151  # 6.01 s
    assert cuts(shown) == [part["first"] for part in plan["parts"][1:]]
    assert len(cuts(shown)) >= 4
    with av.open(str(tmp_path / "film.mp4")) as file:
        lasts = sum(frame.samples for frame in file.decode(audio=0)) / 48_000
    assert lasts == pytest.approx(151 / RATE, abs=0.05)

    plan["parts"][0]["media"], plan["parts"][0]["flash"] = 2, 0
    (tmp_path / "mine.json").write_text(json.dumps(plan))
    mine = f"plan={tmp_path / 'mine.json'}"
    done("run", "audio.video", folder / "song.wav", "-o", tmp_path / "mine.mp4", said[0], mine, *said[4:])
    assert seen(tmp_path / "mine.mp4")[0] == 2


def test_loud_music_shows_the_parts_of_a_clip_that_move(folder: Path, tmp_path: Path) -> None:
    still, moving = (
        numbered("yuv420p", 0, 64, 36),
        (numbered("yuv420p", 3 * index, 64, 36) for index in range(96)),
    )
    pictures = [*itertools.repeat(still, 96), *moving]
    write_movie(tmp_path / "clip.mkv", pictures)
    write_wav(tmp_path / "rise.wav", drums(120, 24, rate=16_000)[0] * np.repeat((0.02, 0.5), 24 * 8_000))
    words = [f"media={tmp_path / 'clip.mkv'}", "style=pulse", "--rate", 24, "--size", "64x36"]

    done("run", "audio.video", tmp_path / "rise.wav", "-o", tmp_path / "plan.json", *words)

    parts = json.loads((tmp_path / "plan.json").read_text())["parts"]
    shown: dict[bool, list[bool]] = {False: [], True: []}
    for part in parts:
        begins = Time.from_json(part["start"]).seconds
        shown[part["first"] >= 12 * 24].append(begins >= Fraction(15, 4))
    quiet, loud = (sum(each) / len(each) for each in (shown[False], shown[True]))
    assert len(shown[True]) > 1.5 * len(shown[False])
    assert loud > 0.6
    assert quiet < 0.4


def test_a_film_on_the_timeline_shows_what_the_node_shows(folder: Path, show: Path, tmp_path: Path) -> None:
    before = done("info", show)["frames"]
    laid = done("edit", show, "film", folder / "song.wav", "media=" + board(folder), "style=pulse")
    told = done("info", show)
    shots = [clip for clip in told["clips"] if clip["name"].endswith(".png")]

    assert "Laid" in laid["said"]
    assert told["frames"] == before + 145  # 6.01 s at 24 frames a second
    done("render", show, "-o", tmp_path / "cut.mp4", "--range", f"{before}-{before + 144}")
    names = [shot["name"].removesuffix(".png") for shot in shots]
    shown = seen(tmp_path / "cut.mp4")
    assert len(cuts(shown)) == len(shots) - 1
    assert [list(COLOURS)[shown[0]], *(list(COLOURS)[shown[frame]] for frame in cuts(shown))] == names
    starts = [starts_of(show)]
    done("edit", show, "ripple", shots[1]["id"], "tail=2")
    done("edit", show, "replace", shots[2]["id"], f"path={folder / 'blue.png'}")
    starts.append(starts_of(show))
    assert [one - other for one, other in zip(*starts, strict=True)] == [0, 0] + [2] * (len(shots) - 2)
    for _ in range(2):
        done("edit", show, "undo")
    assert starts_of(show) == starts[0], "what was done by hand is taken back, the film is as it was laid"
    done("edit", show, "undo")
    assert done("info", show)["frames"] == before
    for _ in range(3):
        done("edit", show, "redo")
    assert starts_of(show) == starts[1]
    done("export", show, "-o", tmp_path / "film.otio")
    written = otio.adapters.read_from_file(str(tmp_path / "film.otio"))
    (track,) = (track for track in written.tracks if track.name == "Film")
    clips = [clip for clip in track if isinstance(clip, otio.schema.Clip)]
    there = [track.range_of_child(clip).start_time.to_frames() for clip in clips]
    assert there == starts[1], "another program finds the same cut points"


def starts_of(show: Path) -> list[int]:
    """Return the frames of the cut on which the stills of the film begin."""
    told = done("info", show)
    (track,) = (track["id"] for track in told["tracks"] if track["name"] == "Film")
    return [Range.from_json(clip["record"]).start.frame for clip in told["clips"] if clip["track"] == track]


def test_a_drive_is_written_as_a_curve(folder: Path, tmp_path: Path) -> None:
    words = ["feature=beat", "release=0", "range=1,3", "--rate", RATE]
    done("run", "audio.drive", folder / "song.wav", "-o", tmp_path / "beat.json", *words)
    done("run", "audio.drive", folder / "song.wav", "-o", tmp_path / "beat.csv", *words)

    curve = json.loads((tmp_path / "beat.json").read_text())
    rows = list(csv.DictReader((tmp_path / "beat.csv").read_text().splitlines()))
    assert (curve["rate"], curve["first"], len(curve["values"])) == ("25", 0, 151)
    assert [float(row["value"]) for row in rows] == curve["values"]
    assert curve["values"].count(3.0) >= 10
    assert set(curve["values"]) <= {1.0, 3.0}


def test_stills_are_a_mood_board_by_their_names(folder: Path, tmp_path: Path) -> None:
    stills = f"references={folder / 'red.png'},{folder / 'blue.png'}"
    words = [stills, "weights=1,0", "strength=0.8"]
    done("run", "restyle.reference", folder / "green.png", "-o", tmp_path / "a.png", *words)
    done("run", "restyle.reference", folder / "green.png", "-o", tmp_path / "b.png", stills, "strength=0")

    made, same = (cv2.imread(str(tmp_path / name)).mean(axis=(0, 1)) for name in ("a.png", "b.png"))
    assert made[2] > made[1]
    assert same == pytest.approx(COLOURS["green"])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["audio.video", "song.wav", "-o", "x.mp4"], "no media"),
        (["audio.video", "song.wav", "-o", "x.mp4", "media=red.png", "style=loud"], "style"),
        (["audio.video", "red.png", "-o", "x.mp4", "media=red.png"], "no sound"),
        (["audio.video", "song.wav", "-o", "x.mp4", "media=red.png", "plan=red.png"], "plan"),
        (["audio.drive", "song.wav", "-o", "x.mp4"], "curve"),
        (["restyle.reference", "red.png", "-o", "x.png"], "reference"),
    ],
)
def test_what_does_not_fit_is_said(
    words: list[str], why: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)

    assert why in refused("run", *words)

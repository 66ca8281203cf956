"""A two-track cut made on the command line: looks, retimes, change-overs, and what others see of it."""

from __future__ import annotations

from pathlib import Path

import opentimelineio as otio
import pytest

from tests.editor.kit import done, refused

pytestmark = pytest.mark.usefixtures("one_engine")


@pytest.fixture
def built(show: Path, media: Path) -> Path:
    """The small show with a second track, a look with keys, a retime and a wipe."""
    done("edit", show, "track", "kind=video")
    done("edit", show, "insert", media / "shot.mp4", "track=V2", "at=4", "name=over", "source=0-15")
    done("edit", show, "set", "over", "opacity=4:0;12:1", "scale=0.5", "translate=20,-10", "blend=screen")
    done("edit", show, "retime", "over", "speed=1/2", "mode=blend")
    done("edit", show, "wipe", "over", "frames=4", "direction=up", "softness=0.2", "align=end")
    return show


def test_what_was_set_is_told_and_rendered(built: Path, tmp_path: Path) -> None:
    told = done("info", built)
    over = next(each for each in told["clips"] if each["name"] == "over")
    assert over["look"] == {
        "transform": {"translate": [20.0, -10.0], "scale": [0.5, 0.5]},
        "opacity": {"keys": [[["0", "24"], 0.0], [["8", "24"], 1.0]]},
        "blend": "screen",
    }
    assert (over["speed"], over["interpolation"]) == ("1/2", "blend")
    (wipe,) = told["transitions"]
    assert wipe["wipe"] == {"angle": 90.0, "softness": 0.2}
    assert wipe["record"] == [["16", "24"], ["4", "24"]]
    assert done("render", built, "-o", tmp_path / "x.mkv", "--range", "0-25")["frames"] == 26


def test_an_export_reopens_in_opentimelineio_with_its_retime_and_transition(
    built: Path, tmp_path: Path
) -> None:
    done("export", built, "-o", tmp_path / "out.otio")
    opened = otio.adapters.read_from_file(str(tmp_path / "out.otio"))
    upper = opened.tracks[-1]
    shot, change = upper[1], upper[2]
    assert isinstance(shot.effects[0], otio.schema.LinearTimeWarp)
    assert shot.effects[0].time_scalar == 0.5
    assert isinstance(change, otio.schema.Transition)
    assert (change.in_offset.value, change.out_offset.value) == (4, 0)
    assert upper.range_of_child(shot).start_time.value == 4


def test_every_edit_can_be_taken_back(built: Path) -> None:
    for _ in range(5):
        done("edit", built, "undo")
    told = done("info", built)
    assert [track["name"] for track in told["tracks"]] == ["V1", "A1"]
    for _ in range(5):
        done("edit", built, "redo")
    assert done("info", built)["transitions"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("set", "plate"), "nothing is to be set"),
        (("set", "plate", "glow=3"), "no setting 'glow'"),
        (("set", "plate", "opacity=half"), "not a number"),
        (("set", "plate", "opacity=1e3"), "not a number"),
        (("set", "plate", "crop=1,2"), "4 numbers with commas"),
        (("set", "plate", "opacity=0:1;0:0.5"), "two keys"),
        (("set", "plate", "opacity=x:1"), "no frame and no timecode"),
        (("retime", "plate"), "nothing says how"),
        (("retime", "plate", "speed=1/0"), "no speed"),
        (("retime", "plate", "speed=5000"), "no speed"),
        (("retime", "plate", "speed=2", "mode=magic"), "no mode 'magic'"),
        (("retime", "plate", "freeze=500"), "not inside it"),
        (("dissolve", "plate"), "'frames' is not given"),
        (("dissolve", "plate", "frames=8", "at=middle"), "at=middle is not known"),
        (("wipe", "plate", "frames=8", "softness=3"), "out of range"),
    ],
)
def test_bad_words_are_told_in_one_line(show: Path, words: tuple[str, ...], why: str) -> None:
    assert why in refused("edit", show, *words)

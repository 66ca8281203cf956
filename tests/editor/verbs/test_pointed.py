"""Prompts on the command line: checked against the pictures, from a file, painted mattes by their content."""

import json

import cv2
import numpy as np
import pytest

from editor.verbs import run
from nodes.api import BadInput, Prompts
from nodes.media.errors import MediaError

COLUMNS, ROWS = 64, 48


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def clip(tmp_path):
    folder = tmp_path / "clip"
    folder.mkdir()
    for number in range(2):
        picture = np.full((ROWS, COLUMNS, 3), 90, np.uint8)
        picture[10:38, 12:40] = (20, 40, 220)
        cv2.imwrite(str(folder / f"{number:04d}.png"), picture)
    return folder


def painted(path, left):
    mask = np.zeros((ROWS, COLUMNS), np.uint8)
    mask[8:30, left : left + 20] = 255
    cv2.imwrite(str(path), mask)
    return mask


def made(engine, clip, out, settings):
    written = run("segment.object", clip, out, settings=settings, engine=engine)
    return cv2.imread(str(written.output / "0000.png"), cv2.IMREAD_UNCHANGED)


BESIDE = (
    ("points", "2:5,5", "frame 2 is not in the input"),
    ("points", "-1:5,5", "frame -1 is not in the input"),
    ("points", "0:64,5", "the point 64,5 is outside the picture, which has 64x48"),
    ("points", "0:5,-1", "outside the picture"),
    ("box", "0:70,0,90,20", "a box is outside"),
    ("stroke", "0:+4:100,100 110,110", "is outside"),
    ("shape", "0:-10,0 -5,0 -5,9", "is outside"),
    ("matte", "0:nothing.png", "there is no such file"),
    ("lock", "0:.", "there is no such file"),
    ("prompts", "nothing.json", "Read the prompts"),
)


def test_what_points_at_nothing_is_refused_before_anything_is_written(engine, clip, tmp_path):
    for key, text, why in BESIDE:
        with pytest.raises(BadInput) as refused:
            run("segment.object", clip, tmp_path / "out", settings={key: text}, engine=engine)
        assert why in str(refused.value)
    (tmp_path / "a.png").write_text("no picture")
    with pytest.raises(MediaError):
        run(
            "segment.object",
            clip,
            tmp_path / "out",
            settings={"matte": f"0:{tmp_path / 'a.png'}"},
            engine=engine,
        )
    assert not (tmp_path / "out").exists()


def test_a_matte_that_is_painted_over_is_another_one(engine, clip, tmp_path):
    place = tmp_path / "painted.png"
    settings = {"matte": f"0:{place}"}
    first = painted(place, 4)
    assert np.array_equal(made(engine, clip, tmp_path / "one", settings), first)
    second = painted(place, 30)
    assert np.array_equal(made(engine, clip, tmp_path / "two", settings), second)


def test_prompts_come_from_a_file_of_json_and_together_with_others(engine, clip, tmp_path):
    place = tmp_path / "painted.png"
    mask = painted(place, 4)
    data = Prompts().to_json() | {"locks": [{"time": ["0", "24"], "path": str(place), "obj": 1}]}
    (tmp_path / "said.json").write_text(json.dumps(data))
    settings = {"prompts": str(tmp_path / "said.json"), "points": "1:20,20"}
    assert np.array_equal(made(engine, clip, tmp_path / "out", settings), mask)

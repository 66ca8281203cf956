"""What an author writes is understood, and is clean under a strict type checker."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from nodes.api import At, Frame, Matte, Prompts, Range, Rate, Time
from tests.nodes.api.authors import design, shapes

AUTHORS = Path(__file__).parent / "authors"
ROOT = Path(__file__).parents[3]
RATE = Rate(24)


def test_author_files_are_clean_under_the_strict_checker(tmp_path):
    if importlib.util.find_spec("mypy") is None:
        pytest.skip("mypy is not installed")
    for path in AUTHORS.glob("*.py"):
        (tmp_path / path.name).write_text(path.read_text())
    (tmp_path / "wrong.py").write_text("from workprint import Frame, Rate, Time\nRate('x')\nTime(0)\n")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "."]
    checked = subprocess.run(
        command,
        cwd=tmp_path,
        env={"MYPYPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in checked.stdout.splitlines() if ": error:" in line]
    assert [line.split(":")[0] for line in said] == ["wrong.py", "wrong.py"], checked.stdout + checked.stderr


def test_a_node_is_called_like_the_function_it_is():
    frame = Frame.of_pixels(np.full((2, 3, 3), 0.5), Time(0, RATE))
    assert design.gain(frame, amount=3.0).rgb.max() == pytest.approx(1.5)
    assert design.gain.__name__ == "gain"
    assert design.gain.__doc__ == "Multiply the colour channels."


def test_the_roto_example_runs_with_a_model():
    matte = Matte.of_pixels(np.ones((2, 3)), Time(4, RATE))
    added = []

    class Session:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        add = staticmethod(added.append)

        def propagate(self, range):
            return ((time, matte, 0.9) for time in range.frames())

    shot = SimpleNamespace(range=Range.frames_of(4, 2, RATE))
    prompts = Prompts()
    found = list(design.roto(shot, prompts, SimpleNamespace(open=lambda clip: Session())))
    assert found == [At(Time(n, RATE), design.Roto(matte, 0.9)) for n in (4, 5)]
    assert added == [prompts]


def test_a_causal_node_runs_over_a_plain_list():
    frames = [Frame.of_pixels(np.full((1, 1, 3), 1.0), Time(n, RATE)) for n in range(3)]
    assert [float(frame.rgb[0, 0, 0]) for frame in shapes.trail(frames)] == [1.0, 1.5, 1.75]

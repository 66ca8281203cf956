"""What is on the screen is the picture, drawn by the processor or by OpenGL."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from editor.ui.viewer.placement import Placement, fitted, zoomed
from tests.editor.ui.viewer.drawing import VIEWED, VIEWS
from tests.editor.ui.viewer.viewing import noise, waves

pytestmark = pytest.mark.qt

MOST_APART = {"fit": 2, "smaller": 2, "view-aces": 2, "view-all": 2}
"""Codes by which the two ways may differ: half floats round, and so do the tables of a view."""

Drawn = dict[str, np.ndarray]


@pytest.fixture
def software(app: Any) -> Drawn:
    from tests.editor.ui.viewer.drawing import shots

    name, drawn = shots()
    assert name == "SoftwareCanvas"
    return drawn


@pytest.fixture
def x_display() -> Iterator[str]:
    if not shutil.which("Xvfb"):
        pytest.skip("needs Xvfb: apt-get install xvfb libxcb-cursor0")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(30)


def on(canvas: np.ndarray, picture: np.ndarray, placement: Placement) -> tuple[np.ndarray, np.ndarray]:
    """What was drawn, and what should have been: each sample as a block of pixels."""
    scale = round(placement.down)
    blocks = picture[..., :3].repeat(scale, axis=0).repeat(scale, axis=1)
    x, y = round(placement.x), round(placement.y)
    rows, columns = canvas.shape[:2]
    top, left = max(0, y), max(0, x)
    drawn = canvas[top : y + blocks.shape[0], left : x + blocks.shape[1]]
    return drawn, blocks[top - y : rows - y, left - x : columns - x]


def judge(drawn: Drawn) -> None:
    height, width = drawn["actual"].shape[:2]
    for name, picture, zoom in (
        ("actual", noise(320, 180), 1.0),
        ("near", noise(64, 36), 8.0),
        ("close", noise(640, 360, seed=2), 4.0),
    ):
        rows, columns = picture.pixels.shape[:2]
        placement = zoomed(columns, rows, 1.0, width, height, zoom, (0.5, 0.5))
        seen, expected = on(drawn[name], picture.pixels, placement)
        assert seen.shape == expected.shape
        assert np.abs(seen.astype(int) - expected).max() <= 1, name
    placement = fitted(320, 180, 1.0, width, height)
    x, y = round(placement.x), round(placement.y)
    inside = drawn["fit"][y : y + round(placement.height), x : x + round(placement.width)]
    assert abs(float(inside.mean()) - float(waves().pixels[..., :3].mean())) < 1


def test_the_processor_draws_each_sample_as_it_is(software: Drawn) -> None:
    judge(software)


def test_opengl_draws_the_same_pixels(
    software: Drawn, x_display: str, tmp_path: Path, repository: Path
) -> None:
    out = tmp_path / "gl.npz"
    told = {
        **os.environ,
        "DISPLAY": x_display,
        "QT_QPA_PLATFORM": "xcb",
        "WORKPRINT_VIEWER": "gl",
        "PYTHONPATH": str(repository),
    }
    command = [sys.executable, "-m", "tests.editor.ui.viewer.drawing", str(out)]
    ran = subprocess.run(command, env=told, cwd=repository, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    if "GlCanvas" not in ran.stdout:
        pytest.skip(f"Xvfb has no OpenGL here: {ran.stdout}{ran.stderr}")
    assert not ran.stderr.strip(), ran.stderr
    with np.load(out) as loaded:
        drawn = dict(loaded)
    judge(drawn)
    for name, canvas in software.items():
        apart = np.abs(canvas.astype(int) - drawn[name])
        if name in VIEWS:
            rows, columns = VIEWED
            place = zoomed(columns, rows, 1.0, canvas.shape[1], canvas.shape[0], 1.0, (0.5, 0.5))
            top, left = round(place.y), round(place.x)
            apart = apart[top : top + rows, left : left + columns]
            assert apart.mean() < 0.3, name
        print(name, apart.max(), apart.mean())
        assert apart.max() <= MOST_APART.get(name, 1), name

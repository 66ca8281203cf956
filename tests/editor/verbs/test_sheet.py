"""One picture of all takes: each shot's source and takes in a row, at one frame, with their names."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from tests.editor.kit import done, refused

pytestmark = pytest.mark.usefixtures("one_engine")

WIDE, STRIP, GAP = 320, 26, 8


def read(path: str | Path) -> npt.NDArray[np.uint8]:
    found = cv2.imread(str(path))
    assert found is not None
    return np.asarray(found, np.uint8)


def test_a_sheet_shows_every_take_beside_its_source(tmp_path: Path) -> None:
    show = tmp_path / "p"
    for name, grey in (("one", 60), ("two", 120)):
        cv2.imwrite(str(tmp_path / f"{name}.png"), np.full((36, 64, 3), grey, np.uint8))
    done("new", show, "--rate", 24, "--size", "64x36", "--handles", 0)
    for name in ("one", "two"):
        done("edit", show, "insert", tmp_path / f"{name}.png", f"name={name}")
    assert "no take yet" in refused("takes", show, "--sheet", tmp_path / "sheet.png")
    for gain in (2, 4):
        node = ["--add", "color.grade", "as=grade"] if gain == 2 else ["--set", "grade"]
        done("shot", show, "one", *node, f"gain={gain}")
        done("take", show, "one")
    done("shot", show, "two", "--add", "color.grade", "gain=0.5")
    done("take", show, "two")

    told = done("takes", show, "--sheet", tmp_path / "sheet.png")

    sheet = read(tmp_path / "sheet.png")
    assert told["sheet"]["frames"] == 1
    high = 180 + GAP + STRIP
    assert sheet.shape == (2 * high, 3 * (WIDE + GAP), 3)
    cells = [[sheet[y * high :, x * (WIDE + GAP) :][: high - STRIP, :WIDE] for x in range(3)] for y in (0, 1)]
    seen = [[float(cell[40:140, 40:280].mean()) for cell in row] for row in cells]
    assert seen[0][0] == pytest.approx(60, abs=1)
    assert seen[0][0] < seen[0][1] < seen[0][2]
    assert seen[1][1] < seen[1][0] == pytest.approx(120, abs=1)
    empty = float(sheet[-1, -1].mean())
    assert seen[1][2] == pytest.approx(empty), "the second shot has one take less"
    below = [sheet[(y + 1) * high - STRIP :][:STRIP] for y in (0, 1)]
    written = [
        [strip[:, x * (WIDE + GAP) :][:, :WIDE].max() > empty + 60 for x in range(3)] for strip in below
    ]
    assert written == [[True, True, True], [True, True, False]]
    one = done("takes", show, "two", "--sheet", tmp_path / "second.png")
    assert read(one["sheet"]["output"]).shape == (high, 2 * (WIDE + GAP), 3)

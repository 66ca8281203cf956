"""What is wished of pictures behind their path, on the command line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import OpenImageIO as oiio
import pytest

from tests.editor.kit import done, refused

pytestmark = pytest.mark.usefixtures("one_engine")


@pytest.fixture
def sparse(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in (1, 2, 4):
        out, spec = oiio.ImageOutput.create("a.png"), oiio.ImageSpec(16, 8, 3, "uint8")
        assert out.open(str(folder / f"a.{number:04d}.png"), spec)
        assert out.write_image(np.full((8, 16, 3), number * 50, np.uint8)) and out.close()
    return folder


def test_holes_are_filled_as_the_path_says(sparse: Path, tmp_path: Path) -> None:
    assert "is missing" in refused("run", "source.media", sparse / "a.####.png", "-o", tmp_path / "x")
    out = tmp_path / "out"
    done("run", "color.grade", f"{sparse}/a.####.png?holes=hold", "-o", out, "--codec", "tiff")
    levels = [int(oiio.ImageBuf(str(path)).get_pixels("uint8").mean()) for path in sorted(out.iterdir())]
    assert levels == [50, 100, 100, 200]
    found = done("info", f"{sparse}/a.####.png?holes=hold")
    assert found["media"]["ref"]["holes"] == "hold" and found["media"]["missing"] == [2]


def test_a_wish_that_is_not_understood_is_refused(sparse: Path) -> None:
    assert "is not understood" in refused("info", f"{sparse}/a.####.png?holes=guess")
    assert "no picture 'left'" in refused("info", f"{sparse}/a.0001.png?layer=left")

"""How near `restyle.keyframe` comes to a painting that it was not shown, beside the keyframe warped by flow.

Four clips of the shared footage. The first frame is painted by a known function, OpenCV's `stylization` (an
edge-preserving filter with drawn lines, Gastal & Oliveira 2011), and learned for a minute at 270 rows. At 10
and at 30 frames from there, what is made of the frame is compared with what the function makes of it.

The peer is the painted first frame moved along optical flow (DIS, medium), in one go or from frame to frame,
whichever is nearer. The distance of two pictures is one minus the structural similarity of their grey sRGB
(Wang et al. 2004, windows of 11 pixels, Gaussian 1.5) plus the mean distance in CIE Lab (D65) by 100.

`python -m tests.bench.keyframe FOLDER` writes pictures to look at.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from tests.bench.restyle import Floats, data, picture, shown
from tests.bench.rows import Measure, Row

CLIPS = ("blackswan", "car-shadow", "dog", "horsejump-high")
GOALS = {10: 1.0, 30: 0.8}
SECONDS, HEIGHT = 60.0, 270

Codes = npt.NDArray[np.uint8]


def codes(clip: str, frame: int) -> Codes:
    """Return a frame of a clip as 8-bit sRGB, blue first."""
    path = data() / "video" / "davis480p" / clip / "frames" / f"{frame:05d}.jpg"
    return np.asarray(cv2.imread(str(path)), np.uint8)


def painted(frame: Codes) -> Codes:
    """Return what the known function makes of a frame."""
    return np.asarray(cv2.stylization(frame, sigma_s=60, sigma_r=0.45), np.uint8)


def light(frame: Codes, folder: Path) -> Floats:
    """Return 8-bit sRGB as linear ACEScg."""
    path = folder / "frame.png"
    cv2.imwrite(str(path), frame)
    return picture(path)


def distance(one: Codes, other: Codes) -> float:
    """Return how far apart two pictures are; see above."""
    labs = [cv2.cvtColor(each.astype(np.float32) / 255, cv2.COLOR_BGR2Lab) for each in (one, other)]
    colour = float(np.linalg.norm(labs[0] - labs[1], axis=-1).mean()) / 100
    return 1 - similarity(*(cv2.cvtColor(each, cv2.COLOR_BGR2GRAY) for each in (one, other))) + colour


def similarity(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> float:
    """Return the mean structural similarity of two grey 8-bit pictures."""

    def mean(value: Floats) -> Floats:
        return np.asarray(cv2.GaussianBlur(value, (11, 11), 1.5), np.float32)

    a, b = (each.astype(np.float32) for each in (one, other))
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    ma, mb = mean(a), mean(b)
    va, vb, both = mean(a * a) - ma * ma, mean(b * b) - mb * mb, mean(a * b) - ma * mb
    found = (2 * ma * mb + c1) * (2 * both + c2) / ((ma * ma + mb * mb + c1) * (va + vb + c2))
    return float(found.mean())


def flow(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return where each pixel of one grey picture went in the other, (rows, columns, 2)."""
    finder: Any = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    return np.asarray(finder.calc(one, other, None), np.float32)


def warped(clip: str, frame: int, key: Codes) -> tuple[Codes, Codes]:
    """Return the painted first frame moved to another one: in one go, and from frame to frame."""
    grey = [cv2.cvtColor(codes(clip, number), cv2.COLOR_BGR2GRAY) for number in range(frame + 1)]
    rows, columns = grey[0].shape
    own = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1).astype(np.float32)
    at_once = own + flow(grey[frame], grey[0])
    place: npt.NDArray[Any] = own
    for number in range(frame, 0, -1):
        back = flow(grey[number], grey[number - 1])
        place = place + seen_at(back, place)
    return np.asarray(seen_at(key, at_once), np.uint8), np.asarray(seen_at(key, place), np.uint8)


def seen_at(pixels: npt.NDArray[Any], place: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the pixels at places (rows, columns, 2), the edges held."""
    where = place.astype(np.float32)
    way, edge = cv2.INTER_LINEAR, cv2.BORDER_REPLICATE
    return np.asarray(cv2.remap(pixels, where[..., 0], where[..., 1], way, borderMode=edge))


@dataclass(frozen=True, slots=True)
class Made:
    """What was learned of a clip's first frame: steps, and what it makes of the others."""

    steps: int
    pictures: dict[int, Codes]


@cache
def made(clip: str, folder: Path) -> Made:
    """Learn from the painted first frame, and paint the others."""
    from inference.keyframe.painting import Painted, new_painting, teach

    first = codes(clip, 0)
    painting = new_painting(1, HEIGHT, seed=1)
    example = Painted(light(first, folder), light(painted(first), folder))
    for _ in teach(painting, [example], seconds=SECONDS, steps=1_000_000, seed=1):
        pass
    pictures = {frame: shown(painting.apply(light(codes(clip, frame), folder))) for frame in (0, *GOALS)}
    return Made(painting.steps, pictures)


def row(clip: str, frame: int, folder: Path) -> Row:
    """Return the distance from the true painting, beside that of the warped keyframe."""
    found = made(clip, folder)
    wanted = painted(codes(clip, frame))
    peers = [distance(each, wanted) for each in warped(clip, frame, painted(codes(clip, 0)))]
    note = f"frame {frame} of {clip}, {SECONDS:g} s, {found.steps} steps"
    note += f"; warped at once {peers[0]:.3f}, step by step {peers[1]:.3f}"
    name = f"keyframe-{frame}-{clip}"
    return Row(name, distance(found.pictures[frame], wanted), min(peers), GOALS[frame], "distance", note)


def _measure(clip: str, frame: int) -> Measure:
    def measure() -> Row:
        folder = Path(".bench") / "keyframe"
        folder.mkdir(parents=True, exist_ok=True)
        return row(clip, frame, folder)

    return measure


BENCHES: dict[str, Measure] = {
    f"keyframe-{frame}-{clip}": _measure(clip, frame) for clip in CLIPS for frame in GOALS
}


def main() -> None:
    """Print the rows, and write a sheet for each clip: source, painted by the function, ours, warped."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for clip in CLIPS:
        sheet: list[Any] = []
        for frame in GOALS:
            print(row(clip, frame, folder), flush=True)
            source = codes(clip, frame)
            moved = warped(clip, frame, painted(codes(clip, 0)))
            parts = [source, painted(source), made(clip, folder).pictures[frame], *moved]
            sheet.append(np.hstack([cv2.resize(each, None, fx=0.5, fy=0.5) for each in parts]))
        cv2.imwrite(str(folder / f"{clip}.jpg"), np.vstack(sheet))


if __name__ == "__main__":
    main()

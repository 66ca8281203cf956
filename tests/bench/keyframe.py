"""How near `restyle.keyframe` comes to a painting that it was not shown, beside the keyframe warped by flow.

Four clips of the shared footage. The first frame is painted by a known function and learned at 270 rows for
as many steps as fit into a minute of two cores, that is into 120 s of processor time (so that a machine that
is busy with other things measures the same). At 10 and at 30 frames from there, what is made of the frame is
compared with what the function makes of it. There are two functions: `painterly`, OpenCV's edge-preserving
filter with its colours pushed apart and its tones bent, to which the goals apply, and `drawn`, OpenCV's
`stylization`, which draws dark lines along edges (both Gastal & Oliveira 2011).

The peer is the painted first frame moved along optical flow (DIS, medium), in one go or from frame to frame,
whichever is nearer. The distance of two pictures is one minus the structural similarity of their grey sRGB
(Wang et al. 2004, windows of 11 pixels, Gaussian 1.5) plus the mean distance in CIE Lab (D65) by 100.

`python -m tests.bench.keyframe FOLDER [SECONDS [CLIP [WAY]]]` prints the rows and writes pictures to look at;
with less processor time it is over sooner.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable
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
SECONDS, HEIGHT = 120.0, 270
"""Processor time, and rows of the picture that is learned on."""
_TRIAL = 6
"""Steps that tell how long one takes."""

Codes = npt.NDArray[np.uint8]


def codes(clip: str, frame: int) -> Codes:
    """Return a frame of a clip as 8-bit sRGB, blue first."""
    path = data() / "video" / "davis480p" / clip / "frames" / f"{frame:05d}.jpg"
    return np.asarray(cv2.imread(str(path)), np.uint8)


def painterly(frame: Codes) -> Codes:
    """Return a frame in flat areas with sharp edges, its colours pushed apart, its tones bent."""
    flat = cv2.edgePreservingFilter(frame, flags=cv2.RECURS_FILTER, sigma_s=60, sigma_r=0.4)
    lab = cv2.cvtColor(flat.astype(np.float32) / 255, cv2.COLOR_BGR2Lab)
    tone = lab[..., 0] / 100
    bent = tone * tone * (3 - 2 * tone)
    made = np.dstack((100 * bent, 1.4 * lab[..., 1] + 6, 1.4 * lab[..., 2] + 20 * (tone - 0.5)))
    rgb = cv2.cvtColor(made.astype(np.float32), cv2.COLOR_Lab2BGR)
    return np.asarray(np.clip(rgb, 0, 1) * 255 + 0.5, np.uint8)


def drawn(frame: Codes) -> Codes:
    """Return a frame in flat areas with dark lines along its edges."""
    return np.asarray(cv2.stylization(frame, sigma_s=60, sigma_r=0.45), np.uint8)


WAYS: dict[str, Callable[[Codes], Codes]] = {"painterly": painterly, "drawn": drawn}


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
def made(clip: str, way: str, folder: Path, seconds: float) -> Made:
    """Learn from the painted first frame, and paint the others."""
    from inference.keyframe.painting import Painted, new_painting, teach

    first = codes(clip, 0)
    example = Painted(light(first, folder), light(WAYS[way](first), folder))
    trial = teach(new_painting(1, HEIGHT, 1), [example], seconds=math.inf, steps=_TRIAL + 1, seed=1)
    next(trial)
    began = time.process_time()
    for _ in range(_TRIAL):
        next(trial)
    steps = round(seconds / ((time.process_time() - began) / _TRIAL))
    painting = new_painting(1, HEIGHT, seed=1)
    for _ in teach(painting, [example], seconds=math.inf, steps=steps, seed=1):
        pass
    pictures = {frame: shown(painting.apply(light(codes(clip, frame), folder))) for frame in (0, *GOALS)}
    return Made(painting.steps, pictures)


def row(clip: str, frame: int, way: str, folder: Path, seconds: float = SECONDS) -> Row:
    """Return the distance from the true painting, beside that of the warped keyframe."""
    found, paint = made(clip, way, folder, seconds), WAYS[way]
    wanted = paint(codes(clip, frame))
    peers = [distance(each, wanted) for each in warped(clip, frame, paint(codes(clip, 0)))]
    note = f"{way}, frame {frame} of {clip}, {found.steps} steps in {seconds:g} s"
    note += f"; warped at once {peers[0]:.3f}, step by step {peers[1]:.3f}"
    goal = GOALS[frame] if way == "painterly" else None
    ours = distance(found.pictures[frame], wanted)
    return Row(f"keyframe-{way}-{frame}-{clip}", ours, min(peers), goal, "distance", note)


def _measure(clip: str, frame: int, way: str) -> Measure:
    def measure() -> Row:
        return row(clip, frame, way, _folder(Path(".bench") / "keyframe"))

    return measure


BENCHES: dict[str, Measure] = {
    f"keyframe-{way}-{frame}-{clip}": _measure(clip, frame, way)
    for way in WAYS
    for clip in CLIPS
    for frame in GOALS
}


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


def main() -> None:
    """Print the rows, and write a sheet each: source, painted by the function, ours, warped both ways."""
    folder = _folder(Path(sys.argv[1]))
    seconds = float(sys.argv[2]) if sys.argv[2:] else SECONDS
    for way in sys.argv[4:] or WAYS:
        for clip in sys.argv[3:4] or CLIPS:
            own, paint = _folder(folder / f"{way}-{clip}"), WAYS[way]
            sheet: list[Any] = []
            for frame in GOALS:
                print(row(clip, frame, way, own, seconds), flush=True)
                source = codes(clip, frame)
                moved = warped(clip, frame, paint(codes(clip, 0)))
                parts = [source, paint(source), made(clip, way, own, seconds).pictures[frame], *moved]
                sheet.append(np.hstack([cv2.resize(each, None, fx=0.5, fy=0.5) for each in parts]))
            cv2.imwrite(str(own / "sheet.jpg"), np.vstack(sheet))


if __name__ == "__main__":
    main()

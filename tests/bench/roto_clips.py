"""The clips that mattes are measured on, with their true masks, and what is pointed at in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import BoxPrompt, Click, Format, Frame, MattePrompt, Prompts, Range, Rate, Time
from nodes.vision.agreement import Mask

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "video"
RATE = Rate(24)
START = Time(0, RATE)
KINDS = ("mask", "box", "clicks")


@dataclass(frozen=True)
class Annotated:
    """A clip of `count` frames, and its true mask at some of them, the first among these.

    `light` gives linear RGB (rows, columns, 3) float32 of a frame by its number.
    """

    name: str
    count: int
    light: Callable[[int], npt.NDArray[np.float32]]
    true: Mapping[int, Mask]

    @property
    def range(self) -> Range:
        return Range.frames_of(0, self.count, RATE)

    @property
    def format(self) -> Format:
        rows, columns = self.true[0].shape
        return Format(columns, rows, RATE)

    def frame(self, time: Time) -> Frame:
        return Frame.of_pixels(self.light(time.frame), time)

    def frames(self, range: Range) -> Iterator[Frame]:
        return map(self.frame, range.frames())

    def picture(self, number: int) -> npt.NDArray[np.uint8]:
        """Return the frame as 8-bit RGB, as a display would show it."""
        return np.asarray(np.sqrt(np.clip(self.light(number), 0, 1)) * 255 + 0.5, np.uint8)


def folders() -> dict[str, Path]:
    """Return the folders of shared footage that have `frames` and `masks` of one object, by name."""
    found = {masks.parent.name: masks.parent for masks in SHARED.glob("**/masks") if _is_one_object(masks)}
    return dict(sorted(found.items()))


def _is_one_object(masks: Path) -> bool:
    """Whether the first two masks show the same object: some footage has another in each of a few frames."""
    files = sorted(masks.glob("*.png"))[:2]
    values = [np.unique(np.asarray(cv2.imread(str(file), cv2.IMREAD_GRAYSCALE))) for file in files]
    return len(values) == 2 and np.array_equal(*values)


def annotated(folder: Path) -> Annotated:
    """Return a folder's clip: JPEG in `frames`, in `masks` PNG of the same names, not black in the object."""
    files = sorted((folder / "frames").glob("*.jpg"))
    numbers = {file.stem: number for number, file in enumerate(files)}

    def light(number: int) -> npt.NDArray[np.float32]:
        picture = np.asarray(cv2.imread(str(files[number])), np.float32)
        return np.asarray((picture[..., ::-1] / 255) ** 2, np.float32)

    rows, columns = light(0).shape[:2]

    def true(file: Path) -> Mask:
        # One clip's masks are a column short of its frames.
        mask = np.asarray(cv2.imread(str(file), cv2.IMREAD_GRAYSCALE)) > 0
        missing = ((0, max(0, rows - mask.shape[0])), (0, max(0, columns - mask.shape[1])))
        return np.pad(mask, missing, mode="edge")[:rows, :columns]

    masks = sorted((folder / "masks").glob("*.png"))
    return Annotated(folder.name, len(files), light, {numbers[file.stem]: true(file) for file in masks})


def inner_points(mask: Mask, count: int) -> list[tuple[int, int]]:
    """Return points deep inside a mask, well apart, as (x, y)."""
    deep = cv2.distanceTransform(np.pad(mask.astype(np.uint8), 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
    down, across = np.indices(mask.shape)
    found = []
    for _ in range(count):
        y, x = (int(each) for each in np.unravel_index(int(deep.argmax()), deep.shape))
        found.append((x, y))
        apart = max(float(deep[y, x]) * 1.5, mask.sum() ** 0.5 / 4)
        deep = np.where((down - y) ** 2 + (across - x) ** 2 < apart**2, 0, deep)
    return found


def prompts_of(kind: str, mask: Mask, folder: Path) -> Prompts:
    """Return what is prompted in the first frame; a painted matte is written into the folder."""
    if kind == "mask":
        place = folder / "first.png"
        cv2.imwrite(str(place), mask.astype(np.uint8) * 255)
        return Prompts(mattes=(MattePrompt(START, str(place)),))
    if kind == "clicks":
        return Prompts(tuple(Click(START, x, y) for x, y in inner_points(mask, 3)))
    x, y, width, height = cv2.boundingRect(mask.astype(np.uint8))
    return Prompts(boxes=(BoxPrompt(START, x, y, x + width, y + height),))


def corrected(prompts: Prompts, made: Mapping[int, Mask], true: Mapping[int, Mask], worst: int) -> Prompts:
    """Return the prompts with a click in the middle of the larger error of a frame."""
    missed, extra = true[worst] & ~made[worst], made[worst] & ~true[worst]
    lacks = bool(missed.sum() >= extra.sum())
    ((x, y),) = inner_points(missed if lacks else extra, 1)
    return prompts.joined(Prompts((Click(Time(worst, RATE), x, y, lacks),)))

"""Rotoscoping over the annotated clips, beside GrabCut on the first frame carried by DIS MEDIUM.

    nice python -m tests.bench.roto [--clips A,B] [--rounds 2] [--out tests/bench/roto.md]

Rows that were measured are kept in a JSON file beside the table: a run that was broken off goes on there.
J and F as DAVIS defines them, in per cent, over all frames but the prompted first. Seconds are of processor
time a frame, all threads together, so that a busy machine tells the same; memory is the process's peak.
"""

from __future__ import annotations

import argparse
import json
import resource
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import BoxPrompt, Click, Format, Frame, MattePrompt, Prompts, Range, Rate, Time
from nodes.library.segment.session import OwnSegmenter
from nodes.vision.agreement import Mask, area_agreement, outline_agreement

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "video" / "davis480p"
RATE = Rate(24)
START = Time(0, RATE)
KINDS = ("mask", "box", "clicks")


class FolderClip:
    """A clip of JPEG pictures, read when asked for; linear light by a plain square."""

    def __init__(self, folder: Path) -> None:
        self.files = sorted(folder.glob("*.jpg"))
        rows, columns = cv2.imread(str(self.files[0])).shape[:2]
        self.range, self.format = Range.frames_of(0, len(self.files), RATE), Format(columns, rows, RATE)

    def picture(self, number: int) -> npt.NDArray[np.uint8]:
        return np.asarray(cv2.imread(str(self.files[number])), np.uint8)

    def frame(self, time: Time) -> Frame:
        return Frame.of_pixels((self.picture(time.frame)[..., ::-1].astype(np.float32) / 255) ** 2, time)

    def frames(self, range: Range) -> Iterator[Frame]:
        return map(self.frame, range.frames())


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


def prompts_of(kind: str, mask: Mask, file: Path) -> Prompts:
    """Return what is prompted in the first frame."""
    if kind == "mask":
        return Prompts(mattes=(MattePrompt(START, str(file)),))
    if kind == "clicks":
        return Prompts(tuple(Click(START, x, y) for x, y in inner_points(mask, 3)))
    x, y, width, height = cv2.boundingRect(mask.astype(np.uint8))
    return Prompts(boxes=(BoxPrompt(START, x, y, x + width, y + height),))


def ours(clip: FolderClip, prompts: Prompts) -> list[Mask]:
    with OwnSegmenter().open(clip) as session:
        session.add(prompts)
        return [matte.pixels > 0.5 for _, matte, _ in session.propagate(clip.range)]


def theirs(clip: FolderClip, kind: str, mask: Mask) -> list[Mask]:
    """Return GrabCut (5 iterations) from the same prompt, carried backward along DIS MEDIUM flow."""
    cover = _grab_cut(clip.picture(0), kind, mask).astype(np.float32)
    made, before = [cover > 0.5], cv2.cvtColor(clip.picture(0), cv2.COLOR_BGR2GRAY)
    down, across = np.indices(mask.shape, np.float32)
    dis = cv2.DISOpticalFlow.create(cv2.DISOpticalFlow_PRESET_MEDIUM)
    for number in range(1, len(clip.files)):
        grey = cv2.cvtColor(clip.picture(number), cv2.COLOR_BGR2GRAY)
        flow = dis.calc(grey, before, None)
        cover = cv2.remap(cover, across + flow[..., 0], down + flow[..., 1], cv2.INTER_LINEAR)
        made.append(cover > 0.5)
        before = grey
    return made


def _grab_cut(picture: npt.NDArray[np.uint8], kind: str, mask: Mask) -> Mask:
    state = np.full(mask.shape, cv2.GC_PR_BGD, np.uint8)
    if kind == "mask":
        inside, disc = mask.astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (11, 11))
        state[mask] = cv2.GC_PR_FGD
        state[cv2.dilate(inside, disc) == 0] = cv2.GC_BGD
        state[cv2.erode(inside, disc) > 0] = cv2.GC_FGD
    elif kind == "box":
        x, y, width, height = cv2.boundingRect(mask.astype(np.uint8))
        state[:] = cv2.GC_BGD
        state[y : y + height, x : x + width] = cv2.GC_PR_FGD
    else:
        for point in inner_points(mask, 3):
            cv2.circle(state, point, 40, cv2.GC_PR_FGD, -1)
            cv2.circle(state, point, 5, cv2.GC_FGD, -1)
    cv2.setRNGSeed(1)
    cv2.grabCut(picture, state, None, np.zeros((1, 65)), np.zeros((1, 65)), 5, cv2.GC_INIT_WITH_MASK)
    return np.asarray((state == cv2.GC_FGD) | (state == cv2.GC_PR_FGD))


def scored(made: list[Mask], true: list[Mask]) -> dict[str, float]:
    pairs = list(zip(made, true, strict=True))[1:]
    j = 100 * float(np.mean([area_agreement(*pair) for pair in pairs]))
    f = 100 * float(np.mean([outline_agreement(*pair) for pair in pairs]))
    return {"J": round(j, 1), "F": round(f, 1), "J&F": round((j + f) / 2, 1)}


def corrected(prompts: Prompts, made: list[Mask], true: list[Mask]) -> Prompts:
    """Return the prompts with a click in the middle of the largest error of the worst frame."""
    worst = min(range(1, len(true)), key=lambda number: area_agreement(made[number], true[number]))
    missed, extra = true[worst] & ~made[worst], made[worst] & ~true[worst]
    lacks = missed.sum() >= extra.sum()
    ((x, y),) = inner_points(missed if lacks else extra, 1)
    return prompts.joined(Prompts((Click(Time(worst, RATE), x, y, bool(lacks)),)))


def measured(name: str, kind: str, rounds: int) -> Iterator[dict[str, Any]]:
    clip, masks = FolderClip(SHARED / name / "frames"), sorted((SHARED / name / "masks").glob("*.png"))
    true = [np.asarray(cv2.imread(str(file), cv2.IMREAD_GRAYSCALE) > 127) for file in masks]
    prompts = prompts_of(kind, true[0], masks[0])
    for turn in range(rounds + 1):
        begun = process_time()
        made = ours(clip, prompts)
        spent = (process_time() - begun) / len(true)
        way = "ours" if turn == 0 else f"ours, {turn} correction{'s' * (turn > 1)}"
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        yield {"way": way, **scored(made, true), "seconds": round(spent, 3), "MB": peak}
        if turn < rounds:
            prompts = corrected(prompts, made, true)
    begun = process_time()
    made = theirs(clip, kind, true[0])
    spent = (process_time() - begun) / len(true)
    yield {"way": "GrabCut + DIS", **scored(made, true), "seconds": round(spent, 3), "MB": 0}


def table(rows: list[dict[str, Any]]) -> str:
    heads = ("clip", "prompt", "way", "J", "F", "J&F", "seconds", "MB")
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    lines += [f"| {' | '.join(str(row[head] or '') for head in heads)} |" for row in rows]
    lines += ["", "Means over the clips:", "", "| prompt | way | clips | J&F |", "| --- | --- | --- | --- |"]
    for kind, way in dict.fromkeys((row["prompt"], row["way"]) for row in rows):
        each = [row["J&F"] for row in rows if (row["prompt"], row["way"]) == (kind, way)]
        lines.append(f"| {kind} | {way} | {len(each)} | {np.mean(each):.1f} |")
    assert __doc__ is not None
    return "# Rotoscoping\n\n" + __doc__ + "\n" + "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--clips", default=",".join(sorted(each.name for each in SHARED.iterdir())))
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_suffix(".md"))
    args = parser.parse_args()
    store = args.out.with_suffix(".json")
    rows: list[dict[str, Any]] = json.loads(store.read_text()) if store.is_file() else []
    for kind in args.kinds.split(","):
        for name in args.clips.split(","):
            if any((row["clip"], row["prompt"]) == (name, kind) for row in rows):
                continue
            for row in measured(name, kind, args.rounds):
                rows.append({"clip": name, "prompt": kind, **row})
                print(rows[-1], flush=True)
            store.write_text(json.dumps(rows))
            args.out.write_text(table(rows), "utf-8")


if __name__ == "__main__":
    main()

"""One clip followed from one sort of prompt, corrected by clicks, and scored beside the peer."""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import spearmanr

from nodes.api import Prompts
from nodes.library.segment.session import OwnSegmenter
from nodes.vision.agreement import Mask, area_agreement, outline_agreement

from .roto_clips import Annotated, corrected, prompts_of
from .roto_peer import carried


class Followed(NamedTuple):
    """Masks by frame, how good each is said to be, and processor seconds a frame."""

    masks: dict[int, Mask]
    sure: dict[int, float]
    seconds: float


def ours(clip: Annotated, prompts: Prompts) -> Followed:
    """Return what Workprint's own engine follows through the whole clip."""
    masks, sure = {}, {}
    begun = process_time()
    with OwnSegmenter().open(clip) as session:
        session.add(prompts)
        for time, matte, confidence in session.propagate(clip.range):
            masks[time.frame], sure[time.frame] = matte.pixels > 0.5, confidence
    return Followed(masks, sure, (process_time() - begun) / clip.count)


def scored(made: Mapping[int, Mask], clip: Annotated) -> dict[str, float]:
    """Return J, F and their mean in per cent, over the annotated frames but the first."""
    pairs = [(made[number], true) for number, true in clip.true.items() if number]
    j = 100 * float(np.mean([area_agreement(*pair) for pair in pairs]))
    f = 100 * float(np.mean([outline_agreement(*pair) for pair in pairs]))
    return {"J": round(j, 1), "F": round(f, 1), "J&F": round((j + f) / 2, 1)}


def measured(clip: Annotated, kind: str, rounds: int) -> Iterator[dict[str, Any]]:
    """Yield a row for what is followed, one after each round of corrections, and the peer's."""
    with tempfile.TemporaryDirectory() as folder:
        prompts = prompts_of(kind, clip.true[0], Path(folder))
        for turn in range(rounds + 1):
            made = ours(clip, prompts)
            j = {at: area_agreement(made.masks[at], true) for at, true in clip.true.items() if at}
            way = "ours" if turn == 0 else f"ours, {turn} correction{'s' * (turn > 1)}"
            yield {
                "way": way,
                **scored(made.masks, clip),
                "seconds": round(made.seconds, 3),
                "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
                "said": [(round(made.sure[at], 4), round(value, 4)) for at, value in j.items()],
            }
            if turn < rounds:
                prompts = corrected(prompts, made.masks, clip.true, min(j, key=lambda at: j[at]))
    begun = process_time()
    masks = carried(clip, kind)
    spent = (process_time() - begun) / clip.count
    yield {"way": "GrabCut + DIS", **scored(masks, clip), "seconds": round(spent, 3), "MB": 0, "said": []}


def rank(said: list[tuple[float, float]]) -> float | None:
    """Return Spearman's correlation of what was said of frames with their J; None where none can be."""
    if len({sure for sure, _ in said}) < 2 or len({j for _, j in said}) < 2:
        return None
    return float(spearmanr(said).statistic)

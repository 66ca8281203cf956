"""Rotoscoping over the annotated clips, beside GrabCut on the first frame carried by DIS MEDIUM.

    nice python -m tests.bench.roto [--clips A,B] [--rounds 2] [--out tests/bench/roto.md]

Rows that were measured are kept in a JSON file beside the table: a run that was broken off goes on there.
J and F as DAVIS defines them, in per cent, over all annotated frames but the prompted first. A correction is
a click in the middle of the largest error of the worst frame. `rank` is Spearman's correlation of the
confidence told with J, frame by frame. Seconds are of processor time a frame, all threads together, so that a
busy machine tells the same; memory is the process's peak. What the engine and its confidence are tuned by
hand to was tuned on these very clips: other footage may score lower. Footage with another object in each of
its few masks (`cutie_judo`) has nothing to score what was followed against, and is left out.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from .roto_clips import KINDS, Annotated, annotated, folders
from .roto_events import EVENTS
from .roto_run import measured, rank

HEADS = ("clip", "prompt", "way", "J", "F", "J&F", "rank", "seconds", "MB")
Made = dict[str, Callable[[], Annotated]]
Rows = list[dict[str, Any]]


def table(rows: Rows) -> str:
    """Return the report: what happened in drawn clips, every clip, and means over the footage."""
    assert __doc__ is not None
    drawn = [row for row in rows if row["clip"] in EVENTS]
    filmed = [row for row in rows if row["clip"] not in EVENTS]
    parts = ["# Rotoscoping", __doc__.strip(), "## Means over the footage", _means(filmed)]
    parts += ["## Every clip", _lines(filmed), "## What happens in drawn clips, against exact truth"]
    parts += [f"- `{name}`: {' '.join((EVENTS[name].__doc__ or '').split())}" for name in EVENTS]
    return "\n\n".join([*parts, _lines(drawn)]) + "\n"


def _lines(rows: Rows) -> str:
    lines = [f"| {' | '.join(HEADS)} |", f"|{' --- |' * len(HEADS)}"]
    for row in rows:
        said = rank(row["said"])
        told = {**row, "rank": "" if said is None else f"{said:.2f}"}
        lines.append(f"| {' | '.join(str(told[head] or '') for head in HEADS)} |")
    return "\n".join(lines)


def _means(rows: Rows) -> str:
    heads = ("prompt", "way", "clips", "J&F", "beside GrabCut + DIS", "rank over all frames", "seconds")
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    for kind, way in dict.fromkeys((row["prompt"], row["way"]) for row in rows):
        mine = [row for row in rows if (row["prompt"], row["way"]) == (kind, way)]
        theirs = [row for row in rows if (row["prompt"], row["way"]) == (kind, "GrabCut + DIS")]
        mean, peer = (float(np.mean([row["J&F"] for row in each])) for each in (mine, theirs or mine))
        said = rank([tuple(pair) for row in mine for pair in row["said"]])
        spent = np.mean([row["seconds"] for row in mine])
        beside = f"{mean / peer:.2f} times" if way != "GrabCut + DIS" else ""
        told = "" if said is None else f"{said:.2f}"
        lines.append(f"| {kind} | {way} | {len(mine)} | {mean:.1f} | {beside} | {told} | {spent:.3f} |")
    return "\n".join(lines)


def main() -> None:
    """Measure what is not in the store yet, and write the report after every clip."""
    clips: Made = {name: partial(annotated, folder) for name, folder in folders().items()}
    clips |= EVENTS
    parser = argparse.ArgumentParser()
    parser.add_argument("--clips", default=",".join(clips))
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_suffix(".md"))
    args = parser.parse_args()
    store = args.out.with_suffix(".json")
    rows: Rows = json.loads(store.read_text()) if store.is_file() else []
    for kind in args.kinds.split(","):
        for name in args.clips.split(","):
            if any((row["clip"], row["prompt"]) == (name, kind) for row in rows):
                continue
            for row in measured(clips[name](), kind, args.rounds):
                rows.append({"clip": name, "prompt": kind, **row})
                print({head: rows[-1].get(head) for head in HEADS}, flush=True)
            store.write_text(json.dumps(rows))
            args.out.write_text(table(rows), "utf-8")


if __name__ == "__main__":
    main()

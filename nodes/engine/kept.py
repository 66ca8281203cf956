"""What nodes marked `keep` made, found by node and time, however a result's stretch has grown."""

from __future__ import annotations

from collections.abc import Container
from contextlib import suppress
from pathlib import Path
from typing import Any

from nodes.api import Failed, Range, Time
from nodes.api.frames import ToWorking

from . import results
from .parts import Part, Parts, derived, filled, frames_held, is_recorded, record
from .pruning import SUFFIX
from .ready import Ready


class Kept:
    """The results in a project's folder as one run sees them.

    What nodes in `blind` (keys) made is not looked for here: they are made again, to compare.
    """

    def __init__(self, folder: Path, to_working: ToWorking, *, blind: Container[str] = ()) -> None:
        self.folder = folder
        self._to_working = to_working
        self._blind = blind
        self._parts: dict[str, Parts] = {}
        self._recorded: set[str] = set()

    def keeps(self, ready: Ready) -> bool:
        """Return whether what a node makes is to be found here."""
        return ready.keeps and ready.key not in self._blind

    def is_whole(self, ready: Ready) -> bool:
        """Return whether a node's frames all come of one run over all of its stretch, or one by one."""
        if not _grows(ready) or ready.domain is None:
            return True
        parts = self._parts_of(ready, ready.domain)
        return len(parts) == 1 and parts[0].key == ready.key

    def load(self, ready: Ready, time: Time) -> Any:
        """Return what a node made at a time, None where that is not kept. Raises Failed."""
        key = ready.key
        if _grows(ready):
            if ready.domain is None or time not in ready.domain:
                return None
            key = self.part(ready, time).key
        return results.load(self.folder, key, time, self._to_working)

    def store(self, ready: Ready, time: Time, value: Any) -> None:
        """Keep what a node made at a time, unless it is there. Raises Failed where the disk refuses."""
        if not _grows(ready):
            results.store(self.folder, ready.key, time, value)
            return
        part = self.part(ready, time)
        if ready.key not in self._recorded:
            record(self.folder, ready.lineage, ready.key, self._parts[ready.key])
            self._recorded.add(ready.key)
        results.store(self.folder, part.key, time, value)

    def part(self, ready: Ready, time: Time) -> Part:
        """Return the part of a stateful node's result that a frame of its domain belongs to."""
        domain = ready.domain
        assert domain is not None
        return next(part for part in self._parts_of(ready, domain) if time in part.range)

    def _parts_of(self, ready: Ready, domain: Range) -> Parts:
        if ready.key not in self._parts:
            parts = self._parts[ready.key] = derived(self.folder, ready.lineage, ready.key, domain)
            if not is_recorded(self.folder, ready.lineage, ready.key) and frames_held(
                self.folder, ready.key, domain.rate
            ):
                # Its record was lost; without it no longer clip would find these frames.
                with suppress(Failed):
                    record(self.folder, ready.lineage, ready.key, parts)
        return self._parts[ready.key]

    def part_to_make(self, ready: Ready, time: Time) -> Part:
        """Return the part by which a frame that is not there has to be made.

        A frame that was lost is made again as it was, where the stretch it was made over is still within
        the node's domain; else what was lost around it becomes a new part.
        """
        part, domain = self.part(ready, time), ready.domain
        assert domain is not None
        if domain.covers(part.anchor):
            return part
        lost = self._lost(part, time)
        before = Range.between(part.range.start, lost.start)
        after = Range.between(lost.end, part.range.end)
        rest = [Part(each, part.made, part.anchor, part.key) for each in (before, after) if not each.is_empty]
        others = [each for each in self._parts[ready.key] if each is not part]
        self._parts[ready.key] = filled([*others, *rest], domain, ready.key)
        self._recorded.discard(ready.key)
        return self.part(ready, time)

    def _lost(self, part: Part, time: Time) -> Range:
        there = frames_held(self.folder, part.key, part.range.rate)
        first = last = time.frame
        while Time(first - 1, time.rate) in part.range and first - 1 not in there:
            first -= 1
        while Time(last + 1, time.rate) in part.range and last + 1 not in there:
            last += 1
        return Range.frames_of(first, last - first + 1, time.rate).meet(part.range)


def count_kept(folder: Path, ready: Ready) -> int:
    """Return how many values of a node are among the results in a folder."""
    if not _grows(ready) or ready.domain is None:
        return sum(1 for _ in (folder / ready.key[:2] / ready.key).glob(f"*{SUFFIX}"))
    domain = ready.domain
    parts = derived(folder, ready.lineage, ready.key, domain)
    held = ((part, frames_held(folder, part.key, domain.rate)) for part in parts)
    return sum(time.frame in there for part, there in held for time in part.range.frames())


def _grows(ready: Ready) -> bool:
    return ready.is_stateful and not ready.steady

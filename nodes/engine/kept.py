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
from .prepare import Ready


class Kept:
    """The results in a project's folder as one run sees them.

    What nodes in `blind` (keys) made is neither found nor stored: they are made again, to compare.
    """

    def __init__(self, folder: Path, to_working: ToWorking, *, blind: Container[str] = ()) -> None:
        self.folder = folder
        self._to_working = to_working
        self._blind = blind
        self._parts: dict[str, Parts] = {}
        self._recorded: set[str] = set()

    def load(self, ready: Ready, time: Time) -> Any:
        """Return what a node made at a time, None where that is not kept. Raises Failed."""
        if ready.key in self._blind:
            return None
        key = ready.key
        if self._grows(ready):
            if ready.domain is None or time not in ready.domain:
                return None
            key = self.part(ready, time).key
        return results.load(self.folder, key, time, self._to_working)

    def store(self, ready: Ready, time: Time, value: Any) -> None:
        """Keep what a node made at a time, unless it is there. Raises Failed where the disk refuses."""
        if ready.key in self._blind:
            return
        if not self._grows(ready):
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
        if ready.key not in self._parts:
            parts = self._parts[ready.key] = derived(self.folder, ready.lineage, ready.key, domain)
            if not is_recorded(self.folder, ready.lineage, ready.key) and frames_held(
                self.folder, ready.key, domain.rate
            ):
                # Its record was lost; without it no longer clip would find these frames.
                with suppress(Failed):
                    record(self.folder, ready.lineage, ready.key, parts)
        return next(part for part in self._parts[ready.key] if time in part.range)

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

    @staticmethod
    def _grows(ready: Ready) -> bool:
        return ready.is_stateful and not ready.steady

"""The parts of a stateful node's result: which frames were made over which stretch, and are kept.

A node runs over a stretch anchored in source time. When that grows (a longer clip, more handles) the frames
that exist are kept, and what is new becomes a part of its own. The record of a result's parts is a small
file beside the records of all results that differ from it only by their stretch (its lineage).
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from nodes.api import Failed, Range, Rate

from .pruning import RECORD, SUFFIX

_CHECK_BYTES = 4


@dataclass(frozen=True, slots=True)
class Part:
    """Frames `range` of a result, kept under `key`: part of what was made in one go for the frames `made`.

    `anchor` is the stretch the node ran over then. All count at one rate.
    """

    range: Range
    made: Range
    anchor: Range
    key: str

    @classmethod
    def whole(cls, domain: Range, key: str) -> Part:
        """Return the part that is all of a result."""
        return cls(domain, domain, domain, key)

    def to_json(self) -> list[Any]:
        """Return plain data."""
        return [self.range.to_json(), self.made.to_json(), self.anchor.to_json(), self.key]

    @classmethod
    def from_json(cls, data: Sequence[Any]) -> Part:
        """Return the part that `to_json` described. Raises LookupError, TypeError or ValueError."""
        range, made, anchor = (Range.from_json(each) for each in data[:3])
        return cls(range, made, anchor, str(data[3]))


Parts = tuple[Part, ...]


def derived(folder: Path, lineage: str, key: str, domain: Range) -> Parts:
    """Return the parts of a result: as recorded, else grown from the kin that has most of its frames.

    Without kin it is one part. Frames that no kin has become parts under the result's own key.
    """
    own = _recorded(_record(folder, lineage, key))
    if own is not None:
        return own
    best: Parts = ()
    for path in sorted((folder / lineage[:2] / lineage).glob(f"*{RECORD}")):
        kin = _recorded(path)
        if kin is not None:
            held = tuple(_held(folder, kin, domain))
            if _count(held) > _count(best):
                best = held
    return filled(best, domain, key)


def filled(held: Sequence[Part], domain: Range, key: str) -> Parts:
    """Return parts in rising time that cover the domain: those that are held, and new ones between."""
    made: list[Part] = []
    at, end = domain.start, domain.end
    for part in sorted(held, key=lambda part: part.range.start):
        if at < part.range.start:
            gap = Range.between(at, part.range.start)
            made.append(Part(gap, gap, domain, key))
        made.append(part)
        at = part.range.end
    if at < end:
        gap = Range.between(at, end)
        made.append(Part(gap, gap, domain, key))
    return tuple(made)


def frames_held(folder: Path, key: str, rate: Rate) -> set[int]:
    """Return the numbers of the whole frames that are kept under a key."""
    ending = f"@{rate}".replace("/", "_") + SUFFIX
    try:
        names = os.listdir(folder / key[:2] / key)
    except FileNotFoundError:
        return set()
    numbers = (name.removesuffix(ending) for name in names if name.endswith(ending))
    return {int(number) for number in numbers if number.lstrip("-").isdecimal()}


def is_recorded(folder: Path, lineage: str, key: str) -> bool:
    """Return whether a result's parts are written down."""
    return _record(folder, lineage, key).exists()


def record(folder: Path, lineage: str, key: str, parts: Parts) -> None:
    """Write down a result's parts: aside, then renamed. Raises Failed where the disk refuses."""
    path = _record(folder, lineage, key)
    aside = path.with_name(f".{uuid4().hex}")
    data = json.dumps([part.to_json() for part in parts], separators=(",", ":")).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as file:
            file.write(data + _check(data))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink()
        raise Failed(f"Keep a result as '{path}'", error.strerror or str(error)) from error


def _record(folder: Path, lineage: str, key: str) -> Path:
    return folder / lineage[:2] / lineage / f"{key}{RECORD}"


def _recorded(path: Path) -> Parts | None:
    """Return the parts that a file tells of, None where there is none; a damaged one is removed."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Failed(f"Use the kept result '{path}'", error.strerror or str(error)) from error
    text = data[:-_CHECK_BYTES]
    if len(data) > _CHECK_BYTES and _check(text) == data[-_CHECK_BYTES:]:
        with suppress(LookupError, TypeError, ValueError):
            parts = tuple(Part.from_json(each) for each in json.loads(text))
            with suppress(OSError):  # a disk that can only be read
                os.utime(path)
            return parts
    path.unlink(missing_ok=True)
    return None


def _held(folder: Path, parts: Parts, domain: Range) -> Iterator[Part]:
    """Yield those stretches of the parts that lie in a domain and whose frames are all there."""
    for part in parts:
        shared = part.range.meet(domain)
        if part.range.rate != domain.rate or shared.is_empty:
            continue
        there = frames_held(folder, part.key, domain.rate)
        numbers = [time.frame for time in shared.frames() if time.frame in there]
        for first, count in _stretches(numbers):
            yield Part(Range.frames_of(first, count, domain.rate), part.made, part.anchor, part.key)


def _stretches(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield first number and length of every unbroken run in rising numbers."""
    begin = 0
    for place in range(1, len(numbers) + 1):
        if place == len(numbers) or numbers[place] != numbers[place - 1] + 1:
            yield numbers[begin], place - begin
            begin = place


def _count(parts: Parts) -> int:
    return sum(part.range.frame_count for part in parts)


def _check(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(_CHECK_BYTES, "big")

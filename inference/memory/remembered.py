"""What runs of models took on this machine, kept in one JSON file of the user's cache folder."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4

from inference.memory.plan import Plan
from inference.memory.predict import Measured
from inference.memory.shapes import Shape

_MOST = 48


def place_of(card: str, plan: Plan, device: str = "cpu") -> str:
    """Return what measurements are kept under: card, the device's name, and how the model lies there."""
    how = [plan.dtype, plan.offload, "tiles" if plan.tiling else "", "8-bit" if plan.cast else ""]
    how += ["beside"] if plan.beside else []
    return " / ".join([card, device, *[part for part in how if part]])


class Remembered:
    """The file as it is now: read before each use, since several processes share it; a damaged one is empty.

    `begun` marks what is under way, so that a run in which the whole process was ended (as the system does
    where memory is out) is known by the next.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()

    def measured(self, place: str) -> list[Measured]:
        """Return what was measured at a place, oldest first."""
        found = self._read()["runs"].get(place, [])
        return [Measured(Shape(*run["shape"]), run["bytes"], run["failed"]) for run in found]

    def note(self, place: str, run: Measured) -> None:
        """Keep a measurement; a newer one of the same shape replaces the older unless it is smaller."""
        with self._changed() as data:
            runs = data["runs"].setdefault(place, [])
            same = [kept for kept in runs if kept["shape"] == list(_sizes(run.shape))]
            for kept in same:
                runs.remove(kept)
            alike = [kept["bytes"] for kept in same if kept["failed"] == run.failed]
            runs.append(
                {
                    "shape": list(_sizes(run.shape)),
                    "bytes": max([run.bytes, *alike]),
                    "failed": run.failed,
                }
            )
            del runs[:-_MOST]

    @contextlib.contextmanager
    def under_way(self, place: str, shape: Shape) -> Iterator[None]:
        """Mark a run as under way in this process while the block lasts."""
        with self._changed() as data:
            data["begun"][_mark(place, shape)] = [os.getpid(), _ended_by_system()]
        try:
            yield
        finally:
            self._unmark(place, shape)

    def _unmark(self, place: str, shape: Shape) -> None:
        with self._changed() as data:
            data["begun"].pop(_mark(place, shape), None)

    def died(self, place: str, shape: Shape) -> bool:
        """Say whether the process that last did this ended in the middle, as the system ended one since.

        True once. A process that ended for another reason says nothing of memory.
        """
        mark = self._read()["begun"].get(_mark(place, shape))
        if not self._dead(mark):
            return False
        self._unmark(place, shape)
        return _ended_by_system() > int(mark[1])

    def outgrown(self, place: str, shape: Shape) -> bool:
        """Say whether a process that has ended since was in the middle of this. Such marks stay."""
        return self._dead(self._read()["begun"].get(_mark(place, shape)))

    def outgrown_alone(self, place: str, shape: Shape) -> bool:
        """Say whether that process was in the middle of nothing else."""
        begun = self._read()["begun"]
        mark = begun.get(_mark(place, shape))
        return self._dead(mark) and sum(each[0] == mark[0] for each in begun.values()) == 1

    @staticmethod
    def _dead(mark: Any) -> bool:
        return mark is not None and mark[0] != os.getpid() and not Path(f"/proc/{mark[0]}").exists()

    def _read(self) -> dict[str, Any]:
        empty: dict[str, Any] = {"runs": {}, "begun": {}}
        if self._path is None:
            return empty
        try:
            data = json.loads(self._path.read_text("utf-8"))
            for place in data["runs"]:
                for run in data["runs"][place]:
                    Measured(Shape(*map(int, run["shape"])), int(run["bytes"]), bool(run["failed"]))
            return {"runs": dict(data["runs"]), "begun": dict(data["begun"])}
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return empty

    @contextlib.contextmanager
    def _changed(self) -> Iterator[dict[str, Any]]:
        """Yield the data to be changed and write it aside, then in place; a disk that refuses forgets it."""
        if self._path is None:
            yield {"runs": {}, "begun": {}}
            return
        with self._lock, self._turn():
            data = self._read()
            yield data
            aside = self._path.with_name(f".{self._path.name}-{uuid4().hex}")
            try:
                aside.write_text(json.dumps(data), "utf-8")
                aside.replace(self._path)
            except OSError:
                aside.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        assert self._path is not None
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path.with_name(f"{self._path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:  # nothing can be kept there: nothing to take turns for
            yield
            return
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _sizes(shape: Shape) -> tuple[int, ...]:
    said: Mapping[str, int] = asdict(shape)
    return tuple(said.values())


def _mark(place: str, shape: Shape) -> str:
    return f"{place} | {'x'.join(map(str, _sizes(shape)))}"


def _ended_by_system() -> int:
    """Return how many processes the system has ended for want of memory since it started."""
    try:
        lines = Path("/proc/vmstat").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("oom_kill ")), 0)

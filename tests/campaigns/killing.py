"""When and whom to kill."""

from __future__ import annotations

import fnmatch
import os
import random
import time
from dataclasses import dataclass
from pathlib import Path

from tests.campaigns.works import Work
from tests.support.commands import Command, kill

VICTIMS = ("command", "command", "engine", "both")
"""The command's own process, its engine (which is started again, once), both at once."""

QUICK_VICTIMS = ("command", "both")
"""Of commands that are over before an engine matters."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A kill to come: of whom; after so many seconds, or so long after a file that matches appears."""

    victim: str
    after: float
    pattern: int | None = None

    def __str__(self) -> str:
        if self.pattern is None:
            return f"{self.victim} {self.after:.3f} s in"
        return f"{self.victim} {self.after * 1000:.0f} ms after file {self.pattern}"


def aimed(work: Work, usual: float, chance: random.Random) -> Shot:
    """Return a kill at some time of those the command usually takes, or soon after it begins to write."""
    victim = chance.choice(QUICK_VICTIMS if work.verb else VICTIMS)
    if chance.random() < 0.5:
        return Shot(victim, chance.uniform(0, usual * 1.05))
    late = chance.choice((0.0, 0.002, 0.02) if work.verb else (0.0, 0.002, 0.02, 0.3))
    return Shot(victim, chance.uniform(0, late), chance.randrange(len(work.watched)))


def killed(work: Work, shot: Shot, patience: float = 60) -> tuple[Command, bool]:
    """Start a command and kill its victim; return the command, and whether the kill found it alive."""
    before = {index: matches(*seen) for index, seen in enumerate(work.watched)}
    command = Command(*work.words, "--json")
    until = time.monotonic() + patience
    if shot.pattern is not None:
        while command.process.poll() is None and time.monotonic() < until:
            if matches(*work.watched[shot.pattern]) - before[shot.pattern]:
                break
            time.sleep(0.001)
    time.sleep(shot.after)
    alive = command.process.poll() is None
    engine = command.engine() if shot.victim != "command" else None
    if shot.victim != "engine":
        kill(command.process.pid)
    if engine is not None:
        kill(engine)
    return command, alive and (shot.victim != "engine" or engine is not None)


def matches(folder: Path, pattern: str) -> set[tuple[str, int, int]]:
    """Return the paths below a folder that match, and what tells a changed file of an old name."""
    here, _, rest = pattern.partition("/")
    found: set[tuple[str, int, int]] = set()
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return set()
    for entry in entries:
        if fnmatch.fnmatchcase(entry.name, here):
            found |= matches(Path(entry.path), rest) if rest else {_marked(entry)}
    return found


def _marked(entry: os.DirEntry[str]) -> tuple[str, int, int]:
    try:
        found = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return entry.path, 0, 0
    return entry.path, found.st_ino, found.st_size

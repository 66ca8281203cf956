"""What the contact sheet shows: takes, and work that will become takes or has failed to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from editor.document.edits import takes as marked
from editor.document.model import Clip
from editor.document.opened import Project
from editor.takes.circled import staleness_of
from editor.takes.quality import KNOWN, all_measures, value_text
from editor.takes.store import ReadTake, Take, read_take, takes_of
from editor.takes.trash import trashed_of
from editor.ui.queue.task import Ended, Task, duration_text, ended_text, left_text
from editor.ui.words import say
from editor.ui.work import Work
from nodes.api.errors import WorkprintError


@dataclass(frozen=True, slots=True)
class Row:
    """A take as it is shown, of the clip `clip` whose name is `shot`. `stale` is None until it is known."""

    take: Take
    circled: bool
    starred: bool
    stale: bool | None = None
    clip: str = ""
    shot: str = ""
    why: str = ""
    trashed: bool = False

    @property
    def id(self) -> str:
        """The take's name within its shot."""
        return self.take.id

    @property
    def key(self) -> str:
        """The take's name among all: shot/take."""
        return f"{self.take.shot}/{self.take.id}"

    @property
    def poster(self) -> Path:
        """Its picture."""
        return self.take.poster

    @property
    def made(self) -> str:
        """When it was made: 2026-01-31 12:30."""
        return str(self.take.record.get("made", ""))[:16].replace("T", " ")

    @property
    def seed(self) -> str:
        """Its seed, "" where none of its nodes takes one."""
        seed = self.take.recipe.seed
        return "" if seed is None else say("seed {seed}", seed=seed)

    @property
    def spent(self) -> str:
        """How long it took, "" where that is not on record."""
        seconds = self.measures.get("seconds")
        return "" if seconds is None else duration_text(seconds)

    @property
    def varied(self) -> str:
        """What was set otherwise than in the shot: "gain 1.2", "" for nothing."""
        said = self.take.record.get("varied")
        return varied_text(said if isinstance(said, Mapping) else {})

    @property
    def measures(self) -> Mapping[str, float]:
        """What is known of it in numbers, by the names of `editor.takes.quality.KNOWN`."""
        return all_measures(self.take.measures, self.take.record)

    def measured(self, name: str) -> str:
        """Return what a measure says of it: "0.012 Flicker", "" for none of that name."""
        value = self.measures.get(name)
        title = next((each.title for each in KNOWN if each.name == name), "")
        return "" if value is None else f"{value_text(name, value)} {say(title)}"

    @property
    def rating(self) -> int:
        """Its stars of five, 0 for none."""
        return self.take.remarks.rating

    @property
    def is_stale(self) -> bool:
        """Whether the shot has moved on from it; one of a grid was never what the shot would make."""
        return bool(self.stale) and not self.varied

    @property
    def badges(self) -> tuple[str, ...]:
        """What stands on its picture in words."""
        named = {
            say("trash"): self.trashed,
            say("draft"): self.take.is_draft,
            say("stale"): self.is_stale,
            say("varied"): bool(self.stale) and not self.is_stale,
        }
        return tuple(name for name, on in named.items() if on)

    @property
    def marks(self) -> tuple[str, ...]:
        """Its marks in words."""
        named = {say("circled"): self.circled, say("starred"): self.starred}
        return (*(name for name, on in named.items() if on), *self.badges)

    @property
    def words(self) -> str:
        """All of it in words, for who cannot see it and for the search."""
        rated = say("rated {rating} of 5", rating=self.rating) if self.rating else ""
        parts = (self.shot, self.id, *self.marks, rated, self.seed, self.varied, self.made, self.note)
        return ", ".join(part for part in parts if part)

    @property
    def note(self) -> str:
        """What was noted."""
        return self.take.remarks.note


@dataclass(frozen=True, slots=True)
class Pending:
    """A take that is being made, waits to be, or has failed. The task is in the queue, about its clip."""

    task: Task
    failed: str = ""
    cause: str = ""
    ended: bool = False

    @property
    def key(self) -> str:
        """Its name among all."""
        return f"task {self.task.id}"

    @property
    def name(self) -> str:
        """What it is called among the takes of its shot."""
        # What tells it from the others of its wish, where there are some.
        parts = self.task.title.split(", ", 2)
        return f"{parts[-1][:1].upper()}{parts[-1][1:]}"

    @property
    def words(self) -> str:
        """All of it in words."""
        return f"{self.task.title}, {self.failed}" if self.ended else self.task.title

    def state(self, now: float) -> str:
        """Return how far it is, in words."""
        if self.ended:
            return self.failed
        left = left_text(self.task, now)
        if self.task.total and self.task.started is not None:
            done = say("{done} of {total}", done=self.task.done, total=self.task.total)
            return f"{done}, {left}"
        return left


_MOST_KNOWN = 5000
TAKE = "take"
"""The kind of the tasks that make takes."""

Tile: TypeAlias = Row | Pending


@dataclass(frozen=True, slots=True)
class Glimpsed:
    """A small picture of the take that is being made: 8-bit RGB rows without padding; whose it is."""

    about: str
    width: int
    height: int
    rgb: bytes = field(repr=False)


class Remembered:
    """Reads takes, each once for as long as its folder does not change; used on one lane."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[int, Take]] = {}

    def __call__(self, folder: Path, shot: str) -> Take | None:
        """Return the take of a shot in a folder, None where none is."""
        try:
            changed = folder.stat().st_mtime_ns
        except OSError:
            return None
        known = self._known.get(folder)
        if known is not None and known[0] == changed:
            return known[1]
        take = read_take(folder, shot)
        if take is not None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[folder] = (changed, take)
        return take


def rows_of(project: Project, clips: Sequence[Clip], read: ReadTake = read_take) -> tuple[Row, ...]:
    """Return the takes of clips, oldest first, and behind those of each clip what lies in its trash."""
    found: list[Row] = []
    shots: set[str] = set()
    for clip in clips:
        shot = marked.shot_of(clip)
        if shot in shots:
            continue
        shots.add(shot)
        name = clip.name or clip.id
        for take in takes_of(project.folder, shot, read):
            circled, starred = clip.circled == take.id, take.id in clip.starred
            found.append(Row(take, circled, starred, None, clip.id, name))
        for take in trashed_of(project.folder, shot, read):
            found.append(Row(take, False, False, False, clip.id, name, "", True))
    return tuple(found)


def judged(
    project: Project, clips: Mapping[str, Clip], rows: Sequence[Row], work: Work, current: Callable[[], bool]
) -> tuple[Row, ...]:
    """Return the rows with what is stale marked; as they are once nobody wants to know any more."""
    return tuple(_judged(project, clips, rows, work, current))


def _judged(
    project: Project, clips: Mapping[str, Clip], rows: Sequence[Row], work: Work, current: Callable[[], bool]
) -> Iterator[Row]:
    for row in rows:
        clip = clips.get(row.clip)
        if row.trashed or clip is None or not current():
            yield row
            continue
        try:
            found = staleness_of(project, clip, row.take, work.engine)
        except WorkprintError:
            # The engine failed: nobody can tell, and the next look asks again.
            yield row
            continue
        yield replace(row, stale=found.is_stale, why=found.why)


def varied_text(varied: Mapping[str, object]) -> str:
    """Return what was set otherwise, in words.

    >>> varied_text({"grade.gain": "1.2", "grade.mix": "0.5"})
    'gain 1.2, mix 0.5'
    """
    return ", ".join(f"{str(name).rpartition('.')[2]} {value}" for name, value in varied.items())


def pending(tasks: Sequence[Task], ended: Sequence[Ended]) -> tuple[Pending, ...]:
    """Return what failed and what is being made, of the tasks that make takes."""
    failed = (
        Pending(each.task, ended_text(each), each.cause, ended=True)
        for each in reversed(ended)
        if each.task.kind == TAKE and each.outcome == "failed"
    )
    return (*failed, *(Pending(task) for task in tasks if task.kind == TAKE))

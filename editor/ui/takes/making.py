"""Takes that are made from the window: each a task of its own in the queue, seen while it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from editor.document.model import Clip
from editor.document.opened import Project
from editor.takes.asked import Asked, seeds_after
from editor.takes.measuring import measure_take
from editor.takes.vary import SEED
from editor.ui.queue.model import Piece, Progress, Queue
from editor.ui.words import say, say_many
from editor.ui.work import Work
from editor.verbs import one_take
from editor.verbs._take import Takes, notes_of
from editor.verbs.asking import Wishes, asked_of, seeded
from nodes.api.errors import Cancelled, WorkprintError
from nodes.engine.errors import node_of
from nodes.models.working import Working

from .rows import TAKE, Glimpsed, Row, varied_text


@dataclass(frozen=True, slots=True)
class Making:
    """What making takes needs: where it is queued, who hears of it, of a clip's nodes at work or failed.

    `rests` is called when a take that was being made is so no more.
    """

    work: Work
    queue: Queue
    seen: Callable[[Glimpsed], None]
    rests: Callable[[], None]
    done: Callable[[str], None]
    failed: Callable[[Exception], None]
    works: Callable[[str, str, Working], None]
    fails: Callable[[str, str, str], None]


def make(making: Making, project: Project, clip: Clip, wishes: Wishes) -> None:
    """Queue the takes of a clip that a wish comes to; of a grid once it is known what that is.

    `done` is given what there is to tell of each.
    """
    try:
        wishes.check(1)
    except WorkprintError as error:
        making.failed(error)
        return
    if wishes.is_plain:
        _queue(making, project, clip, wishes, seeded(wishes))
        return
    making.work.ask(
        lambda: asked_of(project, clip, wishes, making.work.engine),
        lambda asked: _queue(making, project, clip, wishes, asked),
        making.failed,
    )


def _queue(making: Making, project: Project, clip: Clip, wishes: Wishes, asked: Sequence[Asked]) -> None:
    batch = Batch(making, project, clip, wishes, tuple(asked))
    batch.ids = making.queue.add_all([batch.piece(place) for place in range(len(asked))])


class Batch:
    """The takes of one wish: one that is cancelled, or fails, leaves the others. `ids` are their tasks.

    Where two in a row fail alike, those that still wait are not tried: it is not they that is wrong.
    """

    def __init__(
        self, making: Making, project: Project, clip: Clip, wishes: Wishes, asked: tuple[Asked, ...]
    ) -> None:
        self._making, self._project, self._clip, self._wishes = making, project, clip, wishes
        self._asked, self._titles = asked, titles_of(clip, wishes, asked)
        self.ids: tuple[int, ...] = ()
        self._waiting = set(range(len(asked)))
        self._begun: set[int] = set()
        self._alone: set[int] = set()
        self._failed = ""

    def piece(self, place: int) -> Piece:
        """Return the work of one take."""
        title = self._titles[place]
        return Piece(
            title,
            partial(self._run, place, title),
            partial(self._done, place),
            partial(self._fail, place),
            self._clip.id,
            TAKE,
        )

    # -- on the queue's lane

    def _run(self, place: int, title: str, progress: Progress) -> str:
        asked, making, clip = self._asked[place], self._making, self._clip
        self._begun.add(place)
        doing = one_take.Making(
            self._project, clip, making.work.engine, title, None, progress, self._glimpse, self._at_work
        )
        try:
            wanted = one_take.wanted_of(doing, asked)
            made = one_take.made_of(doing, asked, wanted, next_seeds=self._next_seeds(place))
        except Cancelled:
            raise
        except WorkprintError as error:
            making.work.post(partial(making.fails, clip.id, node_of(error), str(error)))
            raise
        if not wanted.takes_seed:
            self._alone.add(id(asked.graph))
        done = Takes((made,), (), notes_of(made.shot, wanted, self._wishes))
        return "" if made.new and not done.notes else done.text()

    def _next_seeds(self, place: int) -> tuple[int, ...]:
        """Return the seeds of the takes behind one that are still wanted and differ in nothing else."""
        waiting = self._waiting
        behind = [asked for at, asked in enumerate(self._asked) if at > place and at in waiting]
        return seeds_after([self._asked[place], *behind], 0)

    def _glimpse(self, width: int, height: int, rgb: bytes) -> None:
        seen = Glimpsed(self._clip.id, width, height, rgb)
        self._making.work.post(lambda: self._making.seen(seen))

    def _at_work(self, node: str, work: Working) -> None:
        self._making.work.post(lambda: self._making.works(self._clip.id, node, work))

    # -- on the window's thread

    def _done(self, place: int, said: str) -> None:
        self._over(place)
        self._failed = ""
        same = [each for each in self._waiting if id(self._asked[each].graph) in self._alone]
        self._waiting.difference_update(same)
        self._making.queue.drop([self.ids[each] for each in same])
        self._making.done(said)

    def _fail(self, place: int, error: Exception) -> None:
        self._over(place)
        if isinstance(error, Cancelled):
            return
        self._making.failed(error)
        again, self._failed = str(error) == self._failed, str(error)
        if again and self._waiting:
            left = say_many(
                "{count} more take was not tried: it would fail alike.",
                "{count} more takes were not tried: they would fail alike.",
                len(self._waiting),
            )
            self._making.queue.cancel_all([self.ids[each] for each in self._waiting])
            self._making.done(f"{error}\n{left}")

    def _over(self, place: int) -> None:
        self._waiting.discard(place)
        if place in self._begun:
            self._begun.discard(place)
            self._making.rests()


def titles_of(clip: Clip, wishes: Wishes, asked: Sequence[Asked]) -> list[str]:
    """Return what the tasks are called that make the takes of a wish: each what tells it from the others.

    The first of two by seeds is "sh010, take, seed 1", of a grid "sh010, take, gain 1.2".
    """
    shot = clip.name or clip.id
    if wishes.full is not None:
        said = say("{shot}, {take} at full size", shot=shot, take=wishes.full)
    elif wishes.like is not None:
        said = say("{shot}, more like {take}", shot=shot, take=wishes.like)
    elif wishes.draft:
        said = say("{shot}, draft", shot=shot)
    else:
        said = say("{shot}, take", shot=shot)
    if len(asked) == 1:
        return [said]
    seeds = len({each.seed for each in asked}) > 1
    return [", ".join((said, *_apart(each, seeds))) for each in asked]


def _apart(one: Asked, seeds: bool) -> Iterator[str]:
    if varied := {name: value for name, value in one.varied.items() if name != SEED}:
        yield varied_text(varied)
    if seeds:
        yield say("seed {seed}", seed=one.seed)


def measure(
    work: Work, queue: Queue, project: Project, clip: Clip, row: Row, then: Callable[[], None]
) -> int:
    """Queue the measuring of a take for when nothing else waits; return the number of the task."""

    def run(progress: Progress) -> None:
        words = say("measuring")
        measure_take(project, clip, row.take, work.engine, lambda done, total: progress(done, total, words))

    title = say("{shot}, measure {take}", shot=row.shot, take=row.id)
    return queue.add(title, run, lambda _: then(), lambda _: then(), about=row.clip, idle=True)

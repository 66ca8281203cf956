"""Takes that are made from the window: through the queue, seen while they are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from editor.document.model import Clip
from editor.document.opened import Project
from editor.takes.measuring import measure_take
from editor.ui.queue.model import Progress, Queue
from editor.ui.words import say, say_many
from editor.ui.work import Work
from editor.verbs import take as make_takes
from editor.verbs._take import Takes
from editor.verbs.asking import Wishes
from nodes.engine.errors import node_of
from nodes.models.working import Working

from .rows import TAKE, Glimpsed, Row


@dataclass(frozen=True, slots=True)
class Making:
    """What making takes needs: where it is queued, who hears of it, of a clip's nodes at work or failed."""

    work: Work
    queue: Queue
    seen: Callable[[Glimpsed | None], None]
    done: Callable[[str], None]
    failed: Callable[[Exception], None]
    works: Callable[[str, str, Working], None]
    fails: Callable[[str, str, str], None]


def make(making: Making, project: Project, clip: Clip, wishes: Wishes) -> int:
    """Queue takes of a clip and return the number of the task. `done` is given what there is to tell."""

    def glimpse(width: int, height: int, rgb: bytes) -> None:
        making.work.post(lambda: making.seen(Glimpsed(clip.id, width, height, rgb)))

    def at_work(node: str, work: Working) -> None:
        making.work.post(lambda: making.works(clip.id, node, work))

    def run(progress: Progress) -> str:
        done = make_takes(
            project,
            [clip.id],
            count=wishes.count,
            seed=wishes.seed,
            draft=wishes.draft,
            vary=wishes.vary,
            like=wishes.like,
            full=wishes.full,
            engine=making.work.engine,
            progress=progress,
            glimpse=glimpse,
            at_work=at_work,
        )
        for _, error in done.failed:
            making.work.post(partial(making.fails, clip.id, node_of(error), str(error)))
        if done.failed and not done.made:
            raise done.failed[0][1]
        return "" if not (done.failed or done.notes) and all(m.new for m in done.made) else _told(done)

    return making.queue.add(title_of(clip, wishes), run, making.done, making.failed, about=clip.id, kind=TAKE)


def measure(
    work: Work, queue: Queue, project: Project, clip: Clip, row: Row, then: Callable[[], None]
) -> int:
    """Queue the measuring of a take for when nothing else waits; return the number of the task."""

    def run(progress: Progress) -> None:
        words = say("measuring")
        measure_take(project, clip, row.take, work.engine, lambda done, total: progress(done, total, words))

    title = say("{shot}, measure {take}", shot=row.shot, take=row.id)
    return queue.add(title, run, lambda _: then(), lambda _: then(), about=row.clip, idle=True)


def title_of(clip: Clip, wishes: Wishes) -> str:
    """Return what a task is called that makes takes of a clip."""
    shot = clip.name or clip.id
    if wishes.full is not None:
        return say("{shot}, {take} at full size", shot=shot, take=wishes.full)
    if wishes.like is not None:
        return say("{shot}, more like {take}", shot=shot, take=wishes.like)
    if wishes.vary:
        return say("{shot}, a grid of takes", shot=shot)
    if wishes.draft:
        return say_many("{shot}, draft", "{shot}, {count} drafts", wishes.count, shot=shot)
    return say_many("{shot}, take", "{shot}, {count} takes", wishes.count, shot=shot)


def _told(done: Takes) -> str:
    failed = "\n".join(f"{shot}: {error}" for shot, error in done.failed)
    return "\n".join(part for part in (done.text(), failed) if part)

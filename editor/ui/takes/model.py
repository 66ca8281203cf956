"""The contact sheet without widgets: the takes of the selected clip, or of all, as the window knows them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

from editor.document.edits import takes as marked
from editor.document.layout import walk
from editor.document.model import Clip, Cut
from editor.document.opened import Project
from editor.takes.store import shot_folder
from editor.ui.observe import Value
from editor.ui.queue.model import Queue
from editor.ui.session import Session
from editor.ui.shots import selected_clip, shown_project
from editor.ui.work import Newest, Work
from editor.verbs.asking import Wishes
from nodes.models.working import Working

from . import marking
from .arranged import Wish, arranged
from .making import Making, make, measure
from .rows import Glimpsed, Pending, Remembered, Row, Tile, judged, pending, rows_of

Scope = Literal["shot", "cut"]
_AT_ONCE = 12
"""Takes that are looked into for staleness before others may ask something."""


class TakesModel:
    """`rows` are the takes in `scope`, `shown` the tiles of them that `wish` wants, with what is being made.

    `clip` is the selected one. `chosen` is a tile's key, `picked` are those of all that are selected.
    `glimpse` is the newest picture of what is being made, None while nothing is, and `works` what a node of
    a clip (both by id) says of it; `fails` is the newest node that failed, and why. Belongs to the window's
    thread.
    """

    def __init__(self, session: Session, work: Work, queue: Queue) -> None:
        self.clip: Value[Clip | None] = Value(None)
        self.scope: Value[Scope] = Value("shot")
        self.wish = Value(Wish())
        self.rows: Value[tuple[Row, ...]] = Value(())
        self.shown: Value[tuple[Tile, ...]] = Value(())
        self.chosen: Value[str | None] = Value(None)
        self.picked: Value[frozenset[str]] = Value(frozenset())
        self.glimpse: Value[Glimpsed | None] = Value(None)
        self.works: Value[tuple[str, str, Working] | None] = Value(None)
        self.fails: Value[tuple[str, str, str]] = Value(("", "", ""))
        self.can_make, self.can_mark, self.can_trash = Value(False), Value(False), Value(False)
        self.can_put_back, self.can_promote, self.can_compare = Value(False), Value(False), Value(False)
        self.can_empty, self.can_cancel = Value(False), Value(False)
        self.session, self.queue = session, queue
        self._work = work
        self._newest = Newest()
        self._read = Remembered()
        self._gathered: tuple[Cut | None, Mapping[str, Clip]] = (None, {})
        self._measuring: set[str] = set()
        self._sorted: tuple[tuple[Row, ...], Wish, tuple[Row, ...]] = ((), Wish(), ())
        self._looked: tuple[object, ...] = ()
        self._marks: Mapping[Path, int] = {}
        session.cut.watch(lambda _: self.refresh())
        session.selection.watch(lambda _: self.refresh())
        session.beside.counts.watch(lambda _: self.refresh())
        self.scope.watch(lambda _: self.refresh())
        self.rows.watch(lambda _: self._arrange())
        self.wish.watch(lambda _: self._arrange())
        queue.tasks.watch(lambda _: self._arrange())
        queue.ended.watch(lambda _: self._arrange())
        self.shown.watch(lambda _: self._enable())
        self.picked.watch(lambda _: self._enable())
        self.clip.watch(lambda _: self._enable())

    # -- what there is

    def refresh(self) -> None:
        """Look again at what takes there are."""
        clip, project = selected_clip(self.session), shown_project(self.session)
        self.clip.set(clip)
        clips = self._clips()
        if project is None or not clips:
            self._newest.begin()
            self._looked = ()
            self._show(())
            return
        looked = (project.folder, *sorted({marked.shot_of(each) for each in clips}))
        if looked != self._looked:
            self._looked = looked
            self._show(())
        current = self._newest.begin()
        self._work.ask(
            lambda: (rows_of(project, clips, self._read), _marks(project, clips)) if current() else None,
            lambda found: self._listed(project, clips, found, current),
            self.session.fail,
        )

    def look(self) -> None:
        """Refresh where any process has added or removed takes since."""
        project, clips = shown_project(self.session), self._clips()
        if project is not None and clips:
            self._work.ask(
                lambda: _marks(project, clips),
                lambda marks: self.refresh() if marks != self._marks else None,
                self.session.fail,
            )

    def _clips(self) -> tuple[Clip, ...]:
        return tuple(self._by_id().values())

    def _by_id(self) -> Mapping[str, Clip]:
        """Return the clips in scope by id; those of a whole cut are gathered once."""
        cut, clip = self.session.cut.value, self.clip.value
        if self.scope.value != "cut" or cut is None:
            return {} if clip is None else {clip.id: clip}
        if self._gathered[0] is not cut:
            found = (here.item for here in walk(cut) if isinstance(here.item, Clip))
            self._gathered = (cut, {each.id: each for each in found})
        return self._gathered[1]

    # -- making

    def make(self, count: int = 1, *, draft: bool = False) -> None:
        """Make takes of the clip, each with a seed of its own where its nodes take seeds."""
        first = 1 + max((row.take.recipe.seed or 0 for row in self._of_clip()), default=0)
        self.wish_for(Wishes(count, first, draft))

    def wish_for(self, wishes: Wishes, clip: Clip | None = None) -> None:
        """Queue takes of a clip, the selected one by itself."""
        clip, project = clip or self.clip.value, shown_project(self.session)
        if clip is None or project is None or clip.graph is None:
            return
        making = Making(
            self._work,
            self.queue,
            self.glimpse.set,
            self._rest,
            self._made,
            self._failed,
            lambda clip, node, work: self.works.set((clip, node, work)),
            lambda clip, node, why: self.fails.set((clip, node, why)),
        )
        make(making, project, clip, wishes)

    def more(self, count: int = 1) -> None:
        """Make takes like the chosen one, with new seeds."""
        row = self.row
        if row is not None and (clip := self._clip_of(row)) is not None:
            self.wish_for(Wishes(count, like=row.id), clip)

    def promote(self) -> None:
        """Make the drafts that are picked at full size."""
        for row in self.rows_picked:
            clip = self._clip_of(row)
            if row.take.is_draft and clip is not None:
                self.wish_for(Wishes(full=row.id), clip)

    # -- choosing

    def choose(self, key: str | None, picked: frozenset[str] | None = None) -> None:
        """Choose a tile for what comes next, alone or among others that are picked."""
        self.chosen.set(key)
        self.picked.set(picked if picked is not None else frozenset() if key is None else frozenset({key}))
        self._enable()

    @property
    def row(self) -> Row | None:
        """The take that is chosen."""
        return next((row for row in self.rows.value if row.key == self.chosen.value), None)

    @property
    def rows_picked(self) -> tuple[Row, ...]:
        """The takes that are picked, in the order in which they are shown."""
        picked = self.picked.value
        return tuple(tile for tile in self.shown.value if isinstance(tile, Row) and tile.key in picked)

    # -- marking

    def activate(self) -> None:
        """Circle the chosen take, or try again what is chosen and failed."""
        failed = next((tile for tile in self.shown.value if tile.key == self.chosen.value), None)
        if isinstance(failed, Pending) and failed.ended:
            self.queue.retry(failed.task.id)
        elif self.can_mark.value:
            self.circle()

    def cancel(self) -> None:
        """Stop the takes that are picked and not there yet, each by itself."""
        picked = self.picked.value
        tiles = [each for each in self.shown.value if isinstance(each, Pending) and each.key in picked]
        self.queue.cancel_all([tile.task.id for tile in tiles if not tile.ended])

    def circle(self) -> None:
        """Show the chosen take in the cut, or the source again where it is circled already."""
        if (row := self.row) is not None:
            marking.circle(self.session, row)

    def star(self) -> None:
        """Let the picked takes go along with their clips, or no more."""
        marking.star(self.session, self.rows_picked)

    def rate(self, rating: int) -> None:
        """Give the picked takes 0 to 5 stars."""
        marking.say_of(self.session, self._work, self.rows_picked, self.refresh, rating=rating)

    def note(self, text: str) -> None:
        """Note something on the chosen take."""
        if (row := self.row) is not None:
            marking.say_of(self.session, self._work, (row,), self.refresh, note=text)

    def use(self) -> None:
        """Give the shot the graph of the chosen take."""
        if (row := self.row) is not None:
            marking.use(self.session, row)

    def trash(self) -> None:
        """Put the picked takes into the trash; what shows or keeps them lets go of them."""
        marking.trash(self.session, self.rows_picked, self.refresh)

    def put_back(self) -> None:
        """Put the picked takes of the trash back."""
        rows = tuple(row for row in self.rows_picked if row.trashed)
        marking.put_back(self.session, rows, self.refresh)

    def empty_trash(self) -> None:
        """Remove what lies in the trash of the shots in scope for good."""
        marking.empty_trash(self.session, self._work, self.rows.value, self.refresh)

    # -- what comes back

    def _of_clip(self) -> list[Row]:
        clip = self.clip.value
        return [row for row in self.rows.value if clip is not None and row.take.shot == marked.shot_of(clip)]

    def _clip_of(self, row: Row) -> Clip | None:
        return self._by_id().get(row.clip)

    def _rest(self) -> None:
        """Show no more what was being made."""
        self.glimpse.set(None)
        self.works.set(None)

    def _made(self, said: str) -> None:
        if said:
            self.session.message.set(said)
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self.session.fail(error)
        self.refresh()

    def _listed(
        self,
        project: Project,
        clips: Sequence[Clip],
        found: tuple[tuple[Row, ...], Mapping[Path, int]] | None,
        current: Callable[[], bool],
    ) -> None:
        if found is None or not current():
            return
        rows, self._marks = found
        known = {row.key: row for row in self.rows.value}
        kept = (replace(row, stale=known[row.key].stale) if row.key in known else row for row in rows)
        self._show(tuple(kept))
        self._judge(project, {clip.id: clip for clip in clips}, rows, current)
        self._measure(project)

    def _judge(
        self,
        project: Project,
        clips: Mapping[str, Clip],
        rows: Sequence[Row],
        current: Callable[[], bool],
    ) -> None:
        """Find out what is stale, some takes at a time: others may ask the engine in between."""
        now, later = rows[:_AT_ONCE], rows[_AT_ONCE:]

        def done(found: tuple[Row, ...]) -> None:
            if not current():
                return
            better = {row.key: row for row in found}
            self.rows.set(tuple(better.get(row.key, row) for row in self.rows.value))
            if later:
                self._judge(project, clips, later, current)

        if now:
            self._work.ask(partial(judged, project, clips, now, self._work, current), done, self.session.fail)

    def _measure(self, project: Project) -> None:
        """Have takes measured that were not yet, once nothing else waits."""
        if not os.access(project.folder, os.W_OK):
            return
        for row in self.rows.value:
            clip = self._clip_of(row)
            if row.take.measures or row.trashed or clip is None or row.key in self._measuring:
                continue
            self._measuring.add(row.key)
            measure(self._work, self.queue, project, clip, row, self.refresh)

    def _show(self, rows: tuple[Row, ...]) -> None:
        before, chosen = [row.key for row in self.rows.value if not row.trashed], self.chosen.value
        self.rows.set(rows)
        keys = [row.key for row in rows if not row.trashed]
        fresh = [key for key in keys if key not in before]
        making = {tile.key for tile in self.shown.value if isinstance(tile, Pending)}
        # Who looks at an older take is left there while a batch goes on.
        if fresh and before and (chosen == before[-1] or chosen not in before):
            self.choose(fresh[-1])
        elif chosen not in keys and self.chosen.value not in making:
            circled = next((row.key for row in rows if row.circled), None)
            self.choose(circled or (keys[-1] if keys else None))

    def _arrange(self) -> None:
        wish = self.wish.value
        clips = self._by_id()
        making = pending(self.queue.tasks.value, self.queue.ended.value)
        wanted: list[Pending] = []
        if wish.only in ("all", "failed"):
            wanted = [
                each for each in making if each.task.about in clips and (wish.only == "all" or each.ended)
            ]
        # While takes are made this is asked many times a second: what has not changed is not sorted again.
        if self._sorted[:2] != (self.rows.value, wish):
            rows = () if wish.only == "failed" else arranged(self.rows.value, wish)
            self._sorted = (self.rows.value, wish, rows)
        self.shown.set((*self._sorted[2], *wanted))
        keys = [tile.key for tile in self.shown.value]
        if self.chosen.value not in keys:
            self.choose(keys[0] if keys else None)

    def _enable(self) -> None:
        project, clip, row, picked = self.session.project.value, self.clip.value, self.row, self.rows_picked
        writable = project is not None and not project.readonly
        live = [each for each in picked if not each.trashed]
        self.can_make.set(clip is not None and clip.graph is not None and project is not None)
        self.can_mark.set(writable and row is not None and not row.trashed)
        self.can_trash.set(writable and bool(live) and len(live) == len(picked))
        self.can_put_back.set(writable and any(each.trashed for each in picked))
        self.can_promote.set(any(each.take.is_draft for each in live))
        self.can_compare.set(2 <= len(live) <= 4)
        waits = (each for each in self.shown.value if isinstance(each, Pending) and not each.ended)
        self.can_cancel.set(any(each.key in self.picked.value for each in waits))
        self.can_empty.set(writable and any(each.trashed for each in self.rows.value))


def _marks(project: Project, clips: Sequence[Clip]) -> dict[Path, int]:
    """Return what tells by itself that a shot's folder of takes has changed."""
    found = {}
    for clip in clips:
        folder = shot_folder(project.folder, marked.shot_of(clip))
        try:
            found[folder] = folder.stat().st_mtime_ns
        except OSError:
            found[folder] = 0
    return found

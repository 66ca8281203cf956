"""The media dock's state: what the project has, what of it is shown, what is chosen, what can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from editor.ui.observe import Value
from editor.ui.session import Session
from editor.ui.shots import selected_clip
from editor.ui.words import say
from editor.ui.work import Newest, Work
from nodes.api.times import Time

from .marks import Marks
from .text import COLUMNS

if TYPE_CHECKING:
    from editor.compile.pool import Piece
    from editor.document.opened import Project

ALL, UNUSED, OFFLINE = "", "?unused", "?offline"
"""What is shown beside bins: everything, what no clip uses, what is not there."""


class MediaModel:
    """`pieces` is all the project's media, `shown` what bin and search leave, in order; `chosen` are paths.

    `marks` are in and out of media by its path.
    `bin` is the path of a bin, or one of `ALL`, `UNUSED`, `OFFLINE`. Order is by a column, backwards where
    `backwards`, and it is a list, or pictures where `as_tiles`.
    """

    def __init__(self, session: Session, work: Work) -> None:
        self.session, self._work = session, work
        self.pieces: Value[tuple[Piece, ...]] = Value(())
        self.bins: Value[tuple[str, ...]] = Value(())
        self.shown: Value[tuple[Piece, ...]] = Value(())
        self.chosen: Value[frozenset[str]] = Value(frozenset())
        self.marks: Value[Mapping[str, Marks]] = Value({})
        self.bin, self.search = Value(ALL), Value("")
        self.order, self.backwards = Value(0), Value(False)
        self.as_tiles = Value(False)
        self.has_chosen, self.has_one, self.has_offline = Value(False), Value(False), Value(False)
        self.has_bin, self.has_unused, self.has_project = Value(False), Value(False), Value(False)
        self._newest = Newest()
        session.project.watch(self._look, now=True)
        for each in (self.bin, self.search, self.pieces):
            each.watch(lambda _: self._sift())
        self.order.watch(lambda _: self._sift())
        self.backwards.watch(lambda _: self._sift())
        self.chosen.watch(lambda _: self._enable())
        self.bins.watch(lambda _: self._enable())

    # What is there

    def _look(self, project: Project | None) -> None:
        if project is None:
            return
        self.has_project.set(not project.readonly)
        newest = self._newest.begin()

        def run() -> tuple[Piece, ...]:
            from editor.compile.pool import pieces

            # An edit may have come since; its own look is waiting.
            return pieces(project) if newest() else ()

        def done(found: tuple[Piece, ...]) -> None:
            if newest():
                self.bins.set(project.facts.bins)
                self.pieces.set(found)

        self._work.ask(run, done, self.session.fail)

    def look_again(self) -> None:
        """Look anew which media is there: files may have come back."""
        self._look(self.session.project.value)

    def _sift(self) -> None:
        words = self.search.value.lower().split()
        bin = self.bin.value
        inside = (piece for piece in self.pieces.value if _in(piece, bin))
        some = [piece for piece in inside if all(word in _words(piece) for word in words)]
        column = COLUMNS[self.order.value][1]
        some.sort(key=lambda piece: column(piece).casefold(), reverse=self.backwards.value)
        self.shown.set(tuple(some))
        there = {piece.path for piece in some}
        self.chosen.set(frozenset(path for path in self.chosen.value if path in there))
        self._enable()

    def _enable(self) -> None:
        chosen = self.picked()
        writable = self.has_project.value
        self.has_chosen.set(writable and bool(chosen))
        self.has_one.set(writable and len(chosen) == 1)
        self.has_offline.set(writable and len(chosen) == 1 and chosen[0].offline)
        self.has_bin.set(writable and self.bin.value in self.bins.value)
        self.has_unused.set(writable and any(not piece.uses for piece in self.pieces.value))

    def picked(self) -> list[Piece]:
        """Return what is chosen, in the order in which it is shown."""
        return [piece for piece in self.shown.value if piece.path in self.chosen.value]

    def choose(self, paths: Iterable[str]) -> None:
        """Choose media by its paths."""
        self.chosen.set(frozenset(paths))

    # What is done with it

    def add(self, paths: Sequence[Path]) -> None:
        """Take files in, into the bin that is shown."""
        bin = self.bin.value if self.bin.value in self.bins.value else ""
        self._sort("add", [str(path) for path in paths], bin=bin)

    def new_bin(self, name: str) -> None:
        """Make a bin in the one that is shown, and show it."""
        above = self.bin.value
        path = f"{above}/{name}" if above in self.bins.value else name
        self._sort("new", [path], then=lambda: self.bin.set(path))

    def rename(self, name: str) -> None:
        """Call the chosen media otherwise."""
        self._sort("rename", [piece.path for piece in self.picked()], name=name)

    def rename_bin(self, name: str) -> None:
        """Call the bin that is shown otherwise; it stays where it is."""
        old = self.bin.value
        above, slash, _ = old.rpartition("/")
        new = f"{above}{slash}{name}"
        self._sort("rename", [old], name=new, then=lambda: self.bin.set(new))

    def remove_bin(self) -> None:
        """Take the bin that is shown away; what is in it stays."""
        old = self.bin.value
        self._sort("remove", [old], then=lambda: self.bin.set(old.rpartition("/")[0]))

    def move(self, paths: Iterable[str], bin: str) -> None:
        """Put media into a bin, "" for none."""
        self._sort("move", list(paths), bin=bin)

    def remove(self) -> None:
        """Take the chosen media off the list; what clips use is told and stays."""
        self._sort("remove", [piece.path for piece in self.picked()])

    def remove_unused(self) -> None:
        """Take all media off the list that no clip uses."""
        self._sort("remove-unused", [])

    def relink(self, path: Path) -> None:
        """Say where the chosen media lies now."""
        self._sort("relink", [piece.path for piece in self.picked()], path=str(path))

    def mark(self, path: str, marks: Marks) -> None:
        """Say what of media is wanted, by its path; it stays while the window is open."""
        self.marks.set({**self.marks.value, path: marks})

    def put(self, verb: str, only: Sequence[str] = ()) -> None:
        """Put the chosen media into the cut as one edit: `insert`, `overwrite` at the playhead, or `append`.

        Where in is marked in the cut it goes there. Of one piece what is between its own in and out is taken;
        where those leave its length open it is as long as the cut's. `only` stands in for what is chosen.
        """
        marked, playhead = self.session.marked.value, self.session.playhead.value
        at = playhead if marked is None else marked.start
        settings = {} if at is None or verb == "append" else {"at": str(at.floor().frame)}
        settings["target"] = self.session.target.value
        paths = list(only) or [piece.path for piece in self.picked()]
        lasts = marked.duration if marked is not None and verb != "append" else None
        if len(paths) == 1:
            settings |= self._taken(paths[0], lasts)

        def change(kept: Project) -> Project:
            from editor.verbs.edit_media import put_dropped

            return put_dropped(kept, paths, verb, settings, engine=self._work.engine).project

        if paths:
            self.session.keep(change)

    def _taken(self, path: str, lasts: Time | None) -> dict[str, str]:
        """Return what an edit is told to take of a piece of media, which may have in and out of its own."""
        marks = self.marks.value.get(path, Marks())
        info = next((piece.info for piece in self.pieces.value if piece.path == path), None)
        if not marks.is_set or info is None or info.kind == "still":
            return {} if lasts is None else {"frames": str(lasts.floor().frame)}
        ends = marks.taken(info.frame_count, None if lasts is None else lasts.at(info.rate))
        first, last = (info.number_of(info.start + Time(frame, info.rate)) for frame in ends)
        return {"source": f"{first}-{last}"}

    def replace(self) -> None:
        """Show the chosen media in the selected clip's place."""
        clip, picked = selected_clip(self.session), self.picked()
        if clip is None or len(picked) != 1:
            self.session.message.set(say("Select one clip to show the chosen media in its place."))
            return
        id, path = clip.id, picked[0].path

        def change(kept: Project) -> Project:
            from editor.verbs import edit

            return edit(kept, "replace", id, {"path": path}, engine=self._work.engine).project

        self.session.keep(change)

    def _sort(
        self, verb: str, words: list[str], then: Callable[[], None] = lambda: None, **settings: str
    ) -> None:
        def change(kept: Project) -> Project:
            from editor.verbs import bins

            project = bins(kept, verb, words, settings, engine=self._work.engine).project
            self._work.post(then)
            return project

        self.session.keep(change)


def _in(piece: Piece, bin: str) -> bool:
    if bin in (UNUSED, OFFLINE):
        return piece.offline if bin == OFFLINE else not piece.uses
    return bin in (ALL, piece.bin) or piece.bin.startswith(f"{bin}/")


def _words(piece: Piece) -> str:
    return " ".join((piece.path, piece.bin, *(text(piece) for _, text in COLUMNS))).lower()

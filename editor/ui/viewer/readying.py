"""Making versions of the cut ready to be shown, off the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from editor.compile.viewed import Viewed
from editor.document.model import Cut
from editor.document.opened import Project
from editor.playback.mattes import matte_reel
from editor.playback.reel import Missing, Reel, reel_of
from editor.ui.tasks import Lane, Post
from nodes.api.times import Time


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be shown of a cut: its versions, a node in its clip's place, with or without its mattes."""

    project: Project
    cut: Cut
    sources: tuple[str, ...]
    viewed: Viewed | None = None
    matted: bool = False


@dataclass(frozen=True, slots=True)
class Reels:
    """The versions of a cut in order, and its mattes, if they were wanted and there are some."""

    all: tuple[Reel, ...] = ()
    matte: Reel | None = None

    def missing_at(self, time: Time) -> Missing | None:
        """Return what is missing of the first version at a time."""
        missing = self.all[0].missing if self.all else ()
        return next((each for each in missing if time in each.place), None)


def reels_for(wish: Wish) -> Reels:
    """Return what a wish asks for. Raises as `reel_of` does."""
    every = (reel_of(wish.project, wish.cut, source, wish.viewed) for source in wish.sources)
    return Reels(tuple(every), matte_reel(wish.project, wish.cut) if wish.matted else None)


class Readying:
    """Fulfils one wish after another; while one is made ready only the newest next is kept.

    `wish` says what is wanted when its turn comes, None for nothing. `done` and `refused` are called on the
    window's thread, for the newest wish alone.
    """

    def __init__(
        self,
        post: Post,
        wish: Callable[[], Wish | None],
        done: Callable[[Reels], None],
        refused: Callable[[Exception], None],
    ) -> None:
        self._lane = Lane("reel", post)
        self._wish, self._done, self._refused = wish, done, refused
        self._wanted = 0

    def refresh(self) -> None:
        """Make ready what is wanted now."""
        self._wanted += 1
        if self._wanted == 1:
            self._begin()

    def close(self) -> None:
        """End the thread."""
        self._lane.close()

    def _begin(self) -> None:
        wish, number = self._wish(), self._wanted
        if wish is None:
            self._wanted = 0
            self._done(Reels())
            return
        self._lane.do(
            partial(reels_for, wish),
            partial(self._end, number, self._done),
            partial(self._end, number, self._refused),
        )

    def _end(self, number: int, told: Callable[[Any], None], came: Any) -> None:
        newest, self._wanted = number == self._wanted, 0
        if newest:
            told(came)
        else:
            self.refresh()

"""What is read off the frame on the screen: a pixel in every sense, and which frames are in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias

from editor.playback.fetch import picture_of
from editor.playback.player import Player
from editor.playback.ring import Picture
from editor.playback.screening import Screening
from editor.playback.source import Source
from editor.ui.observe import Value
from editor.ui.tasks import Post
from nodes.api.times import Range, Time
from nodes.engine.job import Job
from nodes.engine.shader import Shader

from .readout import inspected_text, pixel_text

SIZES = (1, 3, 5)
"""Pixels each way that are read as their mean."""


Still: TypeAlias = tuple[Job, Time]
"""A job and a frame of it that stands on the screen."""


class Reading:
    """`pixel` is what lies under the mouse, in words: the display's code values at once, and below them, as
    soon as the engine has said them, working and source values. `cached` are the frames in memory, as
    (first, count); `views` the names of the display's views; `costs` what each node took. All belong to the
    window's thread.
    """

    def __init__(self, player: Player, post: Post) -> None:
        self.pixel: Value[str] = Value("")
        self.size: Value[int] = Value(1)
        self.cached: Value[tuple[tuple[int, int], ...]] = Value(())
        self.views: Value[tuple[str, ...]] = Value(())
        self.costs: Value[Mapping[str, Any]] = Value({})
        self._player, self._post = player, post
        self._at: tuple[int, int] | None = None
        self._tile = 0
        self._number = 0
        self._viewed: Job | None = None
        self._read: Still | None = None

    def point(self, at: tuple[int, int] | None, tile: int) -> None:
        """Read at (column, row) of the picture in a tile from now on, or nowhere."""
        self._at, self._tile = at, tile

    def read(self, picture: Picture | None, job: Job | None) -> None:
        """Read the pixel that is pointed at; `job` makes the frame, None where only codes are wanted."""
        text = pixel_text(picture, self._at, self._tile, self.size.value)
        self.pixel.set(text)
        self._number += 1
        self._read = None if job is None or picture is None else (job, picture.time)
        if not text or picture is None or job is None or self._at is None:
            return
        hear = partial(self._inspected, self._number, text)
        question = partial(self._ask_pixel, job, picture.time, self._at, self.size.value, hear)
        self._player.ask("pixel", question)

    @property
    def still(self) -> Still | None:
        """The job and the frame that is read, None while it does not stand still."""
        return self._read

    def pick(self, still: Still, done: Callable[[Mapping[str, float]], None], least: int = 3) -> bool:
        """Give `done` the working light of a frame where it is pointed at.

        It is the mean of as many pixels as are read, `least` each way at least. Return whether anything is
        pointed at.
        """
        if self._at is None:
            return False
        (job, time), size = still, max(least, self.size.value)
        self._player.ask("picked", partial(self._ask_light, job, time, self._at, size, done))
        return True

    def look_up(self, job: Job, whole: Range) -> None:
        """Ask which frames are in memory, and, of a new cut, by which views it can be shown."""
        self._player.ask("cached", partial(self._ask_cached, job, whole))
        self._player.ask("costs", partial(self._ask_costs, job))
        if self._viewed is None or self._viewed.colour != job.colour:
            self._viewed = job
            self._player.ask("views", partial(self._ask_views, job))

    def fetch_shader(self, job: Job, view: str, into: Value[Shader | None]) -> None:
        """Put the shader of a view into a value, as soon as the engine has made it."""
        self._player.ask("shader", partial(self._ask_shader, job, view, into))

    def see(self, shown: Screening, time: Time, done: Callable[[Picture], None]) -> None:
        """Give `done` a frame by itself, on the window's thread."""
        self._player.ask("seen", partial(self._ask_seen, shown, time, done))

    # On the player's threads

    def _ask_pixel(
        self,
        job: Job,
        time: Time,
        at: tuple[int, int],
        size: int,
        hear: Callable[[Mapping[str, Any]], None],
        source: Source,
    ) -> None:
        found = source.pixel(job, time, at, size)
        self._post(partial(hear, found))

    def _ask_light(
        self,
        job: Job,
        time: Time,
        at: tuple[int, int],
        size: int,
        done: Callable[[Mapping[str, float]], None],
        source: Source,
    ) -> None:
        found = source.pixel(job, time, at, size)
        self._post(partial(done, found["working"]))

    def _ask_cached(self, job: Job, whole: Range, source: Source) -> None:
        found = tuple(source.cached(job, whole))
        self._post(partial(self.cached.set, found))

    def _ask_shader(self, job: Job, view: str, into: Value[Shader | None], source: Source) -> None:
        found = source.shader(job, view)
        self._post(partial(into.set, found))

    def _ask_seen(
        self, shown: Screening, time: Time, done: Callable[[Picture], None], source: Source
    ) -> None:
        with source.pictures(shown, Range(time, Time(1, time.rate)), 1) as call:
            for loan in call.frames():
                self._post(partial(done, picture_of(loan)))

    def _ask_views(self, job: Job, source: Source) -> None:
        found = tuple(source.views(job))
        self._post(partial(self.views.set, found))

    def _ask_costs(self, job: Job, source: Source) -> None:
        found = source.costs(job)
        self._post(partial(self.costs.set, found))

    # On the window's

    def _inspected(self, number: int, text: str, found: Mapping[str, Any]) -> None:
        if number == self._number:
            self.pixel.set("\n".join((text, *inspected_text(found))))

"""What the viewer shows and does, without a widget."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from editor.compile.cut import EmptyCut
from editor.compile.viewed import Viewed
from editor.document.opened import Project
from editor.playback.course import FASTEST, Course
from editor.playback.device import open_sink
from editor.playback.player import News, OpenSink, Player
from editor.playback.reel import Reel
from editor.playback.refused import Refused, refused_in
from editor.playback.ring import Picture
from editor.playback.screening import Screening
from editor.playback.source import EngineFactory
from editor.takes.results import results_folder
from editor.ui.observe import Value
from editor.ui.session import Session
from editor.ui.tasks import Post
from editor.ui.words import later, say
from nodes.api.times import Range, Time
from nodes.engine.view import View

from .asked import screening_of
from .comparing import CompareMode, Comparing
from .framing import Framing
from .guided import Guides
from .length import Length
from .looking import Looking
from .reading import Reading
from .readout import frame_text, timecode_text
from .readying import Readying, Reels, Wish
from .refusing import refused_text

Showing = Literal["circled", "live"]
RESTARTED = "engine restarted"
EMPTY = later("This cut is empty. Drop media or a timeline on the tracks below.")
_BADGE = 96
"""Pictures after which the badge of a restart goes away."""


class PlayerModel:
    """The cut in the viewer: what is looked at, what plays, what is read off it.

    `picture` is the newest there is; one that is not made yet leaves the last, and `busy` tells that it is
    waited for. `slate` is what stands in place of a picture, "" where there is one; `missing` is the id of
    the clip whose media it is about, `refused` the shots whose graphs it is about. `state` is a badge: an
    engine that was restarted, a fault. `zoom` is "fit" or device pixels a pixel. `playing` is the speed, 0
    stopped; `dropped` counts the frames that playing had to leave out, `sound` says why nothing is heard.
    `ready` tells that there is something to play. All values belong to the window's thread. `viewed` is
    a node of a graph that stands in its clip's place, `waits_for` says what long work a picture waits for.
    """

    def __init__(
        self, session: Session, engine_factory: EngineFactory, post: Post, sink: OpenSink = open_sink
    ) -> None:
        self.session, self._length = session, Length(session)
        self.showing: Value[Showing] = Value("circled")
        self.playing, self.dropped = Value(0), Value(0)
        self.loop, self.busy, self.ready = Value(False), Value(False), Value(False)
        self.framing = Framing()
        self.zoom = self.framing.zoom
        self.state, self.sound = Value(""), Value("")
        self.timecode, self.frame = Value(""), Value("")
        self.picture: Value[Picture | None] = Value(None)
        self.slate, self.missing, self.waits_for = Value(""), Value(""), Value("")
        self.refused: Value[tuple[Refused, ...]] = Value(())
        self.viewed: Value[Viewed | None] = Value(None)
        self.works: Value[News | None] = Value(None)
        self.player = Player(engine_factory, self._arrive, self._hear, sink)
        self.reading = Reading(self.player, post)
        self.pixel = self.reading.pixel
        self._post = post
        self._readying = Readying(post, self._wish, self._ready_made, self._refused)
        self._made = Reels()
        self.looking, self.comparing, self.guides = Looking(), Comparing(), Guides()
        self._folder: Path | None = None
        self._matted, self._following, self._badge = False, False, 0
        self._arrived: list[Picture] = []
        self._lock = threading.Lock()
        self._unwatch = [
            session.project.watch(self._opened),
            session.cut.watch(lambda _: self.refresh()),
            session.playhead.watch(self._moved),
            session.marked.watch(lambda _: self._replay()),
            self.loop.watch(lambda _: self._replay()),
            self.showing.watch(lambda _: self._anew()),
            self.viewed.watch(lambda _: self._anew()),
            self.comparing.sources.watch(lambda _: self._anew()),
            self.looking.view.watch(self._look_by),
            *(value.watch(lambda _: self.look_again()) for value in self._looked_at()),
            self.picture.watch(lambda _: self._lay()),
            self.comparing.mode.watch(lambda _: self._lay()),
            self.reading.size.watch(lambda _: self._read()),
        ]

    # -- what a person does

    def compare(self, sources: Sequence[str], mode: CompareMode = "wipe") -> None:
        """Show two to four versions of the cut in step; fewer end it.

        A source is "circled", "live", "source", or a take as `SHOT/t003`, or just `t003`.
        """
        self.comparing.begin(sources, mode)

    def play(self, speed: int) -> None:
        """Play at a speed of -8 to 8 from the playhead; 0 stops."""
        if not speed or not self._reels:
            self.stop()
            return
        self.state.set("")
        self._begin(max(-FASTEST, min(FASTEST, speed)))

    def toggle(self) -> None:
        """Play, or stop what plays."""
        self.play(0 if self.playing.value else 1)

    def shuttle(self, direction: int) -> None:
        """Play in a direction (1 or -1), twice as fast each time up to 8."""
        speed = self.playing.value * direction
        self.play(direction * (min(FASTEST, speed * 2) if speed > 0 else 1))

    def stop(self) -> None:
        """Stop; the playhead stays on the frame that is shown."""
        self.player.stop()
        self.playing.set(0)
        self._look_up()

    def step(self, frames: int) -> None:
        """Stop and go some frames on or back."""
        self.stop()
        if self.session.playhead.value is not None:
            rate = self._length.rate
            self.seek(self.session.playhead.value.at(rate).floor() + Time(frames, rate))

    def seek(self, time: Time) -> None:
        """Put the playhead on the frame at a cut time, within the cut."""
        whole = self.whole
        if whole is not None:
            self.session.playhead.set(whole.clamp(time.at(whole.rate).floor()))

    def to_start(self) -> None:
        """Go to the first frame of what is marked, else of the cut."""
        if (span := self.span) is not None:
            self.seek(span.start)

    def to_end(self) -> None:
        """Go to the last frame of what is marked, else of the cut."""
        if (span := self.span) is not None:
            self.seek(span.end - Time(1, span.rate))

    def refresh(self) -> None:
        """Show the cut as it is now; while one is being made ready only the newest next is."""
        self._retitle()
        self._readying.refresh()

    def look_again(self) -> None:
        """Show the same frame, or go on playing, as the picture is looked at now."""
        if self.playing.value:
            self._begin(self.playing.value)
        elif self.session.playhead.value is not None:
            self._look(self.session.playhead.value)

    def see(self, done: Callable[[Picture], None]) -> None:
        """Give `done` the frame at the playhead as the engine makes it by the view."""
        time = self.session.playhead.value
        if self._reels and time is not None:
            shown = replace(self._screening(), deep=False)
            self.reading.see(shown, self._reels[0].frame_at(time), done)

    def point(self, at: tuple[int, int] | None, tile: int = 0) -> None:
        """Read off the pixel at (column, row) of the picture in a tile, or none."""
        self.reading.point(at, tile)
        self._read(tile)

    def close(self) -> None:
        """End every thread and the engine."""
        for unwatch in self._unwatch:
            unwatch()
        self._readying.close()
        self.player.close()

    # -- what can be asked

    @property
    def viewed_badge(self) -> str:
        """What is said while a node of a graph is viewed, "" while the cut is."""
        viewed = self.viewed.value
        return "" if viewed is None else say("Viewing the node {node}", node=viewed.link.node)

    @property
    def whole(self) -> Range | None:
        """The frames of the cut, None where there are none."""
        return self._length.whole

    @property
    def span(self) -> Range | None:
        """The frames that are played: what is marked, else the cut."""
        return self._length.span

    def _opened(self, project: Project | None) -> None:
        folder = None if project is None else project.folder
        if folder != self._folder:
            # Another project: nothing of the last one stays on the screen.
            self._folder = folder
            self.player.keep_in(None if project is None else results_folder(project))
            self._close_reel("")
            self.state.set("")
        self.refresh()

    # -- making the cut ready, off the window's thread

    def _wish(self) -> Wish | None:
        project, cut = self.session.project.value, self.session.cut.value
        if project is None or cut is None:
            return None
        sources = self.comparing.sources.value or (self.showing.value,)
        return Wish(project, cut, sources, self.viewed.value, bool(self.looking.view.value.matting))

    def _ready_made(self, made: Reels) -> None:
        if not made.all:
            self._close_reel("")
            return
        self._made = made
        self.ready.set(True)
        self.look_again()

    def _refused(self, error: Exception) -> None:
        if self.comparing.is_on:
            # What cannot be compared is said; the cut itself can still be looked at.
            self.session.fail(error)
            self.comparing.end()
        else:
            self._close_reel(say(EMPTY) if isinstance(error, EmptyCut) else str(error))

    def _close_reel(self, why: str) -> None:
        self.stop()
        self._made = Reels()
        self.ready.set(False)
        self.picture.set(None)
        self.slate.set(why)
        self.missing.set("")
        self.refused.set(())

    # -- looking and playing

    @property
    def _reels(self) -> tuple[Reel, ...]:
        return self._made.all

    def _look(self, time: Time) -> None:
        if self._reels:
            self.busy.set(True)
            self.player.look(self._screening(), self._reels[0].frame_at(time))

    def _read(self, tile: int = 0) -> None:
        """Read the pixel under the mouse off the frame; more than its codes while nothing plays."""
        front = self.comparing.front.value or 0
        reel = self._reels[min(tile + front, len(self._reels) - 1)] if self._reels else None
        still = reel is not None and not self.playing.value and not self.refused.value
        self.reading.read(self.picture.value, reel.job if reel is not None and still else None)

    def _look_up(self) -> None:
        if self._reels and not self.playing.value:
            self.reading.look_up(self._reels[0].job, self._reels[0].range)

    def _lay(self) -> None:
        """Give each picture a tile where they lie side by side."""
        self.framing.tiles.set(self.comparing.tiles(self.picture.value))

    def _anew(self) -> None:
        """Show something else altogether: nobody waits for what is being made any more."""
        if not self.playing.value:
            self.player.give_up()
        self.refresh()

    def _look_by(self, view: View) -> None:
        """Look again; the mattes of the cut are made ready when they are first wanted."""
        picture, looking = self.picture.value, self.looking
        shown_by = looking.shader.value
        if looking.is_deep and self._reels and (shown_by is None or shown_by.view != view.transform):
            self.reading.fetch_shader(self._reels[0].job, view.transform, looking.shader)
        if bool(view.matting) != self._matted:
            self._matted = bool(view.matting)
            self._anew()
        elif not (looking.is_deep and picture is not None and picture.light is not None):
            self.look_again()

    def _looked_at(self) -> tuple[Value[Any], ...]:
        looking, comparing = self.looking, self.comparing
        return looking.scale, looking.scopes, comparing.mode, comparing.amount, comparing.front

    def _screening(self) -> Screening:
        return screening_of(self._made, self.looking, self.comparing)

    def _moved(self, time: Time | None) -> None:
        """Follow a playhead that somebody moved; our own moves follow the picture."""
        self._retitle()
        if time is None or self._following:
            return
        if self.playing.value:
            self._begin(self.playing.value)
        else:
            self._look(time)

    def _replay(self) -> None:
        if self.playing.value:
            self._begin(self.playing.value)

    def _begin(self, speed: int) -> None:
        reels, span, time = self._reels, self.span, self.session.playhead.value
        if not reels or span is None or not (span := span.meet(reels[0].range)).frame_count:
            self.stop()
            return
        course = Course(time.at(span.rate).frame if time is not None else 0, speed, span, self.loop.value)
        if course.beats == 1 and span.frame_count > 1 and not self.playing.value:
            # At the end already: begin anew, as every player does.
            course = replace(course, start=course.first if speed > 0 else course.last)
        self.dropped.set(0)
        self.player.play(self._screening(), course)
        self.playing.set(speed)

    # -- what the player's threads bring

    def _arrive(self, picture: Picture) -> None:
        """Keep the newest picture for the window; it is told once, however many come before it looks."""
        with self._lock:
            waits, self._arrived = bool(self._arrived), [picture]
        if not waits:
            self._post(self._take)

    def _take(self) -> None:
        with self._lock:
            arrived, self._arrived = self._arrived, []
        for picture in arrived:
            self.busy.set(False)
            self.waits_for.set("")
            self.picture.set(picture)
            self._say_missing(picture)
            self._read()
            self._look_up()
            self._count_badge()
            if self.playing.value:
                self.dropped.set(self.player.on_screen.dropped)
                self._follow(picture.time)

    def _follow(self, time: Time) -> None:
        self._following = True
        try:
            self.session.playhead.set(time)
        finally:
            self._following = False

    def _say_missing(self, picture: Picture) -> None:
        here = self._made.missing_at(picture.time)
        self.refused.set(refused_in(self.session.cut.value, picture.meta))
        self.missing.set("" if here is None else here.clip)
        self.slate.set(refused_text(self.refused.value) if here is None else here.text)

    def _count_badge(self) -> None:
        self._badge -= 1
        if not self._badge and self.state.value == RESTARTED:
            self.state.set("")

    def _hear(self, news: News) -> None:
        self._post(partial(self._heard, news))

    def _heard(self, news: News) -> None:
        if news.kind == "silent":
            self.sound.set(news.text)
        elif news.kind == "working":
            self.works.set(news)
            self.waits_for.set(news.text if self.busy.value or self.playing.value else "")
        elif news.kind == "restarted":
            self._badge = _BADGE
            self.state.set(RESTARTED)
        else:
            speed = self.playing.value
            self.playing.set(0)
            self.busy.set(False)
            self.waits_for.set("")
            if news.kind == "failed":
                self.works.set(news)
                self.state.set(news.text)
            elif speed:
                # The very last picture may have come too late to be shown in its time.
                (self.to_end if speed > 0 else self.to_start)()

    def _retitle(self) -> None:
        cut, time = self.session.cut.value, self.session.playhead.value
        self.timecode.set("" if cut is None or time is None else timecode_text(cut, time))
        self.frame.set("" if time is None else frame_text(time, self.whole))

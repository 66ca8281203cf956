"""Looking at a frame, playing a stretch: what a viewer asks, whoever draws it."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nodes.api.errors import Cancelled, WorkprintError
from nodes.api.times import Range, Time
from nodes.engine.errors import node_of
from nodes.engine.playback import Playback
from nodes.models.working import Working

from .buffer import SoundBuffer
from .clock import SoundClock, WallClock
from .course import Course
from .device import open_sink
from .fetch import fetch_pictures, fetch_sound, picture_of
from .levels import Loudness
from .present import OnScreen, Presenter
from .ring import Picture
from .screening import Screening
from .sink import Sink
from .source import EngineFactory, Source
from .turn import BUFFERED, Turn
from .waiting import working_text
from .worker import Newest

OpenSink = Callable[[int, int], tuple[Sink, str]]
"""Opens what takes the sound, at a rate and with channels; says why nothing is heard, or nothing."""

SOUND_RATE, CHANNELS = 48000, 2


Question = Callable[[Source], None]
"""Asks the source something and hands on the answer; called on a thread of the player."""
QuestionKind = Literal["pixel", "picked", "cached", "views", "costs", "shader", "seen"]
QUESTIONS: tuple[QuestionKind, ...] = ("pixel", "picked", "cached", "views", "costs", "shader", "seen")


@dataclass(frozen=True, slots=True)
class News:
    """What happened: playing `ended` by itself or `failed`, the engine was `restarted`, sound is `silent`.

    `working` tells what long work a frame waits for, in words. `node` is the one that works, how far `work`
    says, or that failed.
    """

    kind: Literal["ended", "restarted", "failed", "silent", "working"]
    text: str = ""
    node: str = ""
    work: Working | None = None


@dataclass(frozen=True, slots=True)
class Still:
    """A single frame to be looked at."""

    screening: Screening
    time: Time


class Player(AbstractContextManager["Player"]):
    """Plays screenings with an engine of its own and shows frames of them.

    `show` gets each picture when its time has come, `told` gets news; both are called on the player's
    threads and must be quick. Everything else may be called from any thread and returns at once.
    Forwards at speed 1 sound is heard and is the clock; at other speeds a wall clock runs.
    """

    def __init__(
        self,
        factory: EngineFactory,
        show: Callable[[Picture], None],
        told: Callable[[News], None],
        sink: OpenSink = open_sink,
    ) -> None:
        self._show, self._told, self._open_sink = show, told, sink
        self._source = Source(factory)
        self._source.at_work = lambda node, work: told(News("working", working_text(node, work), node, work))
        self._lock = threading.Lock()
        self._turn: Turn | None = None
        self._presenter: Presenter | None = None
        self._asked: tuple[Turn | None, int] = None, 0
        self._looking: Playback | None = None
        self._sink: Sink | None = None
        self._pictures = Newest[Still | Turn]("pictures", self._fetch)
        self._sounds = Newest[Turn]("sound", self._sound)
        self._shows = Newest[Presenter]("show", self._present)
        self._questions = {name: Newest[Question](f"{name} question", self._answer) for name in QUESTIONS}

    def __exit__(self, *_: object) -> None:
        self.close()

    def keep_in(self, results: Path | None) -> None:
        """Find and store what nodes marked `keep` make in a folder; None for none."""
        self._source.results = results

    @property
    def position(self) -> Time | None:
        """The cut time that plays now, None while nothing does."""
        turn = self._turn
        return None if turn is None else turn.course.time(turn.beat)

    @property
    def turn(self) -> Turn | None:
        """What plays now."""
        return self._turn

    def sounding(self) -> Loudness | None:
        """Return how loud what was heard since the last question is, None where nothing was heard.

        For one asker.
        """
        turn = self._turn
        if turn is None or turn.buffer is None:
            return None
        now = math.floor(turn.position * SOUND_RATE / turn.course.rate.fraction)
        asked, since = self._asked
        self._asked = turn, now
        return turn.levels.between(since if asked is turn else 0, now)

    @property
    def on_screen(self) -> OnScreen:
        """What the playing that goes on, or the last one, showed last."""
        presenter = self._presenter
        return OnScreen() if presenter is None else presenter.on_screen

    @property
    def sink(self) -> Sink | None:
        """What takes the sound, once something was played."""
        return self._sink

    @property
    def engine_pid(self) -> int | None:
        """The engine's process number, if it runs."""
        return self._source.pid

    def look(self, screening: Screening, time: Time) -> None:
        """Show one frame, ending what plays; while one is being made only the newest next is kept."""
        self.stop()
        self._pictures.give(Still(screening, time))

    def play(self, screening: Screening, course: Course) -> None:
        """Play, ending what played before and any look that is under way."""
        self.stop()
        self.give_up()
        buffer = SoundBuffer(CHANNELS, int(BUFFERED * SOUND_RATE)) if course.speed == 1 else None
        turn = Turn(screening, course, WallClock(), buffer)
        with self._lock:
            self._turn, self._presenter = turn, self._presenter_of(turn)
        self._shows.give(self._presenter)
        self._pictures.give(turn)
        if buffer is not None:
            self._sounds.give(turn)

    def _presenter_of(self, turn: Turn) -> Presenter:
        return Presenter(turn, self._show, lambda: self._source.deaths, self._restarted)

    def ask(self, kind: QuestionKind, question: Question) -> None:
        """Have the engine asked beside what is shown; of questions of a kind only the newest waits.

        One that cannot be answered, since the engine has forgotten what it is about, is answered by nothing.
        """
        self._questions[kind].give(question)

    def stop(self) -> None:
        """End what plays; the last picture stays."""
        with self._lock:
            turn, self._turn = self._turn, None
        if turn is not None:
            turn.end()

    def give_up(self) -> None:
        """Make the frame that is looked for no further: something else is wanted, not only another frame."""
        with self._lock:
            call, self._looking = self._looking, None
        if call is not None:
            call.cancel()

    def close(self) -> None:
        """End everything, the engine too; returns when no thread is left."""
        self.stop()
        self.give_up()
        for asking in self._questions.values():
            asking.close()
        for worker in (self._pictures, self._sounds, self._shows):
            worker.close()
        if self._sink is not None:
            self._sink.close()
        self._source.__exit__()

    def _fetch(self, wish: Still | Turn) -> None:
        try:
            if isinstance(wish, Turn):
                fetch_pictures(self._source, wish)
            else:
                self._show_still(wish)
        except Cancelled:
            return
        except WorkprintError as error:
            self._fail(wish if isinstance(wish, Turn) else None, error)

    def _show_still(self, still: Still) -> None:
        deaths = self._source.deaths
        picture = self._still_of(still)
        if self._source.deaths != deaths:
            self._restarted()
        self._show(picture)

    def _still_of(self, still: Still) -> Picture:
        wanted = Range(still.time.floor(), Time(1, still.time.rate))
        call = self._source.pictures(still.screening, wanted, 1)
        with self._lock:
            self._looking = call
        with call:
            for loan in call.frames():
                return picture_of(loan)
        # It was there, and was given back just then since nobody wanted it any more.
        raise Cancelled("Show a frame", "something else was asked for")

    def _answer(self, question: Question) -> None:
        with suppress(WorkprintError):
            question(self._source)

    def _sound(self, turn: Turn) -> None:
        assert turn.buffer is not None
        try:
            fetch_sound(self._source, turn, SOUND_RATE)
        except WorkprintError as error:
            # Pictures go on: their clock is fed with silence.
            turn.buffer.finish()
            self._told(News("silent", str(error)))

    def _present(self, presenter: Presenter) -> None:
        turn = presenter.turn
        if turn.buffer is not None:
            turn.clock = SoundClock(self._device(), turn.buffer)
        if presenter.run():
            with self._lock:
                newest = self._turn is turn
                self._turn = None if newest else self._turn
            turn.end()
            if newest:
                self._told(News("ended"))

    def _device(self) -> Sink:
        if self._sink is None:
            self._sink, silent = self._open_sink(SOUND_RATE, CHANNELS)
            if silent:
                self._told(News("silent", silent))
        return self._sink

    def _restarted(self) -> None:
        self._told(News("restarted", "the engine was restarted"))

    def _fail(self, turn: Turn | None, error: WorkprintError) -> None:
        if turn is not None:
            turn.end()
            with self._lock:
                if self._turn is not turn:
                    return
                self._turn = None
        self._told(News("failed", str(error), node_of(error)))

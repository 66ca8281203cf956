"""Media looked at by itself: a viewer of its own, in and out, and the edits that take what is between."""

from __future__ import annotations

from contextlib import nullcontext

from editor.compile.pool import Piece
from editor.playback.device import open_sink
from editor.playback.player import OpenSink
from editor.ui.media.marks import Marks
from editor.ui.media.model import MediaModel
from editor.ui.observe import Value
from editor.ui.session import Session
from editor.ui.tasks import Post
from editor.ui.viewer.model import PlayerModel
from editor.ui.words import say, say_many
from editor.ui.work import Work
from nodes.api.errors import WorkprintError
from nodes.api.times import Range, Time
from nodes.media.timecode import can_drop, timecode_of_frame

from .alone import alone


class LoupeModel:
    """`piece` is what is looked at. `said` tells in, out and how much is taken, in words.

    `session` is a stand-in whose cut is the media alone and of which nothing is kept; `player` plays it by
    the engine of `work`. In and out are the media's, by `MediaModel.marks`: they stay while the window does.
    """

    def __init__(
        self, media: MediaModel, piece: Piece, work: Work, post: Post, sink: OpenSink = open_sink
    ) -> None:
        project = media.session.project.value
        if project is None or piece.info is None:
            raise ValueError("nothing is open")
        self.media, self.piece, self._info = media, piece, piece.info
        made = alone(project, piece)
        self.session = Session(post)
        self.player = PlayerModel(self.session, lambda: nullcontext(work.engine), post, sink)
        self.said: Value[tuple[str, str, str]] = Value(("", "", ""))
        self.session.project.set(made)
        self.session.cut.set(made.cut)
        self.session.playhead.set(Time.zero(self._info.rate))
        self._unwatch = media.marks.watch(lambda _: self._show(), now=True)

    @property
    def marks(self) -> Marks:
        """In and out."""
        return self.media.marks.value.get(self.piece.path, Marks())

    def mark_in(self) -> None:
        """Begin at the frame that is shown."""
        self.media.mark(self.piece.path, self.marks.begun(self._frame()))

    def mark_out(self) -> None:
        """End with the frame that is shown."""
        self.media.mark(self.piece.path, self.marks.ended(self._frame()))

    def clear(self) -> None:
        """Take all of it again."""
        self.media.mark(self.piece.path, Marks())

    def put(self, verb: str) -> None:
        """Put what is between in and out into the cut: `insert`, `overwrite` or `append`."""
        self.media.put(verb, (self.piece.path,))

    def close(self) -> None:
        """End what plays."""
        self._unwatch()
        self.player.close()
        self.session.close()

    def _frame(self) -> int:
        now = self.session.playhead.value
        return 0 if now is None else min(max(0, now.at(self._info.rate).floor().frame), self._count - 1)

    @property
    def _count(self) -> int:
        return self._info.frame_count

    def _show(self) -> None:
        marks, rate = self.marks, self._info.rate
        first, last = marks.taken(self._count)
        span = Range(Time(first, rate), Time(last - first + 1, rate))
        self.session.marked.set(span if marks.is_set else None)
        length = say_many("{count} frame", "{count} frames", last - first + 1)
        self.said.set((self._time(first), self._time(last), f"{self._length(last - first + 1)}  ({length})"))

    def _time(self, frame: int) -> str:
        number = (self._info.start + Time(frame, self._info.rate)).frame
        return timecode_of_frame(number, self._info.rate, drop=";" in (self._info.timecode or ""))

    def _length(self, frames: int) -> str:
        return timecode_of_frame(frames, self._info.rate, drop=can_drop(self._info.rate))


def looked_at(media: MediaModel, work: Work, post: Post) -> LoupeModel | None:
    """Return a look at the media that is chosen, None where that cannot be; why is told."""
    picked = media.picked()
    if len(picked) != 1 or picked[0].info is None:
        media.session.message.set(say("Choose one piece of media to look at."))
        return None
    try:
        return LoupeModel(media, picked[0], work, post)
    except WorkprintError as error:
        media.session.fail(error)
        return None

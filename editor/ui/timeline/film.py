"""What lies under the clips, small: pictures and the shape of sound, asked for as it is seen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from editor.compile.shot import colour_of
from editor.document.model import Clip
from editor.document.opened import Project
from editor.folders import cache_folder
from editor.ui.observe import Value
from editor.ui.session import Session
from editor.ui.tasks import Lane, Post
from editor.ui.words import say
from nodes.api.errors import Cancelled
from nodes.engine.job import Bound

from .footage import Footage, Key, Run, key_of, laid_out, run_of
from .peaks import Peaks, peaks_at
from .rows import Row

if TYPE_CHECKING:
    from nodes.engine.client import Engine

Pixels: TypeAlias = NDArray[np.uint8]
Wish: TypeAlias = tuple[str, int]
"""A picture: the fingerprint of its media and its index."""
Pictures: TypeAlias = Literal["off", "head", "ends", "strip"]
SAID: Mapping[Pictures, str] = {
    "off": "Clips show no pictures.",
    "head": "Clips show a picture at their head.",
    "ends": "Clips show pictures at head and tail.",
    "strip": "Clips show pictures all along.",
}
"""The ways in which pictures are drawn on clips, and what is said of them."""
KEPT = 1600
"""Small pictures that are held; each takes some 20 KiB."""
_BATCH = 6


class Film:
    """Gives what it has, at once, and has the engine make the rest; `changed` counts what came.

    Belongs to the window's thread. `want` replaces what was wanted before: what is out of sight by then is
    not asked for. `pictures` and `waves` say how and whether any are to be drawn; pictures of another
    `era` are of another working space.
    """

    def __init__(self, session: Session, engine: Callable[[], Engine], post: Post) -> None:
        self.changed = Value(0)
        self.pictures: Value[Pictures] = Value("strip")
        self.waves = Value(True)
        self.era = 0
        self._session, self._engine = session, engine
        self._lanes = {name: Lane(name, post) for name in ("footage", "thumbnails", "waveforms")}
        self._busy: set[str] = set()
        self._media: Mapping[str, object] | None = None
        self._colour: Mapping[str, object] = {}
        self._runs: dict[Key, tuple[Clip, Run | None]] = {}
        self._rows: WeakKeyDictionary[Row, Footage] = WeakKeyDictionary()
        self._bound: dict[str, Bound] = {}
        self._known: OrderedDict[Wish, Pixels | None] = OrderedDict()
        self._peaks: dict[str, Peaks | None] = {}
        self._closing = False
        self._wished: list[Wish] = []
        self._unheard: list[str] = []
        self._beside: list[str] = []

    def close(self) -> None:
        """End the lanes and let go of files; a sound that is being read is given up."""
        self._closing = True
        for lane in self._lanes.values():
            lane.close()
        # What was read of files is mapped from them.
        self._peaks.clear()

    def draw_pictures(self, how: Pictures) -> None:
        """Draw pictures in another way, and say so."""
        self.pictures.set(how)
        self._session.message.set(say(SAID[how]))

    def toggle_waves(self) -> None:
        """Draw the shape of sound on the clips, or not."""
        self.waves.set(not self.waves.value)

    @property
    def busy(self) -> bool:
        """Whether something is being made or looked for."""
        return bool(self._busy)

    # What is there

    def footage(self, row: Row) -> Footage | None:
        """Return the media under a row's clips, as far as it is known by now; None without a project."""
        project = self._session.project.value
        if project is None:
            return None
        if colour_of(project) != self._colour:
            self._colour = colour_of(project)
            self._known.clear()
            self.era += 1
        if project.media is not self._media:
            self._media = project.media
            self._runs, self._rows = {}, WeakKeyDictionary()
            self._forget_failures()
        found = self._rows.get(row)
        if found is not None:
            return found
        keys = [key_of(item) if isinstance(item, Clip) else None for item in row.items]
        unknown = [
            item
            for item, key in zip(row.items, keys, strict=True)
            if isinstance(item, Clip) and key not in self._runs
        ]
        runs = [None if key is None or key not in self._runs else self._runs[key][1] for key in keys]
        found = laid_out(row.items, runs)
        self._bound.update((bound.fingerprint, bound) for bound in found.media)
        if unknown:
            self._look(project, unknown)
        else:
            self._rows[row] = found
        return found

    def picture(self, wish: Wish) -> Pixels | None:
        """Return a small picture, uint8 (rows, columns, 3), None where it is not there (yet)."""
        found = self._known.get(wish)
        if found is not None:
            self._known.move_to_end(wish)
        return found

    def peaks(self, bound: Bound) -> Peaks | None:
        """Return the shape of media's sound, None where it has none or it is not there yet."""
        return None if bound.info.sound is None else self._peaks.get(bound.fingerprint)

    def want(self, pictures: Sequence[Wish], sounds: Sequence[Bound]) -> None:
        """Ask for what is seen and not there, the first of it first, and for nothing else any more."""
        self._wished = [wish for wish in pictures if wish not in self._known]
        self._unheard = []
        for bound in sounds:
            if bound.info.sound is not None and bound.fingerprint not in self._peaks:
                self._bound[bound.fingerprint] = bound
                self._unheard.append(bound.fingerprint)
        self._make_pictures()
        self._make_peaks()

    def hear(self, bound: Bound) -> bool:
        """Ask for the shape of a sound that is not on the timeline, too; return whether it may come."""
        name = bound.fingerprint
        if bound.info.sound is None or name in self._peaks:
            return False
        self._bound[name] = bound
        if name not in self._beside:
            self._beside.append(name)
        self._make_peaks()
        return True

    # What is asked for

    def _look(self, project: Project, clips: Sequence[Clip]) -> None:
        if "footage" in self._busy:
            return
        self._busy.add("footage")
        asked = replace(project, cut=self._session.cut.value or project.cut)
        media = project.media

        def done(runs: list[Run | None]) -> None:
            self._busy.discard("footage")
            if media is self._media:
                self._runs.update((key_of(clip), (clip, run)) for clip, run in zip(clips, runs, strict=True))
            self._tell()

        self._lanes["footage"].do(
            lambda: [run_of(asked, clip) for clip in clips], done, lambda _: self._busy.discard("footage")
        )

    def _make_pictures(self) -> None:
        project = self._session.project.value
        # What was wanted again while it was being made is there by now.
        self._wished = [wish for wish in self._wished if wish not in self._known]
        if "thumbnails" in self._busy or not self._wished or project is None:
            return
        media = self._wished[0][0]
        bound, colour = self._bound.get(media), colour_of(project)
        indices = [index for of, index in self._wished if of == media][:_BATCH]
        self._wished = [wish for wish in self._wished if wish[0] != media or wish[1] not in indices]
        if bound is None:
            return
        self._busy.add("thumbnails")

        def run() -> dict[int, Pixels | None]:
            came: dict[int, Pixels | None] = dict.fromkeys(indices)
            self._engine().thumbnails(bound, indices, colour, cache_folder() / "thumbnails", came.__setitem__)
            return came

        def done(came: Mapping[int, Pixels | None]) -> None:
            self._busy.discard("thumbnails")
            for index, picture in came.items():
                self._known[media, index] = picture
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
            self._tell()
            self._make_pictures()

        self._lanes["thumbnails"].do(run, done, lambda _: done(dict.fromkeys(indices)))

    def _make_peaks(self) -> None:
        waiting = [name for name in (*self._unheard, *self._beside) if name not in self._peaks]
        if "waveforms" in self._busy or not waiting:
            return
        name = waiting[0]
        self._unheard, self._beside = (
            [each for each in names if each != name] for names in (self._unheard, self._beside)
        )
        bound = self._bound[name]
        self._busy.add("waveforms")

        def done(peaks: Peaks | None) -> None:
            self._busy.discard("waveforms")
            self._peaks[name] = peaks
            self._tell()
            self._make_peaks()

        self._lanes["waveforms"].do(lambda: self._heard(bound), done, lambda _: done(None))

    def _heard(self, bound: Bound) -> Peaks | None:
        """Return the shape of a sound, made by the engine where it was not kept."""
        folder = cache_folder() / "waveforms"

        def told(done: int, total: int) -> None:
            if self._closing:
                raise Cancelled(f"Draw the sound of '{bound.info.ref.label}'", "the window is closed")

        kept = peaks_at(folder, bound)
        if kept is None and not self._closing:
            self._engine().waveform(bound, 1, folder, told=told)
            kept = peaks_at(folder, bound)
        return kept

    def _forget_failures(self) -> None:
        """Ask again for what could not be had: its media may have been found since."""
        self._known = OrderedDict((wish, each) for wish, each in self._known.items() if each is not None)
        self._peaks = {name: peaks for name, peaks in self._peaks.items() if peaks is not None}

    def _tell(self) -> None:
        self.changed.set(self.changed.value + 1)

"""What the timeline shows and does: values over the session, without a widget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from editor.compile.plate import media_lookup
from editor.document.layout import MediaLookup
from editor.document.model import Clip, Cut
from editor.ui.observe import Unwatch, Value
from editor.ui.session import Session
from nodes.api.times import Time

from .ghost import Ghost
from .heights import tops_of
from .hit import Hit, hit
from .offline import Offline
from .rows import Mark, Row, holders_of, row_of, stack_marks
from .ruler import Units
from .syncing import Sync
from .tools import Tool
from .view import View, bounded, fitted, panned, zoomed

if TYPE_CHECKING:
    from .band_drag import Bent

STEP = Fraction(5, 4)
"""How much nearer one step of zooming comes."""
_EARLIER = 200
"""How many rows that are not shown any more are kept."""


class TimelineModel:
    """The cut as rows, the part of it that is seen, and a person's gestures on it.

    Belongs to the window's thread. `snap` says whether things draw; `guide` is the instant that something
    is drawn to now; `ghost` an edit under way, `bent` a line of level or opacity, `heights` and `faders`
    tracks that are being made taller or louder, by id. `tool` is what the mouse does; `linking` says whether
    linked clips are selected together, `all_tracks` whether ripples take the other tracks along. `late` has
    the linked clips that are out of sync, by how much, `cached` the frames that are in memory, first and
    count of each stretch. Rows are kept for as long as their track object is.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.view: Value[View] = Value(View())
        self.snap: Value[bool] = Value(True)
        self.units: Value[Units] = Value("timecode")
        self.guide: Value[Time | None] = Value(None)
        self.ghost: Value[Ghost | None] = Value(None)
        self.faders: Value[Mapping[str, float]] = Value({})
        self.bent: Value[Bent | None] = Value(None)
        self.cached: Value[Sequence[tuple[int, int]]] = Value(())
        self.tool: Value[Tool] = Value("select")
        self.linking: Value[bool] = Value(True)
        self.all_tracks: Value[bool] = Value(True)
        self.late: Value[Mapping[str, Time]] = Value({})
        self.rows: Value[tuple[Row, ...]] = Value(())
        self.heights: Value[Mapping[str, int]] = Value({})
        self.marks: tuple[Mark, ...] = ()
        self.duration = Fraction(0)
        self.has_cut: Value[bool] = Value(False)
        self.has_selection: Value[bool] = Value(False)
        self._laid_out: dict[int, Row] = {}  # by id() of a track, which the row holds
        self._earlier: dict[int, Row] = {}
        self._offline = Offline()
        self._sync = Sync()
        self._folder: object = None
        self._fit = True
        self._unwatch: tuple[Unwatch, ...] = (
            session.project.watch(lambda _: self._show()),
            session.cut.watch(lambda _: self._show(cut_changed=True)),
            session.selection.watch(lambda ids: self.has_selection.set(bool(ids)), now=True),
            self.heights.watch(lambda _: self._look(self.view.value)),
        )
        self._show(cut_changed=True)

    def close(self) -> None:
        """Watch the session no more."""
        for unwatch in self._unwatch:
            unwatch()

    # What is shown

    @property
    def cut(self) -> Cut | None:
        """The cut that is shown."""
        return self.session.cut.value

    @property
    def media(self) -> MediaLookup | None:
        """What says how long media is."""
        project = self.session.project.value
        return None if project is None else media_lookup(project)

    def _show(self, *, cut_changed: bool = False) -> None:
        cut, project = self.cut, self.session.project.value
        if cut is None:
            self._laid_out, self._earlier, self.marks, self.duration = {}, {}, (), Fraction(0)
            self.late.set({})
            self.rows.set(())
            self.has_cut.set(False)
            return
        if self._offline.look_at(None if project is None else project.media):
            self._laid_out, self._earlier = {}, {}
        known, media = self._earlier | self._laid_out, self.media
        self._laid_out = {}
        laid_out = []
        for holder in holders_of(cut):
            row = known.get(id(holder)) or row_of(holder, cut.rate, media, self._offline)
            self._laid_out[id(holder)] = row
            laid_out.append(row)
        # What undo shows again is there still.
        earlier = [(key, row) for key, row in known.items() if key not in self._laid_out]
        self._earlier = dict(earlier[-_EARLIER:])
        before, rows = self.rows.value, tuple(laid_out)
        end = max((row.end for row in rows), default=0)
        was_empty, self.duration = not self.duration, Fraction(end) / cut.rate.fraction
        self.marks = stack_marks(cut)
        self._forget_gone(before, rows)
        self.late.set(self._sync.late(rows, cut.rate))
        self.rows.set(rows)
        self.has_cut.set(True)
        folder = project.folder if project is not None else None
        if cut_changed and (folder != self._folder or was_empty):
            self._folder = folder
            self.fit()
        else:
            self._look(self.view.value)

    def _forget_gone(self, before: tuple[Row, ...], now: tuple[Row, ...]) -> None:
        selected = self.session.selection.value
        gone = {id for id in selected if _holds(before, id) and not _holds(now, id)}
        self.session.selection.set(selected - gone)

    @property
    def last(self) -> Time | None:
        """The cut's last frame, its first where it is empty; None without a cut."""
        if self.cut is None:
            return None
        end = Time(self.duration * self.cut.rate.fraction, self.cut.rate)
        return max(end.ceil() - Time(1, self.cut.rate), Time.zero(self.cut.rate))

    def row_of(self, id: str) -> tuple[Row, int] | None:
        """Return the row an item stands in and its place there; None for one that is nested or gone."""
        for row in self.rows.value:
            if id in row.places:
                return row, row.places[id]
        return None

    # Where one looks

    def _look(self, view: View) -> None:
        tops = tops_of([row.holder for row in self.rows.value], view.height, self.heights.value)
        self.view.set(bounded(replace(view, tops=tops), self.duration))

    def resize(self, width: int, height: int) -> None:
        """Have room for so many pixels of lanes; what was fitted stays so."""
        view = replace(self.view.value, width=max(width, 1), height=max(height, 1))
        self._look(self._fitted(view) if self._fit else view)

    def zoom(self, factor: Fraction, x: float | None = None) -> None:
        """Come nearer or go away about a pixel of the lanes, about the playhead (or the middle) for None."""
        cut, view = self.cut, self.view.value
        if cut is None:
            return
        if x is None:
            playhead = self.session.playhead.value
            x = view.width / 2 if playhead is None else float(view.x_of(playhead))
            x = x if 0 <= x <= view.width else view.width / 2
        self._fit = False
        self._look(zoomed(view, factor, x, cut.rate))

    def fit(self) -> None:
        """Show the whole cut."""
        self._fit = True
        self._look(self._fitted(self.view.value))

    def _fitted(self, view: View) -> View:
        """Return the view of the whole cut, where pictures and sound meet in the middle."""
        if self.cut is None:
            return view
        rows = self.rows.value
        tops = tops_of([row.holder for row in rows], view.height, self.heights.value)
        meet = next((place for place, row in enumerate(rows) if row.kind == "Audio"), len(rows))
        fit = fitted(view, self.duration, self.cut.rate)
        return replace(fit, top=tops[meet] - view.height // 2)

    def pan(self, across: float, down: float = 0) -> None:
        """Move by pixels: later, and down the rows."""
        self._fit = False if across else self._fit
        view = panned(self.view.value, across) if across else self.view.value
        self._look(replace(view, top=round(view.top + down)))

    def scroll_to(self, x: int, top: int) -> None:
        """Show what lies so many pixels from the cut's start, and from the first row."""
        view = self.view.value
        self._look(replace(view, scroll=Fraction(x) / view.zoom, top=top))

    def follow(self, time: Time) -> None:
        """Turn the page where an instant is out of sight."""
        view = self.view.value
        x = view.x_of(time)
        if view.width > 1 and not 0 <= x < view.width:
            self._look(panned(view, float(x) - view.width / 10))

    # Selecting

    def under(self, x: float, y: float) -> Hit | None:
        """Return what lies at a pixel of the whole widget; None without a cut."""
        cut = self.cut
        return None if cut is None else hit(x, y, self.view.value, cut.rate, self.rows.value, self.marks)

    def select(self, ids: Iterable[str], *, add: bool = False) -> None:
        """Select items; with `add` one that is selected already is taken away."""
        chosen = frozenset(ids)
        self.session.selection.set(self.session.selection.value ^ chosen if add else chosen)

    def select_all(self) -> None:
        """Select every clip."""
        ids = (item.id for row in self.rows.value for item in row.items if isinstance(item, Clip))
        self.session.selection.set(frozenset(ids))

    def toggle_snap(self) -> None:
        """Draw to what is near, or no longer."""
        self.snap.set(not self.snap.value)
        self.session.message.set(f"Snapping is {'on' if self.snap.value else 'off'}.")

    def toggle_units(self) -> None:
        """Have the ruler count frames instead of timecode, or timecode again."""
        self.units.set("frames" if self.units.value == "timecode" else "timecode")


def _holds(rows: tuple[Row, ...], id: str) -> bool:
    return any(id in row.places or any(change.item.id == id for change in row.changes) for row in rows)

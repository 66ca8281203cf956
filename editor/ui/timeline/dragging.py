"""The drag of clips or their edges, from the press to the one edit that it becomes."""

from __future__ import annotations

from dataclasses import replace

from editor.document.edits.transition import Side
from editor.document.model import Gap
from nodes.api.times import Time

from .deeds import Hold, tracks_between
from .ghost import MOST, Ghost, length_text, signed
from .hit import Hit
from .model import TimelineModel
from .rows import Row
from .selecting import in_order, with_links
from .snap import around, snapped_by
from .tools import NONE, Deed, Keys
from .turning import turn
from .view import HEADER, RULER, row_at

FAR = 4
"""Pixels that a press has to move before it is a drag."""
_EDGES = 64
"""How many of the clips' edges draw to what is near."""


class DragClips:
    """What was pressed follows the pointer; nothing is an edit before it is let go.

    Without a drag it is a click, which selects, but for `clicks`.
    """

    def __init__(
        self,
        model: TimelineModel,
        deed: Deed,
        at: Hit,
        x: float,
        y: float,
        keys: Keys,
        *,
        clicks: bool = True,
    ) -> None:
        assert at.item is not None
        assert at.row is not None
        assert model.cut is not None
        self._model, self._hit, self._keys = model, at, keys
        self._x, self._y, self._from = x, y, at.time
        self._dragged, self._clicks = False, clicks
        self._row = at.row
        side: Side = "tail" if at.part == "tail" else "head"
        self._selected = model.session.selection.value
        ids = self._taken(deed, at.item.id)
        still = Time.zero(model.cut.rate)
        self.hold = Hold(deed, ids, at.item.id, side, still, all_tracks=model.all_tracks.value)

    def _taken(self, deed: Deed, id: str) -> tuple[str, ...]:
        """Return the clips that follow: those selected where this is one of them, else it and its links."""
        model = self._model
        chosen = self._selected
        if id not in chosen:
            chosen = frozenset({id}) if self._keys.alt and deed != "copy" else with_links(model, {id})
            if not (self._keys.ctrl or self._keys.shift):
                model.session.selection.set(chosen)
        if deed in ("move", "copy", "slip", "slide"):
            return in_order(model, chosen)
        # An edge takes along those that stand at the same instant.
        return in_order(model, [each for each in chosen if each == id or self._is_beside(each, id)])

    def _is_beside(self, id: str, main: str) -> bool:
        ours, others = self._model.row_of(main), self._model.row_of(id)
        if ours is None or others is None or ours[0] is others[0]:
            return False
        step = 1 if self._hit.part == "tail" else 0
        return ours[0].bounds[ours[1] + step] == others[0].bounds[others[1] + step]

    # While it is dragged

    def move(self, x: float, y: float, keys: Keys = NONE) -> None:
        model, cut = self._model, self._model.cut
        if cut is None or not (self._dragged or abs(x - self._x) + abs(y - self._y) >= FAR):
            return
        if not self._dragged:
            self._begin()
        turn(model, x)
        by = model.view.value.time_at(x - HEADER, cut.rate) - self._from
        hold = replace(self.hold, by=self._drawn(by, keys.shift), insert=keys.ctrl and self._moves)
        if self._moves:
            hold = self._on_other_row(hold, y)
        if hold == self.hold and model.ghost.value is not None:
            return
        self.hold = hold
        self._show(hold.why_not(cut, model.media))

    @property
    def _moves(self) -> bool:
        return self.hold.deed in ("move", "copy")

    def _begin(self) -> None:
        self._dragged = True
        selection = self._model.session.selection
        if self.hold.main not in selection.value:
            selection.set(frozenset(self.hold.ids))

    def _drawn(self, by: Time, free: bool) -> Time:
        """Return how far it goes: to what is near, else by whole frames; never before the cut."""
        model, cut = self._model, self._model.cut
        assert cut is not None
        edges = self._edges()
        by, guide = by.rounded(), None
        if model.snap.value and not free and self.hold.deed != "slip":
            playhead = model.session.playhead.value
            others = (*around(model.session.marked.value), *(() if playhead is None else (playhead,)))
            own = frozenset(self.hold.ids) if self._moves else frozenset()
            found = snapped_by(by, edges, model.view.value, model.rows.value, model.marks, others, own)
            if found is not None:
                by, guide = found
        if self._moves and edges and by < -min(edges):
            by, guide = -min(edges), None
        if self.hold.deed in ("trim", "ripple"):
            by = self._within(by)
        model.guide.set(guide)
        return by

    def _edges(self) -> tuple[Time, ...]:
        """Return the instants that draw: the edge that was hit, or heads and tails of what moves."""
        model, rate = self._model, self.hold.by.rate
        if self.hold.deed not in ("move", "copy", "slide"):
            return (self._edge(),)
        found: list[Time] = []
        for id in self.hold.ids[:_EDGES]:
            place = model.row_of(id)
            if place is not None:
                found += [Time(place[0].bounds[place[1] + n], rate) for n in (0, 1)]
        return tuple(found)

    def _edge(self) -> Time:
        row, index = self._main()
        return Time(row.bounds[index + (self.hold.side == "tail")], self.hold.by.rate)

    def _main(self) -> tuple[Row, int]:
        place = self._model.row_of(self.hold.main)
        return (self._model.rows.value[self._row], self._hit.index) if place is None else place

    def _within(self, by: Time) -> Time:
        """Return a trim that leaves a frame of the clip."""
        row, index = self._main()
        length, one = Time(row.bounds[index + 1] - row.bounds[index], by.rate), Time(1, by.rate)
        return min(by, length - one) if self.hold.side == "head" else max(by, one - length)

    def _on_other_row(self, hold: Hold, y: float) -> Hold:
        rows = self._model.rows.value
        there = row_at(self._model.view.value, y - RULER)
        if there is None or there >= len(rows):
            return hold
        kind = rows[self._row].kind
        return replace(
            hold,
            tracks=tracks_between(rows, self._row, there),
            kind="" if kind == "other" else kind,
        )

    def _show(self, refused: str) -> None:
        model, hold = self._model, self.hold
        pieces = []
        for piece in hold.pieces(model.rows.value):
            pieces.append(piece)
            if len(pieces) >= MOST:
                break
        main = next((piece for piece in pieces if piece.row == self._row), pieces[0])
        at = main.end if hold.side == "tail" and hold.deed in ("trim", "roll") else main.start
        at = main.end if hold.deed == "ripple" else at
        text = signed(hold.by, model.units.value)
        if hold.deed in ("trim", "ripple"):
            text += f"  ({length_text(main.end - main.start, model.units.value)})"
        model.ghost.set(Ghost(tuple(pieces), at, main.row, text, refused))
        model.session.message.set(refused)

    # Letting go

    def end(self, keep: bool) -> None:
        model = self._model
        model.ghost.set(None)
        model.guide.set(None)
        if not self._dragged:
            if self._clicks:
                self._click(keep)
        elif not keep:
            model.session.selection.set(self._selected)
        elif self.hold.changes:
            self._edit()

    def _edit(self) -> None:
        model, hold = self._model, self.hold
        before = _ids(model)
        model.session.edit(hold.verb, hold.made, hold.args())
        if hold.deed == "copy" and (fresh := _ids(model) - before):
            model.session.selection.set(fresh)

    def _click(self, keep: bool) -> None:
        """Select what was pressed, with its links but for Alt; with Ctrl or Shift besides what was."""
        model, id = self._model, self.hold.main
        if not keep:
            model.session.selection.set(self._selected)
            return
        chosen = frozenset({id}) if self._keys.alt else with_links(model, {id})
        if not (self._keys.ctrl or self._keys.shift):
            model.session.selection.set(chosen)
        elif id in self._selected:
            model.session.selection.set(self._selected - chosen)
        else:
            model.session.selection.set(self._selected | chosen)


def _ids(model: TimelineModel) -> frozenset[str]:
    every = (item for row in model.rows.value for item in row.items)
    return frozenset(item.id for item in every if not isinstance(item, Gap))

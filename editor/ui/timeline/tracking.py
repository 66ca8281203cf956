"""What keys and menus do to a track: the one that was pressed last, else that of what is selected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from editor.document import edits
from editor.document.model import Cut, Track
from editor.ui.actions import Action
from editor.ui.words import say

from .model import TimelineModel
from .rows import Row
from .selecting import selected

_GROUP = "Track"


def target_row(model: TimelineModel) -> Row | None:
    """Return the row that is meant: of what is selected first, else the one that was pressed last."""
    places = (place for place in map(model.row_of, selected(model)) if place is not None)
    chosen = next((row for row, _ in places), None)
    if chosen is not None:
        return chosen
    aim = model.session.target.value
    return next((row for row in model.rows.value if row.holder.id == aim), None)


def _change(model: TimelineModel, word: str, make: Callable[[Cut, Row], Cut]) -> None:
    row = target_row(model)
    if row is None or not isinstance(row.holder, Track):
        model.session.message.set(say("No track is meant: click on one, or select a clip."))
        return
    found = row
    model.session.edit("track", lambda cut, media: make(cut, found), {"track": row.name, word: "yes"})


def track_edit_actions(model: TimelineModel) -> Iterator[Action]:
    """Yield what is done with tracks as such."""
    cut = model.has_cut
    for kind, text in (("Video", "Add a Picture Track"), ("Audio", "Add a Sound Track")):
        yield Action(f"timeline.add_{kind.lower()}", text, (), partial(_add, model, kind), cut, _GROUP)
    changes: tuple[tuple[str, str, str, Callable[[Cut, Row], Cut]], ...] = (
        ("remove", "Remove the Track", "", lambda cut, row: edits.remove_track(cut, row.holder.id)),
        ("lock", "Lock or Unlock the Track", "Ctrl+Alt+X", _locked),
        ("enable", "Mute, Hide or Show the Track", "Ctrl+Alt+Q", _enabled),
        ("solo", "Solo the Track or Not", "Ctrl+Alt+W", _soloed),
        ("higher", "Move the Track Up", "", partial(_moved, step=1)),
        ("lower", "Move the Track Down", "", partial(_moved, step=-1)),
    )
    for id, text, key, make in changes:
        keys = (key,) if key else ()
        yield Action(f"timeline.track_{id}", text, keys, partial(_change, model, id, make), cut, _GROUP)


def _add(model: TimelineModel, kind: str) -> None:
    row = target_row(model)
    alike = row is not None and row.kind == kind and isinstance(row.holder, Track)
    above = row.holder.id if row is not None and alike else None
    model.session.edit(
        "track", lambda cut, media: edits.add_track(cut, kind, above=above), {"kind": kind.lower()}
    )


def _locked(cut: Cut, row: Row) -> Cut:
    return edits.lock_track(cut, row.holder.id, not row.locked)


def _enabled(cut: Cut, row: Row) -> Cut:
    return edits.enable_track(cut, row.holder.id, not row.enabled)


def _soloed(cut: Cut, row: Row) -> Cut:
    return edits.solo_track(cut, row.holder.id, not row.solo)


def _moved(cut: Cut, row: Row, step: int) -> Cut:
    # Sound lies in its order, the first one uppermost.
    return edits.move_track(cut, row.holder.id, -step if row.kind == "Audio" else step)

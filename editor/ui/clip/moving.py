"""Moving what is selected among its neighbours: each is one edit of the session."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from editor.document import edits
from editor.document.edits import EditError
from editor.document.layout import MediaLookup, Standing, by_id, source_range, walk
from editor.document.model import Clip, Cut, Track
from editor.ui.session import Session
from editor.ui.shots import clip_title, selected_clip
from nodes.api.times import Time

Nudge = Callable[[Session, int], None]
"""What moves something of the selected clip by so many frames."""


def nest(session: Session) -> None:
    """Put the selected clips, and all between them, into a nested stack."""
    ids = _selected(session)
    session.edit("nest", lambda cut, media: edits.nest(cut, ids, media=media), {"clips": ids})


def roll(session: Session, frames: int) -> None:
    """Move the cut point behind the selected clips by so many frames."""
    _by(session, "roll", partial(edits.roll_edges, side="tail"), frames)


def slide(session: Session, frames: int) -> None:
    """Move the selected clips between their neighbours by so many frames."""
    _by(session, "slide", edits.slide_clips, frames)


def slip(session: Session, frames: int) -> None:
    """Show media so many of its frames later in the selected clips."""
    clip = selected_clip(session)
    ids = _selected(session)

    def pure(cut: Cut, media: MediaLookup) -> Cut:
        source = None if clip is None else source_range(clip, media)
        rate = cut.rate if source is None else source.start.rate
        return edits.slip_clips(cut, ids, Time(frames, rate), media=media)

    session.edit("slip", pure, {**_told(session, ids), "by": str(frames)})


def swap_with_next(session: Session) -> None:
    """Let each selected clip and the next clip of its track change places."""
    ids = _selected(session)
    if ids:
        session.edit("swap", partial(_swapped, ids=ids), {**_told(session, ids), "with": "next"})


def _by(session: Session, verb: str, edit: Callable[..., Cut], frames: int) -> None:
    ids = _selected(session)
    if ids:
        session.edit(
            verb,
            lambda cut, media: edit(cut, ids, by=Time(frames, cut.rate), media=media),
            {**_told(session, ids), "by": str(frames)},
        )


def _told(session: Session, ids: list[str]) -> dict[str, object]:
    clip = selected_clip(session)
    return {"clip": clip_title(clip)} if clip is not None else {"clips": ids}


def _selected(session: Session) -> list[str]:
    """Return the selected ids in the order of the cut."""
    cut, selection = session.cut.value, session.selection.value
    return [] if cut is None else [here.item.id for here in walk(cut) if here.item.id in selection]


def _swapped(cut: Cut, media: MediaLookup, ids: list[str]) -> Cut:
    for id in ids:
        place = by_id(cut, id)
        behind = None if place is None else _next(place)
        if place is None or behind is None:
            name = id if place is None else place.item.name or id
            raise EditError(f"Swap '{name}'", "no clip stands behind it", hint="Select another.")
        cut = edits.swap(cut, id, behind.id, media=media)
    return cut


def _next(place: Standing) -> Clip | None:
    if place.holder is None or not isinstance(place.holder.item, Track):
        return None
    after = place.holder.item.items[place.index + 1 :]
    return next((item for item in after if isinstance(item, Clip)), None)

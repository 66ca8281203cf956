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


def extract(session: Session) -> None:
    """Take the selected items out; what follows on their tracks closes up."""
    ids = _selected(session)
    session.edit("extract", partial(_extracted, ids=ids), {"clips": ids})


def nest(session: Session) -> None:
    """Put the selected clips, and all between them, into a nested stack."""
    ids = _selected(session)
    session.edit("nest", lambda cut, media: edits.nest(cut, ids, media=media), {"clips": ids})


def roll(session: Session, frames: int) -> None:
    """Move the cut point behind the selected clip by so many frames."""
    _by(session, "roll", edits.roll, frames)


def slide(session: Session, frames: int) -> None:
    """Move the selected clip between its neighbours by so many frames."""
    _by(session, "slide", edits.slide, frames)


def slip(session: Session, frames: int) -> None:
    """Show media so many of its frames later in the selected clip."""
    clip = selected_clip(session)
    if clip is None:
        return

    def pure(cut: Cut, media: MediaLookup) -> Cut:
        source = source_range(clip, media)
        rate = cut.rate if source is None else source.start.rate
        return edits.slip(cut, clip.id, Time(frames, rate), media=media)

    session.edit("slip", pure, {"clip": clip_title(clip), "by": str(frames)})


def swap_with_next(session: Session) -> None:
    """Let the selected clip and the next clip of its track change places."""
    clip = selected_clip(session)
    if clip is not None:
        session.edit("swap", partial(_swapped, clip=clip), {"clip": clip_title(clip), "with": "next"})


def _by(session: Session, verb: str, edit: Callable[..., Cut], frames: int) -> None:
    clip = selected_clip(session)
    if clip is not None:
        session.edit(
            verb,
            lambda cut, media: edit(cut, clip.id, Time(frames, cut.rate), media=media),
            {"clip": clip_title(clip), "by": str(frames)},
        )


def _selected(session: Session) -> list[str]:
    """Return the selected ids in the order of the cut."""
    cut, selection = session.cut.value, session.selection.value
    return [] if cut is None else [here.item.id for here in walk(cut) if here.item.id in selection]


def _extracted(cut: Cut, media: MediaLookup, ids: list[str]) -> Cut:
    for id in ids:
        cut = edits.extract(cut, id, media)
    return cut


def _swapped(cut: Cut, media: MediaLookup, clip: Clip) -> Cut:
    place = by_id(cut, clip.id)
    behind = None if place is None else _next(place)
    if behind is None:
        raise EditError(f"Swap '{clip.name}'", "no clip stands behind it", hint="Select another.")
    return edits.swap(cut, clip.id, behind.id, media=media)


def _next(place: Standing) -> Clip | None:
    if place.holder is None or not isinstance(place.holder.item, Track):
        return None
    after = place.holder.item.items[place.index + 1 :]
    return next((item for item in after if isinstance(item, Clip)), None)

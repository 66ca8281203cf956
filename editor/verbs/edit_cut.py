"""Edits that need the cut alone: trim, ripple, split, undo, redo."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from editor.compile.plate import media_lookup, plate_of
from editor.document import edits
from editor.document.edits.transition import Side
from editor.document.layout import walk
from editor.document.model import Cut
from editor.document.project import last_edit
from editor.document.project import redo as redo_edit
from editor.document.project import undo as undo_edit
from nodes.api.errors import BadInput

from .said import media_stretch
from .wish import Edited, Wish

_SIDES: Mapping[str, Side] = {"head": "head", "tail": "tail"}


def trim(wish: Wish) -> Edited:
    """Take frames off a clip's ends or give them back, or say which media it uses; nothing else moves."""
    return _edges(wish, edits.trim, edits.trim_by, "Trimmed")


def ripple(wish: Wish) -> Edited:
    """The same, and what follows on the track moves."""
    return _edges(wish, edits.ripple, edits.ripple_by, "Rippled")


def _edges(wish: Wish, using: Callable[..., Cut], by: Callable[..., Cut], done: str) -> Edited:
    clip, media = wish.clip(), media_lookup(wish.project)
    by_ends = "head" in wish.settings or "tail" in wish.settings
    if "source" in wish.settings:
        if by_ends:
            raise BadInput(wish.attempted, "source and head or tail are both given", hint="Give one.")
        plate = plate_of(wish.project, clip)
        asked = media_stretch(wish.settings["source"], plate.info, f"{wish.attempted}, source")
        cut = using(wish.cut, clip.id, asked.moved(-plate.offset), media=media)
    elif by_ends and wish.flag("all"):
        cut = wish.cut
        for side, off in (("head", wish.frames("head")), ("tail", -wish.frames("tail"))):
            cut = edits.ripple_edges(cut, [clip.id], _SIDES[side], off, all_tracks=True, media=media)
    elif by_ends:
        cut = by(wish.cut, clip.id, wish.frames("head"), wish.frames("tail"), media=media)
    else:
        raise BadInput(wish.attempted, "nothing says how", hint="Add head=N, tail=N or source=A-B.")
    return wish.kept(cut, f"{done} '{clip.name}'.")


def split(wish: Wish) -> Edited:
    """Cut a clip in two."""
    clip, at = wish.clip(), wish.time("at")
    cut = edits.split(wish.cut, clip.id, at, media_lookup(wish.project))
    before = {here.item.id for here in walk(wish.cut)}
    second = next((here.item.id for here in walk(cut) if here.item.id not in before), "")
    return wish.kept(cut, f"Split '{clip.name}' at frame {at.frame}; the second half is {second}.")


def undo(wish: Wish) -> Edited:
    """Take the newest edit back."""
    _nothing_named(wish)
    newest = last_edit(wish.project)
    project = undo_edit(wish.project)
    return Edited(project, wish.verb, f"Took back '{newest['verb']}'." if newest else "Took an edit back.")


def redo(wish: Wish) -> Edited:
    """Make the edit again that was taken back last."""
    _nothing_named(wish)
    project = redo_edit(wish.project)
    newest = last_edit(project)
    return Edited(project, wish.verb, f"Made '{newest['verb']}' again." if newest else "Made an edit again.")


def _nothing_named(wish: Wish) -> None:
    if wish.subject is not None:
        raise BadInput(wish.attempted, "it is not about one clip", hint="Name no clip.")

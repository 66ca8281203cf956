"""Edits of several clips at once: move, duplicate, link, enable; and of the stretch between two times."""

from __future__ import annotations

from collections.abc import Callable

from editor.compile.plate import media_lookup
from editor.document import edits
from editor.document.layout import find
from nodes.api.errors import BadInput
from nodes.api.times import Range, Time

from .said import stretch
from .wish import Edited, Wish

SEVERAL = ("and", "linked")
"""The settings that name more clips than the first: others by name, and those they are linked with."""


def ids_of(wish: Wish) -> list[str]:
    """Return the ids of the items that are named. Raises BadInput."""
    if wish.subject is None:
        raise BadInput(wish.attempted, "nothing is named", hint="Name a clip, by name or id.")
    names = [
        wish.subject,
        *(name.strip() for name in wish.settings.get("and", "").split(",") if name.strip()),
    ]
    ids = list(dict.fromkeys(find(wish.cut, name).item.id for name in names))
    return sorted(edits.linked(wish.cut, ids), key=_first(ids)) if wish.flag("linked") else ids


def _first(ids: list[str]) -> Callable[[str], tuple[int, str]]:
    return lambda id: (ids.index(id) if id in ids else len(ids), id)


def move(wish: Wish) -> Edited:
    """Move clips along, and to another track of their kind."""
    return _moved(wish, copy=False)


def duplicate(wish: Wish) -> Edited:
    """Put copies of clips elsewhere."""
    return _moved(wish, copy=True)


def _moved(wish: Wish, *, copy: bool) -> Edited:
    ids, by, tracks = ids_of(wish), wish.frames("by"), wish.frames("tracks").frame
    if not by.value and not tracks:
        raise BadInput(wish.attempted, "nothing says where to", hint="Add by=N, tracks=N or both.")
    media = media_lookup(wish.project)
    insert = wish.flag("insert")
    cut = edits.move(wish.cut, ids, by, tracks=tracks, insert=insert, copy=copy, media=media)
    done = "Copied" if copy else "Moved"
    return wish.kept(
        cut, f"{done} {_clips(ids)} by {by.frame} frames{f' and {tracks} tracks' if tracks else ''}."
    )


def link(wish: Wish) -> Edited:
    """Link clips, so that they are moved and trimmed together."""
    ids = ids_of(wish)
    return wish.kept(edits.link(wish.cut, ids), f"Linked {_clips(ids)}.")


def unlink(wish: Wish) -> Edited:
    """Link clips no more."""
    ids = ids_of(wish)
    return wish.kept(edits.unlink(wish.cut, ids), f"Unlinked {_clips(ids)}.")


def enable(wish: Wish) -> Edited:
    """Let clips be seen and heard again."""
    ids = ids_of(wish)
    return wish.kept(edits.enable_clips(wish.cut, ids, True), f"Switched {_clips(ids)} on.")


def disable(wish: Wish) -> Edited:
    """Let clips be neither seen nor heard."""
    ids = ids_of(wish)
    return wish.kept(edits.enable_clips(wish.cut, ids, False), f"Switched {_clips(ids)} off.")


def lift(wish: Wish) -> Edited:
    """Take clips or transitions out, or all within a range; they leave gaps."""
    media = media_lookup(wish.project)
    if "range" in wish.settings:
        return wish.kept(
            edits.lift_range(wish.cut, _range(wish), media=media), f"Lifted {wish.settings['range']}."
        )
    ids = ids_of(wish)
    cut = edits.lift(wish.cut, ids[0], media) if len(ids) == 1 else edits.lift_clips(wish.cut, ids, media)
    return wish.kept(cut, f"Lifted {_clips(ids)}.")


def extract(wish: Wish) -> Edited:
    """Take clips or gaps out, or a range of the cut; what follows closes up."""
    media = media_lookup(wish.project)
    if "range" in wish.settings:
        cut = edits.extract_range(wish.cut, _range(wish), media=media)
        return wish.kept(cut, f"Extracted {wish.settings['range']}.")
    ids, every = ids_of(wish), wish.flag("all")
    if len(ids) == 1 and not every:
        cut = edits.extract(wish.cut, ids[0], media)
    else:
        cut = edits.extract_clips(wish.cut, ids, all_tracks=every, media=media)
    return wish.kept(cut, f"Extracted {_clips(ids)}.")


def unnest(wish: Wish) -> Edited:
    """Take a nested stack apart."""
    ids = ids_of(wish)
    cut = edits.unnest(wish.cut, ids[0], media=media_lookup(wish.project))
    return wish.kept(cut, f"Took '{wish.subject}' apart.")


def _range(wish: Wish) -> Range:
    if wish.subject is not None:
        raise BadInput(wish.attempted, "a clip and a range are both given", hint="Give one.")
    zero = wish.cut.start or Time.zero(wish.cut.rate)
    return stretch(wish.settings["range"], wish.cut.rate, zero, f"{wish.attempted}, range")


def _clips(ids: list[str]) -> str:
    return f"'{ids[0]}'" if len(ids) == 1 else f"{len(ids)} clips"

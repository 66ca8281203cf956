"""Edits of how clips share the time of their track: roll, slip, slide, swap, nest, fade."""

from __future__ import annotations

from collections.abc import Mapping

from editor.compile.plate import media_lookup
from editor.document import edits
from editor.document.edits.transition import Side
from editor.document.layout import find, source_range
from nodes.api.errors import BadInput
from nodes.api.times import Time

from .wish import Edited, Wish

_SIDES: Mapping[str, Side] = {"head": "head", "tail": "tail"}


def roll(wish: Wish) -> Edited:
    """Move the cut point between a clip and its neighbour; nothing else moves."""
    side = wish.settings.get("at", "tail")
    if side not in _SIDES:
        raise BadInput(wish.attempted, f"at={side} is not known", hint=f"Use {', '.join(_SIDES)}.")
    clip, by = wish.clip(), _by(wish)
    cut = edits.roll(wish.cut, clip.id, by, side=_SIDES[side], media=media_lookup(wish.project))
    return wish.kept(cut, f"Rolled the {side} of '{clip.name}' by {by.frame} frames.")


def slip(wish: Wish) -> Edited:
    """Show other frames of a clip's media in the same place: by so many frames of the media."""
    clip, by, media = wish.clip(), _by(wish), media_lookup(wish.project)
    source = source_range(clip, media)
    own = by if source is None else Time(by.value, source.start.rate)
    cut = edits.slip(wish.cut, clip.id, own, media=media)
    return wish.kept(cut, f"Slipped '{clip.name}' by {by.frame} frames of its media.")


def slide(wish: Wish) -> Edited:
    """Move a clip between its neighbours, which make and fill the room."""
    item, by = find(wish.cut, _subject(wish)).item, _by(wish)
    cut = edits.slide(wish.cut, item.id, by, media=media_lookup(wish.project))
    return wish.kept(cut, f"Slid '{item.name or item.id}' by {by.frame} frames.")


def swap(wish: Wish) -> Edited:
    """Let two clips change places."""
    one, other = (find(wish.cut, name).item for name in (_subject(wish), wish.need("with")))
    cut = edits.swap(wish.cut, one.id, other.id, media=media_lookup(wish.project))
    return wish.kept(cut, f"Swapped '{one.name or one.id}' and '{other.name or other.id}'.")


def nest(wish: Wish) -> Edited:
    """Put a clip, and all up to another, into a nested stack."""
    names = [_subject(wish), *([wish.settings["to"]] if "to" in wish.settings else [])]
    ids = [find(wish.cut, name).item.id for name in names]
    name = wish.settings.get("name", "Nest")
    cut = edits.nest(wish.cut, ids, name, media=media_lookup(wish.project))
    return wish.kept(cut, f"Nested '{names[0]}' to '{names[-1]}' as '{name}'.")


def fade(wish: Wish) -> Edited:
    """Fade a clip's picture or sound in and out over so many frames; 0 takes a fade away."""
    clip = wish.clip()
    if not wish.settings:
        raise BadInput(wish.attempted, "nothing says how", hint="Add in=N or out=N.")
    head, tail = (wish.frames(key) if key in wish.settings else None for key in ("in", "out"))
    cut = edits.fade(wish.cut, clip.id, head, tail, media_lookup(wish.project))
    said = ", ".join(f"{key} over {text} frames" for key, text in wish.settings.items())
    return wish.kept(cut, f"'{clip.name}' fades {said}.")


def _by(wish: Wish) -> Time:
    wish.need("by")
    return wish.frames("by")


def _subject(wish: Wish) -> str:
    if wish.subject is None:
        raise BadInput(wish.attempted, "no clip is named", hint="Name a clip, by name or id.")
    return wish.subject

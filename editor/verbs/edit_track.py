"""Edits of tracks and markers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from editor.compile.plate import media_lookup
from editor.document import edits
from editor.document.edits.tracks import track_level
from editor.document.layout import find, record_range
from editor.document.model import Cut, Marker
from nodes.api.errors import BadInput
from nodes.api.times import Time

from .edit_look import numbers
from .wish import Edited, Wish

TRACK = ("name", "kind", "above", "lock", "mute", "solo", "height", "level", "by", "remove")


def track(wish: Wish) -> Edited:
    """Put a new, empty track on top or above another; or change the one that is named."""
    if wish.subject is None:
        kind = wish.settings.get("kind", "Video").capitalize()
        above = wish.settings.get("above")
        cut = edits.add_track(wish.cut, kind, wish.settings.get("name", ""), above=above)
        new = next(item for item in cut.stack.items if all(item is not each for each in wish.cut.stack.items))
        return wish.kept(cut, f"Added the {kind.lower()} track '{new.name}'.")
    asked = [key for key in wish.settings if key in _CHANGES]
    odd = [key for key in wish.settings if key not in _CHANGES]
    if odd or not asked:
        why = f"'{odd[0]}' is for a new track" if odd else "nothing says how"
        raise BadInput(wish.attempted, why, hint=f"Add {', '.join(f'{key}=…' for key in _CHANGES)}.")
    cut = wish.cut
    # A new name comes last: until then the track is found by the one that was given.
    for key in sorted(asked, key=lambda key: key == "name"):
        cut = _CHANGES[key](wish, cut, wish.subject)
    return wish.kept(cut, f"Changed the track '{wish.subject}'.")


def _by(wish: Wish, cut: Cut, track: str) -> Cut:
    return edits.move_track(cut, track, wish.frames("by").frame)


def _remove(wish: Wish, cut: Cut, track: str) -> Cut:
    return edits.remove_track(cut, track) if wish.flag("remove") else cut


def _level(wish: Wish, cut: Cut, track: str) -> Cut:
    return track_level(cut, track, numbers(wish, "level", wish.settings["level"], 1)[0])


_CHANGES: Mapping[str, Callable[[Wish, Cut, str], Cut]] = {
    "lock": lambda wish, cut, track: edits.lock_track(cut, track, wish.flag("lock")),
    "mute": lambda wish, cut, track: edits.enable_track(cut, track, not wish.flag("mute")),
    "solo": lambda wish, cut, track: edits.solo_track(cut, track, wish.flag("solo")),
    "height": lambda wish, cut, track: edits.track_height(cut, track, wish.frames("height").frame),
    "level": _level,
    "by": _by,
    "name": lambda wish, cut, track: edits.rename_track(cut, track, wish.settings["name"]),
    "remove": _remove,
}


def marker(wish: Wish) -> Edited:
    """Put a marker at a time, on a clip or on the cut."""
    at = wish.time("at")
    cut = edits.add_marker(
        wish.cut,
        at,
        owner="" if wish.subject is None else find(wish.cut, wish.subject).item.id,
        name=wish.settings.get("name", ""),
        colour=wish.settings.get("colour", "green"),
        comment=wish.settings.get("comment", ""),
        duration=wish.frames("frames") if "frames" in wish.settings else None,
        media=media_lookup(wish.project),
    )
    return wish.kept(cut, f"Put a marker at frame {at.frame}.")


def unmark(wish: Wish) -> Edited:
    """Take away the markers that begin at a time, of a clip or of the cut."""
    at = wish.time("at").at(wish.cut.rate)
    owner, start = "", at
    markers: tuple[Marker, ...] = wish.cut.stack.markers
    if wish.subject is not None:
        place = find(wish.cut, wish.subject)
        owner, markers = place.item.id, getattr(place.item, "markers", ())
        source = getattr(place.item, "source", None)
        begins = record_range(wish.cut, place, media_lookup(wish.project)).start
        start = at - begins + (Time.zero(at.rate) if source is None else source.start)
    found = [i for i, each in enumerate(markers) if each.range is not None and each.range.start == start]
    if not found:
        raise BadInput(
            wish.attempted, f"no marker begins at frame {at.frame}", hint="`workprint info` lists them."
        )
    cut = wish.cut
    for index in reversed(found):
        cut = edits.remove_marker(cut, owner, index)
    return wish.kept(cut, f"Took {len(found)} marker(s) away.")

"""What edits are called where they are taken back or made again."""

from __future__ import annotations

from collections.abc import Mapping

from editor.ui.words import later, say

_NAMES: Mapping[str, str] = {
    "add media": later("Add Media"),
    "append": later("Append"),
    "attributes": later("Look and Level"),
    "circle": later("Circle"),
    "close": later("Close Gap"),
    "cut": later("Cut"),
    "disable": later("Switch Off"),
    "dissolve": later("Dissolve"),
    "duplicate": later("Duplicate"),
    "enable": later("Switch On"),
    "extract": later("Extract"),
    "fade": later("Fade"),
    "film": later("Film"),
    "graph": later("Graph"),
    "insert": later("Insert"),
    "lift": later("Lift"),
    "link": later("Link"),
    "marker": later("Marker"),
    "move": later("Move"),
    "move media": later("Move to Bin"),
    "nest": later("Nest"),
    "new bin": later("New Bin"),
    "overwrite": later("Overwrite"),
    "paste": later("Paste"),
    "relink": later("Relink"),
    "remove bin": later("Remove Bin"),
    "rename bin": later("Rename Bin"),
    "rename media": later("Rename Media"),
    "replace": later("Replace"),
    "retime": later("Retime"),
    "ripple": later("Ripple Trim"),
    "roll": later("Roll"),
    "set": later("Look"),
    "slide": later("Slide"),
    "slip": later("Slip"),
    "split": later("Split"),
    "star": later("Star"),
    "swap": later("Swap"),
    "track": later("Track"),
    "trim": later("Trim"),
    "uncircle": later("Uncircle"),
    "unlink": later("Unlink"),
    "unlist media": later("Take off the List"),
    "unmark": later("Remove Marker"),
    "unnest": later("Unnest"),
    "unstar": later("Unstar"),
    "wipe": later("Wipe"),
}


def name_of(verb: str) -> str:
    """Return what an edit is called: a known one by its name, another by its own word."""
    known = _NAMES.get(verb)
    return verb.replace("_", " ").replace("-", " ").title() if known is None else say(known)


def line_of(verb: str, args: Mapping[str, object]) -> str:
    """Return an edit as a line of a list: its name, and what it was about."""
    about = next((args[key] for key in ("clip", "track", "media", "name", "path") if args.get(key)), None)
    many = args.get("clips")
    if isinstance(many, list | tuple):
        about = say("{count} clips", count=len(many)) if len(many) != 1 else many[0]
    return f"{name_of(verb)}: {about}" if about else name_of(verb)

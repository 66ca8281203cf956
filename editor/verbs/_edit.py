"""`edit`: change the cut by one edit that can be undone, or take edits back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from editor.document.opened import Project
from nodes.api.errors import BadInput
from nodes.engine.client import Engine

from .edit_cut import redo, ripple, split, trim, undo
from .edit_film import WORDS, film
from .edit_look import LOOKS, set_look
from .edit_media import append, insert, overwrite, relink, replace
from .edit_pace import dissolve, retime, wipe
from .edit_paste import paste
from .edit_place import fade, nest, roll, slide, slip, swap
from .edit_several import (
    SEVERAL,
    disable,
    duplicate,
    enable,
    extract,
    lift,
    link,
    move,
    unlink,
    unnest,
)
from .edit_track import TRACK, marker, track, unmark
from .wish import Edited, Wish

_MEDIA = ("path", "track", "name", "source", "frames", "sound")

_EDITS: Mapping[str, tuple[Callable[[Wish], Edited], tuple[str, ...]]] = {
    "insert": (insert, (*_MEDIA, "at", "all")),
    "overwrite": (overwrite, (*_MEDIA, "at")),
    "append": (append, _MEDIA),
    "trim": (trim, ("head", "tail", "source")),
    "ripple": (ripple, ("head", "tail", "source", "all")),
    "roll": (roll, ("by", "at")),
    "slip": (slip, ("by",)),
    "slide": (slide, ("by",)),
    "split": (split, ("at",)),
    "lift": (lift, (*SEVERAL, "range")),
    "extract": (extract, (*SEVERAL, "range", "all")),
    "move": (move, (*SEVERAL, "by", "tracks", "insert")),
    "duplicate": (duplicate, (*SEVERAL, "by", "tracks", "insert")),
    "link": (link, SEVERAL),
    "unlink": (unlink, SEVERAL),
    "enable": (enable, SEVERAL),
    "disable": (disable, SEVERAL),
    "unnest": (unnest, ()),
    "marker": (marker, ("at", "name", "colour", "comment", "frames")),
    "unmark": (unmark, ("at",)),
    "paste": (paste, ("at", "insert")),
    "swap": (swap, ("with",)),
    "nest": (nest, ("to", "name")),
    "fade": (fade, ("in", "out")),
    "replace": (replace, ("path", "start")),
    "relink": (relink, ("path",)),
    "track": (track, TRACK),
    "set": (set_look, LOOKS),
    "retime": (retime, ("speed", "freeze", "mode", "ripple")),
    "dissolve": (dissolve, ("frames", "at", "align")),
    "wipe": (wipe, ("frames", "at", "align", "direction", "softness")),
    "film": (film, WORDS),
    "undo": (undo, ()),
    "redo": (redo, ()),
}
"""Every edit by name, with the settings it has."""


def edit(
    project: Project,
    verb: str,
    subject: str | None = None,
    settings: Mapping[str, str] = MappingProxyType({}),
    *,
    engine: Engine | None = None,
) -> Edited:
    """Apply one edit to the cut and keep it: `set` for how a clip is laid and heard, insert, trim, and so on.

    `subject` is a clip by name or id (for insert a path); `settings` are the words of the command line.
    Raises BadInput for an unknown edit or setting, EditError for an edit that cannot be made, Failed for
    a project that is not open for writing.
    """
    if verb not in _EDITS:
        raise BadInput(f"Edit with '{verb}'", "there is no such edit", hint=f"Use {', '.join(_EDITS)}.")
    make, known = _EDITS[verb]
    unknown = [key for key in settings if key not in known]
    if unknown:
        hint = f"It has {', '.join(known)}." if known else "It has none."
        raise BadInput(f"Edit with '{verb}'", f"it has no setting '{unknown[0]}'", hint=hint)
    return make(Wish(project, verb, subject, settings, engine))

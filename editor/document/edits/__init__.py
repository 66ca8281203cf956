"""Edits: free functions that take a cut and return a new one, sharing what they did not touch.

Times of the record are cut time; a source range is in the time of the clip's reference. What cannot be
done as asked raises `EditError` and changes nothing.
"""

from editor.document.rules import EditError

from .looks import fade, own_time, set_look
from .low import unlock, with_clip, with_graph, with_own_graph
from .media import pointed_at, relink, replace
from .nest import nest
from .over import extract, overwrite
from .place import add_track, append, insert, lift, split
from .retime import freeze, retime
from .slide import roll, slide, slip
from .swap import swap
from .takes import circle, key_of, shot_of, star, uncircle, unstar
from .transition import transition
from .trim import ripple, ripple_by, trim, trim_by

__all__ = [
    "EditError",
    "add_track",
    "append",
    "circle",
    "extract",
    "fade",
    "freeze",
    "insert",
    "key_of",
    "lift",
    "nest",
    "overwrite",
    "own_time",
    "pointed_at",
    "relink",
    "replace",
    "retime",
    "ripple",
    "ripple_by",
    "roll",
    "set_look",
    "shot_of",
    "slide",
    "slip",
    "split",
    "star",
    "swap",
    "transition",
    "trim",
    "trim_by",
    "uncircle",
    "unlock",
    "unstar",
    "with_clip",
    "with_graph",
    "with_own_graph",
]

"""Edits: free functions that take a cut and return a new one, sharing what they did not touch.

Times of the record are cut time; a source range is in the time of the clip's reference. What cannot be
done as asked raises `EditError` and changes nothing.
"""

from editor.document.rules import EditError

from .low import lock, unlock, with_clip, with_graph
from .media import pointed_at, relink, replace
from .place import insert, lift, split
from .takes import circle, star, take_of, uncircle, unstar
from .trim import trim, trim_by

__all__ = [
    "EditError",
    "circle",
    "insert",
    "lift",
    "lock",
    "pointed_at",
    "relink",
    "replace",
    "split",
    "star",
    "take_of",
    "trim",
    "trim_by",
    "uncircle",
    "unlock",
    "unstar",
    "with_clip",
    "with_graph",
]

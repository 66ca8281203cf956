"""Edits: free functions that take a cut and return a new one, sharing what they did not touch.

Times of the record are cut time; a source range is in the time of the clip's reference. What cannot be
done as asked raises `EditError` and changes nothing.
"""

from editor.document.rules import EditError

from .across import close_gap, extract_range, lift_range, room
from .links import Member, late, link, link_of, linked, members_of, out_of_sync, unlink
from .looks import fade, own_time, set_look
from .low import with_clip, with_graph, with_own_graph
from .markers import MARKER_COLOURS, add_marker, change_marker, remove_marker
from .media import pointed_at, relink, replace
from .move import move
from .nest import nest
from .over import extract, overwrite
from .parts import put_parts, sound_track_for
from .place import append, insert, lift, split
from .removing import enable_clips, extract_clips, lift_clips, split_clips
from .retime import freeze, retime
from .several import ripple_edges, roll_edges, slide_clips, slip_clips, trim_edges
from .slide import roll, slide, slip
from .swap import swap
from .takes import circle, key_of, shot_of, star, uncircle, unstar
from .tracks import (
    add_track,
    enable_track,
    lock_track,
    move_track,
    remove_track,
    rename_track,
    solo_track,
    track_height,
)
from .transition import transition
from .trim import ripple, ripple_by, trim, trim_by
from .unnest import unnest

__all__ = [
    "MARKER_COLOURS",
    "EditError",
    "Member",
    "add_marker",
    "add_track",
    "append",
    "change_marker",
    "circle",
    "close_gap",
    "enable_clips",
    "enable_track",
    "extract",
    "extract_clips",
    "extract_range",
    "fade",
    "freeze",
    "insert",
    "key_of",
    "late",
    "lift",
    "lift_clips",
    "lift_range",
    "link",
    "link_of",
    "linked",
    "lock_track",
    "members_of",
    "move",
    "move_track",
    "nest",
    "out_of_sync",
    "overwrite",
    "own_time",
    "pointed_at",
    "put_parts",
    "relink",
    "remove_marker",
    "remove_track",
    "rename_track",
    "replace",
    "retime",
    "ripple",
    "ripple_by",
    "ripple_edges",
    "roll",
    "roll_edges",
    "room",
    "set_look",
    "shot_of",
    "slide",
    "slide_clips",
    "slip",
    "slip_clips",
    "solo_track",
    "sound_track_for",
    "split",
    "split_clips",
    "star",
    "swap",
    "track_height",
    "transition",
    "trim",
    "trim_by",
    "trim_edges",
    "uncircle",
    "unlink",
    "unnest",
    "unstar",
    "with_clip",
    "with_graph",
    "with_own_graph",
]

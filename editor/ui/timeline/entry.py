"""A time that is typed into the timeline: where to, or how far."""

from __future__ import annotations

import re
from dataclasses import dataclass

from editor.document.model import Cut
from nodes.api.errors import BadInput, WorkprintError
from nodes.api.times import Time
from nodes.media.timecode import frame_of_timecode

from .deeds import Hold
from .handling import move_by
from .model import TimelineModel
from .playhead import seek
from .ruler import Units
from .selecting import is_gap, selected
from .tools import Deed

_DIGITS = re.compile(r"[0-9]{1,9}")
_PARTS = re.compile(r"[0-9]{0,2}(?:[:;.][0-9]{0,2}){1,3}")
_HINT = "Type 1:00, 01:00:02:00 or frames; with + or - how far."
_BY_TOOL: dict[str, Deed] = {"ripple": "ripple", "roll": "roll", "slip": "slip", "slide": "slide"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A typed time; `relative` where it says how far."""

    time: Time
    relative: bool


def read_entry(text: str, cut: Cut, units: Units) -> Entry:
    """Return what was typed: digits fill a timecode from the right, or are frames where those are counted.

    With a sign it is how far; without it is a timecode of the cut. Raises BadInput.
    """
    plain = text.strip()
    doing = f"Go to '{plain}'"
    sign = plain[:1] if plain[:1] in ("+", "-") else ""
    body = plain[len(sign) :].strip()
    rate = cut.rate
    if _DIGITS.fullmatch(body) and (units == "frames" or len(body) <= 2):
        frames = int(body)
        is_code = units == "timecode"
    elif _DIGITS.fullmatch(body) or _PARTS.fullmatch(body):
        frames, is_code = _frames(body, cut, doing), True
    else:
        raise BadInput(doing, "that is no time", hint=_HINT)
    if sign:
        return Entry(Time(-frames if sign == "-" else frames, rate), True)
    zero = 0 if cut.start is None or not is_code else cut.start.at(rate).rounded().frame
    # A short one counts from the start of the cut, where its timecode begins with hours of its own.
    return Entry(Time(frames - zero if frames >= zero else frames, rate), False)


def _frames(body: str, cut: Cut, doing: str) -> int:
    if _DIGITS.fullmatch(body):
        padded = body.rjust(8, "0")
        parts = [padded[:-6], padded[-6:-4], padded[-4:-2], padded[-2:]]
    else:
        parts = [part or "0" for part in re.split("[:;.]", body)]
        parts = ["0"] * (4 - len(parts)) + parts
    hours, minutes, seconds, frames = (int(part) for part in parts)
    text = f"{hours:02d}:{minutes:02d}:{seconds:02d}:{frames:02d}"
    try:
        return frame_of_timecode(text, cut.rate)
    except BadInput as error:
        raise BadInput(doing, error.why, hint=_HINT) from error


def enter(model: TimelineModel, text: str) -> bool:
    """Go where was typed, or move what is selected by it; return whether that was understood.

    With a trimming tool the tails of what is selected are moved, or its media slipped, by as much.
    """
    cut = model.cut
    if cut is None or not text.strip():
        return True
    try:
        entry = read_entry(text, cut, model.units.value)
    except WorkprintError as error:
        model.session.fail(error)
        return False
    ids = tuple(id for id in selected(model) if not is_gap(model, id))
    deed = _BY_TOOL.get(model.tool.value)
    if not entry.relative:
        seek(model, entry.time)
    elif not ids:
        seek(model, (model.session.playhead.value or Time.zero(cut.rate)) + entry.time)
    elif deed is None:
        move_by(model, entry.time)
        return True
    else:
        hold = Hold(deed, ids, ids[0], "tail", entry.time, all_tracks=model.all_tracks.value)
        model.session.edit(hold.verb, hold.made, hold.args())
        return True
    model.follow(model.session.playhead.value or entry.time)
    return True

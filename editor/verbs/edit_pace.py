"""Edits of how a clip is played and turns into the next: retime, dissolve, wipe."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from editor.compile.plate import media_lookup
from editor.document import edits
from editor.document.layout import by_id, record_range
from editor.document.model import Clip, Wipe
from editor.document.retimes import MODES, Retime, retime_of
from nodes.api.errors import BadInput
from nodes.api.times import Time

from .edit_look import numbers
from .wish import Edited, Wish

_SIDES = ("head", "tail")
_ALIGNED: Mapping[str, Callable[[int], int]] = {
    "centre": lambda frames: frames // 2,
    "start": lambda frames: 0,
    "end": lambda frames: frames,
}
_ANGLES: Mapping[str, float] = {"right": 0.0, "up": 90.0, "left": 180.0, "down": 270.0}
_SPEED = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,9}|/[1-9][0-9]{0,8})?")


def retime(wish: Wish) -> Edited:
    """Play a clip at another speed, backwards, or hold the frame of one time of the cut."""
    clip, media = wish.clip(), media_lookup(wish.project)
    now = retime_of(clip.effects) or Retime()
    mode = wish.settings.get("mode", now.mode)
    if mode not in MODES:
        raise BadInput(wish.attempted, f"there is no mode '{mode}'", hint=f"Use {', '.join(MODES)}.")
    cut = wish.cut
    if "freeze" in wish.settings:
        if "speed" in wish.settings:
            raise BadInput(wish.attempted, "speed and freeze are both given", hint="Give one.")
        cut = edits.freeze(cut, clip.id, _in_record(wish, clip, "freeze"), media=media)
        return wish.kept(cut, f"Froze '{clip.name}' at frame {wish.time('freeze').frame}.")
    text = wish.settings.get("speed")
    if text is None and "mode" not in wish.settings:
        raise BadInput(wish.attempted, "nothing says how", hint="Add speed=2, freeze=FRAME or mode=blend.")
    speed = now.speed if text is None else _speed(wish, text)
    cut = edits.retime(cut, clip.id, Retime(speed, mode), ripple=wish.flag("ripple"), media=media)
    return wish.kept(cut, f"'{clip.name}' plays at speed {speed}, {mode}.")


def _speed(wish: Wish, text: str) -> Fraction:
    if not _SPEED.fullmatch(text.strip()):
        hint = "Write 2, 0.5, 1/3 or -1."
        raise BadInput(wish.attempted, f"speed={text} is no speed", hint=hint)
    return Fraction(text.strip())


def _in_record(wish: Wish, clip: Clip, key: str) -> Time:
    """Return a time of the cut, counted from the clip's head."""
    standing = by_id(wish.cut, clip.id)
    assert standing is not None
    here = record_range(wish.cut, standing, media_lookup(wish.project))
    at = wish.time(key)
    if at not in here:
        stands = f"it stands at {here.start.frame} to {here.end.frame - 1}"
        raise BadInput(
            wish.attempted, f"frame {at.frame} is not inside it: {stands}", hint="Name one inside."
        )
    return at - here.start


def dissolve(wish: Wish) -> Edited:
    """Dissolve at a clip's tail or head, over so many frames; over 0 take the transition there away."""
    return _transition(wish, None)


def wipe(wish: Wish) -> Edited:
    """Wipe at a clip's tail or head: right, left, up, down, or in the direction of an angle."""
    text = wish.settings.get("direction", "right")
    angle = _ANGLES.get(text)
    if angle is None:
        angle = numbers(wish, "direction", text, 1)[0]
    (softness,) = numbers(wish, "softness", wish.settings.get("softness", "0"), 1)
    if not 0 <= softness <= 1:
        raise BadInput(wish.attempted, f"softness {softness:g} is out of range", hint="Give 0 to 1.")
    return _transition(wish, Wipe(angle, softness))


def _transition(wish: Wish, wipe: Wipe | None) -> Edited:
    clip = wish.clip()
    wish.need("frames")
    length = wish.frames("frames")
    if length.value < 0:
        raise BadInput(wish.attempted, "its length is negative", hint="Write frames=12.")
    side, aligned = wish.settings.get("at", "tail"), wish.settings.get("align", "centre")
    for word, known, name in ((side, _SIDES, "at"), (aligned, tuple(_ALIGNED), "align")):
        if word not in known:
            raise BadInput(wish.attempted, f"{name}={word} is not known", hint=f"Use {', '.join(known)}.")
    before = Time(_ALIGNED[aligned](length.frame), length.rate)
    cut = edits.transition(
        wish.cut,
        clip.id,
        before,
        length - before,
        side="head" if side == "head" else "tail",
        wipe=wipe,
        media=media_lookup(wish.project),
    )
    what = "A wipe" if wipe else "A dissolve"
    said = f"{what} of {length.frame} frames at the {side} of '{clip.name}'."
    return wish.kept(cut, said if length.value else f"No transition at the {side} of '{clip.name}'.")

"""Edits at random, as a person with many hands would make them."""

from __future__ import annotations

import random
from fractions import Fraction

from editor.document import edits
from editor.document.edits import EditError
from editor.document.layout import shots
from editor.document.model import Cut, Track
from editor.document.retimes import MODES, Retime
from nodes.api import Curve, Key, Time
from tests.editor.document.made import clip, frames, reference, stretch

VERBS = (
    "insert",
    "trim",
    "ripple",
    "split",
    "lift",
    "replace",
    "relink",
    "circle",
    "star",
    "uncircle",
    "graph",
    "look",
    "retime",
    "transition",
    "overwrite",
    "extract",
    "roll",
    "slip",
    "slide",
    "swap",
    "nest",
    "fade",
    "move",
    "duplicate",
    "extract_range",
    "link",
    "marker",
    "track",
    "enable",
)


def random_edit(cut: Cut, chance: random.Random) -> tuple[Cut, str]:
    """Return the cut after one edit that could be made, and its verb."""
    for _ in range(50):
        verb = chance.choice(VERBS)
        try:
            changed = _edit(cut, verb, chance)
        except EditError:
            continue
        if changed is not cut:
            return changed, verb
    return edits.with_graph(cut, f"g{chance.randrange(10**9)}", {"nodes": {}}), "graph"


def _edit(cut: Cut, verb: str, chance: random.Random) -> Cut:
    standing = list(shots(cut))
    if verb in ("insert", "overwrite") or not standing:
        tracks = [item for item in cut.stack.items if isinstance(item, Track)]
        new = clip(f"n{chance.randrange(10**9)}", first=chance.randrange(500), count=chance.randint(1, 40))
        put = edits.overwrite if verb == "overwrite" else edits.insert
        return put(cut, chance.choice(tracks).id, new, frames(chance.randrange(300)))
    shot = chance.choice(standing)
    name = shot.clip.id
    if verb in ("trim", "ripple"):
        head, tail = (frames(chance.randint(-8, 8)) for _ in range(2))
        how = edits.ripple_by if verb == "ripple" else edits.trim_by
        return how(cut, name, head, tail)
    if verb == "split":
        return edits.split(cut, name, shot.range.start + frames(chance.randint(1, 20)))
    if verb in ("lift", "extract"):
        return edits.lift(cut, name) if verb == "lift" else edits.extract(cut, name)
    if verb in ("roll", "slip", "slide", "swap", "nest", "fade"):
        return _among_neighbours(cut, verb, name, chance.choice(standing).clip.id, chance)
    if verb in _SEVERAL:
        return _several(cut, verb, name, chance.choice(standing).clip.id, chance)
    if verb == "replace":
        return edits.replace(cut, name, reference(0, 600, "other.mov"), frames(chance.randrange(300)))
    if verb == "look":
        keys = Curve((Key(frames(100), 0.0), Key(frames(110), chance.random())))
        return edits.set_look(cut, name, opacity=keys, rotate=float(chance.randrange(360)))
    if verb == "retime":
        speed = Fraction(chance.randint(-4, 8), chance.randint(1, 5))
        return edits.retime(cut, name, Retime(speed, chance.choice(MODES)))
    if verb == "transition":
        return edits.transition(cut, name, frames(chance.randrange(6)), frames(chance.randrange(6)))
    if verb == "relink":
        moved = edits.pointed_at(reference(), f"disk{chance.randrange(9)}/plate.mov")
        return edits.relink(cut, name, moved)
    take = f"t{chance.randrange(1, 5):03d}"
    media = reference(stretch(0, 600).start.frame, 600, f"takes/{take}.mkv")
    if verb == "circle":
        return edits.circle(cut, name, take, media, f"take {take}")
    if verb == "star":
        return edits.star(cut, name, take, media, f"take {take}")
    if verb == "uncircle":
        return edits.uncircle(cut, name)
    return edits.with_clip(edits.with_graph(cut, "g1", {"n": chance.random()}), name, graph="g1")


_SEVERAL = ("move", "duplicate", "extract_range", "link", "marker", "track", "enable")


def _several(cut: Cut, verb: str, name: str, other: str, chance: random.Random) -> Cut:
    ids, by = list(dict.fromkeys((name, other))), frames(chance.randint(-20, 60))
    if verb == "move":
        return edits.move(cut, ids, by, tracks=chance.randint(-1, 1), insert=chance.random() < 0.5)
    if verb == "duplicate":
        return edits.move(cut, ids, by, insert=chance.random() < 0.5, copy=True)
    if verb == "extract_range":
        return edits.extract_range(cut, stretch(chance.randrange(200), chance.randint(1, 20)))
    if verb == "link":
        return edits.link(cut, ids) if chance.random() < 0.7 else edits.unlink(cut, ids)
    if verb == "marker":
        return edits.add_marker(cut, frames(chance.randrange(200)), name="m", colour="red")
    if verb == "enable":
        return edits.enable_clips(cut, ids, chance.random() < 0.5)
    track = chance.choice([item for item in cut.stack.items if isinstance(item, Track)]).id
    made = edits.solo_track(
        edits.enable_track(cut, track, chance.random() < 0.8), track, chance.random() < 0.2
    )
    return edits.track_height(made, track, chance.choice((0, 40, 80)))


def _among_neighbours(cut: Cut, verb: str, name: str, other: str, chance: random.Random) -> Cut:
    by = frames(chance.randint(-8, 8))
    if verb == "swap":
        return edits.swap(cut, name, other)
    if verb == "nest":
        return edits.nest(cut, [name, other])
    if verb == "fade":
        return edits.fade(cut, name, _length(by), _length(by))
    return {"roll": edits.roll, "slip": edits.slip, "slide": edits.slide}[verb](cut, name, by)


def _length(length: Time) -> Time:
    return length if length.value >= 0 else -length

"""The frames at which an object is known, from what was prompted there.

The rule of corrections. An object has one *anchor* for each frame with prompts. A painted matte or a drawn
shape is an anchor as it is, exactly. A box, and the first clicks of an object, find it in their frame alone.
Clicks and strokes on a further frame correct what was followed there from the anchors listed before them:
what is joined to the click by like colour changes, all else in that frame stays. Each stretch between two
neighbouring anchors is followed from those two alone, so what is prompted in one frame changes nothing on
the far side of other prompted frames. Locked frames are as they were locked, and lead no others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nodes.api import BoxPrompt, Click, MattePrompt, Prompts, ShapePrompt, Stroke, Time


@dataclass(frozen=True, slots=True)
class Wish:
    """One frame of an object with prompts; `is_correction` where it starts from what was followed."""

    time: Time
    is_correction: bool


def wishes(prompts: Prompts, obj: int) -> Iterator[Wish]:
    """Yield the frames in which an object is prompted: those that stand alone, then corrections as listed."""
    mine = [each for each in prompts.everything if each.obj == obj]
    drawn = {each.time for each in mine if isinstance(each, MattePrompt | ShapePrompt | BoxPrompt)}
    pointed = [each.time for each in mine if isinstance(each, Click | Stroke)]
    corrections = dict.fromkeys(time for time in pointed if time not in drawn)
    alone = sorted(drawn)
    if not alone and corrections:
        first = next(iter(corrections))
        alone = [first]
    yield from (Wish(time, False) for time in alone)
    yield from (Wish(time, True) for time in corrections if time not in alone)

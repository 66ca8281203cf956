"""What a clip's time effects do to the stretch of media it uses."""

from __future__ import annotations

from fractions import Fraction

from editor.document.model import Clip
from nodes.api.times import Range, Time

_TIME_EFFECTS = ("TimeEffect", "LinearTimeWarp", "FreezeFrame")


def speed(clip: Clip) -> Fraction | None:
    """Return how fast a clip plays its media: 1 as it is, 0 frozen, negative backwards.

    None where a time effect does not say it as one number.
    """
    whole = Fraction(1)
    for effect in clip.effects:
        if effect.schema not in _TIME_EFFECTS:
            continue
        if effect.time_scalar is None:
            return None
        whole *= Fraction(effect.time_scalar).limit_denominator(10**6)
    return whole


def consumed(clip: Clip, source: Range) -> Range:
    """Return the stretch of media, in the reference's own time, that a clip with this source range plays.

    The source range has the record's length. A clip that plays backwards starts from the lowest frame it
    shows; a frozen one uses one frame, and one whose speed varies is taken at its plain length.
    """
    factor = speed(clip)
    if factor is None or factor == 1:
        return source
    if factor == 0:
        return Range(source.start, Time(1, source.start.rate))
    return Range(source.start, source.duration * abs(factor))

"""`cut.dissolve`: one picture turns into another."""

from nodes.api import Frame, Range, Rate, Time, node

from .changing import changed, progress
from .display import Light, Screen

_NEVER = Range.frames_of(0, 1, Rate(1))


@node("cut.dissolve")
def dissolve(
    time: Time,
    before: Frame | None = None,
    after: Frame | None = None,
    place: Range = _NEVER,
    light: Light = "display",
    config: str = "",
    working: str = "ACEScg",
) -> Frame:
    """Mix two pictures over `place`, in equal steps; a side that is not there is transparent.

    What is mixed is the signal of a display, as other editors do it, or with `light` linear the working
    light. Pictures that are decoded alike are mixed plane by plane and stay as they are stored.
    """
    return changed(before, after, progress(time, place), Screen(light, config, working))

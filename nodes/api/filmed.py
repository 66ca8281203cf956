"""A frame with its sound: what some models make at once."""

from typing import NamedTuple

from .frames import Frame
from .sound import Audio


class Filmed(NamedTuple):
    """A frame that was made, and the sound of its time, where the model makes one with the picture."""

    out: Frame
    sound: Audio | None = None

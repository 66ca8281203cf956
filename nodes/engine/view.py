"""How a picture is looked at: what a viewer changes on the way to the display, and in no document or file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from nodes.api.errors import BadInput

Channel = Literal["colour", "red", "green", "blue", "alpha", "luma", "saturation"]
Matting = Literal["", "alone", "overlay", "black", "white", "checker"]
Marks = Literal["", "clipping", "exposure"]
CHANNELS: tuple[Channel, ...] = ("colour", "red", "green", "blue", "alpha", "luma", "saturation")
MATTINGS: tuple[Matting, ...] = ("", "alone", "overlay", "black", "white", "checker")
MARKS: tuple[Marks, ...] = ("", "clipping", "exposure")
MOST_STOPS = 16.0
GAMMAS = (0.1, 10.0)


@dataclass(frozen=True, slots=True)
class View:
    """What is done to pictures for looking at them, in this order.

    `gain` is in stops (-16 to 16) of scene-linear light; `transform` names a view of the configuration's
    Rec.709 display, "" shows colorimetrically; `gamma` (0.1 to 10) is a power of the display's signal, more
    than 1 lifts the middle. `difference` more than 0 shows how far the first two pictures' signals lie apart,
    so many times. `channel` shows one alone as grey. `matting` shows the matte (the one that comes with the
    pictures, else their alpha) or lays the picture on something by it. `marks` draws stripes on what the
    display clips, or colours by exposure. Raises BadInput for what is none of these.
    """

    gain: float = 0.0
    gamma: float = 1.0
    transform: str = ""
    difference: float = 0.0
    channel: Channel = "colour"
    matting: Matting = ""
    marks: Marks = ""

    def __post_init__(self) -> None:
        known = self.channel in CHANNELS and self.matting in MATTINGS and self.marks in MARKS
        if not known or abs(self.gain) > MOST_STOPS or not GAMMAS[0] <= self.gamma <= GAMMAS[1]:
            raise BadInput("Look at a picture", f"there is no such view: {asdict(self)}")

    @property
    def is_plain(self) -> bool:
        """Whether pictures are shown as they are."""
        return self == PLAIN

    @property
    def is_exposed(self) -> bool:
        """Whether the signal itself is another than the picture's own."""
        return self.gain != 0 or self.gamma != 1 or bool(self.transform)

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> View:
        """Return the view that `to_json` described; raises BadInput for what is none."""
        try:
            return cls(**{field.name: data[field.name] for field in fields(cls) if field.name in data})
        except TypeError as error:
            raise BadInput("Look at a picture", str(error)) from error


PLAIN = View()


@dataclass(frozen=True, slots=True)
class Watching:
    """What is asked of frames that are played: how they are looked at, and what comes with them.

    `beside` names loaded jobs whose frames of the same times come in the same breath, `matte` the one whose
    frames are the matte; `scopes` are those that are wanted of the first picture as it is. `deep` asks for
    its light as well, for a graphics processor that does what the view says; the picture comes as it is then.
    """

    view: View = PLAIN
    beside: tuple[str, ...] = ()
    matte: str | None = None
    scopes: tuple[str, ...] = ()
    deep: bool = False

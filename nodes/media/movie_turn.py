"""Pictures that are stored lying down: the display matrix of a file, applied to native planes."""

from __future__ import annotations

import math
import re
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from av.sidedata.sidedata import Type
from av.video.frame import VideoFrame

from nodes.api.formats import AnyArray, Native

from .layouts import is_plain, plain_layout

_FORM = "<9i"
_OTHER_WAY = {"422": "440", "440": "422", "411": "no such"}
_SUBSAMPLED = re.compile("422|440|411")


@dataclass(frozen=True, slots=True)
class Turn:
    """How stored pictures stand on the screen: mirrored left to right first, then turned.

    `quarters` counts quarter turns against the clock, 0 to 3.
    """

    quarters: int = 0
    mirrored: bool = False

    @classmethod
    def of(cls, degrees: int, mirrored: bool) -> Turn:
        """Return the turn by so many degrees against the clock; other than quarter turns are not made."""
        return cls(degrees // 90 % 4 if degrees % 90 == 0 else 0, mirrored)

    @property
    def lies(self) -> bool:
        """Whether width and height change places."""
        return self.quarters % 2 == 1


def asked_turn(frame: VideoFrame) -> tuple[int, bool]:
    """Return by how many degrees against the clock a frame is to be turned, and whether mirrored before.

    Source of the matrix: ISO/IEC 14496-12, 6.2.2: the point (p, q) is shown at (a p + c q, b p + d q),
    with y down.
    """
    beside: Any = frame.side_data  # Whose types say that its keys are texts; they are not.
    said = beside.get(Type.DISPLAYMATRIX)
    if said is None:
        return 0, False
    a, b, _, c, d, *_ = struct.unpack(_FORM, bytes(said)[: struct.calcsize(_FORM)])
    mirrored = a * d - b * c < 0
    if mirrored:
        a, b = -a, -b
    if a == b == 0:
        return 0, False
    return round(math.degrees(math.atan2(-b, a))) % 360, mirrored


def turned(native: Native, turn: Turn) -> Native:
    """Return planes as they stand on the screen; the samples stay, at another place.

    Lying 4:2:2 becomes 4:4:0 and the other way round. Where no layout has it so, `standing`
    must have brought the chroma to 4:4:4. Chroma keeps its place among its own picture's samples,
    which lie half a pixel off the usual ones.
    """
    if turn == Turn():
        return native
    layout = _lying(native.layout) if turn.lies else native.layout
    return Native(layout, tuple(_turned_plane(plane, turn) for plane in native.planes))


def _turned_plane(plane: AnyArray, turn: Turn) -> AnyArray:
    made = np.ascontiguousarray(np.rot90(plane[:, ::-1] if turn.mirrored else plane, turn.quarters))
    made.flags.writeable = False
    return made


def _standing_layout(layout: str, turn: Turn) -> str:
    """Return the layout in which pictures must be before they are turned: theirs, or its 4:4:4 one."""
    if not turn.lies or is_plain(_lying(layout)):
        return layout
    return _SUBSAMPLED.sub("444", layout)


def upright_layout(layout: str, turn: Turn) -> str:
    """Return the layout in which pictures stored in `layout` come out once they are turned."""
    upright = _standing_layout(layout, turn)
    return _lying(upright) if turn.lies else upright


def _lying(layout: str) -> str:
    """Return the name of the layout whose chroma is halved the other way; of 4:1:1 there is none."""
    return _SUBSAMPLED.sub(lambda found: _OTHER_WAY[found[0]], layout)


def standing(frame: VideoFrame, turn: Turn) -> VideoFrame:
    """Return a decoded frame in the layout in which it can be turned."""
    plain = plain_layout(frame.format.name)
    wanted = plain and _standing_layout(plain, turn)
    return frame if wanted == plain else frame.reformat(format=wanted)

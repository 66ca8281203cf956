"""How well mattes agree with true ones, on request."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from nodes.api import BadInput, Frame
from nodes.media.colour import to_working
from nodes.media.info import info_from_json
from nodes.media.pixel_layout import pixel_layout
from nodes.media.working import WorkingSpace
from nodes.process.child import Call
from nodes.vision.agreement import Mask, area_agreement, outline_agreement

from .job import Bound
from .readers import Readers


def answer_score(call: Call) -> object:
    """Return `frame`, `J` and `F` (0 to 1) of every frame that both bound sequences hold.

    A pixel is inside where the sample as stored is above half of white. Raises BadInput for other sizes
    (one pixel less is held at the edge), or where no frame is in both.
    """
    made, true = (Bound(info_from_json(each["info"]), each["fingerprint"]) for each in call.args["bound"])
    found: list[Mapping[str, float]] = []
    with Readers(to_working(WorkingSpace.from_json(call.args["colour"]))) as readers:
        mattes, truths = readers.clip(made), readers.clip(true)
        for done, time in enumerate(truths.range.frames()):
            call.check()
            call.progress(done, truths.range.frame_count)
            if time in mattes.range:
                pair = _alike(_mask(mattes.frame(time)), _mask(truths.frame(time)), time.frame)
                found.append({"frame": time.frame, "J": area_agreement(*pair), "F": outline_agreement(*pair)})
    if not found:
        raise BadInput("Score mattes", "no frame is in both folders", hint="Number both alike.")
    return found


def _mask(frame: Frame) -> Mask:
    if frame.native is None:
        return np.asarray(frame.rgb.max(-1) > 0.5)
    layout, planes = pixel_layout(frame.native.layout), frame.native.planes
    # Chroma of grey is half of white, and what is opaque need not be inside.
    names = "Y" if "Y" in layout.order else "RGB"
    samples = np.maximum.reduce([layout.plane(planes, name) for name in names])
    top = 1.0 if layout.is_float else (1 << layout.bits) - 1
    return np.asarray(samples > top / 2)


def _alike(made: Mask, true: Mask, number: int) -> tuple[Mask, Mask]:
    rows, columns = (made.shape[axis] - true.shape[axis] for axis in (0, 1))
    if max(abs(rows), abs(columns)) > 1:
        sizes = [f"{mask.shape[1]}x{mask.shape[0]}" for mask in (made, true)]
        why = f"frame {number} has {sizes[0]} pixels, the true one {sizes[1]}"
        raise BadInput("Score mattes", why, hint="Score mattes of the same size.")
    true = np.pad(true, ((0, max(0, rows)), (0, max(0, columns))), mode="edge")
    return made, true[: made.shape[0], : made.shape[1]]


ANSWERS: dict[str, Callable[[Call], object]] = {"score": answer_score}

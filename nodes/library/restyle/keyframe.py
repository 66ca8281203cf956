"""`restyle.keyframe`: what was painted on a few frames, on all of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import cv2
import numpy as np

from nodes.api import (
    At,
    Clip,
    ColourSpace,
    Context,
    Curve,
    Frame,
    KeyframeStyle,
    Matte,
    Model,
    NodeError,
    PaintedFrame,
    Range,
    Seed,
    Slider,
    Time,
    node,
)
from nodes.library.planes.masking import is_off, within

from .aces import Pixels, coloured, light_of
from .likeness import shares, thumbnail

_ONE = Curve.constant(1.0)
_SHAPE_ROOM = 0.02


@node("restyle.keyframe", keep=True)
def keyframe(
    image: Clip[Frame],
    painted: list[Clip[Frame]],
    model: Annotated[KeyframeStyle, Model()],
    space: ColourSpace,
    range: Range,
    context: Context,
    mask: Clip[Matte] | None = None,
    frames: Annotated[tuple[Time, ...], "The frames that were painted over, in the order of `painted`."] = (),
    strength: Annotated[Curve[float], Slider(0, 1), "How much of the change there is."] = _ONE,
    seconds: Annotated[float, Slider(5, 600, "s"), "How long it may learn, all in all."] = 60.0,
    steps: Annotated[int, Slider(0, 5000), "Learn so many steps instead, however long they take."] = 0,
    height: Annotated[int, Slider(64, 1080, "rows", hard=True), "Rows of the picture it works on."] = 270,
    exact: Annotated[bool, "The painted frames come out as they were painted."] = False,
    seed: Seed = 1,
) -> Iterator[At[Frame]]:
    """Spread frames that were painted over in any program over the shot.

    Export frames of the shot, paint over them, and say which they are: a small network learns on the spot
    what was done (after Texler et al. 2020, interactive video stylisation by few-shot patch-based training),
    and does it to every frame. Several painted frames blend by nearness in time and by likeness. A mask says
    where the painting counts, and where the shot changes: where it is 0 the picture stays, to the bit.
    What was learned is kept; more `seconds` go on from there. How far seconds get depends on the machine and
    is part of the kept result; with `steps` equal recipes learn the same. Works before alpha, in light
    unbounded. Raises NodeError where painted stills and frames do not go together.

    Example: workprint run restyle.keyframe plate.mov -o painted.mkv painted=a.png,b.png frames=0,48
    """
    keys = _keys(image, painted, frames, mask, space)
    examples = [key.example for key in keys]
    with model.learn(examples, seconds=seconds, steps=steps, height=height, seed=seed) as look:
        for done, time in enumerate(range.frames()):
            context.progress(done, range.frame_count)
            frame, mix = image.frame(time), strength.at(time)
            matte = None if mask is None else mask.frame(time)
            if is_off(matte, mix, frame):
                yield At(time, frame)
                continue
            own = next((key.example.painted for key in keys if key.time == time), None) if exact else None
            if own is None:
                small = thumbnail(light_of(frame, space))
                places, known = [key.place for key in keys], [key.small for key in keys]
                own = look.apply(frame, shares(float(time.value), places, small, known))
            yield At(time, within(frame, own, matte, mix))


@dataclass(frozen=True, slots=True)
class _Key:
    """A painted frame, when it stands in the shot, and what it looks like there."""

    time: Time
    place: float
    example: PaintedFrame
    small: Pixels


def _keys(
    image: Clip[Frame],
    painted: list[Clip[Frame]],
    frames: tuple[Time, ...],
    mask: Clip[Matte] | None,
    space: ColourSpace,
) -> list[_Key]:
    attempted = "Restyle by painted frames"
    if not painted:
        raise NodeError(attempted, "it has none", hint="Name stills: painted=a.png,b.png", port="painted")
    if len(frames) != len(painted) or len(set(frames)) != len(frames):
        why = f"{len(painted)} painted frames need as many different frame numbers, not {len(frames)}"
        raise NodeError(attempted, why, hint="Say which they are: frames=0,48", port="frames")
    made = []
    for time, still in zip(frames, painted, strict=True):
        if time not in image.range:
            first, last = image.range.start.frame, image.range.end.frame - 1
            why = f"frame {time.frame} is not in the shot"
            raise NodeError(attempted, why, hint=f"It has frames {first} to {last}.", port="frames")
        frame = image.frame(time)
        light = _fitted(light_of(still.frame(still.range.start), space), frame, attempted, time)
        matte = None if mask is None else mask.frame(time)
        example = PaintedFrame(frame, coloured(frame, light, space), matte)
        made.append(_Key(time, float(time.value), example, thumbnail(light_of(frame, space))))
    return made


def _fitted(light: Pixels, frame: Frame, attempted: str, time: Time) -> Pixels:
    """Return painted light at the size of a frame's pixels; a picture of another shape is refused."""
    rows, columns = frame.rgb.shape[:2]
    height, width = light.shape[:2]
    if (height, width) == (rows, columns):
        return light
    if abs(width * rows / (height * columns) - 1) > _SHAPE_ROOM:
        why = f"the still for frame {time.frame} has {width}x{height} pixels, the shot {columns}x{rows}"
        raise NodeError(attempted, why, hint="Paint over the whole frame.", port="painted")
    way = cv2.INTER_AREA if height > rows else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(light, (columns, rows), interpolation=way), np.float32)

"""`segment.object`: a matte of what was pointed at, through the whole shot."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np
import numpy.typing as npt

from nodes.api import (
    At,
    Clip,
    Context,
    Frame,
    Matte,
    Model,
    NodeError,
    PixelConfidence,
    Prompts,
    Range,
    SegmentSession,
    VideoSegmenter,
    node,
)


class Roto(NamedTuple):
    """The matte of what was pointed at, how good it is likely to be, and how sure each pixel is (0 to 1)."""

    matte: Matte
    confidence: float
    certainty: Matte


@node("segment.object", keep=True)
def object(
    image: Clip[Frame],
    prompts: Prompts,
    model: Annotated[VideoSegmenter, Model()],
    range: Range,
    context: Context,
    obj: int = 0,
) -> Iterator[At[Roto]]:
    """Follow the pointed-at object through the shot.

    Without an installed model Workprint's own segmenter follows it. `obj` chooses one of several objects,
    0 all of them together. What is painted or drawn at a frame is kept exactly; a click on a further frame
    changes what is like it and joined to it, and the frames up to the next prompted ones. `confidence` tells
    which frames to look at first, `certainty` where in them. Raises NodeError where nothing is pointed at.
    """
    wanted = (obj,) if obj else prompts.objects
    if not wanted:
        raise NodeError("Follow an object", "nothing is pointed at", hint="Add points=FRAME:X,Y,+.")
    with model.open(image) as session:
        session.add(prompts)
        followed = [session.propagate(range, obj=each) for each in wanted]
        for done, together in enumerate(zip(*followed, strict=True)):
            context.check_cancelled()
            context.progress(done, range.frame_count)
            time, first, _ = together[0]
            sure = min(confidence for _, _, confidence in together)
            cover = np.maximum.reduce([matte.pixels for _, matte, _ in together])
            certain = np.minimum.reduce(
                [_certain(session, matte, each) for each, (_, matte, _) in zip(wanted, together, strict=True)]
            )
            window = (time, first.display_window, first.data_window)
            yield At(time, Roto(Matte(cover, *window), sure, Matte(certain, *window)))


def _certain(session: SegmentSession, matte: Matte, obj: int) -> npt.NDArray[np.float32]:
    """Return how sure each pixel is (0 to 1); half where the matte is one half and nothing else is told."""
    if isinstance(session, PixelConfidence):
        return session.pixel_confidence(matte.time, obj).pixels
    return np.asarray(np.maximum(matte.pixels, 1 - matte.pixels), np.float32)

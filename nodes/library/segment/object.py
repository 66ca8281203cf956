"""`segment.object`: a matte of what was pointed at, through the whole shot."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

import numpy as np

from nodes.api import (
    At,
    Clip,
    Context,
    Frame,
    Matte,
    Model,
    NodeError,
    Prompts,
    Range,
    VideoSegmenter,
    node,
)


class Roto(NamedTuple):
    """The matte of what was pointed at, and how sure it is (0 to 1)."""

    matte: Matte
    confidence: float


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
    changes what is like it and joined to it, and the frames up to the next prompted ones. Raises NodeError
    where nothing is pointed at.
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
            cover = np.maximum.reduce([matte.pixels for _, matte, _ in together])
            matte = Matte(cover, time, first.display_window, first.data_window)
            yield At(time, Roto(matte, min(sure for _, _, sure in together)))

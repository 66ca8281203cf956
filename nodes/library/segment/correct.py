"""`segment.correct`: a matte that is there already, corrected in the frames that are pointed into."""

from collections.abc import Iterator
from typing import Annotated

from nodes.api import (
    At,
    Clip,
    Context,
    Frame,
    Matte,
    MatteCorrection,
    Model,
    NodeError,
    Prompts,
    Range,
    VideoSegmenter,
    node,
)


@node("segment.correct")
def correct(
    image: Clip[Frame],
    matte: Clip[Matte],
    prompts: Prompts,
    model: Annotated[VideoSegmenter, Model()],
    range: Range,
    context: Context,
    obj: int = 1,
) -> Iterator[At[Matte]]:
    """Correct a matte in the frames that are pointed into; all others stay as they are.

    A click or a stroke turns over what is like it and joined to it, as segment.object corrects what it
    follows; what is drawn or painted stands in place of the matte. Nothing is followed: what is pointed at
    in one frame changes no other. `obj` chooses whose prompts count. Raises NodeError for a model that can
    only follow.
    """
    with model.open(image) as session:
        if not isinstance(session, MatteCorrection):
            hint = "Use segment.object, or choose another model."
            raise NodeError("Correct a matte", "this model can only follow objects", hint=hint)
        session.add(prompts)
        for done, time in enumerate(range.frames()):
            context.check_cancelled()
            context.progress(done, range.frame_count)
            yield At(time, session.correct(time, matte.frame(time), obj))

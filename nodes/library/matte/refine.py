"""`matte.refine`: hair, blur and glass at a matte's edge."""

from collections.abc import Iterator
from typing import Annotated

from nodes.api import At, Clip, Context, Frame, Matte, Matting, Model, Px, Range, Slider, node


@node("matte.refine", keep=True)
def refine(
    image: Clip[Frame],
    matte: Clip[Matte],
    model: Annotated[Matting, Model(), "Which model does it; by default the best that is installed."],
    range: Range,
    context: Context,
    edge: Annotated[
        Px, Slider(1, 100, "px"), "How far from the matte's edge hair and blur may reach."
    ] = 12.0,
) -> Iterator[At[Matte]]:
    """Turn a hard matte into a soft one by what is seen at its edge.

    An installed matting model looks at a band about the edge, `edge` pixels wide on either side; what lies
    outside the band stays as it is, to the bit. Without an installed model for it the node cannot run.

    Example: workprint shot show sh010 --add segment.object as=her box=0:150,60,530,360
    --add matte.refine as=soft matte=@her.matte edge=20
    """
    for done, (time, soft) in enumerate(model.refine(image, matte, range, edge=edge)):
        context.check_cancelled()
        context.progress(done, range.frame_count)
        yield At(time, soft)

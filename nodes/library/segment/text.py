"""`segment.text`: a matte of what words name."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from nodes.api import At, Clip, Context, Frame, Matte, Model, NodeError, Range, Slider, TextSegmenter, node


class Named(NamedTuple):
    """The matte of what words name, and how likely the likeliest find is (0 to 1)."""

    matte: Matte
    confidence: float


@node("segment.text", keep=True)
def text(
    image: Clip[Frame],
    model: Annotated[TextSegmenter, Model()],
    range: Range,
    context: Context,
    words: Annotated[str, "What is to be found: a thing, or things of a kind."] = "",
    threshold: Annotated[float, Slider(0, 1), "How likely a find must be to count."] = 0.5,
) -> Iterator[At[Named]]:
    """Find what words name in every frame of the shot.

    All that the words name belongs to the matte: "car" takes every car. Each frame is looked at by itself;
    to follow one of several, paint or click it with segment.object, whose prompts this matte can help to
    set. `confidence` is how likely the likeliest find is. Without an installed model for it the node cannot
    run. Raises NodeError without words.

    Example: workprint run segment.text plate.mov -o mattes words="yellow cab"
    """
    if not words.strip():
        raise NodeError(
            "Find what words name", "there are none", hint='Say what is to be found: words="cab".'
        )
    for done, (time, matte, sure) in enumerate(model.find(image, words, range, threshold=threshold)):
        context.check_cancelled()
        context.progress(done, range.frame_count)
        yield At(time, Named(matte, sure))

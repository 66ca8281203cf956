"""`matte.channel`: a channel of a picture as a matte."""

from typing import Annotated

from nodes.api import Frame, Matte, node
from nodes.library.planes.regions import same_of


@node("matte.channel", regions=same_of("image"))
def channel(
    image: Frame,
    name: Annotated[str, "A for alpha, R, G, B, or the name of a further channel."] = "A",
) -> Matte:
    """Take one channel of a picture as a matte: its alpha, one colour in linear light, or a layer.

    The alpha of an opaque picture is 1 where it has pixels. Raises NodeError for a channel that the
    picture does not have, naming those it has.

    Example: workprint shot show sh010 --add draw.text as=title text=Hello
    --add matte.channel as=letters image=@title
    """
    return image.channel(name)

"""`matte.cryptomatte`: several objects' mattes as one Cryptomatte beside the picture."""

from dataclasses import replace
from typing import Annotated

from nodes.api import Frame, Matte, NodeError, node
from nodes.api.headers import with_attributes

from .beside import over_image, titles
from .crypto import channels_of, header_of, id_of, ranked


@node("matte.cryptomatte")
def cryptomatte(
    image: Frame,
    mattes: list[Matte],
    names: Annotated[str, "What each is called, in order, commas between; object1 and so on without."] = "",
    layer: Annotated[str, "What the layer is called."] = "CryptoObject",
) -> Frame:
    """Lay mattes beside a picture as a Cryptomatte, for EXR: which objects cover each pixel, and how much.

    Six objects a pixel at most, the fullest first, as pairs of id and cover in float channels `layer00.R`
    and so on; an id is the MurmurHash3 of the name, and names stand in the header's manifest (Psyop's
    specification 1.2.0). Where mattes together cover more than 1 they are scaled to 1 there. The picture
    itself stays as it is. Raises NodeError without a matte, and for names that are not one a matte.

    Example: workprint shot show sh010 --add key.luma as=bright low=0.5
    --add matte.cryptomatte image=@source mattes=@bright.matte names=bright
    """
    called = titles(mattes, names, "Make a Cryptomatte")
    if len({id_of(name) for name in called}) < len(called) or not layer:
        why = "two mattes have one name" if layer else "the layer has no name"
        raise NodeError("Make a Cryptomatte", why, hint="Give each another name.", port="names")
    planes = [over_image(matte, image) for matte in mattes]
    made = channels_of(layer, ranked(planes, [id_of(name) for name in called]))
    return replace(
        image,
        layers={**image.layers, **made},
        metadata=with_attributes(image.metadata, header_of(layer, called)),
    )

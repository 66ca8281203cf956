"""`composite.cutout`: a picture within a matte alone."""

from nodes.api import Frame, Matte, node
from nodes.library.matte.beside import over_image
from nodes.library.planes.channels import remade, stacked
from nodes.library.planes.regions import same_of


@node("composite.cutout", regions=same_of("image", "matte"))
def cutout(image: Frame, matte: Matte) -> Frame:
    """Cut a picture out by a matte: its alpha becomes the matte, its colour is multiplied by it.

    Premultiplied, in linear light: colour x matte, alpha x matte. Movies and PNG store such colour straight,
    EXR premultiplied. Where the matte has no pixels it is 0.

    Example: workprint shot show sh010 --add key.luma as=bright low=0.5
    --add composite.cutout image=@source matte=@bright.matte
    """
    pixels, names = stacked(image, alpha=True)
    cover = over_image(matte, image)
    made = pixels.copy()
    made[..., :4] *= cover[..., None]
    return remade(image, made, names)

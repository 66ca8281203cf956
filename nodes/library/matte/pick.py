"""`matte.pick`: objects of a Cryptomatte as a matte."""

from typing import Annotated

from nodes.api import Frame, Matte, NodeError, node
from nodes.api.headers import attributes_in

from .beside import listed
from .crypto import cover_of, id_of, manifests_in


@node("matte.pick")
def pick(
    image: Frame,
    names: Annotated[str, "What the objects are called, commas between; <8 hex digits> for an id."] = "",
    layer: Annotated[str, "Which Cryptomatte layer; the first without."] = "",
) -> Matte:
    """Take objects out of a Cryptomatte: how much those of these names cover each pixel together.

    Without names it is all that the manifest has.

    Raises NodeError where the picture has no such layer, or its manifest none of a name.

    Example: workprint shot show sh010 --add key.luma as=bright low=0.5
    --add matte.cryptomatte as=crypto image=@source mattes=@bright.matte names=bright
    --add matte.pick image=@crypto names=bright
    """
    manifests = manifests_in(attributes_in(image.metadata))
    wanted = layer or next(iter(manifests), "")
    if wanted not in manifests:
        hint = f"It has: {', '.join(manifests)}." if manifests else "Read an EXR that has one."
        why = f"the picture has no Cryptomatte layer {layer!r}" if layer else "the picture has no Cryptomatte"
        raise NodeError("Pick from a Cryptomatte", why, hint=hint, port="layer")
    numbers = [_number(name, manifests[wanted]) for name in listed(names) or list(manifests[wanted])]
    cover = cover_of(image.layers, wanted, numbers)
    if cover is None:
        why = f"its header names the layer {wanted!r}, but the channels are not there"
        raise NodeError("Pick from a Cryptomatte", why, hint="Pick before the picture is placed or cut.")
    cover.flags.writeable = False
    return Matte(cover, image.time, image.display_window, image.data_window)


def _number(name: str, manifest: dict[str, int]) -> int:
    if name.startswith("<") and name.endswith(">"):
        try:
            return int(name[1:-1], 16)
        except ValueError:
            why = f"{name} is no id"
            raise NodeError("Pick from a Cryptomatte", why, hint="Write <1a2b3c4d>.", port="names") from None
    if manifest and name not in manifest:
        known = ", ".join(sorted(manifest)[:12])
        why = f"it has no object {name!r}"
        raise NodeError("Pick from a Cryptomatte", why, hint=f"It has: {known}.", port="names")
    return manifest.get(name, id_of(name))

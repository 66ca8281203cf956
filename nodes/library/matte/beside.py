"""Mattes that lie beside a picture, named."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nodes.api import Frame, Matte, NodeError, cropped
from nodes.library.planes.mattes import Pixels


def over_image(matte: Matte, image: Frame) -> Pixels:
    """Return a matte over the picture's data window, 0 where it has no pixels, read-only."""
    made = np.ascontiguousarray(cropped(matte.pixels, matte.data_window, image.data_window))
    if made.flags.writeable:
        made = made.view()
        made.flags.writeable = False
    return made


def listed(text: str) -> list[str]:
    """Return the names in a text, commas between them.

    >>> listed("car, dancer"), listed("")
    (['car', 'dancer'], [])
    """
    return [name.strip() for name in text.split(",")] if text.strip() else []


def titles(mattes: Sequence[Matte], text: str, attempted: str) -> list[str]:
    """Return a name for each matte: those listed, then object1, object2 and so on by their places.

    Raises NodeError without a matte, for more names than mattes, and for names that are empty or come twice.
    """
    if not mattes:
        raise NodeError(attempted, "no matte is connected", hint="Connect at least one.", port="mattes")
    names = listed(text)
    made = [*names, *(f"object{place + 1}" for place in range(len(names), len(mattes)))]
    if len(made) > len(mattes) or len(set(made)) < len(made) or not all(made):
        why = f"the names {', '.join(names)} are not one for each of {len(mattes)} mattes"
        raise NodeError(attempted, why, hint="Give each another name.", port="names")
    return made

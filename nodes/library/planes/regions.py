"""What nodes that work pixel by pixel need for a part of what they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nodes.api import Box


def same_of(*inputs: str) -> Callable[..., Mapping[str, Box]]:
    """Return a node's `regions=` that wants the same part of each of these inputs.

    >>> same_of("image", "mask")(Box(0, 0, 2, 2), amount=1.0)
    {'image': Box(x0=0, y0=0, x1=2, y1=2), 'mask': Box(x0=0, y0=0, x1=2, y1=2)}
    """

    def regions(box: Box, **_: Any) -> Mapping[str, Box]:
        return dict.fromkeys(inputs, box)

    return regions

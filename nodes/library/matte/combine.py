"""`matte.combine`: several mattes in one."""

from functools import reduce
from typing import Annotated, Literal

import numpy as np

from nodes.api import Box, Matte, NodeError, cropped, node
from nodes.geometry.boxes import is_empty, join
from nodes.library.planes.mattes import Pixels, rematted
from nodes.library.planes.regions import same_of

Mode = Literal["union", "intersect", "subtract", "xor", "max", "min"]


@node("matte.combine", regions=same_of("mattes"))
def combine(
    mattes: list[Matte],
    mode: Annotated[
        Mode, "What counts: in any of them, in all, in the first alone, in one or the other."
    ] = "union",
) -> Matte:
    """Join mattes, the second to the first, the third to both, and so on.

    With a and b from 0 to 1: union is a + b - ab, intersect ab, subtract a (1 - b), xor a + b - 2ab, as
    cover counts where edges are soft and do not coincide; max and min compare, for edges that do. Outside
    its data window a matte is 0. The first matte lends time and display window; alone it is passed on.
    Raises NodeError where no matte is connected.

    Example: workprint shot show sh010 --add key.luma as=bright low=0.5 --add key.chroma as=green
    --add matte.combine mattes=@bright.matte,@green.matte mode=subtract
    """
    if not mattes:
        raise NodeError("Combine mattes", "none is connected", hint="Connect at least one.", port="mattes")
    return reduce(lambda first, second: _joined(first, second, mode), mattes)


def _joined(first: Matte, second: Matte, mode: Mode) -> Matte:
    if is_empty(second.data_window) and mode in ("union", "subtract", "xor", "max"):
        return first
    window = join(first.data_window, second.data_window)
    if mode in ("intersect", "subtract", "min"):
        # Where the first one holds nothing these make nothing.
        window = first.data_window
    a = cropped(first.pixels, first.data_window, window)
    b = cropped(second.pixels, second.data_window, window)
    return rematted(first, _mixed(a, b, mode), window if not is_empty(window) else Box(0, 0, 0, 0))


def _mixed(a: Pixels, b: Pixels, mode: Mode) -> Pixels:
    if mode == "union":
        return a + b - a * b
    if mode == "intersect":
        return a * b
    if mode == "subtract":
        return a * (1 - b)
    if mode == "xor":
        return a + b - 2 * a * b
    return np.maximum(a, b) if mode == "max" else np.minimum(a, b)

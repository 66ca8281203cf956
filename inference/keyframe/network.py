"""The network that learns what was done to a picture, small enough to be trained while somebody waits."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

WIDTH = 24
STEP = 4
"""Rows and columns of what it is given are multiples of this."""
VERSION = 2
"""What weights mean; those of another version are not taken up."""
MARGIN = 16
"""Pixels at the borders of what it gives that know too little of what lies beyond."""
_GREY, _SPREAD = 0.4, 0.1
"""Where codes of most pictures lie and how far apart: the network sees them as about -1 to 1.

As they are, a shot's tones differ by so little that for hundreds of steps it learns one tint for all.
"""


class Painter(nn.Module):
    """Maps a frame's picture to the painted one; after Texler et al. 2020, with far fewer weights.

    Takes (batch, 3 + keys, rows, columns): the picture in log encoding, then how much each of `keys` painted
    frames counts there (each 0 to 1, none where there is only one). Returns (batch, 3, rows, columns) in the
    same encoding. It works on blocks of two by two pixels (Shi et al. 2016), which costs a quarter, and has
    no normalisation: that would make a pixel's colour depend on what else the picture shows, and patches
    teach a whole picture.
    """

    def __init__(self, keys: int = 0, width: int = WIDTH) -> None:
        super().__init__()
        self.keys = keys
        self.first = _conv(4 * (3 + keys), width)
        self.deep = _conv(width, 2 * width, stride=2)
        self.middle = nn.ModuleList(_Residual(2 * width) for _ in range(2))
        self.last = _conv(3 * width, width)
        self.out = _conv(width, 12)
        nn.init.zeros_(self.out.weight)

    def forward(self, given: torch.Tensor) -> torch.Tensor:
        """Return what it makes of the pictures."""
        seen = torch.cat(((given[:, :3] - _GREY) / _SPREAD, given[:, 3:]), 1)
        near = _sharp(self.first(functional.pixel_unshuffle(seen, 2)))
        far = _sharp(self.deep(near))
        for block in self.middle:
            far = block(far)
        far = functional.interpolate(far, scale_factor=2, mode="nearest")
        near = _sharp(self.last(torch.cat((near, far), 1)))
        return given[:, :3] + functional.pixel_shuffle(self.out(near), 2)


class _Residual(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.one = _conv(width, width)
        self.two = _conv(width, width)

    def forward(self, value: torch.Tensor) -> torch.Tensor:
        made: torch.Tensor = value + self.two(_sharp(self.one(value)))
        return made


def _conv(taken: int, given: int, stride: int = 1) -> nn.Conv2d:
    made = nn.Conv2d(taken, given, 3, stride=stride, padding=1)
    assert made.bias is not None
    nn.init.zeros_(made.bias)
    return made


def _sharp(value: torch.Tensor) -> torch.Tensor:
    return functional.leaky_relu(value, 0.1)

"""How far a made picture is from the painted one: colour, structure and edges."""

from __future__ import annotations

import torch
from torch.nn import functional

_STRUCTURE = 0.4
_EDGES = 0.5
_C1, _C2 = 0.01**2, 0.03**2


def distance(made: torch.Tensor, painted: torch.Tensor, cover: torch.Tensor) -> torch.Tensor:
    """Return one number for (batch, 3, rows, columns) in log encoding, each pixel weighed by `cover`.

    Mean absolute difference of colour and of its slopes, and one minus the structural similarity of the grey
    picture (Wang et al. 2004, over windows of seven pixels).
    """
    weight = cover / cover.sum().clamp_min(1.0)
    colour = ((made - painted).abs().mean(1, keepdim=True) * weight).sum()
    structure = ((1 - _similarity(made, painted)) * weight).sum()
    return colour + _STRUCTURE * structure + _EDGES * _slopes(made - painted, weight)


def _slopes(gap: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    across = (gap[..., 1:] - gap[..., :-1]).abs().mean(1, keepdim=True) * weight[..., 1:]
    down = (gap[..., 1:, :] - gap[..., :-1, :]).abs().mean(1, keepdim=True) * weight[..., 1:, :]
    return across.sum() + down.sum()


def _similarity(one: torch.Tensor, two: torch.Tensor) -> torch.Tensor:
    def mean(value: torch.Tensor) -> torch.Tensor:
        return functional.avg_pool2d(value, 7, stride=1, padding=3, count_include_pad=False)

    one, two = one.mean(1, keepdim=True), two.mean(1, keepdim=True)
    means = mean(torch.cat((one, two, one * one + two * two, one * two), 1))
    a, b, squares, both = (means[:, [plane]] for plane in range(4))
    found = (2 * a * b + _C1) * (2 * (both - a * b) + _C2)
    made: torch.Tensor = found / ((a * a + b * b + _C1) * (squares - a * a - b * b + _C2))
    return made

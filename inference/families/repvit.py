"""RepViT M1 as an encoder of four levels, its weights named as published ones are.

After Wang et al. 2024, "RepViT: revisiting mobile CNN from ViT perspective". The library that EdgeTAM's
folder asks for needs torchvision, which is never installed beside us; the network is small.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn

WIDTHS, DEPTHS = (48, 96, 192, 384), (2, 2, 14, 2)
_WIDER = 2


class RepVit(nn.Module):
    """Pictures (n, 3, rows, columns) to features of a 4th, 8th, 16th and 32nd of their size."""

    def __init__(self, widths: Sequence[int] = WIDTHS, depths: Sequence[int] = DEPTHS) -> None:
        super().__init__()
        first = widths[0]
        self.stem = _Stem(first)
        self.levels = len(widths)
        for level, (width, depth) in enumerate(zip(widths, depths, strict=True)):
            before = None if level == 0 else widths[level - 1]
            setattr(self, f"stages_{level}", _Stage(before, width, depth))

    def forward(self, pictures: torch.Tensor) -> list[torch.Tensor]:
        """Return the features of each level, finest first."""
        x = self.stem(pictures)
        made = []
        for level in range(self.levels):
            x = getattr(self, f"stages_{level}")(x)
            made.append(x)
        return made


def _normed(into: int, out: int, kernel: int = 1, *, stride: int = 1, groups: int = 1) -> nn.Sequential:
    made = nn.Sequential()
    made.add_module("c", nn.Conv2d(into, out, kernel, stride, kernel // 2, groups=groups, bias=False))
    made.add_module("bn", nn.BatchNorm2d(out))
    return made


class _Stem(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv1, self.conv2 = _normed(3, width // 2, 3, stride=2), _normed(width // 2, width, 3, stride=2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        made: torch.Tensor = self.conv2(nn.functional.gelu(self.conv1(x)))
        return made


class _Stage(nn.Module):
    def __init__(self, before: int | None, width: int, depth: int) -> None:
        super().__init__()
        self.downsample = nn.Identity() if before is None else _Smaller(before, width)
        self.blocks = nn.Sequential(*(_Block(width, squeezed=place % 2 == 0) for place in range(depth)))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        made: torch.Tensor = self.blocks(self.downsample(x))
        return made


class _Smaller(nn.Module):
    def __init__(self, before: int, width: int) -> None:
        super().__init__()
        self.pre_block = _Block(before, squeezed=False)
        self.spatial_downsample = _normed(before, before, 3, stride=2, groups=before)
        self.channel_downsample = _normed(before, width)
        self.ffn = _Mixer(width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.channel_downsample(self.spatial_downsample(self.pre_block(x)))
        made: torch.Tensor = x + self.ffn(x)
        return made


class _Block(nn.Module):
    def __init__(self, width: int, *, squeezed: bool) -> None:
        super().__init__()
        self.token_mixer = _Neighbours(width)
        self.se = _Squeeze(width) if squeezed else nn.Identity()
        self.channel_mixer = _Mixer(width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.se(self.token_mixer(x))
        made: torch.Tensor = x + self.channel_mixer(x)
        return made


class _Neighbours(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv = _normed(width, width, 3, groups=width)
        self.conv1 = _normed(width, width, groups=width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        made: torch.Tensor = self.conv(x) + self.conv1(x) + x
        return made


class _Mixer(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv1, self.conv2 = _normed(width, width * _WIDER), _normed(width * _WIDER, width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        made: torch.Tensor = self.conv2(nn.functional.gelu(self.conv1(x)))
        return made


class _Squeeze(nn.Module):
    """Channels weighed by what the whole picture holds of each (Hu et al. 2018)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        inner = max(8, int(width / 4 + 4) // 8 * 8)
        self.fc1, self.fc2 = nn.Conv2d(width, inner, 1), nn.Conv2d(inner, width, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        weight: torch.Tensor = self.fc2(self.fc1(x.mean((2, 3), keepdim=True)).relu())
        return x * weight.sigmoid()

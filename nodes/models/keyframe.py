"""Workprint's own `KeyframeStyle`: a small network that the torch worker trains on the spot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np

from nodes.api import Frame, Matte, PaintedFrame, PaintedLook
from nodes.library.planes.channels import seen
from nodes.library.restyle.aces import coloured, light_of
from nodes.process.handed import AnyArray

from .line import Line


@dataclass(frozen=True, slots=True, eq=False)
class OwnKeyframeStyle:
    """Trains by the line's worker; what was learned is kept there, by what was painted."""

    line: Line

    @contextmanager
    def learn(
        self, examples: Sequence[PaintedFrame], *, seconds: float, steps: int, height: int, seed: int
    ) -> Iterator[PaintedLook]:
        """Learn, and give what was learned until the block ends; see `KeyframeStyle`."""
        arrays = dict(_arrays(self.line, examples))
        said: dict[str, Any] = {
            "keys": len(examples),
            "height": height,
            "seed": seed,
            "seconds": seconds,
            "steps": steps,
        }
        said["key"] = _key(arrays, height, seed)
        self.line.last(self.line.call("keyframe.teach", said, arrays))
        yield _Look(self.line, said)
        self.line.last(self.line.call("keyframe.close", said, {}))


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    line: Line
    said: Mapping[str, Any]

    def apply(self, frame: Frame, weights: Sequence[float]) -> Frame:
        """Return the frame painted."""
        picture = {"picture": _finite(light_of(frame, self.line.space))}
        (made,) = self.line.call("keyframe.apply", {**self.said, "weights": list(weights)}, picture)
        return coloured(frame, made["picture"], self.line.space)


def _arrays(line: Line, examples: Sequence[PaintedFrame]) -> Iterator[tuple[str, AnyArray]]:
    for place, (picture, painted, cover) in enumerate(examples):
        yield f"picture {place}", _finite(light_of(picture, line.space))
        yield f"painted {place}", _finite(light_of(painted, line.space))
        if cover is not None:
            yield f"cover {place}", _cover(cover, picture)


def _cover(cover: Matte, picture: Frame) -> AnyArray:
    """Return where a painting counts, over the picture's pixels."""
    found = seen(cover.pixels, cover.data_window, picture.data_window)
    return np.clip(np.nan_to_num(found), 0, 1).astype(np.float32)


def _finite(light: AnyArray) -> AnyArray:
    return np.nan_to_num(light, nan=0.0, posinf=6e4, neginf=0.0)


def _key(arrays: Mapping[str, AnyArray], height: int, seed: int) -> str:
    """Return what stands for the examples and how they are learned."""
    digest = blake2b(f"{height} {seed}".encode(), digest_size=16)
    for name, array in arrays.items():
        digest.update(f" {name} {array.shape} ".encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()

"""How many bytes a model will take at most, before it is loaded, corrected by what was measured."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from inference.memory.plan import DTYPE_BYTES, Plan
from inference.memory.shapes import Shape

if TYPE_CHECKING:
    from inference.cards.card import Card

Floats: TypeAlias = npt.NDArray[np.float64]

MIB = 1 << 20
FIXED = 96 * MIB
PER_AREA = 2300.0
PER_VOLUME = 36.0
_TILE = 256 * 256
_GROUPS = 16
_TRUST = 0.05


@dataclass(frozen=True, slots=True)
class Measured:
    """The peak of one run above what was held before it, in bytes; `failed` where that was not enough."""

    shape: Shape
    bytes: int
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """What one plan takes at its peak, in bytes: on the device, and of main memory beside it.

    On the CPU everything is main memory and `host` is zero.
    """

    weights: int
    working: int
    device: int
    host: int


def weights_of(card: Card, dtype: str) -> int:
    """Return the bytes of all weights in a type: as the card says, else from its parts or its files."""
    if dtype in card.memory:
        return card.memory[dtype]
    if card.parts:
        return sum(parts_of(card, dtype).values())
    for other, size in card.memory.items():
        if other in DTYPE_BYTES:
            return int(size * DTYPE_BYTES[dtype] / DTYPE_BYTES[other])
    return sum(parts_of(card, dtype).values())


def parts_of(card: Card, dtype: str) -> dict[str, int]:
    """Return the bytes of the weights of each part in a type.

    Where the card does not say, they are the files of each folder, taken to be stored in two bytes a number,
    as nearly all are.
    """
    if card.parts:
        return {name: count * DTYPE_BYTES[dtype] for name, count in card.parts.items()}
    parts: dict[str, int] = {}
    for file in card.files:
        path = PurePosixPath(file.path)
        if path.suffix == ".safetensors":
            part = path.parts[0] if len(path.parts) > 1 else ""
            parts[part] = parts.get(part, 0) + int((file.size or 0) * DTYPE_BYTES[dtype] / 2)
    return parts


def need(card: Card, shape: Shape, plan: Plan, measured: Sequence[Measured] = ()) -> Need:
    """Return what running a model at a shape by a plan takes.

    Weights count in the plan's type (half where they rest as 8-bit floats). With model offload the device
    holds the largest part at a time, with group offload a sixteenth of it; main memory holds all of them.
    What the work itself takes is `working`.
    """
    dtype = plan.dtype
    weights = weights_of(card, dtype)
    rest = weights * DTYPE_BYTES["float8_e4m3fn"] // DTYPE_BYTES[dtype] if plan.cast else weights
    working = working_bytes(card, shape, plan, measured)
    if not plan.on_gpu:
        return Need(rest, working, rest + working, 0)
    parts = parts_of(card, dtype)
    share = max(parts.values()) / sum(parts.values()) if sum(parts.values()) else 1.0
    held = {"none": rest, "model": int(rest * share), "group": int(rest * share / _GROUPS)}[plan.offload]
    return Need(rest, working, held + working, rest if plan.offload != "none" else 0)


def working_bytes(card: Card, shape: Shape, plan: Plan, measured: Sequence[Measured] = ()) -> int:
    """Return the peak of a run above the weights: fixed + per element of a frame + per element of all.

    The first is what libraries set aside, the second the picture decoder at full size (whose layers hold a
    few frames at a time; with tiling one tile), the third the tokens of the transformer and the pictures
    themselves. The coefficients (bytes at two bytes a number; `activations` of the card's options, by name
    `fixed`, `area`, `volume`) are a first guess: measured runs of the same card, type, device and plan
    correct them by least squares of relative errors, weighed against the guess. A shape that was measured
    is known; one that failed needs more than there was.
    """
    scale = DTYPE_BYTES[plan.dtype] / 2
    said = card.options.get("activations", {})
    guess = np.array(
        [
            float(said.get("fixed", FIXED)),
            float(said.get("area", PER_AREA)) * scale,
            float(said.get("volume", PER_VOLUME)) * scale,
        ]
    )
    wanted = shape.within(plan)
    known = [run for run in measured if not run.failed and run.bytes > 0]
    exact = [run.bytes for run in known if run.shape == wanted]
    value = max(exact) if exact else float(_terms(wanted, plan) @ _fitted(guess, known, plan))
    short = [run.bytes for run in measured if run.failed and run.shape.volume <= wanted.volume and not exact]
    return math.ceil(max([value, *(size * 1.1 for size in short)]))


def _terms(shape: Shape, plan: Plan) -> Floats:
    area = min(shape.area, _TILE) if plan.tiling else shape.area
    return np.array([1.0, area * shape.count, shape.volume])


def _fitted(guess: Floats, known: Sequence[Measured], plan: Plan) -> Floats:
    """Return the coefficients, as multiples of the guess, that explain what was measured and stay near it."""
    if not known:
        return guess
    sizes = np.array([run.bytes for run in known], float)
    rows = np.array([_terms(run.shape, plan) * guess for run in known]) / sizes[:, None]
    # The guess may be off by any factor, so what the factors are drawn to is their common one.
    common = float(np.median(1 / rows.sum(axis=1)))
    left = np.vstack((rows, _TRUST * np.eye(3) / common))
    right = np.concatenate((np.ones(len(known)), _TRUST * np.ones(3)))
    factors, *_ = np.linalg.lstsq(left, right)
    fitted: Floats = np.maximum(factors, 0) * guess
    return fitted

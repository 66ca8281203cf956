"""A grid of takes: parameters and seeds that are varied, each combination a graph of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from nodes.api.errors import BadInput
from nodes.api.spec import Spec
from nodes.api.times import Time
from nodes.graph.model import Graph
from nodes.graph.text import assign

SEED = "seed"
MOST_AXES = 2
MOST_VALUES = 100
_SERIES = re.compile(r"(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?):(\d{1,3})", re.ASCII)
_LAST_SEED = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Axis:
    """What is varied, `seed` or `NODE.param`, and its values as a person types them."""

    what: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """One combination: the graph, the seed where that is varied, and what is said of it."""

    graph: Graph
    seed: int | None = None
    said: Mapping[str, str] = field(default_factory=dict)


def axis_of(text: str) -> Axis:
    """Return what `NODE.param=a,b,c` or `seed=1,2,3` says; values that hold commas are parted by `|`.

    `A..B:N` is N values from A to B, evenly. Raises BadInput for anything else.

    >>> axis_of("grade.gain=1..2:3").values, axis_of("grade.gain=1,1,1|2,1,1").values
    (('1', '1.5', '2'), ('1,1,1', '2,1,1'))
    """
    what, equals, said = text.partition("=")
    what = what.strip()
    series = _SERIES.fullmatch(said.strip())
    if series is not None:
        values = _series(float(series[1]), float(series[2]), int(series[3]))
    else:
        values = tuple(each.strip() for each in said.split("|" if "|" in said else ","))
    values = tuple(dict.fromkeys(each for each in values if each))
    if not equals or not values or not (what == SEED or "." in what.strip(".")):
        hint = "Write NODE.param=a,b,c or seed=1,2,3; values with commas are parted by |."
        raise BadInput(f"Vary '{text}'", "it does not say what takes which values", hint=hint)
    if len(values) > MOST_VALUES:
        raise BadInput(f"Vary '{what}'", f"{len(values)} values are too many", hint=f"Give {MOST_VALUES}.")
    return Axis(what, values)


def variants(
    graph: Graph, axes: Sequence[Axis], specs: Mapping[str, Spec], *, origin: Time
) -> tuple[Variant, ...]:
    """Return every combination of the axes' values, the last axis varying fastest.

    Raises BadInput for more than two axes, one twice, or what is no seed; else as `assign`.
    """
    names = [axis.what for axis in axes]
    if len(names) > MOST_AXES or len(set(names)) < len(names):
        why = f"they are {len(names)} axes" if len(names) > MOST_AXES else "one is named twice"
        raise BadInput("Vary a shot", why, hint="Vary one or two things at a time.")
    return tuple(
        _variant(graph, dict(zip(names, values, strict=True)), specs, origin)
        for values in product(*(axis.values for axis in axes))
    )


def _variant(graph: Graph, said: Mapping[str, str], specs: Mapping[str, Spec], origin: Time) -> Variant:
    seed = None
    for what, value in said.items():
        if what == SEED:
            seed = _seed(value)
            continue
        node, _, param = what.rpartition(".")
        graph = assign(graph, node, [f"{param}={value}"], specs, origin=origin)
    return Variant(graph, seed, said)


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < _LAST_SEED):
        raise BadInput("Vary the seed", f"'{text}' is no seed", hint="Give whole numbers from 0 on.")
    return int(text)


def _series(first: float, last: float, count: int) -> tuple[str, ...]:
    if count < 2:
        return (f"{first:.6g}",)
    return tuple(f"{first + (last - first) * step / (count - 1):.6g}" for step in range(count))

"""Takes that are wanted of a shot, one by one: by seeds, by what is varied, by a take they are like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import takewhile
from typing import Any

from editor.exchange.tokens import plain
from nodes.api.errors import BadInput
from nodes.api.times import Range
from nodes.graph.model import Graph
from nodes.graph.serialise import from_json
from nodes.models.bound import MOST_SEEDS

from .store import Take
from .vary import Variant

DRAFT = Fraction(1, 2)
"""The size of a draft: half as wide and half as high."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One take that is wanted: its seed, size, frames, and the graph that stands in for the shot's own.

    `varied` tells what is set otherwise in that graph. None is as the shot has it.
    """

    seed: int = 1
    scale: Fraction = Fraction(1)
    graph: Graph | None = None
    domain: Range | None = None
    varied: Mapping[str, str] = field(default_factory=dict)


def by_seeds(seeds: Sequence[int], scale: Fraction = Fraction(1)) -> Iterator[Asked]:
    """Yield a take for each seed."""
    for seed in seeds:
        yield Asked(seed, scale)


def by_variants(
    variants: Sequence[Variant], seeds: Sequence[int], scale: Fraction = Fraction(1)
) -> Iterator[Asked]:
    """Yield a take for each variant, and of one that has no seed of its own one for each seed."""
    for variant in variants:
        for seed in seeds if variant.seed is None else (variant.seed,):
            yield Asked(seed, scale, variant.graph, None, variant.said)


def like(take: Take, seeds: Sequence[int], scale: Fraction | None = None) -> Iterator[Asked]:
    """Yield takes of the same recipe with other seeds, as large as that take unless `scale` says otherwise.

    Raises BadInput for a take that does not tell of its graph.
    """
    graph = graph_of_take(take)
    for seed in seeds:
        yield Asked(seed, take.recipe.scale if scale is None else scale, graph, None, _varied(take))


def full(take: Take) -> Asked:
    """Return the take at full size that a draft stands for: the same graph, seed and frames.

    Raises BadInput for a take that is no draft, or does not tell of its graph.
    """
    if not take.is_draft:
        raise BadInput(f"Make take {take.id} at full size", "it is no draft")
    seed = 1 if take.recipe.seed is None else take.recipe.seed
    return Asked(seed, Fraction(1), graph_of_take(take), take.recipe.domain, _varied(take))


def seeds_after(asked: Sequence[Asked], place: int) -> tuple[int, ...]:
    """Return the seeds of the takes that follow one and differ from it in their seed only, some at most."""
    one = asked[place]

    def alike(each: Asked) -> bool:
        return each.graph is one.graph and (each.scale, each.domain) == (one.scale, one.domain)

    return tuple(each.seed for each in takewhile(alike, asked[place + 1 : place + MOST_SEEDS]))


def graph_of_take(take: Take) -> Graph:
    """Return the graph that a take was made with, as a shot can have it.

    Raises BadInput for one made before takes kept it, unless it shows the shot's own media alone;
    GraphError for what is no graph.
    """
    kept = take.record.get("graph")
    if isinstance(kept, Mapping):
        return from_json(plain(kept))
    return from_json(_unbound(take, plain(take.recipe.graph)))


def _unbound(take: Take, graph: Any) -> Any:
    if set(take.recipe.media) - {"plate"}:
        why = f"take {take.id} was made before takes kept their graph"
        raise BadInput("Use a take's recipe again", why, hint="Make it from the shot's graph.")
    for node in graph.get("nodes", ()):
        if node.get("type") == "source.media" and node.get("params", {}).get("file") == "plate":
            node.update(type="source.shot", version=1)
            del node["params"]["file"]
    return graph


def _varied(take: Take) -> dict[str, str]:
    said = take.record.get("varied")
    varied = said if isinstance(said, Mapping) else {}
    return {str(name): str(value) for name, value in varied.items() if name != "seed"}

"""Which takes a model may make along with one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from editor.takes.asked import by_seeds, by_variants, seeds_after
from editor.takes.vary import Variant
from nodes.graph.model import Graph
from nodes.models.bound import MOST_SEEDS


def test_takes_that_differ_in_their_seed_only_follow_one_another() -> None:
    asked = list(by_seeds(range(3, 7)))
    assert [seeds_after(asked, place) for place in range(4)] == [(4, 5, 6), (5, 6), (6,), ()]


def test_another_size_or_another_graph_ends_the_row() -> None:
    one, two, three = by_seeds(range(1, 4))
    draft = replace(two, scale=Fraction(1, 2))
    assert seeds_after([one, draft, three], 0) == ()
    graphs = Graph({}, {}), Graph({}, {})
    asked = list(by_variants([Variant(each) for each in graphs], range(1, 3)))
    assert [seeds_after(asked, place) for place in range(4)] == [(2,), (), (2,), ()]


def test_a_long_row_is_told_in_part() -> None:
    asked = list(by_seeds(range(100)))
    assert len(seeds_after(asked, 0)) == MOST_SEEDS - 1

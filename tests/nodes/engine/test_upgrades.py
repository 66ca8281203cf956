"""Nodes that older versions stored are carried over when a job is made ready."""

from __future__ import annotations

from nodes.api import Frame, Migration, migrate, node
from tests.nodes.engine.kit import at, greys, job_of, made, ready


@migrate("test.lift", to=3)
def in_halves(params):
    """Version 3 counts in halves."""
    return {**params, "by": params["by"] * 2}


@node("test.lift", version=3, migrations=(Migration("test.lift", 2, rename={"amount": "by"}), in_halves))
def lift(image: Frame, by: float = 2.0) -> Frame:
    """Add halves."""
    return image.with_rgb(image.rgb + by / 2)


def lifted(version: int, **rest):
    return job_of(
        made("a", "test.count"), made("l", "test.lift", {"image": "a"}, **rest) | {"version": version}
    )


def test_an_older_node_shows_what_it_showed_and_has_the_newer_ones_key():
    old, new = lifted(1, params={"amount": 3.0}), lifted(3, params={"by": 6.0})
    assert greys(old, [2], lift) == greys(new, [2], lift) == [5.0]
    assert ready(old, lift).key == ready(new, lift).key


def test_its_keyframes_come_along():
    keys = {"keys": [[at(0).to_json(), 0.0], [at(10).to_json(), 10.0]]}
    old = lifted(1, params={"amount": 0.0}, drives={"amount": keys})
    assert greys(old, [0, 4], lift) == [0.0, 8.0]

"""Old parameters are carried over by name."""

from __future__ import annotations

from tests.nodes.api.authors import shapes


def test_each_step_after_the_stored_version_is_taken_in_order():
    assert shapes.gain.upgrade({"gain": 2.0}, 1) == {"amount": 2.0, "stops": 2}
    assert shapes.gain.upgrade({"amount": 2.0}, 2) == {"amount": 2.0, "stops": 2}
    assert shapes.gain.upgrade({"amount": 2.0}, 3) == {"amount": 2.0}


def test_what_was_stored_is_not_changed():
    stored = {"gain": 2.0}
    shapes.gain.upgrade(stored, 1)
    assert stored == {"gain": 2.0}

"""Pictures of one stretch while the next is made: really at once, in order, ended at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from inference.memory.plan import Plan

pytest.importorskip("torch", reason="needs the extra models")

LONG = 60.0
"""Seconds after which a thing that has to come never will."""


def stretches(count: int, between: Any = lambda index: None) -> Iterator[Any]:
    """Yield the latents of stretches, each after one step."""
    import torch

    for index in range(count):
        between(index)
        yield None
        yield torch.full((1, 1), float(index))


def frames_of(latents: Any) -> Iterator[np.ndarray]:
    for number in range(3):
        yield np.full(1, float(latents) * 10 + number, np.float32)


def pictured(made: Iterator[Any], decode: Any = frames_of, beside: bool = True) -> list[float]:
    from inference.families.beside import pictured

    return [float(each[0]) for each in pictured(made, decode, Plan(beside=beside))]


def test_all_pictures_come_in_order_either_way() -> None:
    wanted = [0.0, 1, 2, 10, 11, 12, 20, 21, 22]
    assert pictured(stretches(3)) == pictured(stretches(3), beside=False) == wanted
    assert pictured(stretches(0)) == []


def test_a_stretch_is_decoded_while_the_next_is_made() -> None:
    begun, decoding = threading.Event(), threading.Event()

    def decode(latents: Any) -> Iterator[np.ndarray]:
        decoding.set()
        # Decoded in its turn, this would wait for a stretch that waits for it.
        assert float(latents) > 0 or begun.wait(LONG)
        yield from frames_of(latents)

    def between(index: int) -> None:
        if index:
            assert decoding.wait(LONG)
            begun.set()

    assert len(pictured(stretches(2, between), decode)) == 6


def test_what_is_ready_goes_out_between_two_steps() -> None:
    from inference.families.beside import pictured

    whole = threading.Event()

    def decode(latents: Any) -> Iterator[np.ndarray]:
        yield from frames_of(latents)
        whole.set()

    def made() -> Iterator[Any]:
        yield from stretches(1)
        assert whole.wait(LONG)
        yield None
        raise AssertionError("the next step came before what was ready")

    found = pictured(made(), decode, Plan(beside=True))
    assert [float(next(found)[0]) for _ in range(3)] == [0, 1, 2]
    found.close()  # type: ignore[attr-defined]


def test_one_stretch_waits_until_the_one_before_has_gone_out() -> None:
    at_work, most, lock = 0, 0, threading.Lock()

    def decode(latents: Any) -> Iterator[np.ndarray]:
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
        yield from frames_of(latents)
        with lock:
            at_work -= 1

    assert len(pictured(stretches(5), decode)) == 15 and most == 1


def test_what_goes_wrong_in_decoding_is_raised() -> None:
    def decode(latents: Any) -> Iterator[np.ndarray]:
        yield from frames_of(latents)
        raise MemoryError("no room for a frame")

    with pytest.raises(MemoryError, match="no room"):
        pictured(stretches(2), decode)


def test_ending_it_ends_the_thread_at_its_next_frames() -> None:
    from inference.families.beside import pictured

    going, given = threading.Event(), 0

    def decode(latents: Any) -> Iterator[np.ndarray]:
        nonlocal given
        while True:
            given += 1
            yield np.zeros(1, np.float32)
            assert going.wait(LONG)

    found = pictured(stretches(2), decode, Plan(beside=True))
    next(found)
    threading.Timer(0.05, going.set).start()
    found.close()  # type: ignore[attr-defined]
    assert not [each for each in threading.enumerate() if each.name.startswith("decoding")]

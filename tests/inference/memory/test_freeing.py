"""Memory that is measured, runs out, and is given back."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="needs torch")

from inference.memory.freeing import Gauge, free_memory, held_bytes, out_of_memory  # noqa: E402

pytestmark = pytest.mark.model
MIB = 1 << 20


def test_the_peak_of_a_run_is_measured() -> None:
    free_memory()
    gauge = Gauge("cpu")
    held = torch.ones(96 * MIB, dtype=torch.uint8)
    del held
    assert 92 * MIB < gauge.read() < 110 * MIB
    free_memory()
    assert Gauge("cpu").read() < 8 * MIB


def test_what_nobody_holds_is_given_back() -> None:
    free_memory()
    before = held_bytes("cpu")
    held: list[object] = [torch.ones(64 * MIB, dtype=torch.uint8)]
    held.append(held)
    assert held_bytes("cpu") > before + 60 * MIB
    del held
    free_memory()
    assert held_bytes("cpu") < before + 8 * MIB


def test_memory_that_ran_out_is_told_from_other_errors() -> None:
    with pytest.raises(RuntimeError) as caught:
        torch.empty(1 << 60, dtype=torch.uint8)
    assert out_of_memory(caught.value)
    assert out_of_memory(MemoryError()) and out_of_memory(torch.OutOfMemoryError("CUDA out of memory"))
    assert out_of_memory(OSError(12, "Cannot allocate memory"))
    with pytest.raises(RuntimeError) as other:
        torch.ones(2, 3) @ torch.ones(2, 3)
    assert not out_of_memory(other.value)
    assert not out_of_memory(ValueError("out of memory"))

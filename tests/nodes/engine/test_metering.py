"""The levels that go with a mix are those of its samples."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.engine.metering import SPAN, levels_of
from tests.nodes.engine.test_mix import noise


@pytest.mark.parametrize("count", [0, 1, SPAN, SPAN + 3, 4 * SPAN])
def test_every_span_tells_its_peak_and_mean_square(count: int) -> None:
    block = noise(count, channels=2) * np.float32(1.5)
    told = levels_of(block)
    assert len(told) == -(-count // SPAN)
    for number, (peaks, squares) in enumerate(told):
        some = block[number * SPAN : (number + 1) * SPAN].astype(np.float64)
        assert peaks == pytest.approx(np.abs(some).max(0).tolist())
        assert squares == pytest.approx((some**2).mean(0).tolist())

"""Arrays from a parent to its child: bit for bit, and gone afterwards."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from nodes.process.handed import handed, taken


def test_arrays_arrive_bit_for_bit_through_json(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    arrays = {
        "a": rng.random((5, 7, 3), dtype=np.float32)[:, ::-2],
        "b": rng.integers(0, 255, (3, 0), dtype=np.uint8),
        "c": np.array(-0.0, np.float16),
    }
    with handed(tmp_path, arrays) as said:
        found = taken(json.loads(json.dumps(said)))
        assert list(found) == ["a", "b", "c"]
        for name, array in arrays.items():
            assert found[name].dtype == array.dtype and found[name].shape == array.shape
            assert found[name].tobytes() == array.tobytes()
            assert not found[name].flags.writeable
        del found
    assert not list(tmp_path.iterdir())


def test_nothing_is_left_where_something_fails(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="only numbers"), handed(tmp_path, {"a": np.array(["x"])}):
        pass
    with pytest.raises(KeyError), handed(tmp_path, {"a": np.zeros(3)}):
        raise KeyError
    assert not list(tmp_path.iterdir())

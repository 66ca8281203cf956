"""Costly frames are set aside in the user's cache folder and found by the next engine, never unchecked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nodes.engine.pruning import sizes
from nodes.engine.results import result_file
from nodes.engine.spill import Spill
from tests.nodes.engine.acme import ACME
from tests.nodes.engine.footage import engine_at
from tests.nodes.engine.kit import FORMAT, at, flat, grey, job_of, made

KEY = "ab" * 16


def filled(folder: Path, count: int, limit: int = 1 << 20) -> Spill:
    """A spill that was given flat frames, one after the other, and closed."""
    with Spill(folder, limit) as spill:
        for place in range(count):
            while not result_file(folder, KEY, at(place)).exists() and not spill.failed:
                spill.put(KEY, at(place), flat(float(place), at(place)))
    return spill


def test_what_was_set_aside_is_found_by_another_session(tmp_path):
    filled(tmp_path, 3)
    with Spill(tmp_path) as spill:
        assert KEY in spill and spill.count(KEY) == 3
        assert [grey(spill.get(KEY, at(place), None)) for place in range(3)] == [0.0, 1.0, 2.0]
        assert spill.get(KEY, at(9), None) is None and "cd" * 16 not in spill


def test_the_longest_unused_go_where_there_is_too_much(tmp_path):
    filled(tmp_path, 1)
    size = sizes(tmp_path).bytes
    limit = 6 * size
    spill = filled(tmp_path, 30, limit)
    assert not spill.failed and sizes(tmp_path).bytes <= limit
    with Spill(tmp_path, limit) as again:
        assert again.get(KEY, at(29), None) is not None and again.get(KEY, at(0), None) is None


def test_a_flipped_bit_is_noticed(tmp_path):
    filled(tmp_path, 1)
    path = result_file(tmp_path, KEY, at(0))
    whole = path.read_bytes()
    rng = np.random.default_rng(2)
    for place in rng.choice(len(whole) * 8, 40, replace=False):
        damaged = bytearray(whole)
        damaged[place // 8] ^= 1 << place % 8
        path.write_bytes(damaged)
        with Spill(tmp_path) as spill:
            assert spill.get(KEY, at(0), None) is None
        assert not path.exists()


def test_a_folder_that_cannot_be_written_is_given_up_and_told(tmp_path):
    (tmp_path / "frames").write_text("in the way")
    spill = filled(tmp_path / "frames", 1)
    assert "Not a directory" in spill.failed


@pytest.fixture
def costly(tmp_path):
    (tmp_path / "acme.py").write_text(ACME)
    params = {"seconds": 0.15, "log": str(tmp_path / "calls")}
    nodes = [made("s", "acme.noise"), made("x", "acme.slow", {"image": "s"}, params=params)]
    return job_of(*nodes)


def calls(folder: Path) -> int:
    return (folder / "calls").read_text().count("\n")


def test_an_engine_that_is_started_anew_makes_no_costly_frame_again(tmp_path, costly):
    frames = tmp_path / "frames"
    seen = []
    for _ in range(2):
        with engine_at(tmp_path, nodes=[tmp_path / "acme.py"], spill=frames) as engine:
            name = engine.load(costly)
            for frame in (1, 2, 3):
                with engine.frame(name, at(frame)) as loan:
                    seen.append(loan.arrays["pixels"].tobytes())
    assert calls(tmp_path) == 3 and seen[:3] == seen[3:] and len(set(seen)) == 3
    assert sizes(frames).files == 3


def test_an_engine_tells_what_each_node_cost_and_what_is_held_of_it(tmp_path, costly):
    with engine_at(tmp_path, nodes=[tmp_path / "acme.py"], spill=tmp_path / "frames") as engine:
        name = engine.load(costly)
        for frame in (1, 2, 1):
            with engine.frame(name, at(frame)) as loan:
                cost = loan.meta["cost"]
        assert cost["calls"] == 0 and cost["reused"] == 1
        told = engine.report(name)
    assert list(told) == ["s", "x"]
    size = FORMAT.width * FORMAT.height * 3 * 4
    x = told["x"]
    assert (x["type"], x["calls"], x["bytes"], x["found"]) == ("acme.slow", 2, 2 * size, {"memory": 1})
    assert x["seconds"] > 0.25 and x["results"] == 0
    # The node hands on what it was given: both share the pixels.
    assert x["memory"] == {"values": 2, "bytes": 2 * size} and told["s"]["memory"]["values"] == 2


def test_half_floats_in_memory_are_for_looking_only(tmp_path):
    (tmp_path / "acme.py").write_text(ACME)
    noise = job_of(made("s", "acme.noise"))
    with engine_at(tmp_path, nodes=[tmp_path / "acme.py"], half=True) as engine:
        name = engine.load(noise)
        with engine.frame(name, at(1)) as loan:
            first = loan.arrays["pixels"].copy()
        with engine.frame(name, at(1)) as loan:
            assert np.array_equal(loan.arrays["pixels"], first.astype(np.float16))
            assert loan.meta["cost"]["calls"] == 0
        assert engine.report(name)["s"]["memory"]["bytes"] == first.nbytes // 2
        kept = engine.load(job_of(made("s", "acme.noise", keep=True)), tmp_path / "results")
        for _ in range(2):
            with engine.frame(kept, at(2)) as loan:
                second = loan.arrays["pixels"].copy()
        assert not np.array_equal(second, second.astype(np.float16))

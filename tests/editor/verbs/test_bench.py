"""`workprint bench`: rows beside a peer, rows with an absolute goal, names that are none."""

from __future__ import annotations

import pytest

from editor.verbs import bench
from nodes.api.errors import BadInput
from tests.bench.__main__ import asked_for
from tests.bench.rows import Row


def test_a_bench_gives_a_row_with_the_goal_it_was_measured_against() -> None:
    lines: list[str] = []
    (row,) = bench(["startup"], lines.append).rows
    assert {"name", "ours", "peer", "ratio", "goal", "met"} <= set(row)
    assert row["name"] == "startup" and row["ratio"] == pytest.approx(row["ours"] / row["peer"], rel=0.01)
    assert row["met"] is (row["ratio"] <= row["goal"])
    assert len(lines) == 1 and lines[0].startswith("startup: ours ")


def test_a_name_that_is_none_is_refused_with_those_there_are() -> None:
    lines: list[str] = []
    with pytest.raises(BadInput, match=r"no bench called nonsense; there is: .*startup"):
        bench(["nonsense"], lines.append)
    assert not lines


def test_a_row_is_met_by_ratio_beside_a_peer_and_by_itself_without_one() -> None:
    assert Row("a", 1.0, 2.0, 0.5, "s", "").met
    assert not Row("a", 1.1, 2.0, 0.5, "s", "").met
    assert Row("a", 4.0, None, 5.0, "ms", "").met
    assert not Row("a", 6.0, None, 5.0, "ms", "").met
    told = Row("a", 6.0, 3.0, None, "ms", "only told")
    assert told.met is None and told.ratio == 2.0 and "goal" not in str(told)


def test_the_first_part_of_a_name_stands_for_all_that_begin_with_it() -> None:
    known = ["timeline", "timeline-near", "timelines"]
    assert asked_for(["timeline", "near"], known) == {"timeline": ["timeline", "timeline-near"], "near": []}

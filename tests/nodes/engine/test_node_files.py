"""Nodes that somebody names by file, in an engine's own process."""

from __future__ import annotations

from pathlib import Path

import pytest

from nodes.api import BadInput, NodeDefinitionError
from nodes.engine.catalog import catalog_of
from nodes.engine.client import Engine
from nodes.engine.errors import NodeFault, NodeRefused
from nodes.engine.job import Job
from tests.nodes.engine.acme import ACME
from tests.nodes.engine.kit import COLOUR, FORMAT, WHOLE, at, graph, made


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    path = tmp_path / "acme.py"
    path.write_text(ACME)
    return path


def job(*nodes: dict, **rest) -> Job:
    domains = {each["id"]: WHOLE for each in nodes if not each["inputs"]}
    return Job(graph=graph(*nodes), format=FORMAT, media={}, colour=COLOUR, domains=domains, **rest)


def test_a_files_nodes_run_in_the_engine_and_their_errors_come_back_whole(tmp_path, acme):
    with Engine(tmp_path / "run", nodes=[acme]) as engine:
        specs = engine.specs()
        assert {"acme.noise", "acme.trail", "color.grade"} <= set(specs)
        assert specs["acme.noise"].takes_seed and specs["acme.trail"].shape == "stream"

        def grey(job: Job, frame: int) -> float:
            with engine.frame(engine.load(job), at(frame)) as loan:
                return float(loan.array[0, 0, 0])

        noise = made("n", "acme.noise")
        one, two = job(noise, seed=1), job(noise, seed=2)
        assert (
            engine.describe(one)["takes_seed"] and engine.describe(one)["key"] != engine.describe(two)["key"]
        )
        assert grey(one, 3) == grey(one, 3) != grey(two, 3)
        assert grey(one, 3) == grey(job(noise, seed=5, seeds={"n": 1}), 3)
        trail = job(made("s", "acme.steps"), made("t", "acme.trail", {"images": "s"}))
        assert [grey(trail, frame) for frame in (2, 0, 1)] == [2.5, 0.0, 1.0]
        fails = job(made("s", "acme.steps"), made("f", "acme.fails", {"image": "s"}))
        with pytest.raises(NodeFault) as caught:
            engine.frame(engine.load(fails), at(3))
        line = ACME.splitlines().index("    return image if image.time.frame != at else 1 / 0") + 1
        assert str(caught.value).startswith(
            "Run node 'f' (acme.fails) at frame 3: it failed with ZeroDivisionError: division by zero "
            f"(acme.py, line {line})"
        )
        picky = job(made("s", "acme.steps"), made("p", "acme.picky", {"image": "s"}, params={"amount": 2}))
        with pytest.raises(NodeRefused) as refused:
            engine.frame(engine.load(picky), at(0))
        assert str(refused.value) == (
            "Run node 'p' (acme.picky) at frame 0: amount: Be picky: 2 is too much. Use less."
        )
        assert refused.value.exit_code == 2
        assert grey(fails, 2) == 2.0 and engine.deaths == 0


@pytest.mark.parametrize(
    ("text", "error", "why"),
    [
        (None, BadInput, "it is no Python file"),
        ("def broken(:", BadInput, "it failed with SyntaxError"),
        ("1 / 0", BadInput, "it failed with ZeroDivisionError"),
        ("import sys; sys.exit(3)", BadInput, "it failed with SystemExit: 3"),
        (
            "from workprint import Frame, node\n@node('color.grade')\ndef grade(image: Frame) -> Frame: ...",
            BadInput,
            "Use node 'color.grade': two nodes bear that id",
        ),
        (
            "from workprint import Frame, node\n@node('acme.bare')\ndef bare(image) -> Frame: ...",
            NodeDefinitionError,
            "Define node 'acme.bare': argument 'image' has no annotation",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_told_by_every_call_that_needs_nodes(tmp_path, text, error, why):
    path = tmp_path / "bad.py"
    if text is not None:
        path.write_text(text)
    with pytest.raises(error, match=why) as caught:
        catalog_of([path])
    assert caught.value.exit_code == 2


def test_an_engine_with_a_bad_file_still_looks_at_media_and_tells_the_reason_each_time(tmp_path):
    path = tmp_path / "bad.py"
    path.write_text("1 / 0")
    with Engine(tmp_path / "run", nodes=[path]) as engine:
        for _ in range(2):
            with pytest.raises(BadInput, match="it failed with ZeroDivisionError"):
                engine.specs()
        assert engine.probe([]) == [] and engine.deaths == 0


def test_two_files_may_define_different_nodes_and_not_the_same_one(tmp_path, acme):
    other = tmp_path / "other.py"
    other.write_text(
        "from workprint import Frame, node\n@node('acme.other')\ndef other(image: Frame) -> Frame: ..."
    )
    assert {"acme.other", "acme.noise"} <= set(catalog_of([acme, other]))
    other.write_text(
        "from workprint import Frame, node\n@node('acme.noise')\ndef other(image: Frame) -> Frame: ..."
    )
    with pytest.raises(BadInput, match=r"Use node 'acme\.noise': two nodes bear that id"):
        catalog_of([acme, other])


def test_what_a_node_keeps_is_found_by_the_next_engine(tmp_path, acme):
    log, kept = tmp_path / "calls", tmp_path / "results"
    slow = made("k", "acme.slow", {"image": "s"}, params={"seconds": 0.0, "log": str(log)}, keep=True)
    costly = job(made("s", "acme.steps"), slow)

    def frames() -> list[float]:
        with Engine(tmp_path / "run", nodes=[acme]) as engine:
            name = engine.load(costly, kept=kept)
            return [float(engine.frame(name, at(frame)).copy()["pixels"][0, 0, 0]) for frame in (2, 5, 2)]

    assert frames() == frames() == [2.0, 5.0, 2.0]
    assert log.read_text() == "2\n5\n"
    (file, *_) = sorted(kept.glob("*/*/*"))
    file.write_bytes(file.read_bytes()[:-1])
    assert frames() == [2.0, 5.0, 2.0] and log.read_text().count("\n") == 3

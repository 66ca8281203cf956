"""What is sent to the engine of a job that was handed over before."""

from __future__ import annotations

import os
import signal
from dataclasses import replace

import pytest

from nodes.api import Format, Time
from nodes.engine.client import Engine
from nodes.engine.errors import UnknownJob
from nodes.engine.job import Job, job_from_json
from nodes.engine.loads import MOST_LOADS, Loads, edited_job
from nodes.graph.edits import add, remove, set_params
from nodes.graph.model import GraphNode, Link
from nodes.graph.serialise import from_json, to_json
from nodes.graph.validate import InvalidGraph
from tests.nodes.engine.kit import COLOUR, RATE, graph, made

FORMAT = Format(8, 4, RATE)
CHAIN = [made("s", "draw.solid", params={"color": [0.5, 0.5, 0.5]})]
CHAIN += [
    made(f"g{place}", "color.saturation", {"image": f"g{place - 1}" if place else "s"}) for place in range(40)
]
GRAPH = from_json(graph(*CHAIN))
JOB = Job(graph=GRAPH, format=FORMAT, media={}, colour=COLOUR)


def colour(value: float) -> dict:
    return {"color": [value, value, value]}


@pytest.mark.parametrize("as_json", [False, True])
def test_only_what_was_edited_is_sent(as_json):
    def job(graph) -> Job:
        return replace(JOB, graph=to_json(graph) if as_json else graph)

    loads = Loads()
    first, sent = loads.hand_over(job(GRAPH), None)
    assert sent == first.whole and len(sent["job"]["graph"]["nodes"]) == 41
    loads.keep(first)
    again, sent = loads.hand_over(job(GRAPH), None)
    assert (again, sent) == (first, {"name": first.name})
    edited = set_params(GRAPH, "s", colour(0.25))
    second, sent = loads.hand_over(job(edited), None)
    assert sent["base"] == first.name and [node["id"] for node in sent["nodes"]] == ["s"]
    assert second.name != first.name
    there = edited_job(job_from_json(first.whole["job"]), sent["nodes"])
    assert there == job_from_json(second.whole["job"])


def test_anything_else_is_sent_whole(tmp_path):
    loads = Loads()
    first, _ = loads.hand_over(JOB, None)
    loads.keep(first)
    grown = add(GRAPH, GraphNode("x", "draw.solid"))
    for job, kept in (
        (replace(JOB, graph=grown), None),
        (replace(JOB, graph=remove(GRAPH, "g39")), None),
        (replace(JOB, graph=replace(GRAPH, outputs={"out": Link("g3")})), None),
        (replace(JOB, seed=2), None),
        (replace(JOB, graph={"nodes": 3}), None),
        (JOB, tmp_path),
    ):
        load, sent = loads.hand_over(job, kept)
        assert sent == load.whole


def test_the_longest_unused_job_is_forgotten():
    loads = Loads()
    first = loads.hand_over(JOB, None)[0]
    loads.keep(first)
    for seed in range(2, MOST_LOADS + 2):
        loads.keep(loads.hand_over(replace(JOB, seed=seed), None)[0])
    with pytest.raises(UnknownJob):
        loads.get(first.name)


def test_edits_are_seen_and_a_bad_one_leaves_the_job_as_it_was(tmp_path):
    def shown(engine: Engine, name: str) -> float:
        with engine.frame(name, Time(0, RATE)) as loan:
            return round(float(next(iter(loan.arrays.values()))[0, 0, 0]), 3)

    with Engine(tmp_path / "run") as engine:
        name = engine.load(JOB)
        before = shown(engine, name)
        assert engine.load(JOB) == name
        brighter = engine.load(replace(JOB, graph=set_params(GRAPH, "s", colour(1.0))))
        assert shown(engine, brighter) > before == shown(engine, name)
        with pytest.raises(InvalidGraph, match=r"s\.color"):
            engine.load(replace(JOB, graph=set_params(GRAPH, "s", {"color": "red"})))
        darker = engine.load(replace(JOB, graph=set_params(GRAPH, "s", colour(0.1))))
        assert shown(engine, darker) < before


def test_an_engine_that_was_started_anew_is_given_the_whole_job(tmp_path):
    with Engine(tmp_path / "run") as engine:
        engine.load(JOB)
        pid = engine.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        edited = replace(JOB, graph=set_params(GRAPH, "s", colour(0.75)))
        with engine.frame(engine.load(edited), Time(0, RATE)) as loan:
            assert loan.arrays

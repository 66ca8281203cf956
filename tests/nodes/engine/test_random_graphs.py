"""Random graphs against the plainest evaluation there is: each node calls those before it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.api import Around, Frame, Frames, Range, Time, node
from nodes.engine.cache import FrameCache
from nodes.engine.job import Job
from nodes.engine.prepare import Prepared, prepare
from nodes.engine.run import Run
from nodes.graph.edits import put
from nodes.graph.model import Graph
from nodes.graph.serialise import from_json
from tests.nodes.engine.kit import BUILT_IN, CATALOG, RATE, at, flat, grey, job_of, made

PRIME = 8191


@node("test.frame")
def number(time: Time, plus: int = 0) -> Frame:
    """Make the number of the frame."""
    return flat((time.frame + plus) % PRIME, time)


@node("test.fixed")
def fixed(value: int = 7) -> Frame:
    """Make one number at every time."""
    return flat(value, at(0))


@node("test.twice")
def twice(image: Frame, by: int = 2) -> Frame:
    """Multiply."""
    return image.with_rgb((image.rgb * by) % PRIME)


@node("test.mix")
def mix(first: Frame, second: Frame | None = None, weight: int = 3) -> Frame:
    """Add what is connected."""
    added = 1 if second is None else second.rgb * weight
    return first.with_rgb((first.rgb + added) % PRIME)


@node("test.many")
def many(images: list[Frame], time: Time) -> Frame:
    """Add any number of pictures, each with its place."""
    return flat(sum((place + 1) * grey(image) for place, image in enumerate(images)) % PRIME, time)


@node("test.later", times=lambda time, by, **_: {"image": time + Time(by, RATE)})
def later(image: Frame, by: int = 1) -> Frame:
    """Show a later frame."""
    return image.with_rgb((image.rgb + 3) % PRIME)


@node("test.near")
def near(images: Annotated[Frames, Around(1, "after")], after: int = 1) -> Frame:
    """Add a window up."""
    total = sum((place + 1) * grey(image) for place, image in enumerate(images))
    return images[1].with_rgb((images[1].rgb * 0 + total) % PRIME)


@node("test.value")
def value(image: Frame) -> float:
    """Make a small number of a picture."""
    return grey(image) % 5


NODES = {**BUILT_IN, **CATALOG} | {
    each.id: each for each in (number, fixed, twice, mix, many, later, near, value)
}
PARAMS = {"frame": "plus", "fixed": "value", "twice": "by", "mix": "weight", "later": "by", "near": "after"}


@st.composite
def jobs(draw: st.DrawFn) -> Job:
    """A job of up to a dozen nodes of every kind, some set, some animated, some driven, some bypassed."""
    nodes = [made("n0", "test.frame"), made("n1", "test.fixed")]
    for place in range(2, draw(st.integers(3, 12))):
        kind = draw(st.sampled_from(["frame", "fixed", "twice", "mix", "many", "later", "near"]))

        def source(most: int = place) -> str:
            return f"n{draw(st.integers(0, most - 1))}"

        feeds: dict[str, Any] = {}
        if kind in ("twice", "later"):
            feeds = {"image": source()}
        elif kind == "near":
            feeds = {"images": source()}
        elif kind == "mix":
            feeds = {"first": source()} | ({"second": source()} if draw(st.booleans()) else {})
        elif kind == "many":
            feeds = {"images": [source() for _ in range(draw(st.integers(1, 3)))]}
        rest: dict[str, Any] = {}
        how = draw(st.integers(0, 5))
        if kind in PARAMS and how == 1:
            rest["params"] = {PARAMS[kind]: draw(st.integers(0, 4))}
        elif kind in ("twice", "mix", "later") and how == 2:
            keys = [[at(0).to_json(), 1], [at(9).to_json(), draw(st.integers(0, 4))]]
            rest["drives"] = {PARAMS[kind]: {"keys": keys}}
        elif kind in ("twice", "mix", "later") and how == 3:
            nodes.append(made(f"v{place}", "test.value", {"image": source()}))
            rest["drives"] = {PARAMS[kind]: [f"v{place}", "out"]}
        elif kind in ("twice", "mix", "later") and how == 4:
            rest["bypass"] = True
        nodes.append(made(f"n{place}", f"test.{kind}", feeds, **rest))
    last = nodes[-1]["id"]
    job = job_of(*nodes, out=last)
    return replace(job, graph=from_json(job.graph))


def naive(job: Job, name: str, time: Time) -> float:
    """What a node makes at a time, worked out by calling it on what those before it make."""
    assert isinstance(job.graph, Graph)
    place = job.graph.node(name)
    code = NODES[place.type]
    inputs = place.inputs
    if place.bypass:
        return naive(job, inputs["image" if "image" in inputs else "first"].node, time)

    def read(link: Any, when: Time) -> float:
        return naive(job, link.node, when)

    def param(name: str) -> int:
        drive = place.drives.get(name)
        if drive is None:
            return int(place.params.get(name, code.spec.param(name).default))
        if hasattr(drive, "keys"):
            (_, low), (end, high) = drive.keys
            part = min(max(time.seconds / end.seconds, 0), 1)
            return int(low + (high - low) * part + 0.5)
        return int(read(drive, time))

    kind = place.type.removeprefix("test.")
    if kind == "frame":
        return (time.frame + param("plus")) % PRIME
    if kind == "fixed":
        return param("value")
    if kind == "value":
        return read(inputs["image"], time) % 5
    if kind == "twice":
        return read(inputs["image"], time) * param("by") % PRIME
    if kind == "mix":
        added = read(inputs["second"], time) * param("weight") if "second" in inputs else 1
        return (read(inputs["first"], time) + added) % PRIME
    if kind == "many":
        return sum((place + 1) * read(link, time) for place, link in enumerate(inputs["images"])) % PRIME
    if kind == "later":
        return (read(inputs["image"], time + Time(param("by"), RATE)) + 3) % PRIME
    stretch = domain(job, inputs["images"].node)
    offsets = range(-1, param("after") + 1)
    times = [time + Time(offset, RATE) if offset else time for offset in offsets]
    seen = [each if each == time or stretch is None else stretch.clamp(each) for each in times]
    return sum((place + 1) * read(inputs["images"], each) for place, each in enumerate(seen)) % PRIME


def domain(job: Job, name: str) -> Range | None:
    """The stretch of a node: what the job says of sources, else its first input's that has one."""
    place = job.graph.node(name)
    if name in job.domains:
        return job.domains[name]
    spec = NODES[place.type].spec
    if place.bypass:
        return domain(job, place.inputs["image" if "image" in place.inputs else "first"].node)
    for port in spec.inputs:
        feed = place.inputs.get(port.name)
        for link in feed if isinstance(feed, tuple) else (feed,) if feed else ():
            found = domain(job, link.node)
            if found is not None:
                return found
    return None


def shown(prepared: Prepared, times: list[int], cache: int) -> list[float]:
    with Run(prepared, FrameCache(cache), scratch=lambda: None) as run:
        return [grey(run.frame(at(time))) for time in times]


times = st.lists(st.integers(0, 9), min_size=1, max_size=3)


@given(jobs(), times, st.sampled_from([0, 1 << 20]))
@settings(max_examples=50, deadline=None)
def test_a_graph_shows_what_the_plainest_evaluation_shows(job, wanted, cache):
    last = job.graph.outputs["out"].node
    expected = [naive(job, last, at(time)) for time in wanted]
    assert shown(prepare(job, NODES), wanted, cache) == expected


@given(jobs(), st.data())
@settings(max_examples=40, deadline=None)
def test_an_edit_makes_ready_what_a_fresh_start_would(job, data):
    """And keys change just where something upstream did."""
    before = prepare(job, NODES)
    graph = job.graph
    name = data.draw(st.sampled_from(sorted(graph.nodes)))
    place = graph.node(name)
    kind = place.type.removeprefix("test.")
    how = data.draw(st.sampled_from(["param", "same", "label", "bypass", "rewire"]))
    if how == "param" and kind in PARAMS:
        edited = replace(place, params={PARAMS[kind]: 5})
    elif how == "same":
        spec = NODES[place.type].spec
        edited = replace(place, params={**dict(spec.defaults()), **place.params})
    elif how == "bypass" and kind in ("twice", "later"):
        edited = replace(place, bypass=not place.bypass)
    elif how == "rewire" and "image" in place.inputs and kind in ("twice", "later"):
        edited = replace(place, inputs={"image": replace(place.inputs["image"], node="n0")})
    else:
        edited = replace(place, label="mine")
    job = replace(job, graph=put(graph, edited))
    after, fresh = prepare(job, NODES, before), prepare(job, NODES)
    assert {name: each.key for name, each in after.ready.items()} == {
        name: each.key for name, each in fresh.ready.items()
    }
    assert [name for name in after.ready if after.ready[name].steady] == [
        name for name in after.ready if fresh.ready[name].steady
    ]
    assert shown(after, [4], 1 << 20) == shown(fresh, [4], 1 << 20)
    upstream = {name: _above(after, name) for name in after.ready}
    for name, ready in after.ready.items():
        old = before.ready.get(name)
        if old is not None and place.id not in upstream[name]:
            assert ready is old
        if old is not None and how in ("same", "label"):
            assert ready.key == old.key
        if old is not None and how == "param" and kind in PARAMS and place.id in upstream[name]:
            changes = PARAMS[kind] not in place.drives and place.params.get(PARAMS[kind]) != 5
            assert (ready.key != old.key) == (changes and not place.bypass)


def _above(prepared: Prepared, name: str) -> set[str]:
    found, waiting = {name}, [name]
    while waiting:
        for feed in prepared.ready[waiting.pop()].feeds:
            if feed.source is not None and feed.source.name not in found:
                found.add(feed.source.name)
                waiting.append(feed.source.name)
    return found


@given(jobs())
@settings(max_examples=40, deadline=None)
def test_the_short_way_and_the_long_way_make_the_same_keys(job):
    """A node that is told aloud to keep nothing is no plain one, and is the same."""
    told = replace(
        job, graph=replace(job.graph, nodes={n: replace(p, keep=False) for n, p in job.graph.nodes.items()})
    )
    short, long = prepare(job, NODES), prepare(told, NODES)
    for name, ready in short.ready.items():
        other = long.ready[name]
        assert (ready.key, ready.lineage, ready.domain, ready.format) == (
            other.key,
            other.lineage,
            other.domain,
            other.format,
        )
        assert (ready.steady, ready.is_direct, dict(ready.fixed)) == (
            other.steady,
            other.is_direct,
            dict(other.fixed),
        )
    assert set(short.ready) == set(long.ready)

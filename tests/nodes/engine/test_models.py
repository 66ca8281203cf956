"""Models of a job: which serves a node, what keys say of it, and the worker that runs them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import psutil
import pytest

from nodes.api import (
    Cancelled,
    Chunks,
    Frame,
    Frames,
    KeyframeStyle,
    Model,
    TextToVideo,
    VideoSegmenter,
    node,
)
from nodes.engine.client import Engine
from nodes.engine.errors import CannotRun
from nodes.engine.job import Job, job_from_json
from nodes.engine.playback import AtWork
from nodes.library.segment.session import OwnSegmenter
from nodes.models.bound import BoundModel
from nodes.models.worker_entry import WorkerEntry
from nodes.models.working import Working
from tests.nodes.engine.footage import engine_at, target_json
from tests.nodes.engine.kit import FORMAT, WHOLE, at, flat, greys, job_of, made, ready, run_of, wait_for

ANSWERS = Path(__file__).parents[1] / "models" / "entries" / "answers.py"
ASKING = """
from typing import Annotated

import numpy as np

from workprint import Frame, KeyframeStyle, Model, Time, node


@node("acme.ask")
def ask(time: Time, model: Annotated[KeyframeStyle, Model()]) -> Frame:
    "Ask the worker for something that never ends."
    model.line.last(model.line.call("learn", {}, {}))
    return Frame.of_pixels(np.zeros((2, 4, 3)), time)
"""


@node("test.words")
def words(image: Annotated[Frames, Chunks("model.length")], model: Annotated[TextToVideo, Model()]) -> Frames:
    """Say how many frames came at once."""
    return [flat(len(image), frame.time) for frame in image]


@node("test.follow")
def follow(image: Frame, model: Annotated[VideoSegmenter, Model()]) -> Frame:
    """Make the picture brighter where Workprint's own engine serves."""
    return image.with_rgb(image.rgb + isinstance(model, OwnSegmenter))


NODES = (words, follow)


def card(name: str, print: str = "") -> BoundModel:
    said = {"name": name, "lengths": {"most": len(name), "overlap": 0}}
    return BoundModel(name, print or f"print of {name}", said, "/m")


def job_with(type: str, models: Mapping[str, BoundModel], **params: Any) -> Job:
    asks = made("x", type, {"image": "a"}, params=params)
    return job_of(made("a", "test.count"), asks, models=models)


def key_of(type: str, models: Mapping[str, BoundModel], **params: Any) -> str:
    return ready(job_with(type, models, **params), *NODES).key


def test_keys_hold_the_fingerprint_of_the_model_that_serves() -> None:
    best = key_of("test.words", {"TextToVideo": card("a")})
    assert key_of("test.words", {"TextToVideo": card("b", "print of a")}) == best
    assert key_of("test.words", {"TextToVideo": card("a", "other")}) != best
    both = {"TextToVideo": card("b"), "TextToVideo=a": card("a")}
    assert key_of("test.words", both, model="a") == best
    assert key_of("test.words", both) != best


def test_an_own_engine_is_the_same_by_choice_and_by_default() -> None:
    bound = {"VideoSegmenter": card("a")}
    assert key_of("test.follow", bound, model="own") == key_of("test.follow", {})
    assert key_of("test.follow", bound) != key_of("test.follow", {})
    assert greys(job_with("test.follow", {}), [3], *NODES) == [4.0]
    assert greys(job_with("test.follow", bound, model="own"), [3], *NODES) == [4.0]


def test_a_choice_that_is_not_installed_is_told_with_where_to_look() -> None:
    with pytest.raises(CannotRun, match=r"its model 'gone' is not installed.*workprint models list"):
        key_of("test.words", {"TextToVideo": card("a")}, model="gone")
    with pytest.raises(CannotRun, match="no engine of its own for TextToVideo"):
        key_of("test.words", {"TextToVideo": card("a")}, model="own")


def test_windows_are_as_long_as_the_card_says() -> None:
    assert greys(job_with("test.words", {"TextToVideo": card("abcd")}), [0, 5, 9], *NODES) == [4.0, 4.0, 4.0]


def test_models_travel_with_the_job() -> None:
    job = job_with("test.words", {"TextToVideo": card("a")})
    assert job_from_json(job.to_json()).models == job.models


def test_an_engine_without_a_worker_says_so() -> None:
    @node("test.learn")
    def learn(image: Frame, model: Annotated[KeyframeStyle, Model()]) -> Frame:
        with model.learn([], seconds=1, steps=0, height=64, seed=1) as look:
            return look.apply(image, [])

    with (
        run_of(job_with("test.learn", {}), learn) as run,
        pytest.raises(Exception, match="started without a model worker"),
    ):
        run.frame(at(0))


@pytest.fixture
def asking(tmp_path: Path) -> dict[str, Any]:
    """Options of an engine whose node asks a worker for something that never ends."""
    file = tmp_path / "asking.py"
    file.write_text(ASKING)
    return {"nodes": [file], "worker": WorkerEntry(str(ANSWERS), (), str(tmp_path / "workers"))}


def worker_of(engine: Engine) -> list[psutil.Process]:
    return [
        each for each in psutil.Process(engine.pid).children() if "answers.py" in " ".join(each.cmdline())
    ]


def render(engine: Engine, folder: Path, at_work: AtWork) -> None:
    job = job_of(made("x", "acme.ask"))
    form = engine.describe(job)["form"]
    engine.render(job, WHOLE, [target_json(form, folder / "a.mkv", FORMAT)], at_work=at_work)


def test_a_node_that_waits_for_its_model_is_heard_and_stopped(tmp_path: Path, asking: dict[str, Any]) -> None:
    heard: list[tuple[str, str]] = []

    def at_work(name: str, working: Working) -> None:
        heard.append((name, working.text))
        if working.text != "learning":
            return
        raise Cancelled("Make a take", "nobody wants it")

    with engine_at(tmp_path, **asking) as engine:
        with pytest.raises(Cancelled):
            render(engine, tmp_path, at_work)
        (worker,) = worker_of(engine)
        assert engine.deaths == 0
    assert heard[-1] == ("x", "learning")
    assert not worker.is_running()
    assert [each.name for each in (tmp_path / "workers").iterdir()] == ["lock"]


def test_a_play_tells_what_its_frame_waits_for(tmp_path: Path, asking: dict[str, Any]) -> None:
    heard: list[tuple[str, str]] = []
    with engine_at(tmp_path, **asking) as engine:
        name = engine.load(job_of(made("x", "acme.ask")))
        with engine.play(name, WHOLE, at_work=lambda node, work: heard.append((node, work.text))):
            wait_for(lambda: ("x", "learning") in heard)


def test_a_worker_ends_with_an_engine_that_is_killed(tmp_path: Path, asking: dict[str, Any]) -> None:
    found: list[psutil.Process] = []

    def at_work(name: str, working: Working) -> None:
        if working.text != "learning":
            return
        if not found:
            found.extend(worker_of(engine))
            psutil.Process(engine.pid).kill()
            return
        wait_for(lambda: not found[0].is_running() or found[0].status() == psutil.STATUS_ZOMBIE)
        raise Cancelled("Make a take", "nobody wants it")

    with engine_at(tmp_path, **asking) as engine:
        with pytest.raises(Cancelled):
            render(engine, tmp_path, at_work)
        assert engine.deaths == 1
    assert len(found) == 1


def test_what_is_said_to_need_no_model_is_what_the_engine_has_of_its_own() -> None:
    from nodes.engine.own import _OWN
    from nodes.models.bound import OWN_ENGINES

    assert set(_OWN) == set(OWN_ENGINES)

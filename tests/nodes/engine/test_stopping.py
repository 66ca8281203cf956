"""What is not wanted any more stops within one frame, and nothing waits for what somebody else wants."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from nodes.api import Cancelled, Range
from nodes.engine.job import Job
from nodes.media.refs import FileRef
from tests.nodes.engine.acme import ACME
from tests.nodes.engine.footage import (
    engine_at,
)
from tests.nodes.engine.kit import COLOUR, FORMAT, at, graph, made, wait_for


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    path = tmp_path / "acme.py"
    path.write_text(ACME)
    return path


def lines(path: Path) -> int:
    return path.read_text().count("\n") if path.exists() else 0


def slow_job(log: Path, nodes: int = 1, seconds: float = 0.04) -> Job:
    chain = [made("s", "acme.steps")]
    params = {"seconds": seconds, "log": str(log)}
    chain += [
        made(f"n{i}", "acme.slow", {"image": f"n{i - 1}" if i else "s"}, params=params) for i in range(nodes)
    ]
    domain = Range.frames_of(0, 1000, FORMAT.rate)
    return Job(graph=graph(*chain), format=FORMAT, media={}, colour=COLOUR, domains={"s": domain})


def test_a_cancelled_play_stops_within_one_frame(tmp_path, acme):
    log = tmp_path / "calls"
    with engine_at(tmp_path, nodes=[acme]) as engine:
        playing = engine.play(engine.load(slow_job(log)), Range.frames_of(0, 1000, FORMAT.rate))
        frames = playing.frames()
        for _ in range(3):
            next(frames).release()
        playing.cancel()
        before = lines(log)
        with pytest.raises(Cancelled):
            playing.result()
        assert lines(log) <= before + 1
        time.sleep(0.2)
        assert lines(log) <= before + 1


def test_a_frame_that_is_not_wanted_any_more_stops_within_one_node(tmp_path, acme):
    log = tmp_path / "calls"
    with engine_at(tmp_path, nodes=[acme]) as engine:
        long, short = engine.load(slow_job(log, nodes=200)), engine.load(slow_job(tmp_path / "other"))
        failed: list[BaseException] = []

        def ask() -> None:
            try:
                engine.frame(long, at(0)).release()
            except Cancelled as error:
                failed.append(error)

        asking = threading.Thread(target=ask)
        asking.start()
        wait_for(lambda: lines(log) >= 2)
        started, before = time.monotonic(), lines(log)
        engine.frame(short, at(0)).release()
        assert time.monotonic() - started < 1.0
        asking.join()
        assert len(failed) == 1 and lines(log) <= before + 2


def test_a_stream_that_catches_up_stops_within_one_frame(tmp_path, acme):
    log = tmp_path / "calls"
    job = slow_job(log)
    trail = made("t", "acme.trail", {"images": "n0"})
    behind = replace(job, graph=graph(*job.graph["nodes"], trail))
    with engine_at(tmp_path, nodes=[acme]) as engine:
        name = engine.load(behind)
        playing = engine.play(name, Range.frames_of(900, 10, FORMAT.rate))
        wait_for(lambda: lines(log) >= 3)
        playing.cancel()
        before = lines(log)
        with pytest.raises(Cancelled):
            playing.result()
        assert lines(log) <= before + 1


def test_a_cancelled_render_stops_within_one_frame_and_leaves_no_file(tmp_path, acme):
    log, out = tmp_path / "calls", tmp_path / "out"
    out.mkdir()

    def told(done: int, total: int) -> None:
        if done == 3:
            raise Cancelled("Render", "enough")

    with engine_at(tmp_path, nodes=[acme]) as engine:
        job = slow_job(log)
        form = engine.describe(job)["form"]
        targets = [
            target(form, out / "a.mkv"),
            target(form | {"codec": "png", "layout": "rgb24"}, out / "b.#.png"),
        ]
        with pytest.raises(Cancelled, match="enough"):
            engine.render(job, Range.frames_of(0, 1000, FORMAT.rate), targets, told=told)
        assert lines(log) <= 4 and not list(out.iterdir())
        assert engine.render(job, Range.frames_of(0, 2, FORMAT.rate), targets)["frames"] == 2


def target(form: dict, path: Path) -> dict:
    return {
        "codec": form["codec"],
        "path": str(path),
        "format": FORMAT.to_json(),
        "layout": form["layout"],
        "colour": form["colour"],
        "timecode": None,
        "reel": None,
        "first": 0,
        "padding": 4,
        "sound": None,
    }


def test_playing_and_rendering_do_not_stand_in_the_way_of_a_frame(tmp_path, acme):
    with engine_at(tmp_path, nodes=[acme]) as engine:
        slow = slow_job(tmp_path / "calls", seconds=0.3)
        quick = engine.load(slow_job(tmp_path / "quick", seconds=0.0))
        held = engine.play(engine.load(slow), Range.frames_of(0, 1000, FORMAT.rate))
        looking = threading.Thread(target=lambda: engine.probe([FileRef("/none")] * 3))
        looking.start()
        wait_for(lambda: lines(tmp_path / "calls"))
        for frame in range(5):
            started = time.monotonic()
            engine.frame(quick, at(frame)).release()
            assert time.monotonic() - started < 0.25
        looking.join()
        held.cancel()


def test_another_play_takes_the_place_of_the_one_before(tmp_path, acme):
    with engine_at(tmp_path, nodes=[acme]) as engine:
        name = engine.load(slow_job(tmp_path / "calls", seconds=0.0))
        first = engine.play(name, Range.frames_of(0, 1000, FORMAT.rate))
        with engine.play(name, Range.frames_of(5, 3, FORMAT.rate)) as second:
            assert [float(loan.copy()["pixels"][0, 0, 0]) for loan in second.frames()] == [5.0, 6.0, 7.0]
        with pytest.raises(Cancelled):
            first.result()

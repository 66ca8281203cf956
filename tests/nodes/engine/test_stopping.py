"""What is not wanted any more stops within one frame, and nothing waits for what somebody else wants."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from nodes.api import Cancelled, Range, Time
from nodes.engine.job import Job
from nodes.media.refs import FileRef
from tests.nodes.engine.acme import ACME
from tests.nodes.engine.footage import (
    bound,
    digest_of,
    engine_at,
    generated,
    movie,
    source_job,
    target_json,
    whole,
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
        before = lines(log)
        engine.frame(short, at(0)).release()
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
            target_json(form, out / "a.mkv", FORMAT),
            target_json(form | {"codec": "png", "layout": "rgb24"}, out / "b.#.png", FORMAT),
        ]
        with pytest.raises(Cancelled, match="enough"):
            engine.render(job, Range.frames_of(0, 1000, FORMAT.rate), targets, told=told)
        assert lines(log) <= 4 and not list(out.iterdir())
        assert engine.render(job, Range.frames_of(0, 2, FORMAT.rate), targets)["frames"] == 2


def test_a_held_render_rests_after_its_frame_and_goes_on_or_is_cancelled(tmp_path, acme):
    told, failed = [], []
    with engine_at(tmp_path, nodes=[acme]) as engine:
        job = slow_job(tmp_path / "calls", seconds=0.0)
        target = target_json(engine.describe(job)["form"], tmp_path / "a.mkv", FORMAT)

        def render(count: int, unwanted: threading.Event) -> None:
            def hear(done: int, total: int) -> None:
                told.append(done)
                if unwanted.is_set():
                    raise Cancelled("Render", "enough")

            try:
                engine.render(job, Range.frames_of(0, count, FORMAT.rate), [target], told=hear)
            except Cancelled as error:
                failed.append(error)

        engine.hold(True)
        rendering = threading.Thread(target=render, args=(5, threading.Event()))
        rendering.start()
        wait_for(lambda: told)
        assert engine.specs(), "an engine that holds its renders answers"
        assert (told, rendering.is_alive()) == ([1], True)
        engine.hold(False)
        rendering.join(60)
        assert (told[-1], failed) == (5, [])


def test_playing_and_rendering_do_not_stand_in_the_way_of_a_frame(tmp_path, acme):
    with engine_at(tmp_path, nodes=[acme]) as engine:
        slow = slow_job(tmp_path / "calls", seconds=0.3)
        quick = engine.load(slow_job(tmp_path / "quick", seconds=0.0))
        held = engine.play(engine.load(slow), Range.frames_of(0, 1000, FORMAT.rate))
        looking = threading.Thread(target=lambda: engine.probe([FileRef("/none")] * 3))
        looking.start()
        wait_for(lambda: lines(tmp_path / "calls"))
        for frame in range(5):
            engine.frame(quick, at(frame)).release()
        assert lines(tmp_path / "calls") < 20, "nobody waited until all was played"
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


def test_frames_playing_and_rendering_at_once_are_all_exact(tmp_path):
    footage = generated(tmp_path)
    known = [each.digests() for each in footage]
    done: list[bool] = []
    with engine_at(tmp_path, cache_bytes=4 << 20) as engine:
        media = [bound(engine, each.ref) for each in footage]
        names = [engine.load(source_job(each)) for each in media]
        form = engine.describe(source_job(media[0]))["form"]

        def play() -> None:
            for which in (1, 0, 2):
                with engine.play(names[which], whole(media[which])) as playing:
                    seen = []
                    for loan in playing.frames():
                        with loan:
                            seen.append(digest_of(loan))
                done.append(seen == known[which])

        def render() -> None:
            target = target_json(form, tmp_path / "out.mkv", media[0].info.format)
            engine.render(source_job(media[0]), whole(media[0]), [target])
            done.append(movie(tmp_path / "out.mkv").digests() == known[0])

        others = [threading.Thread(target=work) for work in (play, render)]
        for other in others:
            other.start()
        pick = random.Random(5)
        while any(other.is_alive() for other in others):
            which = pick.randrange(len(footage))
            index = pick.randrange(len(known[which]))
            info = media[which].info
            with engine.frame(names[which], info.start + Time(index, info.rate)) as loan:
                assert digest_of(loan) == known[which][index]
        for other in others:
            other.join()
        assert done == [True] * 4 and engine.deaths == 0

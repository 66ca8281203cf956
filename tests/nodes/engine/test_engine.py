"""A client without a window scrubs and plays through the engine's process."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest

from nodes.api import BadInput, Cancelled, Range, Rate, Time
from nodes.engine.client import Engine
from nodes.engine.errors import UnknownJob
from nodes.engine.job import Job
from nodes.graph.validate import InvalidGraph
from nodes.media.errors import MediaError, MissingMedia
from nodes.media.refs import FileRef
from nodes.process.errors import ChildDied
from tests.nodes.engine.footage import (
    Footage,
    bound,
    digest_of,
    engine_at,
    floats,
    generated,
    movie,
    shared_heavy,
    shared_light,
    source_job,
    whole,
)
from tests.nodes.engine.kit import COLOUR, FORMAT, at, graph, made
from tests.nodes.engine.test_node_files import ACME
from tests.support.movies import av_movie

SMALL_CACHE = 4 << 20


def scrub(engine: Engine, footage: list[Footage], count: int, seed: int) -> None:
    """Ask for `count` random frames over all footage and compare each with direct decoding."""
    pick = random.Random(seed)
    known = [each.digests() for each in footage]
    media = [bound(engine, each.ref) for each in footage]
    assert [each.info.frame_count for each in media] == [len(each) for each in known]
    names = [engine.load(source_job(each)) for each in media]
    for _ in range(count):
        which = pick.randrange(len(footage))
        index = pick.randrange(len(known[which]))
        info = media[which].info
        with engine.frame(names[which], info.start + Time(index, info.rate)) as loan:
            assert digest_of(loan) == known[which][index], (footage[which].ref.label, index)


def play(engine: Engine, footage: Footage) -> None:
    """Play a piece of footage and compare with sequential decoding."""
    media = bound(engine, footage.ref)
    name = engine.load(source_job(media))
    with engine.play(name, whole(media)) as playing:
        seen = []
        for loan in playing.frames():
            with loan:
                seen.append((digest_of(loan), Time.from_json(loan.meta["time"])))
    assert [digest for digest, _ in seen] == footage.digests(), footage.ref.label
    assert [when for _, when in seen] == list(whole(media).frames())


def test_five_hundred_random_frames_equal_direct_decoding(tmp_path, shared_data):
    footage = [*generated(tmp_path), floats(tmp_path / "exr"), *shared_light(shared_data)]
    with engine_at(tmp_path, cache_bytes=SMALL_CACHE) as engine:
        scrub(engine, footage, 500, seed=7)
        assert engine.deaths == 0


def test_playing_in_order_equals_sequential_decoding(tmp_path, shared_data):
    footage = [*generated(tmp_path), floats(tmp_path / "exr"), *shared_light(shared_data)]
    with engine_at(tmp_path, cache_bytes=SMALL_CACHE) as engine:
        for each in footage:
            play(engine, each)


@pytest.mark.slow
def test_a_thousand_random_frames_of_large_footage_equal_direct_decoding(tmp_path, shared_data):
    footage = shared_heavy(shared_data)
    with engine_at(tmp_path, cache_bytes=64 << 20) as engine:
        scrub(engine, footage, 1000, seed=11)
        for each in footage:
            play(engine, each)


def test_frames_from_the_cache_are_those_that_were_decoded(tmp_path):
    footage = generated(tmp_path)[:1]
    with engine_at(tmp_path) as engine:
        scrub(engine, footage * 2, 300, seed=3)


def test_every_other_frame_and_backwards(tmp_path):
    (footage, *_) = generated(tmp_path)
    known = footage.digests()
    with engine_at(tmp_path, cache_bytes=SMALL_CACHE) as engine:
        media = bound(engine, footage.ref)
        name = engine.load(source_job(media))
        for step in (-1, 2, -3):
            with engine.play(name, whole(media), step=step) as playing:
                seen = []
                for loan in playing.frames():
                    with loan:
                        seen.append(digest_of(loan))
            assert seen == known[::step], step


# -- stopping


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    path = tmp_path / "acme.py"
    path.write_text(ACME)
    return path


def wait_for(condition: Callable[[], object], seconds: float = 20.0) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.005)


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


# -- dying


def test_playing_goes_on_where_it_was_when_the_engine_is_killed(tmp_path):
    (footage, *_) = generated(tmp_path)
    known = footage.digests()
    with engine_at(tmp_path) as engine:
        media = bound(engine, footage.ref)
        name = engine.load(source_job(media))
        seen = []
        with engine.play(name, whole(media)) as playing:
            for loan in playing.frames():
                with loan:
                    seen.append(digest_of(loan))
                if len(seen) == 40:
                    os.kill(engine.pid, signal.SIGKILL)
            assert playing.result()["calls"] < len(known)
        assert seen == known and engine.deaths == 1
        with engine.frame(name, media.info.start) as loan:
            assert digest_of(loan) == known[0]


def test_a_frame_is_shown_by_a_new_engine_when_the_old_one_was_killed(tmp_path):
    (footage, *_) = generated(tmp_path)
    known = footage.digests()
    with engine_at(tmp_path) as engine:
        media = bound(engine, footage.ref)
        name = engine.load(source_job(media))
        for index in (3, 90, 17):
            pid = engine.pid
            os.kill(pid, signal.SIGKILL)
            with engine.frame(name, media.info.start + Time(index, media.info.rate)) as loan:
                assert digest_of(loan) == known[index]
            assert engine.pid != pid
        assert engine.deaths == 3


def test_a_node_that_kills_the_process_costs_its_own_task_only(tmp_path):
    path = tmp_path / "fatal.py"
    path.write_text(
        "import os, signal\n"
        "from workprint import Frame, Time, node\n"
        "@node('acme.fatal')\n"
        "def fatal(time: Time) -> Frame:\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    job = Job(graph=graph(made("f", "acme.fatal")), format=FORMAT, media={}, colour=COLOUR)
    with engine_at(tmp_path, nodes=[path]) as engine:
        name = engine.load(job)
        with pytest.raises(ChildDied, match="SIGKILL"):
            engine.frame(name, at(0))
        assert engine.specs() and engine.deaths == 2


def test_a_client_that_is_killed_takes_the_engine_with_it_and_the_next_one_sweeps(tmp_path, repository):
    """The folder of a killed client is removed by the next start, its engine ends at once."""
    av_movie(tmp_path / "a.mp4", "libx264", count=20)
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from nodes.engine.client import Engine\n"
        "from nodes.media.refs import FileRef\n"
        "from tests.nodes.engine.footage import bound, source_job, whole\n"
        "engine = Engine(Path(sys.argv[1]) / 'run')\n"
        "media = bound(engine, FileRef(sys.argv[1] + '/a.mp4'))\n"
        "playing = engine.play(engine.load(source_job(media)), whole(media))\n"
        "held = next(playing.frames())\n"
        "print(engine.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with psutil.Popen(
        [os.sys.executable, "-c", code, str(tmp_path)], cwd=repository, stdout=-1, text=True
    ) as client:
        pid = int(client.stdout.readline())
        client.kill()
    wait_for(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    with engine_at(tmp_path) as engine:
        assert len(list((tmp_path / "run").iterdir())) == 2
        assert engine.probe([]) == []


# -- wrong questions


def test_what_is_wrong_with_media_comes_back_by_name(tmp_path):
    (tmp_path / "empty.mov").write_bytes(b"")
    (tmp_path / "text.mov").write_text("no movie")
    with engine_at(tmp_path) as engine:
        refs = [FileRef(str(tmp_path / name)) for name in ("none.mov", "empty.mov", "text.mov")]
        probes, prints = engine.probe(refs), engine.fingerprints(refs)
        assert isinstance(probes[0], MissingMedia)
        assert all(isinstance(each, MediaError) and each.exit_code == 2 for each in probes)
        assert isinstance(prints[0], MissingMedia) and isinstance(prints[2], str)
        assert engine.deaths == 0


def test_media_that_vanished_is_told_at_the_frame_and_comes_back_when_it_is_there_again(tmp_path):
    av_movie(tmp_path / "a.mp4", "libx264", count=20)
    with engine_at(tmp_path) as engine:
        media = bound(engine, movie(tmp_path / "a.mp4").ref)
        name = engine.load(source_job(media))
        (tmp_path / "a.mp4").rename(tmp_path / "b.mp4")
        with pytest.raises(MissingMedia, match=r"Run node 's' \(source.media\) at frame 4: .*a\.mp4"):
            engine.frame(name, at(4, Rate(25)))
        (tmp_path / "b.mp4").rename(tmp_path / "a.mp4")
        engine.frame(name, at(4, Rate(25))).release()


def test_jobs_that_were_not_loaded_and_graphs_that_cannot_run_are_refused(tmp_path):
    with engine_at(tmp_path) as engine:
        with pytest.raises(UnknownJob, match="Load it first"):
            engine.frame("0" * 32, at(0))
        with pytest.raises(UnknownJob):
            engine.play("0" * 32, Range.frames_of(0, 1, FORMAT.rate))
        job = Job(graph=graph(made("a", "acme.none")), format=FORMAT, media={}, colour=COLOUR)
        for ask in (engine.load, engine.describe):
            with pytest.raises(InvalidGraph, match=r"there is no node 'acme\.none' here"):
                ask(job)
        with pytest.raises(BadInput):
            engine.load(Job(graph={"nodes": 3}, format=FORMAT, media={}, colour=COLOUR))
        assert engine.deaths == 0


def test_frames_come_in_the_samples_that_are_asked_for(tmp_path):
    with engine_at(tmp_path) as engine:
        job = Job(
            graph=graph(made("s", "sample.scene", params={"name": "night"})),
            format=FORMAT,
            media={},
            colour=COLOUR,
        )
        name = engine.load(job)
        with engine.frame(name, at(3)) as loan:
            assert loan.arrays["pixels"].dtype == np.float32 and loan.meta["layout"] is None
            assert loan.meta["data_window"] == [0, 0, 4, 2] == loan.meta["display_window"]
        screen = {
            "matrix": "rgb",
            "range": "full",
            "primaries": "bt709",
            "transfer": "iec61966-2-1",
            "guessed": [],
            "data": False,
        }
        with engine.frame(name, at(3), {"layout": "rgb24", "colour": screen}) as loan:
            assert loan.arrays["plane0"].shape == (2, 4, 3) and loan.arrays["plane0"].dtype == np.uint8
            assert loan.meta["layout"] == "rgb24" and loan.meta["colour"]["transfer"] == "iec61966-2-1"

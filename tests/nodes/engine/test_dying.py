"""An engine that is killed costs its task one retry; the client goes on, and nothing is left behind."""

from __future__ import annotations

import os
import signal

import psutil
import pytest

from nodes.api import Time
from nodes.engine.job import Job
from nodes.process.errors import ChildDied
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
from tests.support.movies import av_movie


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


def test_a_render_is_made_again_when_the_engine_is_killed_in_the_middle_of_it(tmp_path):
    (footage, *_) = generated(tmp_path)
    known, out = footage.digests(), tmp_path / "out"
    out.mkdir()
    with engine_at(tmp_path) as engine:
        media = bound(engine, footage.ref)
        job = source_job(media)
        form = engine.describe(job)["form"]
        told: list[int] = []

        def hear(done: int, total: int) -> None:
            told.append(done)
            if len(told) == 30:
                os.kill(engine.pid, signal.SIGKILL)

        targets = [target_json(form, out / "a.mkv", media.info.format)]
        cost = engine.render(job, whole(media), targets, told=hear)
        assert engine.deaths == 1 and cost["frames"] == len(known)
        assert told[:30] == list(range(1, 31)) and told[-1] == len(known)
    assert [path.name for path in out.iterdir()] == ["a.mkv"]
    assert movie(out / "a.mkv").digests() == known


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

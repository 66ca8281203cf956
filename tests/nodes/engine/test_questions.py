"""Questions the engine cannot answer, and frames in the samples that are asked for."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from nodes.api import BadInput, Box, Range, Rate, Time
from nodes.engine.errors import UnknownJob
from nodes.engine.job import Job
from nodes.graph.validate import InvalidGraph
from nodes.media.errors import MediaError, MissingMedia
from nodes.media.refs import FileRef
from tests.nodes.engine.footage import (
    bound,
    engine_at,
    movie,
    source_job,
)
from tests.nodes.engine.kit import COLOUR, FORMAT, at, graph, made
from tests.support.movies import av_movie


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


def test_a_frame_may_be_asked_for_smaller_and_in_part(tmp_path):
    av_movie(tmp_path / "a.mp4", "libx264", count=4)
    with engine_at(tmp_path) as engine:
        media = bound(engine, movie(tmp_path / "a.mp4").ref)
        graded = made("g", "color.grade", {"image": "s"}, params={"gain": 2.0})
        name = engine.load(source_job(media, graded))
        time = media.info.start
        assert media.info.format is not None
        width, height = media.info.format.width, media.info.format.height
        with engine.frame(name, time) as loan:
            full = loan.arrays["pixels"].copy()
            assert loan.meta["scale"] == "1" and full.shape[:2] == (height, width)
        with engine.frame(name, time, scale=Fraction(1, 2)) as loan:
            assert loan.meta["scale"] == "1/2" and loan.arrays["pixels"].shape[:2] == (
                height // 2,
                width // 2,
            )
            means = full.reshape(height // 2, 2, width // 2, 2, 3).mean(axis=(1, 3))
            assert np.abs(loan.arrays["pixels"] - means).max() < 0.05
        with engine.play(name, Range(time, Time(2, time.rate)), scale=Fraction(1, 2)) as playing:
            shapes = []
            for loan in playing.frames():
                with loan:
                    shapes.append(loan.arrays["pixels"].shape[:2])
        assert shapes == [(height // 2, width // 2)] * 2
        with engine.frame(name, time, region=Box(4, 2, 20, 10)) as loan:
            x0, y0, x1, y1 = loan.meta["data_window"]
            assert x0 <= 4 and y0 <= 2 and x1 >= 20 and y1 >= 10
            part = loan.arrays["pixels"][2 - y0 : 10 - y0, 4 - x0 : 20 - x0]
            assert np.array_equal(part, full[2:10, 4:20])
        smaller = engine.load(source_job(media, graded), scale=Fraction(1, 2))
        with engine.frame(smaller, time) as loan:
            assert loan.meta["scale"] == "1/2"
        with pytest.raises(BadInput, match="a scale is 1, 1/2"):
            engine.frame(name, time, scale=Fraction(2, 3))


def test_what_nodes_cost_is_told_only_of_jobs_that_are_loaded(tmp_path):
    with engine_at(tmp_path) as engine, pytest.raises(UnknownJob):
        engine.report("none")

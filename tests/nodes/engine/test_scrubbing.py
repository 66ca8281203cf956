"""A client without a window scrubs and plays through the engine's process: every frame is exact."""

from __future__ import annotations

import random

import pytest

from nodes.api import Time
from nodes.engine.client import Engine
from tests.nodes.engine.footage import (
    Footage,
    bound,
    digest_of,
    engine_at,
    floats,
    generated,
    shared_heavy,
    shared_light,
    source_job,
    whole,
)

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

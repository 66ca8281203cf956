"""A player shows the right frames in their time, with sound as the clock, whatever happens to the engine."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import psutil
import pytest

from editor.playback.course import Course
from editor.playback.levels import Loudness
from editor.playback.player import Player
from editor.playback.screening import Screening
from nodes.api import Range, Time
from tests.editor.playback.reels import RATE, Material, Parting, Watched, make_material, wait
from tests.support.movies import tone

Players = Callable[[], tuple[Player, Watched]]


def look(player: Player, watched: Watched, material: Material, frame: int) -> np.ndarray:
    player.look(Screening((material.job,)), Time(frame, RATE))
    wait(lambda: watched.frames and watched.frames[-1] == frame, f"frame {frame}")
    assert watched.last is not None
    return watched.last.pixels


def play_through(player: Player, watched: Watched, material: Material, span: Range) -> Parting:
    """Play a span once and return how far picture and sound were apart."""
    look(player, watched, material, span.start.frame)
    del watched.pictures[:]
    with Parting(player) as parting:
        player.play(Screening((material.job,)), Course(span.start.frame, 1, span))
        wait(lambda: "ended" in watched.kinds(), "the end", 30 + float(span.duration.seconds))
    assert watched.kinds() == ["ended"]
    return parting


def judge(player: Player, watched: Watched, parting: Parting, span: Range) -> None:
    """Picture and sound within half a frame at all times, but for frames that were dropped and counted."""
    dropped = player.on_screen.dropped
    frames = watched.frames
    assert frames == sorted(set(frames))
    assert len(frames) + dropped == span.frame_count
    assert watched.sink is not None
    assert watched.sink.taken / watched.sink.rate >= span.duration.seconds
    apart = [look for look in parting.looks if look > 0.5]
    print(f"{len(parting.looks)} looks, {dropped} dropped, worst {max(parting.looks):.3f} frames apart")
    if not dropped:
        assert len(apart) <= len(parting.looks) // 1000, max(parting.looks)
    # A frame that was dropped leaves the one before it for its own length.
    assert len(apart) <= (dropped + 1) * 30
    assert dropped <= span.frame_count // 10


def test_six_seconds_keep_picture_and_sound_together(material: Material, players: Players) -> None:
    player, watched = players()
    span = Range.frames_of(0, 6 * 24, RATE)
    judge(player, watched, play_through(player, watched, material, span), span)


@pytest.mark.slow
def test_a_minute_keeps_picture_and_sound_together_in_flat_memory(tmp_path: Path, players: Players) -> None:
    material = make_material(tmp_path, 60)
    player, watched = players()
    for frame in (0, 700):
        look(player, watched, material, frame)
    before = psutil.Process().memory_info().rss
    parting = play_through(player, watched, material, material.range)
    judge(player, watched, parting, material.range)
    grown = psutil.Process().memory_info().rss - before
    print(f"memory grew by {grown / 1e6:.1f} MB")
    assert grown < 30e6


def test_a_hundred_random_frames_are_the_right_ones(material: Material, players: Players) -> None:
    player, watched = players()
    pick = random.Random(5)
    wanted = [pick.randrange(material.range.frame_count) for _ in range(100)]
    expected = material.pictures(set(wanted))
    for frame in wanted:
        apart = np.abs(look(player, watched, material, frame).astype(int) - expected[frame])
        assert apart.max() <= 1, frame


def test_of_many_looks_the_newest_is_shown_and_few_between(material: Material, players: Players) -> None:
    player, watched = players()
    look(player, watched, material, 0)
    for frame in range(1, 150):
        player.look(Screening((material.job,)), Time(frame, RATE))
    wait(lambda: watched.frames[-1] == 149, "the newest")
    assert len(watched.frames) < 20


@pytest.mark.parametrize("speed", [2, -4])
def test_shuttling_shows_frames_in_step_with_time(material: Material, players: Players, speed: int) -> None:
    player, watched = players()
    look(player, watched, material, 0)
    del watched.pictures[:]
    span = material.range
    player.play(
        Screening((material.job,)), Course(0 if speed > 0 else span.frame_count - 1, speed, span, loop=True)
    )
    wait(lambda: len(watched.pictures) > 12, "pictures")
    pictures = list(watched.pictures)
    player.stop()
    for _, picture in pictures:
        assert picture.beat % abs(speed) == 0
    (began, first), (ended, last) = pictures[0], pictures[-1]
    assert (ended - began) * 24 * abs(speed) == pytest.approx(
        last.beat - first.beat, rel=0.25, abs=abs(speed)
    )


def test_a_loop_goes_round_without_a_pause(material: Material, players: Players) -> None:
    player, watched = players()
    look(player, watched, material, 30)
    del watched.pictures[:]
    span = Range.frames_of(24, 12, RATE)
    player.play(Screening((material.job,)), Course(30, 1, span, loop=True))
    wait(lambda: len(watched.pictures) > 40, "three rounds")
    pictures = list(watched.pictures)
    player.stop()
    for _, picture in pictures:
        assert picture.time.frame == Course(30, 1, span, loop=True).frame(picture.beat)
    assert pictures[-1][0] - pictures[0][0] < 40 / 24 + 0.5


def test_a_seek_while_playing_wins_over_what_was_asked_before(material: Material, players: Players) -> None:
    player, watched = players()
    look(player, watched, material, 0)
    for start in (10, 50, 90, 130):
        player.play(Screening((material.job,)), Course(start, 1, material.range))
    wait(lambda: watched.frames[-1] >= 135, "the last one to play")
    assert all(frame >= 130 for frame in watched.frames[-5:])
    player.stop()


@pytest.mark.parametrize("speed", [1, -2])
def test_a_killed_engine_is_told_of_and_playing_goes_on(
    material: Material, players: Players, speed: int
) -> None:
    player, watched = players()
    look(player, watched, material, 0)
    del watched.pictures[:]
    player.play(Screening((material.job,)), Course(0, speed, material.range, loop=True))
    wait(lambda: len(watched.pictures) > 12, "pictures")
    assert player.engine_pid is not None
    os.kill(player.engine_pid, signal.SIGKILL)
    wait(lambda: "restarted" in watched.kinds(), "news of the restart")
    shown = len(watched.pictures)
    wait(lambda: len(watched.pictures) > shown + 24, "playing to go on")
    beats = [picture.beat for _, picture in watched.pictures]
    player.stop()
    assert beats == sorted(set(beats))
    # It goes on where it was: nothing was left out but what was dropped and counted.
    steps = [after - before for before, after in pairwise(beats)]
    assert sum(step // abs(speed) - 1 for step in steps) <= player.on_screen.dropped


def test_a_killed_engine_is_told_of_at_the_next_look(material: Material, players: Players) -> None:
    player, watched = players()
    look(player, watched, material, 3)
    assert player.engine_pid is not None
    os.kill(player.engine_pid, signal.SIGKILL)
    look(player, watched, material, 4)
    time.sleep(0.1)
    assert "failed" not in watched.kinds()


def test_what_cannot_be_shown_is_told(material: Material, players: Players) -> None:
    player, watched = players()
    player.look(Screening((replace(material.job, output="nothing"),)), Time(0, RATE))
    wait(lambda: watched.news, "news")
    assert watched.kinds() == ["failed"]
    assert "nothing" in watched.news[0].text
    assert look(player, watched, material, 7).shape == (180, 320, 4)


def test_how_loud_it_is_is_told_of_what_was_heard(material: Material, players: Players) -> None:
    player, _ = players()
    assert player.sounding() is None
    job = replace(material.job, sound=tuple(replace(piece, track="a1") for piece in material.job.sound))
    player.play(Screening((job,)), Course(0, 1, material.range))
    heard: list[Loudness] = []

    def listen() -> bool:
        now = player.sounding()
        heard.extend([now] if now is not None else [])
        return sum(each.samples for each in heard) > 24_000

    wait(listen, "half a second of sound")
    player.stop()
    peaks = [max(each.peaks) for each in heard]
    # A lossy codec overshoots where a tone sets in.
    loudest = float(np.abs(tone(0, 48_000, 48_000, 2)).max())
    assert float(np.median(peaks)) == pytest.approx(loudest, rel=0.15)
    # The only track there is, is the mix.
    assert all(each.tracks == {"a1": each.peaks} for each in heard)
    for each in heard:
        assert all(square <= peak**2 for peak, square in zip(each.peaks, each.squares, strict=True))
    assert player.sounding() is None

"""Sound goes through a bounded buffer to a sink that takes it at its own pace."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from editor.playback.buffer import SoundBuffer
from editor.playback.clock import SoundClock, WallClock
from editor.playback.device import DeviceSink, NoDevice, open_sink
from editor.playback.sink import PacedNull
from nodes.api import Rate, Time
from tests.editor.playback.reels import wait

RATE = Rate(24)


def ramp(first: int, count: int) -> np.ndarray:
    return np.repeat(np.arange(first, first + count, dtype=np.float32)[:, None], 2, axis=1)


def test_a_buffer_gives_every_sample_once_and_in_order() -> None:
    buffer = SoundBuffer(2, 10_000)
    for first in range(0, 5000, 500):
        assert buffer.write(ramp(first, 500))
    pieces = [buffer.read(count) for count in (1, 499, 500, 1234, 9999)]
    assert np.array_equal(np.concatenate(pieces), ramp(0, 5000))
    assert buffer.read(10).shape == (0, 2)


def test_a_buffer_that_was_finished_is_silent_for_ever() -> None:
    buffer = SoundBuffer(2, 100)
    buffer.write(ramp(1, 4))
    buffer.finish()
    assert np.array_equal(buffer.read(8), np.concatenate([ramp(1, 4), np.zeros((4, 2))]))
    assert not buffer.read(8).any()


def test_a_full_buffer_makes_the_writer_wait_until_it_is_read_or_closed() -> None:
    buffer = SoundBuffer(2, 100)
    written: list[bool] = []
    writer = threading.Thread(target=lambda: written.extend(buffer.write(ramp(0, 80)) for _ in range(4)))
    writer.start()
    wait(lambda: len(written) == 2, "two blocks")
    time.sleep(0.05)
    assert len(written) == 2
    buffer.read(100)
    wait(lambda: len(written) == 3, "a third block")
    buffer.close()
    writer.join()
    assert written == [True, True, True, False]


def test_the_paced_sink_takes_samples_as_fast_as_time_passes() -> None:
    sink = PacedNull()
    began = time.monotonic()
    sink.start(lambda count: np.zeros((count, 2), np.float32))
    time.sleep(0.5)
    sink.stop()
    passed = time.monotonic() - began
    assert sink.taken / sink.rate == pytest.approx(passed, abs=0.06)
    assert sink.taken == sink.heard or sink.heard >= sink.taken - 480
    before = sink.taken
    time.sleep(0.05)
    assert sink.taken == before


def test_the_sound_clock_waits_where_no_sound_comes_and_goes_on_with_it() -> None:
    sink, buffer = PacedNull(), SoundBuffer(2, 48000)
    clock = SoundClock(sink, buffer)
    buffer.write(ramp(0, 4800))
    clock.start(Time(10, RATE), 1)
    wait(lambda: clock.position >= Time(12, RATE), "a tenth of a second")
    time.sleep(0.1)
    assert clock.position == Time(10, RATE) + Time(4800, Rate(48000))
    buffer.write(ramp(0, 2400))
    wait(lambda: sink.taken == 7200, "the rest")
    clock.stop()
    assert clock.position == Time(10, RATE) + Time(7200, Rate(48000))


def test_a_wall_clock_runs_at_its_speed_and_stands_when_stopped() -> None:
    clock = WallClock()
    began = time.monotonic()
    clock.start(Time(0, RATE), 4)
    time.sleep(0.2)
    clock.stop()
    passed = time.monotonic() - began
    position = clock.position
    assert float(position.value) == pytest.approx(passed * 24 * 4, abs=3)
    time.sleep(0.02)
    assert clock.position == position


def test_a_device_is_fed_and_counted() -> None:
    # miniaudio's own device that swallows sound goes through all of its code but the last system call.
    try:
        sink = DeviceSink(backends=["NULL"])
    except NoDevice as error:
        pytest.skip(str(error))
    buffer = SoundBuffer(2, 96_000)
    buffer.write(ramp(0, 48_000))
    clock = SoundClock(sink, buffer)
    clock.start(Time(0, RATE), 1)
    wait(lambda: clock.position >= Time(6, RATE), "a quarter of a second of sound")
    clock.stop()
    assert 12_000 <= sink.taken <= 24_000
    assert np.array_equal(buffer.read(1), ramp(sink.taken, 1))
    sink.close()


def test_where_sound_is_off_the_paced_sink_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKPRINT_SOUND", "off")
    sink, why = open_sink()
    assert isinstance(sink, PacedNull)
    assert "WORKPRINT_SOUND" in why

"""A real sound device, through miniaudio: PulseAudio, ALSA, JACK, CoreAudio or WASAPI as it finds them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from nodes.api.errors import Failed

from .sink import Meter, PacedNull, Pull, Sink

SILENT = "WORKPRINT_SOUND"
"""Set to `off`, no sound device is opened."""
PERIOD_MS = 20


class NoDevice(Failed):
    """No sound device can be opened."""


class DeviceSink:
    """The sound device that the system plays to by default. Raises NoDevice.

    What has sounded is reckoned from the moment the device asks: it lags by less than its buffer.
    """

    def __init__(self, rate: int = 48000, channels: int = 2, backends: Sequence[str] = ()) -> None:
        """Open the default device; `backends` names what to try, as miniaudio does, instead of all."""
        self.rate, self.channels = rate, channels
        self._meter = Meter(rate)
        self._device = _open(rate, channels, backends)
        self.name = str(self._device.backend)

    @property
    def taken(self) -> int:
        """Samples the device has taken so far."""
        return self._meter.taken

    @property
    def heard(self) -> int:
        """Samples that have sounded."""
        return self._meter.heard(time.monotonic_ns())

    def start(self, pull: Pull) -> None:
        """Begin to play. Raises NoDevice where the device is gone."""
        import miniaudio

        feed = self._feed(pull)
        next(feed)
        try:
            self._device.start(feed)
        except miniaudio.MiniaudioError as error:
            raise NoDevice("Play sound", f"{self.name}: {error}") from error

    def stop(self) -> None:
        """Play no more."""
        if self._device.running:
            self._device.stop()

    def close(self) -> None:
        """Let go of the device."""
        self._device.close()

    def _feed(self, pull: Pull) -> Generator[bytes, int, None]:
        wanted = yield b""
        while True:
            samples = pull(wanted)
            self._meter.note(len(samples), time.monotonic_ns())
            block = np.zeros((wanted, self.channels), np.float32)
            block[: len(samples)] = samples
            wanted = yield block.tobytes()


def _open(rate: int, channels: int, backends: Sequence[str]) -> Any:
    try:
        import miniaudio
    except ImportError as error:
        hint = "Install it: pip install miniaudio"
        raise NoDevice("Open the sound device", "miniaudio is not installed", hint=hint) from error
    tried = [each for each in miniaudio.Backend if _is_tried(each.name, backends)]
    try:
        return miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.FLOAT32,
            nchannels=channels,
            sample_rate=rate,
            buffersize_msec=PERIOD_MS,
            backends=tried,
            app_name="Workprint",
        )
    except miniaudio.MiniaudioError as error:
        raise NoDevice(
            "Open the sound device", "none is there", hint="Playing goes on without sound."
        ) from error


def _is_tried(name: str, backends: Sequence[str]) -> bool:
    if backends:
        return name in backends
    if name in ("ALSA", "OSS") and sys.platform == "linux" and not Path("/dev/snd").exists():
        return False  # without a card ALSA fills the terminal with complaints
    # Not the one that swallows sound: that is for us to say, and to pace.
    return name not in ("NULL", "CUSTOM", "WEBAUDIO")


def open_sink(rate: int = 48000, channels: int = 2) -> tuple[Sink, str]:
    """Return the default device, or the paced sink with why there is no sound ("" where there is)."""
    if os.environ.get(SILENT) == "off":
        return PacedNull(rate, channels), f"no sound: {SILENT} is off"
    try:
        return DeviceSink(rate, channels), ""
    except NoDevice as error:
        return PacedNull(rate, channels), f"no sound: {error.why}"

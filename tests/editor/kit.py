"""The command line as a process of its own, and decoded pictures to judge what it wrote by."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from editor.cli.main import run

REPOSITORY = Path(__file__).resolve().parents[2]
Planes = tuple[npt.NDArray[Any], ...]


@dataclass(frozen=True)
class Ran:
    """What one command line said and returned."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Return standard output, which must be one JSON document."""
        return json.loads(self.out)


def in_a_process(*words: object, cwd: Path | None = None, timeout: float = 180, **env: str) -> Ran:
    """Run a command line in a process of its own, as people do; no traceback, no fault of ours."""
    done = subprocess.run(
        [sys.executable, "-m", "editor.cli", *map(str, words)],
        cwd=cwd or Path.cwd(),
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **env},
        capture_output=True,
        text=True,
        timeout=timeout,
    )
    return _judged(Ran(done.returncode, done.stdout, done.stderr))


def workprint(*words: object) -> Ran:
    """Run a command line in this process, which saves the start of another; the engine has its own still."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = run([str(word) for word in words])
        except SystemExit as left:
            code = int(left.code or 0)
    return _judged(Ran(code, out.getvalue(), err.getvalue()))


def _judged(ran: Ran) -> Ran:
    assert "Traceback" not in ran.err, ran.err
    assert "fault in Workprint" not in ran.err, ran.err
    assert "This is a bug" not in ran.err + ran.out, ran.err + ran.out
    return ran


def done(*words: object) -> Any:
    """Run a command line with --json that must succeed, and return its document."""
    ran = workprint(*words, "--json")
    assert ran.code == 0, ran.err
    return ran.json()


def refused(*words: object, code: int = 2) -> str:
    """Run a command line that must fail with that code, and return its message: one line, nothing else."""
    ran = workprint(*words, "--quiet")
    assert ran.code == code, (ran.code, ran.err, ran.out)
    assert ran.out == ""
    said = ran.err.strip()
    assert said.startswith("workprint: ") and "\n" not in said, said
    return said.removeprefix("workprint: ")


def pictures(
    path: Path, *, first: int = 0, count: int | None = None, layout: str | None = None
) -> Iterator[Planes]:
    """Yield a movie's decoded pictures as plain FFmpeg gives them, or converted by it to `layout`."""
    with av.open(str(path)) as file:
        stop = None if count is None else first + count
        for frame in islice(file.decode(video=0), first, stop):
            yield planes_of(frame if layout is None else frame.reformat(format=layout))


def planes_of(frame: av.VideoFrame) -> Planes:
    """Return copies of a decoded frame's planes, without what pads their rows."""
    found = []
    for number, plane in enumerate(frame.planes):
        kind = np.uint16 if frame.format.components[number].bits > 8 else np.uint8
        rows = np.frombuffer(plane, kind).reshape(plane.height, -1)
        across = plane.width * (len(frame.format.components) if len(frame.planes) == 1 else 1)
        found.append(rows[:, :across].copy())
    return tuple(found)


def same(one: Planes, other: Planes) -> bool:
    """Return whether two pictures hold the same samples."""
    return len(one) == len(other) and all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def furthest(one: Planes, other: Planes) -> int:
    """Return by how many code values two pictures differ at most."""
    return max(int(np.abs(a.astype(int) - b.astype(int)).max()) for a, b in zip(one, other, strict=True))


def samples(path: Path, rate: int = 48000) -> npt.NDArray[np.float32]:
    """Return a file's sound as (samples, 2) float32, as plain FFmpeg resamples it; mono is on both."""
    blocks = []
    with av.open(str(path)) as file:
        layout = file.streams.audio[0].codec_context.layout.name
        resampler = av.AudioResampler(format="fltp", layout=layout, rate=rate)
        for frame in file.decode(audio=0):
            blocks += [out.to_ndarray() for out in resampler.resample(frame)]
        blocks += [out.to_ndarray() for out in resampler.resample(None)]
    whole = np.concatenate(blocks, axis=1).T
    return whole if whole.shape[1] == 2 else np.repeat(whole, 2, axis=1)

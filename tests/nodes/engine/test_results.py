"""What nodes marked `keep` made is stored once, found by others, and made again where it is damaged."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from nodes.api import Box, ColourTags, Failed, Frame, Matte, Native, Rate, Stream, Time, node
from nodes.engine import results
from nodes.engine.pruning import Sizes, prune, sizes
from nodes.engine.results import load, result_file, store
from tests.nodes.engine.kit import at, flat, grey, greys, job_of, made, run_of

KEY = "ab" * 16
CALLS: list[Time] = []


@node("test.costly", keep=True)
def costly(image: Frame, level: float = 1.0) -> Frame:
    """Note the call."""
    CALLS.append(image.time)
    return image.with_rgb(image.rgb + level)


@node("test.follow", keep=True)
def follow(images: Stream[Frame]) -> Iterator[Frame]:
    """Add up, and note the calls."""
    added = 0.0
    for image in images:
        CALLS.append(image.time)
        added += grey(image)
        yield flat(added, image.time)


class Roto(NamedTuple):
    image: Frame
    matte: Matte
    level: float


@node("test.roto", keep=True)
def roto(image: Frame) -> Roto:
    """Make a picture, a matte and a number."""
    CALLS.append(image.time)
    return Roto(image, Matte.of_pixels(image.rgb[..., 0] * 2, image.time), grey(image) * 3)


@pytest.fixture(autouse=True)
def no_calls() -> None:
    CALLS.clear()


COSTLY = job_of(made("a", "test.count"), made("c", "test.costly", {"image": "a"}))


def test_a_kept_result_is_not_made_again_by_another_run(tmp_path):
    assert greys(COSTLY, [3, 4], costly, kept=tmp_path) == [4.0, 5.0]
    assert len(CALLS) == 2
    with run_of(COSTLY, costly, kept=tmp_path, cache=0) as run:
        frame = run.frame(at(3))
        assert grey(frame) == 4.0 and frame.time == at(3) and not run.stats.calls
        assert run.stats.reused == 1
    assert len(CALLS) == 2 and sizes(tmp_path).files == 2


def test_another_process_finds_it(tmp_path, repository):
    code = (
        "import sys; from pathlib import Path\n"
        "from tests.nodes.engine.test_results import COSTLY, CALLS, costly\n"
        "from tests.nodes.engine.kit import greys\n"
        "print(greys(COSTLY, [3], costly, kept=Path(sys.argv[1])), len(CALLS))"
    )

    def again() -> str:
        return subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            cwd=repository,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    assert again() == "[4.0] 1"
    assert again() == "[4.0] 0"


def test_the_graph_decides_whether_a_node_keeps(tmp_path):
    never = job_of(made("a", "test.count"), made("c", "test.costly", {"image": "a"}, keep=False))
    also = job_of(made("a", "test.count", keep=True), made("g", "test.gain", {"image": "a"}))
    greys(never, [1], costly, kept=tmp_path)
    assert sizes(tmp_path) == Sizes(0, 0)
    greys(also, [1], kept=tmp_path)
    assert sizes(tmp_path).files == 1


def test_other_parameters_and_other_inputs_are_other_results(tmp_path):
    other = job_of(made("a", "test.count"), made("c", "test.costly", {"image": "a"}, params={"level": 2.0}))
    assert greys(COSTLY, [3], costly, kept=tmp_path) == [4.0]
    assert greys(other, [3], costly, kept=tmp_path) == [5.0]
    assert len(CALLS) == 2


def test_a_result_belongs_to_its_instant_and_rate(tmp_path):
    times = (at(12), Time(12, Rate(25)), Time(12, Rate(24000, 1001)), Time(25, Rate(50)))
    for place, time in enumerate(times):
        store(tmp_path, KEY, time, flat(float(place), time))
    for place, time in enumerate(times):
        assert grey(load(tmp_path, KEY, time, None)) == place


def test_a_stream_is_kept_frame_by_frame_and_runs_only_where_something_is_missing(tmp_path):
    job = job_of(made("a", "test.count"), made("f", "test.follow", {"images": "a"}))
    assert greys(job, [5], follow, kept=tmp_path) == [15.0]
    assert len(CALLS) == 6 and sizes(tmp_path).files == 6
    assert greys(job, [0, 3, 5], follow, kept=tmp_path, cache=0) == [0.0, 6.0, 15.0]
    assert len(CALLS) == 6
    assert greys(job, [2, 6, 4], follow, kept=tmp_path, cache=0) == [3.0, 21.0, 10.0]
    assert len(CALLS) == 6 + 7 and sizes(tmp_path).files == 7


def test_named_outputs_are_kept_together(tmp_path):
    nodes = [made("a", "test.count"), made("r", "test.roto", {"image": "a"})]
    show = made("g", "test.gain", {"image": "r.image"}, drives={"amount": ["r", "level"]})
    assert greys(job_of(*nodes, show), [2], roto, kept=tmp_path) == [12.0]
    assert greys(job_of(*nodes, show), [2], roto, kept=tmp_path) == [12.0]
    assert len(CALLS) == 1
    matte = load(tmp_path, next(tmp_path.glob("*/*")).name, at(2), None)["matte"]
    assert isinstance(matte, Matte) and np.all(matte.pixels == 4.0) and matte.time == at(2)


def test_a_frame_comes_back_as_it_was(tmp_path):
    window = Box(-3, 2, 13, 9)
    rng = np.random.default_rng(3)
    planes = tuple(rng.integers(0, 1023, (7, 16), np.uint16) for _ in range(3))
    tags = ColourTags("bt2020nc", "full", "bt2020", "smpte2084", ("range",))
    frame = Frame(
        Box.of_size(10, 12),
        window,
        at(5),
        native=Native("yuv444p10le", planes),
        colour=tags,
        metadata={"reel": "A001"},
        to_working=lambda native, colour: (np.ones((7, 16, 3), np.float32), None),
    )
    store(tmp_path, KEY, at(5), frame)
    back = load(tmp_path, KEY, at(5), frame.to_working)
    assert all(np.array_equal(one, two) for one, two in zip(back.native.planes, planes, strict=True))
    for name in ("display_window", "data_window", "time", "colour", "pixel_aspect", "metadata", "channels"):
        assert getattr(back, name) == getattr(frame, name)
    assert back.rgb.max() == 1.0 and not back.native.planes[0].flags.writeable
    pixels = rng.normal(size=(7, 16, 5)).astype(np.float32)
    layered = Frame.of_pixels(pixels, at(5), channels=("R", "G", "B", "A", "depth"), data_window=window)
    store(tmp_path, "cd" * 16, at(5), layered)
    back = load(tmp_path, "cd" * 16, at(5), frame.to_working)
    assert np.array_equal(back.pixels, pixels) and back.channels == layered.channels
    assert back.native is None and back.to_working is None


def test_every_flipped_bit_is_noticed_and_the_result_made_again(tmp_path):
    greys(COSTLY, [3], costly, kept=tmp_path)
    (path,) = tmp_path.glob("*/*/*")
    whole = path.read_bytes()
    rng = np.random.default_rng(11)
    for place in rng.choice(len(whole) * 8, 300, replace=False):
        damaged = bytearray(whole)
        damaged[place // 8] ^= 1 << place % 8
        path.write_bytes(damaged)
        assert load(tmp_path, path.parent.name, at(3), None) is None
        assert not path.exists()
    for broken in (b"", b"abc", whole[:-1], whole[: len(whole) // 2], whole + b"x"):
        path.write_bytes(broken)
        assert greys(COSTLY, [3], costly, kept=tmp_path) == [4.0]
        assert path.read_bytes() == whole
    assert len(CALLS) == 6


def test_a_full_disk_is_told_and_leaves_nothing_half_written(tmp_path, monkeypatch):
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(results.os, "fsync", full)
    with pytest.raises(Failed) as caught:
        greys(COSTLY, [3], costly, kept=tmp_path)
    assert str(tmp_path) in caught.value.attempted and caught.value.why == "No space left on device"
    assert caught.value.exit_code == 1 and sizes(tmp_path) == Sizes(0, 0)


def test_a_folder_that_cannot_be_is_told(tmp_path):
    (tmp_path / "results").write_text("a file stands in the way")
    with pytest.raises(Failed, match="Not a directory"):
        greys(COSTLY, [3], costly, kept=tmp_path / "results")


def fill(folder: Path, count: int) -> list[Path]:
    files = []
    for place in range(count):
        store(folder, f"{place:02d}" * 16, at(place), flat(float(place), at(place)))
        files.append(result_file(folder, f"{place:02d}" * 16, at(place)))
        os.utime(files[-1], (0, 1000 + place))
    return files


def test_pruning_removes_the_longest_unused_until_the_rest_fits(tmp_path):
    files = fill(tmp_path, 8)
    (size,) = {file.stat().st_size for file in files}
    assert sizes(tmp_path) == Sizes(8, 8 * size)
    load(tmp_path, files[0].parent.name, at(0), None)
    assert prune([tmp_path], 3 * size) == 5 * size
    assert [file.exists() for file in files] == [True] + [False] * 5 + [True] * 2
    assert len(list(tmp_path.iterdir())) == 3
    assert prune([tmp_path], 3 * size) == 0
    assert prune([tmp_path], 0) == 3 * size
    assert not list(tmp_path.iterdir()) and sizes(tmp_path) == Sizes(0, 0)


def test_pruning_sweeps_what_an_interrupted_write_left(tmp_path):
    (file,) = fill(tmp_path, 1)
    old, new = file.with_name(".old"), file.with_name(".new")
    old.write_bytes(b"x" * 100)
    new.write_bytes(b"x" * 100)
    os.utime(old, (0, 0))
    assert prune([tmp_path], 1 << 30) == 100
    assert file.exists() and new.exists() and not old.exists()


def test_a_folder_that_is_not_there_takes_nothing(tmp_path):
    assert sizes(tmp_path / "none") == Sizes(0, 0)
    assert prune([tmp_path / "none"], 0) == 0


def test_results_hold_no_code(tmp_path):
    class Evil:
        def __reduce__(self) -> tuple:
            return print, ("code ran",)

    frame = Frame.of_pixels(np.zeros((2, 2, 3)), at(0))
    object.__setattr__(frame, "pixels", np.array([Evil()], object))
    with pytest.raises(ValueError, match="allow_pickle"):
        store(tmp_path, KEY, at(0), frame)
    assert not list(tmp_path.glob("*/*/*"))

"""A longer clip keeps the frames that exist: only what is new is made, and the result says what it is of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import numpy as np
import pytest

from nodes.api import At, Chunks, Clip, Failed, Frame, Frames, Range, Stream, node
from nodes.engine.cache import FrameCache
from nodes.engine.errors import CannotRun
from nodes.engine.kept import Kept
from nodes.engine.parts import Part, derived, filled, record
from nodes.engine.pruning import RECORD, prune, sizes
from nodes.engine.results import result_file
from nodes.engine.run import Run
from tests.nodes.engine.kit import RATE, at, flat, grey, job_of, made, ready, run_of

CALLS: list[int] = []


@pytest.fixture(autouse=True)
def no_calls() -> None:
    CALLS.clear()


@node("test.windows", keep=True)
def windows(images: Annotated[Frames, Chunks(6, overlap=2)]) -> Frames:
    """Show the mean number of each window, so that a frame tells of its window."""
    numbers = [grey(image) for image in images]
    CALLS.append(int(numbers[0]))
    return [flat(sum(numbers) / len(numbers), image.time) for image in images]


@node("test.follow", keep=True)
def follow(images: Stream[Frame]) -> Iterator[Frame]:
    """Add up from the start of the stretch."""
    added = 0.0
    for image in images:
        CALLS.append(image.time.frame)
        added += grey(image)
        yield flat(added, image.time)


@node("test.scattered", keep=True)
def scattered(shot: Clip[Frame], range: Range) -> Iterator[At[Frame]]:
    """Yield from the end of what is wanted; each frame tells where the clip begins."""
    for time in reversed(list(range.frames())):
        CALLS.append(time.frame)
        yield At(time, flat(grey(shot.frame(shot.range.start)) * 100 + time.frame, time))


@node("test.all_of_it", keep=True)
def all_of_it(shot: Clip[Frame]) -> Iterator[At[Frame]]:
    """Know nothing of ranges; each frame tells how long the clip is."""
    for time in shot.range.frames():
        CALLS.append(time.frame)
        yield At(time, flat(shot.range.frame_count, time))


NODES = (windows, follow, scattered, all_of_it)


def job(type: str, first: int, count: int, **rest):
    port = {"test.windows": "images", "test.follow": "images"}.get(type, "shot")
    nodes = [made("a", "test.count"), made("x", type, {port: "a"}), *rest.pop("more", ())]
    return job_of(*nodes, domains={"a": Range.frames_of(first, count, RATE)}, **rest)


def seen(kept: Path, type: str, first: int, count: int) -> dict[int, float]:
    """Every frame of a stretch, asked for in order."""
    with run_of(job(type, first, count), *NODES, kept=kept, cache=0) as run:
        return {frame: grey(run.frame(at(frame))) for frame in range(first, first + count)}


def files(kept: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in kept.glob("*/*/*.frame")}


@pytest.mark.parametrize("type", ["test.windows", "test.follow", "test.scattered", "test.all_of_it"])
def test_extended_twice_the_frames_that_exist_stay_bit_by_bit(tmp_path, type):
    first = seen(tmp_path, type, 0, 10)
    kept = files(tmp_path)
    longer = seen(tmp_path, type, 0, 14)
    assert {frame: longer[frame] for frame in first} == first
    assert files(tmp_path).items() >= kept.items()
    both = seen(tmp_path, type, -3, 20)
    assert {frame: both[frame] for frame in longer} == longer
    assert files(tmp_path).items() >= kept.items() and sizes(tmp_path).files == 20
    calls = len(CALLS)
    assert seen(tmp_path, type, -3, 20) == both and seen(tmp_path, type, 0, 14) == longer
    assert len(CALLS) == calls


def test_only_new_windows_are_made_and_the_first_sees_the_edge_of_what_exists(tmp_path):
    seen(tmp_path, "test.windows", 0, 10)
    assert CALLS == [0, 4]
    CALLS.clear()
    longer = seen(tmp_path, "test.windows", 0, 18)
    assert CALLS == [8, 12]  # 8 and 9 exist: the new windows begin with them
    assert longer[10] == 10.5 and longer[9] == 6.5
    CALLS.clear()
    both = seen(tmp_path, "test.windows", -4, 22)
    assert CALLS == [-4] and both[-1] == -1.5 and both[0] == 2.5


def test_only_new_frames_are_asked_of_a_clip_node_that_takes_a_range(tmp_path):
    seen(tmp_path, "test.scattered", 0, 10)
    CALLS.clear()
    longer = seen(tmp_path, "test.scattered", -2, 14)
    assert sorted(CALLS) == [-2, -1, 10, 11]
    assert longer[-1] == -201.0 and longer[0] == 0.0 and longer[11] == -189.0


def test_a_node_with_a_memory_runs_up_to_what_is_new(tmp_path):
    seen(tmp_path, "test.follow", 0, 10)
    CALLS.clear()
    longer = seen(tmp_path, "test.follow", 0, 12)
    assert [*range(12)] == CALLS  # its state at frame 10 is that of a run from the start
    assert longer[11] == sum(range(12))
    CALLS.clear()
    before = seen(tmp_path, "test.follow", -2, 14)
    assert CALLS == [-2, -1]
    assert before[-1] == -3.0 and before[0] == 0.0


def test_a_shorter_clip_makes_nothing(tmp_path):
    first = seen(tmp_path, "test.windows", 0, 10)
    CALLS.clear()
    assert seen(tmp_path, "test.windows", 3, 5) == {frame: first[frame] for frame in range(3, 8)}
    assert not CALLS


def test_the_result_says_of_what_it_consists(tmp_path):
    seen(tmp_path, "test.windows", 0, 10)
    (old,) = tmp_path.glob(f"*/*/*{RECORD}")
    seen(tmp_path, "test.windows", 0, 14)
    x = ready(job("test.windows", 0, 14), *NODES).ready["x"]
    parts = derived(tmp_path, x.lineage, x.key, x.domain)
    whole, new = Range.frames_of(0, 14, RATE), Range.frames_of(10, 4, RATE)
    assert parts == (
        Part(*[Range.frames_of(0, 10, RATE)] * 3, old.stem),
        Part(new, new, whole, x.key),
    )
    assert len(list(tmp_path.glob(f"*/{x.lineage}/*{RECORD}"))) == 2


def test_what_nodes_downstream_keep_grows_as_well(tmp_path):
    more = [made("w", "test.windows", {"images": "x"})]

    def both(first: int, count: int) -> list[float]:
        with run_of(job("test.scattered", first, count, more=more), *NODES, kept=tmp_path, cache=0) as run:
            return [grey(run.frame(at(frame))) for frame in range(first, first + count)]

    short = both(0, 10)
    CALLS.clear()
    assert both(0, 14)[:10] == short
    assert sorted(CALLS) == [8, 10, 11, 12, 13]


def test_a_lost_frame_is_made_again_as_it_was(tmp_path):
    first = seen(tmp_path, "test.windows", 0, 10)
    longer = seen(tmp_path, "test.windows", 0, 14)
    for path in list(tmp_path.glob("*/*/*.frame"))[::2]:
        path.unlink()
    assert seen(tmp_path, "test.windows", 0, 14) == longer
    assert seen(tmp_path, "test.windows", 0, 10) == first


def test_a_lost_frame_that_cannot_be_made_as_it_was_becomes_a_part_of_its_own(tmp_path):
    first = seen(tmp_path, "test.windows", 0, 10)
    x = ready(job("test.windows", 0, 10), *NODES).ready["x"]
    seen(tmp_path, "test.windows", 4, 10)
    for frame in (6, 7):
        result_file(tmp_path, x.key, at(frame)).unlink()
    moved = seen(tmp_path, "test.windows", 4, 10)
    assert moved[5] == first[5] and moved[9] == first[9]
    y = ready(job("test.windows", 4, 10), *NODES).ready["x"]
    parts = derived(tmp_path, y.lineage, y.key, y.domain)
    assert [(part.range.start.frame, part.range.frame_count, part.key == y.key) for part in parts] == [
        (4, 2, False),
        (6, 2, True),
        (8, 2, False),
        (10, 4, True),
    ]


@pytest.mark.parametrize("damage", [b"", b"[]", b"abc", None])
def test_a_damaged_record_is_no_record(tmp_path, damage):
    first = seen(tmp_path, "test.windows", 0, 10)
    longer = seen(tmp_path, "test.windows", 0, 14)
    for path in tmp_path.glob(f"*/*/*{RECORD}"):
        whole = bytearray(path.read_bytes())
        whole[len(whole) // 2] ^= 4
        path.write_bytes(bytes(whole) if damage is None else damage)
    assert seen(tmp_path, "test.windows", 0, 10) == first
    assert {
        frame: value for frame, value in seen(tmp_path, "test.windows", 0, 14).items() if frame < 10
    } == first
    assert len(longer) == 14


def test_records_go_with_the_cache(tmp_path):
    seen(tmp_path, "test.windows", 0, 10)
    assert prune([tmp_path], 0) > 0
    assert not list(tmp_path.iterdir())


def test_nothing_grows_without_a_folder():
    for first, count in ((0, 10), (0, 14)):
        with run_of(job("test.windows", first, count), *NODES) as run:
            assert grey(run.frame(at(first))) == 2.5
    with run_of(job("test.windows", 0, 10), *NODES) as run, pytest.raises(CannotRun, match="lies outside"):
        run.frame(at(10))


def test_parts_cover_a_stretch_without_a_hole():
    whole = Range.frames_of(0, 10, RATE)
    rng = np.random.default_rng(5)
    for _ in range(50):
        cuts = sorted(rng.choice(11, 4, replace=False))
        held = [
            Part(Range.frames_of(int(a), int(b - a), RATE), whole, whole, "old")
            for a, b in (cuts[:2], cuts[2:])
        ]
        parts = filled(held, whole, "new")
        assert parts[0].range.start == whole.start and parts[-1].range.end == whole.end
        assert all(one.range.end == other.range.start for one, other in pairwise(parts))


def test_a_record_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "ab").write_text("in the way")
    whole = Range.frames_of(0, 10, RATE)
    with pytest.raises(Failed, match="Not a directory"):
        record(tmp_path, "ab" * 16, "cd" * 16, (Part.whole(whole, "cd" * 16),))
    assert Kept(tmp_path, None).folder == tmp_path


def test_what_lies_in_memory_is_kept_where_a_later_run_keeps(tmp_path):
    cache = FrameCache(1 << 20)
    costly = job_of(made("a", "test.count"), made("g", "test.gain", {"image": "a"}, keep=True))
    for kept in (None, tmp_path, tmp_path):
        with Run(ready(costly), cache, scratch=Path, kept=kept) as run:
            assert grey(run.frame(at(3))) == 6.0
    assert sizes(tmp_path).files == 1


def test_what_lies_in_memory_does_not_take_the_place_of_frames_that_exist(tmp_path):
    first = seen(tmp_path, "test.windows", 0, 10)
    cache = FrameCache(1 << 20)
    looks = []
    for kept in (None, tmp_path):
        with Run(ready(job("test.windows", 0, 14), *NODES), cache, scratch=Path, kept=kept) as run:
            looks.append({frame: grey(run.frame(at(frame))) for frame in range(14)})
    assert looks[0][9] != first[9]  # without the results the windows are those of the whole stretch
    assert {frame: looks[1][frame] for frame in first} == first

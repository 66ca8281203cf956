"""A take's own light movie in the viewer: read at proxy sizes, never at full size or in what is rendered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from editor import open_project
from editor.document.opened import Project
from editor.engine import start_engine
from editor.playback.reel import Reel, reel_of
from editor.playback.source import DISPLAY
from nodes.api import Format, Native, Range, Time
from nodes.engine.client import Engine
from nodes.engine.lighter import serves
from nodes.media.info import MediaInfo
from tests.editor.kit import done
from tests.editor.ui.pointing.disc import CLIP, COLUMNS, RATE, ROWS, make_project
from tests.support.movies import write_movie

HALF = Fraction(1, 2)
TAKE = "t001"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose clip has a circled take, the proxy of which is green where the take is not."""
    made = make_project(tmp_path_factory.mktemp("proxies") / "disc")
    done("shot", made, CLIP, "--add", "color.grade", "gain=1")
    done("take", made, CLIP)
    done("takes", made, CLIP, "--circle", TAKE)
    (proxy,) = made.glob("takes/*/t001/proxy.mov")
    assert proxy.stat().st_size > 0
    proxy.unlink()
    return made


@pytest.fixture
def project(folder: Path) -> Iterator[Project]:
    with open_project(folder) as opened:
        yield opened
    for proxy in folder.glob("takes/*/t001/proxy.mov"):
        proxy.unlink()


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with start_engine() as started:
        started.specs()
        yield started


def green(count: int, columns: int = COLUMNS, rows: int = ROWS) -> list[Native]:
    """So many frames of green, each a little brighter."""
    frames = []
    for frame in range(count):
        rgb = np.zeros((rows, columns, 3), np.uint8)
        rgb[..., 1] = 120 + 8 * frame
        yuv = cv2.cvtColor(rgb, cv2.COLOR_RGB2YUV_I420)
        rest = yuv[rows:].reshape(2, rows // 2, columns // 2)
        frames.append(Native("yuv420p", (np.ascontiguousarray(yuv[:rows]), rest[0].copy(), rest[1].copy())))
    return frames


def with_proxy(folder: Path, frames: list[Native]) -> None:
    (take,) = folder.glob("takes/*/t001")
    write_movie(take / "made.mkv", frames)
    (take / "made.mkv").rename(take / "proxy.mov")


def looked_at(engine: Engine, reel: Reel, scale: Fraction | None, frame: int = 0) -> np.ndarray:
    wanted = Range(Time(frame, RATE), Time(1, RATE))
    with engine.play(engine.load(reel.job), wanted, DISPLAY, scale=scale) as playing:
        (picture,) = (loan.copy()["plane0"] for loan in playing.frames())
    return np.array(picture[..., :3], int)


def length(project: Project) -> int:
    from editor.takes.store import takes_of

    (take,) = takes_of(project.folder, next((project.folder / "takes").iterdir()).name)
    return take.media.frame_count


def is_green(picture: np.ndarray) -> bool:
    return bool((picture[..., 1] > 90).all() and (picture[..., 0] < 60).all())


def test_a_proxy_size_shows_the_takes_own_proxy_frame_for_frame(project: Project, engine: Engine) -> None:
    with_proxy(project.folder, green(length(project)))
    reel = reel_of(project, project.cut)
    assert not is_green(looked_at(engine, reel, None))
    half = looked_at(engine, reel, HALF)
    assert half.shape == (ROWS // 2, COLUMNS // 2, 3) and is_green(half)
    means = [looked_at(engine, reel, HALF, frame)[..., 1].mean() for frame in (0, 3, 7)]
    assert means == sorted(means) and means[2] - means[0] > 30
    # A take that is shown beside the cut as well; a live graph and a source never.
    assert is_green(looked_at(engine, reel_of(project, project.cut, TAKE), HALF))
    for of in ("live", "source"):
        assert not is_green(looked_at(engine, reel_of(project, project.cut, of), HALF))


def test_without_a_proxy_that_serves_the_take_itself_is_shown(project: Project) -> None:
    reel = reel_of(project, project.cut)
    (take,) = project.folder.glob("takes/*/t001")
    # An engine of its own: what was made with the proxy is in memory otherwise.
    with start_engine() as fresh:
        there = [looked_at(fresh, reel, HALF, 0)]
        with_proxy(project.folder, green(length(project) - 1))
        there.append(looked_at(fresh, reel_of(project, project.cut), HALF, 3))
        (take / "proxy.mov").write_bytes(b"no movie")
        there.append(looked_at(fresh, reel_of(project, project.cut), HALF, 6))
    for picture in there:
        assert picture.shape == (ROWS // 2, COLUMNS // 2, 3) and not is_green(picture)


def test_a_proxy_serves_while_it_has_half_of_what_is_asked_and_no_alpha_is_lost(project: Project) -> None:
    (bound,) = (each for each in reel_of(project, project.cut).job.media.values() if each.light)
    info = bound.info

    def sized(columns: int, rows: int) -> MediaInfo:
        return replace(info, format=Format(columns, rows, RATE))

    assert serves(sized(40, 24), info, HALF) and not serves(sized(38, 22), info, HALF)
    assert serves(sized(38, 22), info, Fraction(1, 4))
    assert not serves(info, replace(info, has_alpha=True), HALF)


@pytest.mark.slow
def test_what_is_rendered_is_the_take(project: Project, tmp_path: Path) -> None:
    with_proxy(project.folder, green(length(project)))
    out = tmp_path / "frames"
    done("render", project.folder, "--range", "0-0", "-o", out)
    (made,) = sorted(out.iterdir())
    picture = cv2.imread(str(made), cv2.IMREAD_UNCHANGED)
    assert picture is not None and not is_green(
        np.array(picture[..., 2::-1] >> (8 if picture.dtype == np.uint16 else 0), int)
    )

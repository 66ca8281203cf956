"""Pictures on the clips in each of the ways there are, and how the timeline is liked, kept across starts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("qtpy.QtWidgets", reason="needs Qt", exc_type=ImportError)

from editor.demo.sample_cut import RATE
from editor.document import edits
from editor.document.layout import find_clip
from editor.document.project import create_project
from editor.document.settings import MediaEntry, Settings
from editor.exchange.conform import reference_key
from editor.ui.observe import Value
from editor.ui.timeline.film import Film, Pictures
from editor.ui.timeline.palette import DARK
from editor.ui.timeline.view import HEADER, RULER
from editor.ui.timeline.widget import Timeline
from tests.editor.ui.timeline.opened import Opened, Posts
from tests.editor.ui.timeline.test_film import Asked, media_of
from tests.support.sample import plain_cut

pytestmark = pytest.mark.qt


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    cut = plain_cut()
    track = cut.stack.items[0].id
    cut = edits.track_height(cut, track, 60)
    media: dict[str, MediaEntry] = {}
    for name in ("sh010", "sh020", "sh030", "music"):
        clip = find_clip(cut, name)
        media[reference_key(clip.references[clip.active])] = media_of(tmp_path, clip)
    create_project(tmp_path / "project", cut, Settings(RATE, 640, 360), media).close()
    here = Opened(Posts())
    here.open(tmp_path / "project")
    yield here
    here.session.close()


@pytest.fixture
def engine() -> Asked:
    return Asked()


@pytest.fixture
def timeline(opened: Opened, engine: Asked, app: Any) -> Iterator[Timeline]:
    film = Film(opened.session, lambda: engine, opened.posts)  # type: ignore[arg-type,return-value]
    made = Timeline(opened.session, Value({}), film=film)
    made.resize(HEADER + 800, 220)
    made.show()
    yield made
    film.close()
    made.close()
    made.deleteLater()


def seen(timeline: Timeline, opened: Opened, engine: Asked, how: Pictures) -> dict[str, list[int]]:
    """Show pictures in a way; return which ones were asked for, by medium, once all have come."""
    assert timeline.film is not None
    engine.batches.clear()
    timeline.film.draw_pictures(how)
    timeline.viewport().grab()
    while timeline.film.busy:
        opened.posts.run_one()
        timeline.viewport().grab()
    found: dict[str, list[int]] = {}
    for medium, indices in engine.batches:
        found.setdefault(medium.split()[-1], []).extend(indices)
    return found


def test_each_way_shows_its_own_pictures(timeline: Timeline, opened: Opened, engine: Asked) -> None:
    assert seen(timeline, opened, engine, "off") == {}
    # The first shot begins on frame 18 of its media and is 60 frames long.
    head = seen(timeline, opened, engine, "head")
    assert head["sh010.mp4"] == [18]
    assert {len(indices) for indices in head.values()} == {1}
    assert seen(timeline, opened, engine, "ends")["sh010.mp4"] == [77]
    along = seen(timeline, opened, engine, "strip")["sh010.mp4"]
    assert all(18 < index < 78 for index in along) and along


def test_pictures_stand_where_they_belong(timeline: Timeline, opened: Opened, engine: Asked) -> None:
    seen(timeline, opened, engine, "ends")
    view = timeline.model.view.value
    left, right = view.drawn(0, RATE), view.drawn(60, RATE)
    y = RULER + 30

    def colours() -> list[str]:
        image = timeline.viewport().grab().toImage()
        places = (left + 4, (left + right) // 2, right - 4)
        return [str(image.pixelColor(HEADER + x, y).name()) for x in places]

    assert colours() == ["#121212", DARK.picture, "#4d4d4d"]
    seen(timeline, opened, engine, "head")
    assert colours() == ["#121212", DARK.picture, DARK.picture]
    seen(timeline, opened, engine, "off")
    assert colours() == [DARK.picture] * 3


def test_how_the_timeline_is_liked_is_kept(timeline: Timeline) -> None:
    assert timeline.film is not None
    timeline.film.draw_pictures("ends")
    timeline.model.snap.set(False)
    timeline.model.toggle_units()
    kept = timeline.remembered()
    timeline.film.draw_pictures("strip")
    timeline.model.snap.set(True)
    timeline.model.toggle_units()
    timeline.remember(kept)
    assert timeline.remembered() == kept
    assert (timeline.film.pictures.value, timeline.model.snap.value) == ("ends", False)
    timeline.remember({"pictures": "tail", "snap": 1, "units": None, "waves": [], "linking": "yes"})
    assert timeline.remembered() == kept

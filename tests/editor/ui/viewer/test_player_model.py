"""The viewer without a widget: what it shows, plays and says of the sample cut."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from editor.document.edits import with_own_graph
from editor.document.layout import by_id
from editor.document.model import SOURCE, Clip, Cut, MediaReference, Track
from editor.document.project import open_project
from editor.ui.actions import Actions
from editor.ui.graph.following import refuse
from editor.ui.graph.status import Status
from editor.ui.observe import Value
from editor.ui.viewer.actions import actions
from editor.ui.viewer.framing import size_of
from editor.verbs import shot
from nodes.api import ColourTags, Native, Range, Time
from nodes.media.colour import from_working, to_working
from nodes.media.working import WorkingSpace
from tests.editor.ui.viewer.viewing import RATE, Viewing

DISPLAY = ColourTags("rgb", "full", "bt709", "bt709")
HEAD, LONG, GAP = 18, 60, 12
WHOLE = 3 * LONG + GAP


@pytest.fixture
def viewing() -> Iterator[Viewing]:
    made = Viewing()
    yield made
    made.close()


def decoded(movie: Path) -> dict[int, np.ndarray]:
    """Every frame by PyAV, taken to the display the long way, through the working space."""
    space, found = WorkingSpace(), {}
    with av.open(str(movie)) as file:
        for index, frame in enumerate(file.decode(video=0)):
            rows, columns = frame.height, frame.width
            planes = frame.to_ndarray()
            chroma = planes[rows:].reshape(2, rows // 2, columns // 2)
            light, _ = to_working(space)(Native("yuv420p", (planes[:rows], *chroma)), ColourTags())
            found[index] = from_working(space, "rgba", DISPLAY)(light, None).planes[0]
    return found


def test_scrubbing_shows_the_right_frame_of_the_right_shot(
    viewing: Viewing, project: Path, sample: Path
) -> None:
    viewing.open(project)
    shots = {name: decoded(sample.with_name(f"{name}.mp4")) for name in ("sh010", "sh020", "sh030")}
    starts = {"sh010": 0, "sh020": LONG, "sh030": 2 * LONG + GAP}
    pick = random.Random(3)
    for _ in range(40):
        frame = pick.randrange(WHOLE)
        shown = viewing.seek(frame)[..., :3].astype(int)
        here = [name for name, start in starts.items() if start <= frame < start + LONG]
        expected = shots[here[0]][frame - starts[here[0]] + HEAD][..., :3] if here else np.zeros(3)
        assert np.abs(shown - expected).max() <= 1, frame


def test_what_is_shown_is_said(viewing: Viewing, project: Path) -> None:
    viewing.open(project)
    pixels = viewing.seek(30)
    player = viewing.player
    assert (player.timecode.value, player.frame.value) == ("01:00:01:06", "30 / 192")
    player.point((12, 34))
    red, green, blue, _ = pixels[34, 12]
    assert player.pixel.value.partition("\n")[0] == f"x 12  y 34   R {red}  G {green}  B {blue}"
    player.point(None)
    assert player.pixel.value == ""


def test_steps_stay_within_the_cut(viewing: Viewing, project: Path) -> None:
    viewing.open(project)
    registry = Actions(actions(viewing.player))
    for action, frame in (
        ("playback.previous_frame", 0),
        ("playback.next_frame", 1),
        ("playback.next_second", 25),
        ("playback.to_out", WHOLE - 1),
        ("playback.next_frame", WHOLE - 1),
        ("playback.to_in", 0),
    ):
        registry[action].run()
        assert viewing.session.playhead.value == Time(frame, RATE), action
    viewing.posted.until(lambda: viewing.frame == 0)


def test_shuttle_keys_double_the_speed_and_turn_it_round(viewing: Viewing, project: Path) -> None:
    viewing.open(project)
    registry = Actions(actions(viewing.player))
    speeds = []
    for key in ("forward",) * 5 + ("backward",) * 2 + ("stop", "backward", "toggle", "toggle"):
        registry[f"playback.{key}"].run()
        speeds.append(viewing.player.playing.value)
    assert speeds == [1, 2, 4, 8, 8, -1, -2, 0, -1, 0, 1]
    viewing.player.stop()


def test_playing_moves_the_playhead_and_ends_on_the_last_frame(viewing: Viewing, project: Path) -> None:
    viewing.open(project)
    player, session = viewing.player, viewing.session
    viewing.seek(WHOLE - 12)
    player.play(1)
    viewing.posted.until(lambda: not player.playing.value)
    assert session.playhead.value == Time(WHOLE - 1, RATE)
    viewing.posted.until(lambda: viewing.frame == WHOLE - 1)
    player.toggle()
    viewing.posted.until(lambda: player.playing.value == 1 and 2 < viewing.frame < 100)
    player.stop()
    assert session.playhead.value == Time(viewing.frame, RATE)


def test_a_loop_stays_within_the_marks(viewing: Viewing, project: Path) -> None:
    viewing.open(project)
    viewing.session.marked.set(Range.frames_of(50, 8, RATE))
    viewing.player.loop.set(True)
    viewing.player.play(1)
    seen: list[int] = []
    viewing.player.picture.watch(lambda picture: seen.append(picture.time.frame if picture else -1))
    viewing.posted.until(lambda: len(seen) > 20)
    viewing.player.stop()
    assert set(seen) <= set(range(50, 58))
    assert seen.count(54) >= 2


def test_moving_the_playhead_while_playing_plays_on_from_there(viewing: Viewing, project: Path) -> None:
    viewing.open(project)
    viewing.player.play(1)
    viewing.posted.until(lambda: viewing.frame > 4)
    viewing.session.playhead.set(Time(100, RATE))
    viewing.posted.until(lambda: viewing.frame > 104)
    assert viewing.player.playing.value == 1
    viewing.player.stop()


def test_a_killed_engine_is_shown_as_a_badge_and_playing_goes_on(viewing: Viewing, project: Path) -> None:
    viewing.open(project)
    player = viewing.player
    player.play(1)
    viewing.posted.until(lambda: viewing.frame > 10)
    assert player.player.engine_pid is not None
    os.kill(player.player.engine_pid, signal.SIGKILL)
    viewing.posted.until(lambda: player.state.value == "engine restarted")
    before = viewing.frame
    viewing.posted.until(lambda: viewing.frame > before + 12)
    assert player.playing.value == 1
    player.stop()


def missing(cut: Cut, clip_id: str) -> Cut:
    """The cut with one clip whose media nobody knows."""
    here = by_id(cut, clip_id)
    assert here is not None and isinstance(here.item, Clip)
    lost = replace(here.item, references={SOURCE: MediaReference("missing", "lost")})
    tracks = tuple(
        replace(track, items=tuple(lost if item.id == clip_id else item for item in track.items))
        if isinstance(track, Track)
        else track
        for track in cut.stack.items
    )
    return replace(cut, stack=replace(cut.stack, items=tracks))


def test_a_clip_without_media_is_a_slate_and_the_rest_is_shown(viewing: Viewing, project: Path) -> None:
    viewing.open(project)
    cut = viewing.session.cut.value
    assert cut is not None
    clip = next(item for item in cut.stack.items[0].items if item.name == "sh020")  # type: ignore[union-attr]
    viewing.session.cut.set(missing(cut, clip.id))
    viewing.seek(LONG + 5)
    viewing.posted.until(lambda: "sh020" in viewing.player.slate.value)
    assert "offline" in viewing.player.slate.value
    assert viewing.seek(5).any()
    assert viewing.player.slate.value == ""


def test_live_runs_the_graphs_and_circled_does_not(viewing: Viewing, project: Path) -> None:
    opened = open_project(project, write=True)
    shot(opened, "sh010", add=[["color.grade", "gain=0.5"]])
    opened.close()
    viewing.open(project)
    plain = viewing.seek(10)

    def is_plain() -> bool:
        picture = viewing.player.picture.value
        return picture is not None and np.array_equal(picture.pixels, plain)

    viewing.player.showing.set("live")
    viewing.posted.until(lambda: not is_plain())
    graded = viewing.player.picture.value
    assert graded is not None
    assert graded.pixels[..., :3].mean() < plain[..., :3].mean() * 0.85
    viewing.player.showing.set("circled")
    viewing.posted.until(is_plain)


def test_the_window_s_side_of_playing_loads_no_decoder_and_no_evaluator() -> None:
    code = (
        "import sys, editor.ui.viewer.model, editor.playback.player\n"
        "heavy = {'av', 'cv2', 'OpenImageIO', 'PyOpenColorIO', 'torch', 'qtpy'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_a_pixel_is_told_in_codes_working_and_source_values_and_as_a_mean(
    viewing: Viewing, project: Path
) -> None:
    viewing.open(project)
    pixels = viewing.seek(30)
    player = viewing.player
    player.point((12, 34))
    viewing.posted.until(lambda: "source" in player.pixel.value)
    codes, working, source = player.pixel.value.splitlines()
    assert codes.startswith("x 12  y 34   R ")
    assert working.startswith("working R ") and "Y " in source and "yuv420p bt709" in source
    player.reading.size.set(5)
    viewing.posted.until(lambda: "mean of 5 × 5" in player.pixel.value)
    red = pixels[32:37, 10:15, 0].mean()
    assert f"R {red:.1f}" in player.pixel.value


def test_frames_in_memory_are_known_after_they_were_shown(viewing: Viewing, project: Path) -> None:
    viewing.open(project)
    for frame in (30, 31, 90):
        viewing.seek(frame)
    viewing.posted.until(lambda: {(30, 2), (90, 1)} <= set(viewing.player.reading.cached.value))
    viewing.posted.until(lambda: any("ACES" in name for name in viewing.player.reading.views.value))


def test_what_is_looked_at_otherwise_is_shown_so_and_told(viewing: Viewing, project: Path) -> None:
    viewing.open(project)
    player = viewing.player
    plain = viewing.seek(30).astype(int)

    def shown() -> np.ndarray:
        picture = player.picture.value
        assert picture is not None
        return picture.pixels.astype(int)

    player.looking.expose(1.0)
    viewing.posted.until(lambda: shown()[..., :3].mean() > plain[..., :3].mean() * 1.1)
    assert player.looking.badge == "+1 stops"
    player.looking.solo("green")
    viewing.posted.until(lambda: bool((shown()[..., 0] == shown()[..., 1]).all()))
    player.looking.solo("green")
    player.looking.reset()
    viewing.posted.until(lambda: np.array_equal(shown(), plain))
    assert player.looking.badge == ""
    player.looking.scale.set(Fraction(1, 2))
    viewing.posted.until(lambda: shown().shape == (90, 160, 4))
    assert size_of(player.picture.value) == (320, 180)  # type: ignore[arg-type]


def test_the_matte_that_a_shot_works_by_is_shown_and_cuts_the_picture_out(
    viewing: Viewing, project: Path
) -> None:
    opened = open_project(project, write=True)
    shot(
        opened,
        "sh010",
        add=[["key.luma", "as=dark"], ["composite.over", "mask=@dark.matte", "foreground=@dark"]],
    )
    opened.close()
    viewing.open(project)
    plain = viewing.seek(10).astype(int)
    player = viewing.player

    def shown() -> np.ndarray:
        picture = player.picture.value
        assert picture is not None
        return picture.pixels.astype(int)

    player.looking.matte("alone")
    viewing.posted.until(lambda: not np.array_equal(shown(), plain))
    matte = shown()[..., 0] / 255
    assert 0.02 < matte.mean() < 0.98
    player.looking.matte("white")
    viewing.posted.until(lambda: not np.array_equal(shown()[..., 0] / 255, matte))
    expected = 255 + (plain[..., :3] - 255) * matte[..., None]
    assert np.abs(shown()[..., :3] - expected).max() <= 2
    player.looking.matte("")
    viewing.posted.until(lambda: np.array_equal(shown(), plain))


def test_what_takes_long_is_given_up_once_something_else_is_to_be_shown(
    viewing: Viewing, project: Path
) -> None:
    opened = open_project(project, write=True)
    shot(opened, "sh010", add=[["color.grade", "gain=0.5"]])
    opened.close()
    viewing.open(project)
    plain = viewing.seek(10)
    player = viewing.player
    given_up: list[str] = []
    ask = player.player.give_up
    player.player.give_up = lambda: (given_up.append(player.showing.value), ask())[1]  # type: ignore[method-assign,func-returns-value]
    for showing in ("live", "circled", "live", "circled"):
        player.showing.set(showing)  # type: ignore[arg-type]
    assert given_up == ["live", "circled", "live", "circled"]
    viewing.posted.until(
        lambda: not player.busy.value and np.array_equal(player.picture.value.pixels, plain)  # type: ignore[union-attr]
    )
    assert player.state.value == ""


def test_a_shot_whose_graph_fails_has_a_slate_and_the_others_play_live(
    viewing: Viewing, project: Path
) -> None:
    broken = {
        "nodes": [{"id": "sky", "type": "acme.gone", "label": "Sky"}],
        "outputs": {"out": ["sky", "out"]},
    }
    viewing.open(project)
    player, cut = viewing.player, viewing.session.cut.value
    assert cut is not None
    status = Status(Value(by_id(cut, "sh020").item))  # type: ignore[union-attr, arg-type]
    player.refused.watch(lambda refused: refuse(status, refused))
    viewing.session.edit("graph", lambda cut, _: with_own_graph(cut, "sh020", broken), {})
    player.showing.set("live")
    viewing.seek(LONG + 3)
    viewing.posted.until(lambda: player.slate.value)
    heading, _, why = player.slate.value.partition("\n")
    assert heading == "sh020" and "Sky" in why and "acme.gone" in why
    assert player.ready.value and "acme.gone" in status.of("sky").error
    assert viewing.seek(LONG - 2)[..., :3].any()
    assert player.slate.value == ""
    player.play(1)
    viewing.posted.until(lambda: viewing.frame > LONG + 1)
    assert heading in player.slate.value and player.playing.value == 1
    player.stop()
    assert "acme.gone" in status.of("sky").error

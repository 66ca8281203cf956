"""What keys do to clips, markers and the playhead on the timeline, without a mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import edits
from editor.document.layout import shots
from editor.document.model import Clip, Cut, Stack
from editor.document.project import create_project
from editor.document.settings import Settings
from editor.ui.timeline import marking
from editor.ui.timeline.actions import actions_of
from editor.ui.timeline.entry import enter, read_entry
from editor.ui.timeline.model import TimelineModel
from nodes.api import BadInput, Range, Rate
from tests.editor.document.made import RATE, frames
from tests.editor.ui.timeline.opened import Opened, Posts
from tests.editor.ui.timeline.test_dragging import linked_cut


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    create_project(tmp_path / "show", linked_cut(), Settings(RATE, 64, 36)).close()
    here = Opened(Posts())
    here.open(tmp_path / "show")
    yield here
    here.session.close()


@pytest.fixture
def model(opened: Opened) -> TimelineModel:
    return TimelineModel(opened.session)


@pytest.fixture
def act(model: TimelineModel, opened: Opened) -> Callable[..., Cut]:
    """Do an action at a frame with a selection, and return the cut then."""

    def do(id: str, at: int = 0, *selected: str) -> Cut:
        opened.session.playhead.set(frames(at))
        opened.session.selection.set(frozenset(f"id-{name}" for name in selected))
        next(each for each in actions_of(model) if each.id == id).run()
        return opened.cut

    return do


def starts(document: Cut) -> dict[str, tuple[int, int]]:
    return {s.clip.name: (s.range.start.frame, s.range.end.frame) for s in shots(document)}


def clip_of(document: Cut, name: str) -> Clip:
    return next(s.clip for s in shots(document) if s.clip.name == name)


def test_clips_are_nudged_and_moved_between_tracks(act: Callable[..., Cut], opened: Opened) -> None:
    assert starts(act("clip.nudge_on", 0, "c", "u"))["c"] == (49, 73)
    assert starts(act("clip.nudge_far_on", 0, "c", "u"))["u"] == (59, 83)
    up = act("clip.track_up", 0, "c", "u")
    assert [s.track.name for s in shots(up) if s.track and s.clip.name in "cu"] == ["V2", "A1"]
    act("clip.track_up", 0, "c")
    assert "no higher track" in opened.session.message.value
    act("clip.nudge_on", 0)
    assert "Nothing to move" in opened.session.message.value


def test_heads_and_tails_are_rippled_to_the_playhead(act: Callable[..., Cut], opened: Opened) -> None:
    after = starts(act("timeline.trim_head", 30))
    assert (after["b"], after["t"], after["c"]) == ((24, 42), (24, 42), (42, 66))
    assert opened.session.playhead.value == frames(24)
    after = starts(act("timeline.trim_tail", 30))
    assert (after["b"], after["t"], after["u"]) == ((24, 30), (24, 30), (30, 54))


def test_in_to_out_is_lifted_or_extracted(act: Callable[..., Cut], opened: Opened) -> None:
    opened.session.marked.set(Range.frames_of(10, 20, RATE))
    lifted = starts(act("timeline.lift_marked"))
    assert (lifted["a"], lifted["b"], lifted["c"]) == ((0, 10), (30, 48), (48, 72))
    extracted = starts(act("timeline.extract_marked"))
    assert (extracted["a"], extracted["b"], extracted["u"]) == ((0, 10), (10, 28), (28, 52))
    assert opened.session.marked.value is None
    act("timeline.lift_marked")
    assert "Nothing is marked" in opened.session.message.value


def test_a_clip_is_marked_and_its_gap_closed(act: Callable[..., Cut], opened: Opened) -> None:
    act("timeline.mark_clips", 30)
    assert opened.session.marked.value == Range.frames_of(24, 24, RATE)
    act("timeline.mark_clips", 0, "a", "b")
    assert opened.session.marked.value == Range.frames_of(0, 48, RATE)
    act("timeline.lift", 0, "b", "t")
    assert starts(act("timeline.close_gap", 30))["c"] == (24, 48)
    act("timeline.close_gap", 30)
    assert "No gap to close" in opened.session.message.value


def test_clips_are_switched_off_linked_and_copied(act: Callable[..., Cut]) -> None:
    off = act("clip.enable", 0, "a", "s")
    assert not clip_of(off, "a").enabled and not clip_of(off, "s").enabled
    assert clip_of(act("clip.enable", 0, "a", "s"), "a").enabled
    loose = act("clip.link", 0, "a", "s")
    assert edits.linked(loose, ["id-a"]) == {"id-a"}
    assert edits.linked(act("clip.link", 0, "a", "b"), ["id-a"]) == {"id-a", "id-b"}
    copied = act("clip.duplicate", 0, "c", "u")
    assert sorted(s.range.start.frame for s in shots(copied) if s.clip.name == "c") == [48, 72]


def test_tracks_are_added_locked_muted_moved_and_removed(
    act: Callable[..., Cut], model: TimelineModel, opened: Opened
) -> None:
    act("timeline.track_lock")
    assert "No track is meant" in opened.session.message.value
    opened.session.target.set("id-V1")
    names = [item.name for item in act("timeline.add_video").stack.items]
    assert names == ["V1", "V3", "V2", "A1"]
    locked = act("timeline.track_lock", 0, "a")
    assert [row.name for row in model.rows.value if row.locked] == ["V1"]
    assert act("timeline.lift", 0, "a") is locked
    assert "track 'V1' is locked" in opened.session.message.value
    act("timeline.track_lock", 0, "a")
    act("timeline.track_enable", 0, "s")
    act("timeline.track_solo", 0, "a")
    rows = {row.name: row for row in model.rows.value}
    assert (rows["A1"].enabled, rows["V1"].solo, rows["V1"].locked) == (False, True, False)
    assert [item.name for item in act("timeline.track_higher", 0, "a").stack.items][:2] == ["V3", "V1"]
    assert [item.name for item in act("timeline.track_remove", 0, "a").stack.items] == ["V3", "V2", "A1"]


def test_a_nest_is_taken_apart(model: TimelineModel, opened: Opened) -> None:
    before = starts(opened.cut)
    opened.session.cut.set(edits.nest(opened.cut, ["id-a", "id-b"]))
    action = next(each for each in actions_of(model) if each.id == "clip.unnest")
    action.run()
    assert "Nothing to take apart" in opened.session.message.value
    model.select_all()
    nests = {item.id for row in model.rows.value for item in row.items if isinstance(item, Stack)}
    opened.session.selection.set(frozenset(nests))
    action.run()
    assert starts(opened.cut) == before


def test_ripple_takes_other_tracks_along_unless_it_is_switched_off(
    act: Callable[..., Cut], model: TimelineModel, opened: Opened
) -> None:
    before = opened.cut
    assert act("clip.extract", 0, "a") is before
    assert "'t' on A1 is in the way" in opened.session.message.value
    model.all_tracks.set(False)
    after = starts(act("clip.extract", 0, "a"))
    assert (after["b"], after["t"]) == ((0, 24), (24, 48))


def test_markers_are_put_led_to_changed_and_removed(
    act: Callable[..., Cut], model: TimelineModel, opened: Opened
) -> None:
    before = opened.cut
    act("timeline.marker", 12)
    on_clip = act("timeline.marker", 30, "b")
    assert [m.range for m in on_clip.stack.markers] == [Range.frames_of(12, 1, RATE)]
    assert [m.range for m in clip_of(on_clip, "b").markers] == [Range.frames_of(106, 1, RATE)]
    act("timeline.next_marker", 0)
    assert opened.session.playhead.value == frames(12)
    act("timeline.next_marker", 12)
    assert opened.session.playhead.value == frames(30)
    act("timeline.previous_marker", 30)
    mark = marking.mark_here(model)
    assert mark is not None
    marking.change(model, mark, "check", "RED", "the edge")
    assert [(m.name, m.colour, m.comment) for m in opened.cut.stack.markers] == [("check", "RED", "the edge")]
    act("timeline.remove_marker", 12)
    assert not opened.cut.stack.markers
    opened.settle()
    for _ in range(4):
        opened.session.undo()
    opened.settle()
    assert opened.cut == before


@pytest.mark.parametrize(
    ("text", "units", "relative", "frame"),
    [
        ("+10", "timecode", True, 10),
        ("-1:00", "timecode", True, -24),
        ("1:00", "timecode", False, 24),
        ("100", "timecode", False, 24),
        ("100", "frames", False, 100),
        ("12", "timecode", False, 12),
        ("01:00:02:00", "timecode", False, 48),
        ("1000000", "timecode", False, 0),
        ("+1.12", "frames", True, 36),
    ],
)
def test_a_typed_time_says_where_or_how_far(text: str, units: str, relative: bool, frame: int) -> None:
    document = Cut("a", RATE, Stack("s"), start=frames(86400))
    entry = read_entry(text, document, "frames" if units == "frames" else "timecode")
    assert (entry.relative, entry.time) == (relative, frames(frame))


@given(st.text(max_size=12), st.booleans())
def test_whatever_is_typed_is_a_time_or_refused(text: str, counted: bool) -> None:
    document = Cut("a", Rate(30000, 1001), Stack("s"))
    try:
        entry = read_entry(text, document, "frames" if counted else "timecode")
    except BadInput:
        return
    assert entry.time.is_whole


def test_a_typed_time_moves_the_playhead_or_what_is_selected(model: TimelineModel, opened: Opened) -> None:
    assert enter(model, "1:00")
    assert opened.session.playhead.value == frames(24)
    assert enter(model, "-4")
    assert opened.session.playhead.value == frames(20)
    opened.session.selection.set(frozenset(("id-c", "id-u")))
    assert enter(model, "+12")
    assert starts(opened.cut)["u"] == (60, 84)
    model.tool.set("ripple")
    assert enter(model, "-4")
    assert starts(opened.cut)["c"] == (60, 80)
    assert not enter(model, "nonsense")
    assert "that is no time" in opened.session.message.value

"""The edits of several clips, of tracks and of markers as the command line and Python ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.document import edits
from editor.document.layout import shots
from editor.document.model import Cut, Track
from editor.document.opened import Project
from editor.document.project import commit, create_project, open_project
from editor.document.settings import Settings
from editor.verbs import edit
from editor.verbs.edit_paste import copied_text, paste_text
from nodes.api import BadInput
from tests.editor.document.made import RATE, clip, cut, frames, reference, track


def sample() -> Cut:
    made = cut(track(clip("a"), clip("b"), clip("c"), name="V1"), track(name="V2"))
    made = edits.add_track(made, "Audio", "A1")
    return edits.link(edits.insert(made, "A1", clip("s"), frames(0)), ["id-a", "id-s"])


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with create_project(tmp_path / "show", sample(), Settings(RATE, 64, 36)) as made:
        yield made


def at(project: Project) -> dict[str, tuple[str, int]]:
    return {s.clip.name: (s.track.name if s.track else "", s.range.start.frame) for s in shots(project.cut)}


def test_clips_are_moved_with_those_they_are_linked_with(project: Project) -> None:
    moved = edit(project, "move", "a", {"by": "100", "linked": "yes"})
    assert moved.said == "Moved 2 clips by 100 frames."
    assert at(moved.project)["s"] == ("A1", 100)
    up = edit(moved.project, "move", "b", {"and": "c", "tracks": "1"}).project
    assert (at(up)["b"], at(up)["c"]) == (("V2", 24), ("V2", 48))
    with pytest.raises(BadInput, match="nothing says where to"):
        edit(up, "move", "b")


def test_ranges_are_lifted_and_extracted(project: Project) -> None:
    lifted = edit(project, "lift", None, {"range": "12-35"}).project
    assert at(lifted)["b"] == ("V1", 36)
    closed = edit(lifted, "extract", None, {"range": "00:00:00:12-00:00:01:11"}).project
    assert at(closed)["b"] == ("V1", 12)
    with pytest.raises(BadInput, match="a clip and a range are both given"):
        edit(closed, "lift", "a", {"range": "1-2"})


def test_links_switches_and_copies(project: Project) -> None:
    loose = edit(project, "unlink", "a").project
    assert edits.linked(loose.cut, ["id-a"]) == {"id-a"}
    linked = edit(loose, "link", "b", {"and": "c"}).project
    assert edits.linked(linked.cut, ["id-b"]) == {"id-b", "id-c"}
    off = edit(linked, "disable", "b").project
    assert not next(s.clip for s in shots(off.cut) if s.clip.name == "b").enabled
    on = edit(off, "enable", "b").project
    assert next(s.clip for s in shots(on.cut) if s.clip.name == "b").enabled
    copied = edit(on, "duplicate", "c", {"by": "24"}).project
    assert sum(s.clip.name == "c" for s in shots(copied.cut)) == 2


def test_a_track_is_changed_and_a_new_one_comes_above_another(project: Project) -> None:
    made = edit(project, "track", "V1", {"lock": "yes", "height": "80", "name": "main"}).project
    v1 = made.cut.stack.items[0]
    assert isinstance(v1, Track)
    assert (v1.name, v1.locked, v1.height) == ("main", True, 80)
    with pytest.raises(BadInput, match="track 'main' is locked"):
        edit(made, "lift", "b")
    above = edit(made, "track", None, {"above": "main"}).project
    assert [item.name for item in above.cut.stack.items] == ["main", "V3", "V2", "A1"]
    gone = edit(above, "track", "V3", {"remove": "yes"}).project
    assert [item.name for item in gone.cut.stack.items] == ["main", "V2", "A1"]
    for settings, why in (({}, "nothing says how"), ({"kind": "Audio"}, "is for a new track")):
        with pytest.raises(BadInput, match=why):
            edit(gone, "track", "main", settings)


def test_markers_are_put_and_taken_away(project: Project) -> None:
    marked = edit(project, "marker", "b", {"at": "30", "name": "look", "colour": "red"}).project
    marked = edit(marked, "marker", None, {"at": "12"}).project
    assert [m.name for s in shots(marked.cut) for m in s.clip.markers] == ["look"]
    with pytest.raises(BadInput, match="there is no colour 'plaid'"):
        edit(marked, "marker", None, {"at": "1", "colour": "plaid"})
    with pytest.raises(BadInput, match="'b' does not stand there"):
        edit(marked, "marker", "b", {"at": "1"})
    bare = edit(edit(marked, "unmark", "b", {"at": "30"}).project, "unmark", None, {"at": "12"}).project
    assert bare.cut == project.cut
    with pytest.raises(BadInput, match="no marker begins at frame 12"):
        edit(bare, "unmark", None, {"at": "12"})


def test_a_ripple_takes_all_tracks_along_where_it_is_asked(project: Project) -> None:
    more = edit(project, "move", "s", {"by": "48"}).project
    rippled = edit(more, "ripple", "a", {"tail": "-6", "all": "yes"}).project
    assert (at(rippled)["b"], at(rippled)["s"]) == (("V1", 30), ("A1", 54))


def test_clips_are_pasted_into_another_project_with_media_graphs_and_takes(
    project: Project, tmp_path: Path
) -> None:
    take = project.folder / "takes" / "id-a" / "t001"
    take.mkdir(parents=True)
    (take / "record.json").write_text("{}")
    document = edits.with_own_graph(project.cut, "id-a", {"nodes": []})
    for name, shot in (("id-a", "t001"), ("id-b", "t009")):
        document = edits.circle(
            document, name, shot, reference(url=f"takes/{name}/{shot}/m.mkv"), f"take {shot}"
        )
    kept = commit(project, document, "circle")
    text = copied_text(kept, kept.cut, ["id-a", "id-b", "id-s"])
    with create_project(tmp_path / "other", cut(track(name="V1")), Settings(RATE, 64, 36)) as other:
        after, notes = paste_text(other, text, frames(10))
        assert at(after) == {"a": ("V1", 10), "b": ("V1", 34), "s": ("A1", 10)}
        clips = {s.clip.name: s.clip for s in shots(after.cut)}
        assert (clips["a"].circled, clips["b"].circled) == ("t001", None)
        assert (after.folder / "takes" / "id-a" / "t001" / "record.json").is_file()
        assert notes == ("Take t009 of 'b' is missing: the clip shows its source.",)
        assert clips["b"].references[clips["b"].active].url == str(project.folder / "media" / "plate.mov")
        assert after.cut.graphs[clips["a"].graph or ""] == {"nodes": []}
    with open_project(tmp_path / "other") as again:
        assert again.cut == after.cut


def test_a_timeline_of_a_file_is_pasted_and_what_is_none_is_refused(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "clips.otio"
    file.write_text(copied_text(project, project.cut, ["id-c"]))
    pasted = edit(project, "paste", str(file), {"at": "100"}).project
    assert [s.range.start.frame for s in shots(pasted.cut) if s.clip.name == "c"] == [48, 100]
    for text in ("", "no timeline", '{"OTIO_SCHEMA": "Clip.2"}'):
        file.write_text(text)
        with pytest.raises(BadInput):
            edit(pasted, "paste", str(file))
    with pytest.raises(BadInput, match="cannot be read"):
        edit(pasted, "paste", str(tmp_path / "nothing.otio"))

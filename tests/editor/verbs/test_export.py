"""What goes back to the suite: plain OTIO that other readers open, with takes where they look for them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.editor import show as made
from tests.editor.kit import done, in_a_process, pictures, same, workprint

pytestmark = pytest.mark.usefixtures("one_engine")


otio = pytest.importorskip("opentimelineio")


def clips_of(path: Path) -> list[Any]:
    """The clips of a file as the OpenTimelineIO library reads it."""
    return list(otio.adapters.read_from_file(str(path)).find_clips())


def where(reference: Any, path: Path) -> Path:
    """Where a reference leads, as a reader resolves it from the file's folder."""
    if isinstance(reference, otio.schema.ImageSequenceReference):
        number = f"{reference.start_frame:0{reference.frame_zero_padding}d}"
        url = f"{reference.target_url_base}{reference.name_prefix}{number}{reference.name_suffix}"
        return path.parent / otio.url_utils.filepath_from_url(url)
    return path.parent / otio.url_utils.filepath_from_url(reference.target_url)


@pytest.fixture
def circled(show: Path) -> Path:
    """The show with takes of a movie and of a sequence circled, and another of the movie starred."""
    for shot, gain in (("plate", "1.3"), ("frames", "1.2")):
        done("shot", show, shot, "--add", "color.grade", f"gain={gain}")
    done("take", show, "--all")
    done("shot", show, "plate", "--set", "grade", "gain=0.8")
    done("take", show, "plate")
    done("takes", show, "plate", "--circle", "2", "--star", "1")
    done("takes", show, "frames", "--circle", "1")
    return show


def test_the_circled_take_is_active_and_the_source_keeps_its_key(circled: Path, tmp_path: Path) -> None:
    before = json.loads((circled / "cut.otio").read_text())
    assert before["OTIO_SCHEMA"] == "Timeline.1"
    written = tmp_path / "out.otio"
    assert done("export", circled, "-o", written)["takes"] == 2
    plate, shot, frames, tone = clips_of(written)
    assert plate.active_media_reference_key == "take t002"
    assert set(plate.media_references()) == {"DEFAULT_MEDIA", "take t001", "take t002"}
    assert plate.source_range == otio.opentime.TimeRange(
        otio.opentime.RationalTime(86410, 24), otio.opentime.RationalTime(20, 24)
    ), "as it came"
    available = plate.media_reference.available_range
    assert (available.start_time.value, available.duration.value, available.start_time.rate) == (
        86406,
        28,
        24,
    )
    assert available.contains(plate.source_range)
    assert plate.metadata["suite"] == {"slate": "12A"}
    assert plate.media_reference.metadata["workprint"]["take"] == "t002"
    assert frames.active_media_reference_key == "take t001"
    assert isinstance(frames.media_references()["DEFAULT_MEDIA"], otio.schema.ImageSequenceReference)
    assert frames.media_reference.available_range.contains(frames.source_range)
    assert {shot.active_media_reference_key, tone.active_media_reference_key} == {"DEFAULT_MEDIA"}


def test_every_reference_leads_to_a_file_from_where_the_cut_lies(circled: Path, tmp_path: Path) -> None:
    for place in (tmp_path / "out.otio", circled / "inside.otio"):
        done("export", circled, "-o", place)
        for clip in clips_of(place):
            for reference in clip.media_references().values():
                assert where(reference, place).is_file(), reference


def test_takes_are_the_frames_they_stand_for(circled: Path, tmp_path: Path) -> None:
    """A reader that cuts the take by source range and available range shows the graded frames of the clip."""
    written = tmp_path / "out.otio"
    done("export", circled, "-o", written)
    plate = clips_of(written)[0]
    first = plate.source_range.start_time - plate.media_reference.available_range.start_time
    taken = pictures(where(plate.media_reference, written), first=int(first.value), count=20)
    done("render", circled, "-o", tmp_path / "cut.mkv", "--range", "0-19")
    assert all(same(a, b) for a, b in zip(taken, pictures(tmp_path / "cut.mkv"), strict=True))


def test_only_the_active_reference_goes_to_readers_that_keep_one(circled: Path, tmp_path: Path) -> None:
    told = done("export", circled, "-o", tmp_path / "one.otio", "--active-only")
    assert len(told["losses"]) == 2
    assert "2 alternate media references left out" in told["losses"][0]
    assert {len(clip.media_references()) for clip in clips_of(tmp_path / "one.otio")} == {1}
    ran = workprint("export", circled, "-o", tmp_path / "all.otio")
    assert "nothing was lost" in ran.out


@pytest.mark.parametrize(
    ("folder", "library"),
    [
        ("a #b%q?; ünï", True),
        # The library itself decodes twice, and takes one letter and a colon for a drive.
        ("50%25", False),
        ("c:d", False),
    ],
)
def test_names_that_mean_something_in_urls_still_lead_to_the_files(
    media: Path, tmp_path: Path, folder: str, library: bool
) -> None:
    odd = tmp_path / folder
    odd.mkdir()
    shutil.copy(media / "plate.mkv", odd / "pl#ate 1%.mkv")
    project = odd / "show"
    done("new", project, "--size", "160x96")
    done("edit", project, "insert", odd / "pl#ate 1%.mkv", "source=4-7", "name=a")
    done("shot", project, "a", "--add", "color.grade", "gain=1.2")
    done("take", project, "a", "--handles", "0")
    done("takes", project, "a", "--circle", "1")
    for place in (odd / "out.otio", tmp_path / "other.otio"):
        done("export", project, "-o", place)
        (clip,) = clips_of(place)
        for reference in clip.media_references().values():
            assert not library or where(reference, place).is_file(), reference.target_url
        again = tmp_path / f"again-{place.stem}"
        assert done("new", again, "--from", place)["conform"]["offline"] == 0


def test_a_cut_with_takes_makes_a_project_that_shows_them(circled: Path, tmp_path: Path) -> None:
    written, project = tmp_path / "out.otio", tmp_path / "again"
    done("export", circled, "-o", written)
    done("new", project, "--from", written)
    info = {clip["name"]: clip for clip in done("info", project)["clips"]}
    assert info["plate"]["circled"].startswith("t002-")
    assert (info["plate"]["stale"], info["plate"]["takes"]) == (False, 0)
    for name, folder in (("one", circled), ("other", project)):
        done("render", folder, "-o", tmp_path / f"{name}.mkv")
    both = (pictures(tmp_path / name) for name in ("one.mkv", "other.mkv"))
    assert all(same(one, other) for one, other in zip(*both, strict=True))
    done("shot", project, "plate", "--set", "grade", "gain=2")
    assert {clip["name"]: clip for clip in done("info", project)["clips"]}["plate"]["stale"] is True
    made_here = done("take", project, "plate")["takes"][0]
    assert (made_here["take"], made_here["new"]) == ("t001", True)
    done("takes", project, "plate", "--circle", "1")
    done("export", project, "-o", tmp_path / "third.otio")
    keys = set(clips_of(tmp_path / "third.otio")[0].media_references())
    assert {"DEFAULT_MEDIA", "take t001"} <= keys


def test_load_save_load_changes_nothing_and_keeps_what_others_wrote(media: Path, tmp_path: Path) -> None:
    cut = made.show_cut()
    cut["tracks"]["children"][0]["children"][1]["metadata"] = {"other": {"big": 12345678901234567890}}
    cut["unknown_field"] = {"OTIO_SCHEMA": "Sparkle.7", "glow": [1, 2]}
    cut["tracks"]["children"][0]["children"][0]["markers"] = [
        {"OTIO_SCHEMA": "Marker.2", "name": "here", "color": "RED", "marked_range": made.span(86412, 1)}
    ]
    text = json.dumps(cut).replace('"value": 86410.0', '"value": 8.6410e4')
    (media / "tokens.otio").write_text(text)
    try:
        done("new", tmp_path / "p", "--from", media / "tokens.otio")
    finally:
        (media / "tokens.otio").unlink()
    done("export", tmp_path / "p", "-o", tmp_path / "one.otio")
    one = (tmp_path / "one.otio").read_text()
    assert "8.6410e4" in one and "12345678901234567890" in one
    assert json.loads(one)["unknown_field"] == cut["unknown_field"]
    done("new", tmp_path / "q", "--from", tmp_path / "one.otio")
    done("export", tmp_path / "q", "-o", tmp_path / "two.otio")
    assert (tmp_path / "two.otio").read_text() == one
    assert [marker.name for marker in clips_of(tmp_path / "two.otio")[0].markers] == ["here"]


def test_an_export_is_whole_or_not_there(circled: Path, tmp_path: Path) -> None:
    place = tmp_path / "out.otio"
    place.write_text("precious")
    ran = in_a_process("export", circled, "-o", tmp_path / "no" / "out.otio", "--json")
    assert ran.code == 2
    assert place.read_text() == "precious"
    done("export", circled, "-o", place)
    assert len(clips_of(place)) == 4

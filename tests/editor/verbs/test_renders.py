"""Real cuts of other programs are rendered sample by sample, or refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.editor.kit import done, refused, workprint
from tests.editor.verbs.make_renders import TABLE, make, rendered, sound_verdict, verdict

pytestmark = pytest.mark.usefixtures("one_engine")


AT_ONCE = {
    "SingleClip": ("equal", 90),
    "Gap": ("equal, 30 black", 90),
    "StillImage": ("equal", 72),
    "MovieAndSeq": ("equal, within 0.5", 180),
}


@pytest.mark.parametrize("name", AT_ONCE)
def test_an_untouched_cut_is_its_sources(shared_data: Path, tmp_path: Path, name: str) -> None:
    made = rendered(shared_data / "timelines" / "tlrender" / f"{name}.otio", tmp_path)
    said, frames = AT_ONCE[name]
    assert made.ran.code == 0, made.ran.err
    assert made.ran.json()["frames"] == frames
    assert verdict(made) == said
    assert sound_verdict(made) in ("none", "equal") or float(sound_verdict(made).split()[1]) < 0.005


@pytest.mark.parametrize(("name", "frames"), [("LinearTimeWarp", 90), ("Overlay", 90), ("Transition", 180)])
def test_a_retime_an_overlay_and_a_dissolve_are_rendered(
    shared_data: Path, tmp_path: Path, name: str, frames: int
) -> None:
    made = rendered(shared_data / "timelines" / "tlrender" / f"{name}.otio", tmp_path)
    assert made.ran.code == 0, made.ran.err
    assert made.ran.json()["frames"] == frames


def test_an_effect_of_another_program_is_refused_by_clip_and_name(shared_data: Path, tmp_path: Path) -> None:
    root = shared_data / "timelines" / "tlrender"
    text = (root / "LinearTimeWarp.otio").read_text(encoding="utf-8")
    strange = tmp_path / "strange.otio"
    strange.write_text(text.replace("LinearTimeWarp.1", "Effect.1"), encoding="utf-8")
    made = workprint("new", tmp_path / "project", "--from", strange, "--media", root, "--quiet")
    assert made.code == 0, made.err
    movie = tmp_path / "out.mkv"
    told = refused("render", tmp_path / "project", "-o", movie, code=1)
    assert "clip 'BART_2021-02-07'" in told and "the effect Effect 'LinearTimeWarp'" in told
    assert "nothing was dropped or written" in told
    assert not movie.exists()


@pytest.mark.slow
def test_the_committed_table_says_what_every_real_cut_renders_to(shared_data: Path) -> None:
    assert make(shared_data) == TABLE.read_text(encoding="utf-8")


@pytest.mark.slow
def test_every_timeline_there_is_makes_a_project_and_renders_or_says_why_not(
    shared_data: Path, tmp_path: Path
) -> None:
    root = shared_data / "timelines"
    files = [*sorted(root.rglob("*.otio")), root / "ayon" / "timeline" / "timeline.json"]
    for number, timeline in enumerate(files):
        if timeline.parent.name == "tlrender":
            continue
        project = tmp_path / str(number)
        ran = workprint("new", project, "--from", timeline, "--size", "64x36", "--json", "--quiet")
        if ran.code == 2:
            assert ran.json()["why"], timeline
            continue
        assert ran.code == 0, (timeline, ran.err)
        ran = workprint("render", project, "-o", tmp_path / f"{number}.mkv", "--json", "--quiet")
        only_gaps = ran.code == 0 and done("info", project)["clips"] == []
        assert only_gaps or (ran.code in (1, 2) and len(ran.json()["why"]) > 10), (timeline, ran)

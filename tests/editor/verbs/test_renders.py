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


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("LinearTimeWarp", "clip 'BART_2021-02-07'"),
        ("LinearTimeWarp", "LinearTimeWarp 'LinearTimeWarp' at speed 0.75"),
        ("Overlay", "a second video track, 'Overlay'"),
        ("Transition", "transition 'Dissolve' (SMPTE_Dissolve) at frame 45"),
    ],
)
def test_what_is_not_rendered_yet_is_refused_by_clip_and_effect(
    shared_data: Path, tmp_path: Path, name: str, why: str
) -> None:
    made = rendered(shared_data / "timelines" / "tlrender" / f"{name}.otio", tmp_path)
    assert made.ran.code == 1
    assert why in made.ran.json()["why"]
    assert not made.movie.exists()
    assert "nothing was dropped or written" in refused("render", tmp_path / name, "-o", made.movie, code=1)


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

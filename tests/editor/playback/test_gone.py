"""Media that was moved away since a project was made: its clips are named, and the rest is shown."""

from __future__ import annotations

from pathlib import Path

from editor.playback.reel import reel_of
from editor.verbs import new
from tests.support.sample import make_small_sample


def test_a_clip_whose_media_is_gone_is_left_out_and_named_until_it_is_there_again(tmp_path: Path) -> None:
    cut = make_small_sample(tmp_path / "media", 64, 36)
    movie = tmp_path / "media" / "sh020.mp4"
    with new(tmp_path / "project", cut=cut).project as project:
        assert reel_of(project, project.cut).missing == ()
        movie.rename(movie.with_name("elsewhere.mp4"))
        (gone,) = reel_of(project, project.cut).missing
        assert gone.clip == "sh020"
        assert gone.text == f"sh020\noffline: '{movie}' is not there any more"
        movie.with_name("elsewhere.mp4").rename(movie)
        assert reel_of(project, project.cut).missing == ()

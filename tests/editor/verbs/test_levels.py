"""How loud each track of a cut is: peak, RMS and loudness of what is really heard."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from editor import open_project, verbs
from nodes.api import BadInput
from tests.editor.kit import done, refused, workprint

TONE = 20 * math.log10(8000 / 32768)
"""The peak of the show's tone in dB of full scale; a sine's RMS is 3 dB lower."""


def test_levels_are_those_of_the_tone_after_its_fader_in_a_range_and_none_where_muted(
    show: Path,
) -> None:
    with open_project(show) as project:
        found = verbs.levels(project).document
    (track,) = found["tracks"]
    assert track["peak"] == pytest.approx(TONE, abs=0.01)
    assert track["rms"] < TONE - 3 and not track["over"] and track["heard"]
    # Beneath the first two seconds of 62 frames there is sound; the gate leaves silence out of loudness.
    assert track["rms"] == pytest.approx(TONE - 3.01 + 10 * math.log10(48 / 62), abs=0.05)
    assert {key: track[key] for key in ("peak", "rms", "lufs")} == {
        key: found["mix"][key] for key in ("peak", "rms", "lufs")
    }
    done("edit", show, "track", track["id"], "level=-12")
    quieter = done("levels", show)["tracks"][0]
    assert [track[key] - quieter[key] for key in ("peak", "rms", "lufs")] == pytest.approx([12] * 3, abs=0.02)
    silent = done("levels", show, "--range", "50-61")
    assert silent["range"] == [50, 61] and silent["mix"]["peak"] is None
    done("edit", show, "track", track["id"], "mute=yes")
    muted = done("levels", show)["tracks"][0]
    assert (muted["heard"], muted["peak"], muted["rms"], muted["lufs"]) == (False, None, None, None)
    assert "not heard" in workprint("levels", show).out


def test_tracks_are_told_apart_and_their_sum_may_go_over(show: Path, media: Path) -> None:
    done("edit", show, "track", "kind=audio", "name=B")
    done("edit", show, "append", media / "tone.wav", "track=B")
    done("edit", show, "track", "B", "level=12")
    found = done("levels", show, "--range", "0-23")
    first, second = found["tracks"]
    assert second["name"] == "B" and second["peak"] - first["peak"] == pytest.approx(12, abs=0.02)
    # The same tone, once as it is and once four times as high, comes to five times.
    assert found["mix"]["peak"] == pytest.approx(TONE + 20 * math.log10(1 + 10 ** (12 / 20)), abs=0.05)
    assert found["mix"]["over"] and not first["over"] and not second["over"]
    assert "over" in workprint("levels", show).out


def test_a_range_beside_the_cut_is_refused(show: Path) -> None:
    assert "0 (01:00:00:00) to 61" in refused("levels", show, "--range", "50-62")
    with open_project(show) as project, pytest.raises(BadInput, match="not all within it"):
        verbs.levels(project, range="60-70")

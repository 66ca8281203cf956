"""What tracks, change-overs, retimes and looks render to, beside plain NumPy on the decoded pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.editor import show as made
from tests.editor.kit import Planes, done, pictures, same

pytestmark = pytest.mark.usefixtures("one_engine")

PLATE = made.external("plate.mkv", made.span(86400, made.FRAMES))
Rendered = Callable[..., list[Planes]]


@pytest.fixture
def rendered(media: Path, tmp_path: Path) -> Rendered:
    """Return what renders tracks to the decoded pictures of an FFV1 file, in the plate's own samples."""

    def render(*tracks: dict[str, Any], name: str = "p") -> list[Planes]:
        cut = made.write(tmp_path / f"{name}.otio", made.timeline(*tracks))
        done("new", tmp_path / name, "--from", cut, "--media", media)
        done("render", tmp_path / name, "-o", tmp_path / f"{name}.mkv")
        return list(pictures(tmp_path / f"{name}.mkv"))

    return render


@pytest.fixture(scope="module")
def plate(media: Path) -> list[Planes]:
    return list(pictures(media / "plate.mkv"))


def shot(name: str, first: int, count: int, **more: Any) -> dict[str, Any]:
    ours = more.pop("ours", {})
    clip = made.clip(name, PLATE, made.span(86400 + first, count), **more)
    return clip | {"metadata": {"workprint": ours}} if ours else clip


def warp(speed: float, /, **ours: Any) -> list[dict[str, Any]]:
    kind = "LinearTimeWarp" if speed else "FreezeFrame"
    metadata = {"workprint": ours} if ours else {}
    return [{"OTIO_SCHEMA": f"{kind}.1", "name": "", "time_scalar": speed, "metadata": metadata}]


def mixed(one: Planes, other: Planes, part: float) -> Planes:
    return tuple(a + (b.astype(float) - a) * part for a, b in zip(one, other, strict=True))


def near(shown: Planes, expected: Planes, reach: float = 0.51) -> bool:
    return all(np.abs(a.astype(float) - b).max() <= reach for a, b in zip(shown, expected, strict=True))


def test_a_dissolve_is_mixed_in_code_values_with_handles_beyond_the_cut(
    rendered: Rendered, plate: list[Planes]
) -> None:
    shown = rendered(made.track(shot("a", 0, 10), made.fade(2, 3), shot("b", 30, 10)))
    assert len(shown) == 20
    for frame in range(20):
        if frame < 8:
            assert same(shown[frame], plate[frame])
        elif frame < 13:
            part = (frame - 8 + 0.5) / 5
            assert near(shown[frame], mixed(plate[frame], plate[20 + frame], part)), frame
        else:
            assert same(shown[frame], plate[20 + frame]), "untouched frames stay bit by bit"


def test_a_wipe_uncovers_from_the_left_at_an_even_pace(rendered: Rendered, plate: list[Planes]) -> None:
    wipe = made.fade(2, 2, "Custom_Transition", wipe={"angle": 0, "softness": 0})
    shown = rendered(made.track(shot("a", 0, 10), wipe, shot("b", 30, 10)))
    for frame in range(8, 12):
        edge = 161 * (frame - 8 + 0.5) / 4
        luma = shown[frame][0]
        inside, outside = slice(0, int(edge) - 3), slice(int(edge) + 3, 160)
        assert np.abs(luma[:, inside].astype(int) - plate[20 + frame][0][:, inside]).max() <= 1
        assert np.abs(luma[:, outside].astype(int) - plate[frame][0][:, outside]).max() <= 1
    assert same(shown[12], plate[32])


def test_a_transition_at_the_end_of_a_track_fades_to_what_lies_beneath(
    rendered: Rendered, plate: list[Planes]
) -> None:
    upper = made.track(made.gap(4), shot("b", 30, 8), made.fade(4, 0), name="V2")
    shown = rendered(made.track(shot("a", 0, 20)), upper)
    for frame in range(20):
        if 4 <= frame < 8:
            assert same(shown[frame], plate[26 + frame])
        elif 8 <= frame < 12:
            part = (frame - 8 + 0.5) / 4
            assert near(shown[frame], mixed(plate[26 + frame], plate[frame], part))
        else:
            assert same(shown[frame], plate[frame])


def test_opacity_with_keys_and_fades_lies_on_the_track_beneath(
    rendered: Rendered, plate: list[Planes]
) -> None:
    keys = {"keys": [[["86430", "24"], 0.0], [["86440", "24"], 1.0]]}
    upper = shot("b", 30, 16, ours={"opacity": keys, "fade_out": ["4", "24"]})
    shown = rendered(made.track(shot("a", 0, 20)), made.track(upper, name="V2"))
    for frame in range(20):
        amount = 0.0 if frame >= 16 else min(1.0, frame / 10) * min(1.0, (16 - frame - 0.5) / 4)
        above = plate[30 + frame] if frame < 16 else plate[frame]
        assert near(shown[frame], mixed(plate[frame], above, amount)), frame


@pytest.mark.parametrize(
    ("speed", "expected"),
    [
        (2.0, [10, 12, 14, 16, 18, 20]),
        (0.5, [10, 10, 11, 11, 12, 12]),
        (0.0, [10, 10, 10, 10, 10, 10]),
        (-1.0, [15, 14, 13, 12, 11, 10]),
        (-2.0, [21, 19, 17, 15, 13, 11]),
        (-0.5, [12, 12, 11, 11, 10, 10]),
    ],
)
def test_a_retimed_clip_shows_exactly_the_frames_it_should(
    rendered: Rendered, plate: list[Planes], speed: float, expected: list[int]
) -> None:
    shown = rendered(made.track(shot("a", 0, 2), shot("b", 10, 6, effects=warp(speed)), shot("c", 3, 2)))
    wanted = [0, 1, *expected, 3, 4]
    assert all(same(one, plate[number]) for one, number in zip(shown, wanted, strict=True))


def test_a_third_is_exact_and_blend_mixes_the_frames_around(rendered: Rendered, plate: list[Planes]) -> None:
    third = warp(0.3333333333333333, speed="1/3", interpolation="blend")
    shown = rendered(made.track(shot("a", 10, 12, effects=third)))
    for frame in range(12):
        first, part = 10 + frame // 3, frame % 3 / 3
        if part:
            assert near(shown[frame], mixed(plate[first], plate[first + 1], part))
        else:
            assert same(shown[frame], plate[first])


def test_a_picture_within_a_picture_leaves_everything_around_it_untouched(
    rendered: Rendered, plate: list[Planes]
) -> None:
    ours = {"transform": {"scale": [0.5, 0.5], "translate": [40, 24]}}
    shown = rendered(made.track(shot("a", 0, 6)), made.track(shot("b", 30, 6, ours=ours), name="V2"))
    for frame in range(6):
        luma, beneath, above = shown[frame][0], plate[frame][0], plate[30 + frame][0].astype(float)
        assert np.abs(luma[:44].astype(int) - beneath[:44]).max() <= 1
        assert np.abs(luma[:, :76].astype(int) - beneath[:, :76]).max() <= 1
        small = above.reshape(48, 2, 80, 2).mean(axis=(1, 3))
        apart = np.abs(luma[48:, 80:].astype(float) - small)
        assert np.median(apart) <= 2 and apart.mean() < 8, "the lower right quarter shows it at half its size"


def test_a_crop_leaves_the_inside_bit_by_bit_and_shows_what_lies_beneath(
    rendered: Rendered, plate: list[Planes]
) -> None:
    ours = {"crop": {"left": 32, "top": 16, "right": 48, "bottom": 32}}
    shown = rendered(made.track(shot("a", 0, 3)), made.track(shot("b", 30, 3, ours=ours), name="V2"))
    for frame in range(3):
        expected = plate[frame][0].copy()
        expected[16:64, 32:112] = plate[30 + frame][0][16:64, 32:112]
        apart = np.abs(shown[frame][0].astype(int) - expected)
        assert np.delete(apart, [31, 32, 111, 112], axis=1).max() <= 1


def test_blend_modes_work_on_the_signal(rendered: Rendered, plate: list[Planes]) -> None:
    upper = made.track(shot("b", 30, 3, ours={"blend": "add", "opacity": 0.5}), name="V2")
    shown = rendered(made.track(shot("a", 0, 3)), upper)
    for frame in range(3):
        for plane, nothing in enumerate((16, 128, 128)):
            above = plate[30 + frame][plane].astype(float) - nothing
            expected = np.clip(plate[frame][plane] + above / 2, 0, 255)
            assert np.abs(shown[frame][plane] - expected).max() <= 1


def test_nested_stacks_play_their_own_range_at_their_own_speed(
    rendered: Rendered, plate: list[Planes]
) -> None:
    inner = made.stack(
        made.track(shot("a", 0, 10), made.fade(1, 1), shot("b", 20, 10)),
        source_range=made.span(5, 8),
        effects=warp(-1.0),
    )
    shown = rendered(made.track(shot("c", 40, 2), inner))
    expected: list[Planes] = [plate[40], plate[41]]
    for time in range(12, 4, -1):
        if time in (9, 10):
            expected.append(mixed(plate[time], plate[10 + time], (time - 9 + 0.5) / 2))
        else:
            expected.append(plate[time] if time < 9 else plate[10 + time])
    assert all(near(one, other) for one, other in zip(shown, expected, strict=True))
    assert len(shown) == len(expected)


def test_a_trimmed_track_and_a_gap_above_show_what_is_there(rendered: Rendered, plate: list[Planes]) -> None:
    trimmed = made.track(shot("a", 0, 10), shot("b", 20, 10)) | {"source_range": made.span(4, 10)}
    shown = rendered(trimmed, made.track(made.gap(2), shot("c", 40, 2), made.gap(9), name="V2"))
    expected = [4, 5, 40, 41, 8, 9, 20, 21, 22, 23]
    assert all(same(one, plate[number]) for one, number in zip(shown[:10], expected, strict=True))
    assert len(shown) == 13
    assert all(picture[0].max() <= 17 for picture in shown[10:])


def test_the_cut_of_disabled_items_is_as_if_they_were_gaps(rendered: Rendered, plate: list[Planes]) -> None:
    upper = made.track(shot("b", 30, 4, enabled=False), shot("c", 20, 4), name="V2")
    shown = rendered(made.track(shot("a", 0, 8)), upper)
    expected = [0, 1, 2, 3, 20, 21, 22, 23]
    assert all(same(one, plate[number]) for one, number in zip(shown, expected, strict=True))

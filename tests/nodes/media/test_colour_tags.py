from __future__ import annotations

import pytest

from nodes.api import ColourTags
from nodes.media.colour_tags import code_of, guess_tags, tags_of_codes


def test_what_a_file_says_is_never_guessed():
    said = {"matrix": "bt709", "range": "full", "primaries": "bt2020", "transfer": "smpte2084"}
    assert guess_tags(320, 240, "yuv420p", said, "movie") == ColourTags(**said, guessed=())


@pytest.mark.parametrize(
    ("width", "height", "matrix"),
    [(1280, 534, "bt709"), (960, 720, "bt709"), (1278, 718, "smpte170m"), (720, 576, "smpte170m")],
)
def test_the_matrix_of_untagged_video_goes_by_its_size(width, height, matrix):
    tags = guess_tags(width, height, "yuv420p", {"matrix": "unspecified"}, "movie")
    assert (tags.matrix, tags.range, tags.primaries, tags.transfer) == (matrix, "limited", "bt709", "bt709")
    assert tags.guessed == ("matrix", "range", "primaries", "transfer")


@pytest.mark.parametrize(
    ("layout", "kind", "span", "transfer"),
    [
        ("rgb24", "still", "full", "iec61966-2-1"),
        ("gray", "sequence", "full", "iec61966-2-1"),
        ("rgbf16le", "sequence", "full", "linear"),
        ("yuvj420p", "movie", "full", "bt709"),
        ("gbrp10le", "movie", "full", "bt709"),
        ("gray10le", "movie", "full", "bt709"),
    ],
)
def test_range_and_transfer_go_by_layout_and_kind(layout, kind, span, transfer):
    tags = guess_tags(1920, 1080, layout, {}, kind)
    assert (tags.range, tags.transfer) == (span, transfer)


def test_rgb_has_no_matrix_whatever_the_file_claims():
    assert guess_tags(1920, 1080, "gbrp", {"matrix": "bt709"}, "movie").matrix == "rgb"
    assert guess_tags(1920, 1080, "yuv444p", {"matrix": "rgb"}, "movie").matrix == "bt709"


def test_wide_gamut_is_guessed_from_whichever_half_was_said():
    assert guess_tags(3840, 2160, "yuv420p10le", {"matrix": "bt2020nc"}, "movie").primaries == "bt2020"
    assert guess_tags(3840, 2160, "yuv420p10le", {"primaries": "bt2020"}, "movie").matrix == "bt2020nc"


@pytest.mark.parametrize("field", ["matrix", "primaries", "transfer", "range"])
def test_codes_and_names_agree_with_those_of_ffmpeg(field):
    import av.video.reformatter as ffmpeg

    enums = {
        "matrix": (ffmpeg.Colorspace, {"ITU709": "bt709", "ITU601": "bt470bg"}),
        "primaries": (ffmpeg.ColorPrimaries, {"BT709": "bt709", "BT2020": "bt2020", "SMPTE432": "smpte432"}),
        "transfer": (
            ffmpeg.ColorTrc,
            {"BT709": "bt709", "IEC61966_2_1": "iec61966-2-1", "SMPTE2084": "smpte2084"},
        ),
        "range": (ffmpeg.ColorRange, {"MPEG": "limited", "JPEG": "full"}),
    }
    enum, names = enums[field]
    for theirs, ours in names.items():
        assert code_of(field, ours) == int(enum[theirs])


def test_codes_come_back_as_the_tags_they_were_written_from():
    tags = {"matrix": "bt2020nc", "range": "limited", "primaries": "bt2020", "transfer": "arib-std-b67"}
    codes = {field: code_of(field, name) for field, name in tags.items()}
    codes["range_code"] = codes.pop("range")
    assert tags_of_codes(**codes) == tags

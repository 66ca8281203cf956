"""Colour tags: names for the codes of ITU-T H.273, and the one rule that guesses what a file did not say."""

from __future__ import annotations

from collections.abc import Mapping

from nodes.api.formats import ColourTags

from .info import Kind

MATRICES: Mapping[int, str] = {
    0: "rgb",
    1: "bt709",
    4: "fcc",
    5: "bt470bg",
    6: "smpte170m",
    7: "smpte240m",
    8: "ycgco",
    9: "bt2020nc",
    10: "bt2020c",
    11: "smpte2085",
    12: "chroma-derived-nc",
    13: "chroma-derived-c",
    14: "ictcp",
}
PRIMARIES: Mapping[int, str] = {
    1: "bt709",
    4: "bt470m",
    5: "bt470bg",
    6: "smpte170m",
    7: "smpte240m",
    8: "film",
    9: "bt2020",
    10: "smpte428",
    11: "smpte431",
    12: "smpte432",
    22: "ebu3213",
}
TRANSFERS: Mapping[int, str] = {
    1: "bt709",
    4: "gamma22",
    5: "gamma28",
    6: "smpte170m",
    7: "smpte240m",
    8: "linear",
    9: "log100",
    10: "log316",
    11: "iec61966-2-4",
    12: "bt1361e",
    13: "iec61966-2-1",
    14: "bt2020-10",
    15: "bt2020-12",
    16: "smpte2084",
    17: "smpte428",
    18: "arib-std-b67",
}
RANGES: Mapping[int, str] = {1: "limited", 2: "full"}
"""FFmpeg's codes for the range; the other three tables are H.273's, which FFmpeg shares."""

_TABLES = {"matrix": MATRICES, "range": RANGES, "primaries": PRIMARIES, "transfer": TRANSFERS}
UNSPECIFIED = 2
_UNSAID = frozenset({"", "unspecified", "unknown", "reserved"})


def tags_of_codes(matrix: int, range_code: int, primaries: int, transfer: int) -> dict[str, str]:
    """Return the fields that a file's H.273 codes (FFmpeg's for the range) say, without the unspecified ones.

    >>> tags_of_codes(matrix=1, range_code=0, primaries=2, transfer=13)
    {'matrix': 'bt709', 'transfer': 'iec61966-2-1'}
    """
    codes = {"matrix": matrix, "range": range_code, "primaries": primaries, "transfer": transfer}
    return {field: _TABLES[field][code] for field, code in codes.items() if code in _TABLES[field]}


def code_of(field: str, name: str) -> int:
    """Return the code that a movie file carries for a tag, "unspecified" where it has none (range: 0).

    `field` is matrix, range, primaries or transfer.

    >>> code_of("primaries", "bt2020"), code_of("primaries", "ap1"), code_of("range", "full")
    (9, 2, 2)
    """
    for code, known in _TABLES[field].items():
        if known == name:
            return code
    return 0 if field == "range" else UNSPECIFIED


def is_rgb_layout(layout: str) -> bool:
    """Return whether a native layout stores red, green and blue (packed, planar or float)."""
    return layout.startswith(("rgb", "bgr", "gbr", "argb", "abgr", "0rgb", "0bgr", "x2rgb", "x2bgr", "pal"))


def is_grey_layout(layout: str) -> bool:
    """Return whether a native layout stores light alone, perhaps with alpha."""
    return layout.startswith(("gray", "ya8", "ya16", "yaf", "mono"))


def is_float_layout(layout: str) -> bool:
    """Return whether a native layout stores half or float samples."""
    return "f16" in layout or "f32" in layout


def guess_tags(
    width: int, height: int, layout: str, tags_as_read: Mapping[str, str], kind: Kind
) -> ColourTags:
    """Return full colour tags: what the file said, and guesses for the rest, named in `guessed`.

    `tags_as_read` holds any of matrix, range, primaries, transfer; an absent, empty or "unspecified"
    one counts as not said. The rule:

    - matrix: an RGB layout has none ("rgb", whatever the file claims); bt2020nc where the primaries
      are said to be bt2020; else bt709 from 720 lines or 1280 columns on, smpte170m below.
    - range: full for RGB, grey and yuvj layouts and for stills and sequences, else limited.
    - primaries: bt2020 where the matrix is said to be bt2020's, else bt709.
    - transfer: linear for half and float layouts, sRGB (iec61966-2-1) for stills and sequences, bt709
      for movies.

    >>> guess_tags(640, 360, "yuv420p", {"range": "full"}, "movie")  # doctest: +NORMALIZE_WHITESPACE
    ColourTags(matrix='smpte170m', range='full', primaries='bt709', transfer='bt709',
               guessed=('matrix', 'primaries', 'transfer'), data=False)
    """
    said = {field: name for field, name in tags_as_read.items() if name.lower() not in _UNSAID}
    if is_rgb_layout(layout):
        said["matrix"] = "rgb"
    elif said.get("matrix") == "rgb":
        del said["matrix"]
    guesses = {
        "matrix": _guess_matrix(width, height, said),
        "range": _guess_range(layout, kind),
        "primaries": "bt2020" if said.get("matrix", "").startswith("bt2020") else "bt709",
        "transfer": _guess_transfer(layout, kind),
    }
    if layout.startswith("yuvj"):
        said["range"] = "full"
    found = guesses | said
    return ColourTags(
        matrix=found["matrix"],
        range=found["range"],
        primaries=found["primaries"],
        transfer=found["transfer"],
        guessed=tuple(field for field in guesses if field not in said),
    )


def _guess_matrix(width: int, height: int, said: Mapping[str, str]) -> str:
    if said.get("primaries") == "bt2020":
        return "bt2020nc"
    return "bt709" if height >= 720 or width >= 1280 else "smpte170m"


def _guess_range(layout: str, kind: Kind) -> str:
    full = kind != "movie" or is_rgb_layout(layout) or is_grey_layout(layout)
    return "full" if full else "limited"


def _guess_transfer(layout: str, kind: Kind) -> str:
    if is_float_layout(layout):
        return "linear"
    return "bt709" if kind == "movie" else "iec61966-2-1"

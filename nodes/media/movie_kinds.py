"""The kinds of movies that are written: plain facts, for choosing one before FFmpeg is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NONE: Mapping[str, str] = MappingProxyType({})
_NOTHING_LOST: Mapping[str, frozenset[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class MovieKind:
    """One kind of movie: what FFmpeg's encoder is called, what it goes into and what it holds.

    `containers` are FFmpeg's, by the file's ending, the usual one first. `layouts` are the native layouts it
    takes; `delivery` says that it is for watching, so that it is 8-bit 4:2:0 unless more is asked for, `deep`
    that it then keeps ten bits of pictures that have more than eight. `levels` are the ranges it can say.
    `even` sizes fit its chroma, an odd width or alpha needs another encoder, `for_odd`, `for_alpha`, and
    `least` is the smallest picture. `quality` is the encoder's option for it,
    the usual value and the largest; 0 is best. `lost` are tags, by field, that do not come back.
    """

    name: str
    title: str
    encoder: str
    containers: Mapping[str, str]
    layouts: tuple[str, ...]
    options: Mapping[str, str] = field(default_factory=lambda: _NONE)
    delivery: bool = False
    deep: bool = False
    levels: tuple[str, ...] = ("limited", "full")
    even: bool = False
    for_odd: str = ""
    for_alpha: str = ""
    least: tuple[int, int] = (1, 1)
    quality: tuple[str, int, int] | None = None
    lost: Mapping[str, frozenset[str]] = field(default_factory=lambda: _NOTHING_LOST)

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of files that hold it."""
        return tuple(self.containers)


_MP4 = {".mp4": "mp4", ".mov": "mov", ".mkv": "matroska"}
_WEB = {".webm": "webm", ".mkv": "matroska", ".mp4": "mp4"}
_EDIT = {".mov": "mov", ".mxf": "mxf", ".mkv": "matroska"}
_AVID = {".mov": "mov", ".mxf": "mxf"}
_8, _10, _12 = (tuple(f"yuv{chroma}p{depth}" for chroma in (420, 422, 444)) for depth in ("", "10le", "12le"))
_JPEG = tuple(f"yuvj{chroma}p" for chroma in (420, 422, 444))
_FFV1 = (
    "gray", "gray10le", "gray12le", "gray14le", "gray16le", "ya8", *_8, "yuv440p", "yuv411p", "yuv410p",
    *_10, "yuv440p10le", *_12, "yuv440p12le", "yuv420p14le", "yuv422p14le", "yuv444p14le",
    "yuv420p16le", "yuv422p16le", "yuv444p16le", "yuva420p", "yuva422p", "yuva444p", "yuva420p10le",
    "yuva422p10le", "yuva444p10le", "yuva422p12le", "yuva444p12le", "yuva420p16le", "yuva422p16le",
    "yuva444p16le", "gbrp", "gbrp10le", "gbrp12le", "gbrp14le", "gbrp16le", "gbrap", "gbrap10le",
    "gbrap12le", "gbrap14le", "gbrap16le",
)  # fmt: skip
_VP9_LOST = {"matrix": frozenset({"fcc", "ycgco", "bt2020c", "chroma-derived-nc"})}


def _prores(name: str, title: str, profile: str, *layouts: str) -> MovieKind:
    # As good as prores_ks at the same size and four times as fast, but what is opaque comes back as 4092 of
    # 4095.
    options = {"profile": profile, "vendor": "apl0"}
    return MovieKind(
        name,
        title,
        "prores_aw",
        _EDIT,
        layouts,
        options,
        levels=("limited",),
        for_odd="prores_ks",
        for_alpha="prores_ks",
    )


def _dnxhr(name: str, title: str, *layouts: str) -> MovieKind:
    profile = name if name != "dnxhr" else "dnxhr_hq"
    # MXF would not say whether its 4:4:4 is full or limited.
    containers = _AVID if layouts[0].startswith("yuv422") else {".mov": "mov"}
    return MovieKind(name, title, "dnxhd", containers, layouts, {"profile": profile}, least=(256, 120))


_ALL = (
    MovieKind("ffv1", "FFV1, lossless", "ffv1", {".mkv": "matroska"}, _FFV1),
    MovieKind(
        "h264", "H.264", "libx264", _MP4, (*_8, *_10), {"preset": "faster"},
        delivery=True, even=True, quality=("crf", 18, 51),
    ),
    MovieKind(
        "hevc", "H.265", "libx265", _MP4, (*_8, *_10, *_12, "gbrp", "gbrp10le", "gbrp12le"),
        {"preset": "fast", "x265-params": "log-level=error"},
        delivery=True, deep=True, even=True, least=(64, 64), quality=("crf", 20, 51),
    ),
    MovieKind(
        "vp9", "VP9", "libvpx-vp9", _WEB, (*_8, "yuva420p", "gbrp"),
        {"b": "0", "row-mt": "1", "deadline": "good", "cpu-used": "4"},
        delivery=True, quality=("crf", 24, 63), lost=_VP9_LOST,
    ),
    MovieKind(
        "av1", "AV1", "libsvtav1", {".mp4": "mp4", ".mkv": "matroska", ".webm": "webm"},
        ("yuv420p", "yuv420p10le"), {"preset": "8"},
        delivery=True, deep=True, least=(64, 64), quality=("crf", 25, 63),
    ),
    _prores("prores_proxy", "ProRes 422 Proxy", "0", "yuv422p10le"),
    _prores("prores_lt", "ProRes 422 LT", "1", "yuv422p10le"),
    _prores("prores", "ProRes 422", "2", "yuv422p10le"),
    _prores("prores_hq", "ProRes 422 HQ", "3", "yuv422p10le"),
    _prores("prores4444", "ProRes 4444", "4", "yuv444p10le", "yuva444p10le"),
    _prores("prores4444_xq", "ProRes 4444 XQ", "5", "yuv444p10le", "yuva444p10le"),
    _dnxhr("dnxhr_lb", "DNxHR LB", "yuv422p"),
    _dnxhr("dnxhr_sq", "DNxHR SQ", "yuv422p"),
    _dnxhr("dnxhr", "DNxHR HQ", "yuv422p"),
    _dnxhr("dnxhr_hqx", "DNxHR HQX", "yuv422p10le"),
    _dnxhr("dnxhr_444", "DNxHR 444", "yuv444p10le", "gbrp10le"),
    MovieKind("mjpeg", "Motion JPEG", "mjpeg", {".mov": "mov"}, _JPEG, delivery=True, levels=("full",)),
)  # fmt: skip

MOVIE_KINDS: Mapping[str, MovieKind] = MappingProxyType({kind.name: kind for kind in _ALL})
"""Every kind by the name it is asked for with."""

USUAL_KINDS: Mapping[str, str] = MappingProxyType(
    {".mp4": "h264", ".mov": "h264", ".mkv": "ffv1", ".webm": "vp9", ".mxf": "dnxhr_hqx"}
)
"""The kind of a file whose ending alone is known."""

_ALPHA_BESIDE = ("webm", "matroska")
_MXF_LOST: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "transfer": frozenset({"gamma28", "smpte170m", "log100", "log316", "iec61966-2-1", "bt2020-12"}),
        "primaries": frozenset({"bt470m", "smpte240m", "film", "ebu3213"}),
        "matrix": frozenset({"fcc", "smpte170m", "bt2020c", "chroma-derived-nc", "chroma-derived-c"}),
    }
)


def layouts_in(kind: MovieKind, container: str) -> tuple[str, ...]:
    """Return the layouts that a kind holds in a container, or in any ("")."""
    if kind.encoder != "libvpx-vp9" or container in ("", *_ALPHA_BESIDE):
        return kind.layouts
    # MP4 has no place for alpha beside the picture.
    return tuple(name for name in kind.layouts if not name.startswith("yuva"))


def lost_tags(kind: MovieKind, container: str) -> Mapping[str, frozenset[str]]:
    """Return the colour tags, by field, that a reader of such a file would not learn of."""
    return _MXF_LOST if kind.encoder == "dnxhd" and container == "mxf" else kind.lost

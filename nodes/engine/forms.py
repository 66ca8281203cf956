"""In what form a take or a render is stored, decided from what the pictures come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nodes.api import BadInput, ColourTags, Format
from nodes.media.colour_tags import is_float_layout, is_grey_layout
from nodes.media.info import MediaInfo
from nodes.media.layouts import ffv1_layout, is_plain, layout_of
from nodes.media.movie_kinds import MOVIE_KINDS, MovieKind, layouts_in
from nodes.media.pixel_layout import pixel_layout

from .asked import CHROMA, COLOURS, Asked
from .grey import in_colour
from .picture_forms import STILL, as_data, picture_form
from .prepare import Prepared
from .richest import Needs, nearest, richest

MADE_LAYOUT = "yuv444p10le"
"""How pictures that come from no file are stored: ten bits, every pixel its own colour."""

_MADE = Needs(10)
_LAYING = ("matte.layers", "matte.cryptomatte")
_MATTE = Needs(16, is_grey=True)
_MATTE_TAGS = ColourTags(matrix="bt709", range="full", primaries="bt709", transfer="linear")
_DISPLAY = ColourTags(matrix="bt709", range="limited", primaries="bt709", transfer="bt709")
_JPEG = ColourTags(matrix="bt470bg", range="full", primaries="bt709", transfer="bt709")
_HALVED = dict(zip(CHROMA, ((1, 1), (1, 0), (0, 0)), strict=True))
_NAMES = {halved: chroma for chroma, halved in _HALVED.items()}
_NOTHING = Asked()


@dataclass(frozen=True, slots=True)
class Form:
    """A codec with the layout and tags it stores."""

    codec: str
    layout: str
    colour: ColourTags
    quality: int | None = None

    @property
    def name(self) -> str:
        """A short text that tells forms apart: `ffv1 yuv420p bt709/limited/bt709/bt709`."""
        tags = self.colour
        if tags.data:
            return f"{self.codec} {self.layout} data/{tags.range}"
        return f"{self.codec} {self.layout} {tags.matrix}/{tags.range}/{tags.primaries}/{tags.transfer}"


def media_of(prepared: Prepared) -> list[MediaInfo]:
    """Return the facts of the files that the output is made from, in the order in which nodes read them.

    Raises BadInput for a layout that nobody knows, as in facts that somebody wrote by hand.
    """
    names = [ready.settings[name] for ready in prepared.ready.values() for name in ready.files]
    found = [prepared.job.media[name].info for name in dict.fromkeys(names)]
    for info in found:
        if info.format is not None and not (is_float_layout(info.layout) or is_plain(info.layout)):
            why = f"its facts name a pixel layout '{info.layout}' that there is not"
            raise BadInput(f"Use '{info.ref.label}'", why, hint="Relink it.")
    return [info for info in found if info.format is not None]


def plate_of(prepared: Prepared) -> MediaInfo | None:
    """Return the facts of the file that the output is mainly made from: the first one read, or None."""
    return next(iter(media_of(prepared)), None)


def lossless_form(prepared: Prepared) -> Form:
    """Return the form of a take: the plate's own samples, so that an untouched frame stays as it was.

    Integer pictures become FFV1 in the plate's layout, float pictures half-float EXR in the plate's
    primaries; what comes from no file is ten-bit 4:4:4 Rec.709. Grey that a node may have tinted is kept as
    RGB of its depth, which holds the grey sample by sample. A matte is grey of sixteen bits; a picture with
    mattes laid beside it is EXR, which alone holds them.
    """
    if makes_matte(prepared):
        return Form("ffv1", *as_data("gray16le", _MATTE_TAGS))
    if prepared.last.spec.id in _LAYING:
        return Form("exr", *picture_form("exr", media_of(prepared), _NOTHING))
    plate = plate_of(prepared)
    if plate is None:
        return Form("ffv1", MADE_LAYOUT, _DISPLAY)
    if is_float_layout(plate.layout):
        return Form("exr", "rgbaf16le" if plate.has_alpha else "rgbf16le", plate.colour)
    if is_grey_layout(plate.layout) and prepared.last.spec.inputs:
        return Form("ffv1", in_colour(plate.layout), replace(plate.colour, matrix="rgb"))
    held = ffv1_layout(plate.layout)
    if held is None:
        raise BadInput(f"Keep a take of '{plate.ref.label}'", f"FFV1 cannot hold its layout {plate.layout}")
    return Form("ffv1", plate.layout, plate.colour)


def form_for(prepared: Prepared, codec: str, format: Format, asked: Asked = _NOTHING) -> Form:
    """Return the form of a render with a codec that was asked for.

    Codecs for watching are 8-bit 4:2:0 unless more is asked for (H.265 and AV1 ten bits where media have
    more than eight), those for working on hold as much of the richest of the media as they can; FFV1 holds
    all of it. Colour keeps the tags of the first movie among them, else it is Rec.709.
    Pictures in files of their own: see `picture_form`. Mattes, and media that are marked as data, are stored
    as the numbers they are, without any conversion of colour: v as round(v * max), grey where that can be.
    Raises BadInput where codec and what is asked for do not go together.
    """
    asked.check(codec)
    media = media_of(prepared)
    is_matte = makes_matte(prepared)
    is_data = is_matte or (bool(media) and all(info.colour.data for info in media))
    if is_data and asked.colour is not None:
        why = "a matte is no colour" if is_matte else "its media are data, not colour"
        raise BadInput(f"Store a render as {codec}", why, hint="Leave --colour out.")
    if codec not in MOVIE_KINDS:
        layout, colour = picture_form(codec, media, asked, is_matte=is_matte)
        return Form(codec, *(as_data(layout, colour) if is_data else (layout, colour)))
    kind = MOVIE_KINDS[codec]
    if codec == "ffv1" and not asked.is_anything and not is_matte:
        return _all_of_it(prepared, media)
    layout = _layout(kind, _MATTE if is_matte else _needs(media), format, asked)
    colour = _colour(kind, layout, () if is_matte else media, asked)
    if is_data:
        return Form(codec, *as_data(layout, _whole_range(kind, colour, asked)), asked.quality)
    return Form(codec, layout, colour, asked.quality)


def makes_matte(prepared: Prepared) -> bool:
    """Return whether the output is a matte: numbers, stored as they are."""
    port = prepared.last.spec.output(prepared.output.port)
    return port is not None and port.type == "matte"


def _whole_range(kind: MovieKind, colour: ColourTags, asked: Asked) -> ColourTags:
    """Return the tags with the full range of codes where a kind has it, which loses fewest steps."""
    full = asked.levels is None and "full" in kind.levels
    return replace(colour, range="full") if full else colour


def _all_of_it(prepared: Prepared, media: Sequence[MediaInfo]) -> Form:
    """Return the FFV1 that holds the richest of the media; those that are all alike stay as they are."""
    alike = len({(info.layout, replace(info.colour, guessed=())) for info in media}) <= 1
    if alike and not any(is_float_layout(info.layout) for info in media):
        return lossless_form(prepared)
    kind, needs = MOVIE_KINDS["ffv1"], _needs(media)
    layout = nearest(kind.layouts, needs)
    return Form("ffv1", layout, _colour(kind, layout, media, _NOTHING))


def _needs(media: Sequence[MediaInfo]) -> Needs:
    if not media:
        return _MADE
    alpha = any(info.has_alpha for info in media)
    if any(is_float_layout(info.layout) for info in media):
        return Needs(16, is_rgb=True, alpha=alpha)
    return replace(richest(media), is_grey=False)


def _layout(kind: MovieKind, needs: Needs, format: Format, asked: Asked) -> str:
    """Return the layout of a kind that fits needs, size and what is asked for. Raises BadInput."""
    if kind.delivery:
        bits = min(needs.bits, 10) if kind.deep else 8
        needs = Needs(bits, halved=(1, 1), alpha=needs.alpha)
    needs = replace(
        needs,
        bits=asked.bits or needs.bits,
        halved=_HALVED[asked.chroma] if asked.chroma else needs.halved,
        is_rgb=needs.is_rgb and asked.chroma in (None, "4:4:4"),
        alpha=needs.alpha if asked.alpha is None else asked.alpha,
    )
    held = layouts_in(kind, kind.containers.get(asked.ending or "", ""))
    fitting = [layout for layout in held if not kind.even or _fits(layout, format)]
    wanted = [layout for layout in fitting if _is_asked(layout, asked)]
    if not wanted:
        words = ", ".join(dict.fromkeys(_told(layout) for layout in fitting))
        hint = f"As {kind.name} it can be {words}." + _elsewhere(kind, asked)
        why = f"it cannot be {_wish(asked)}" if asked.is_anything else "its size does not fit"
        raise BadInput(f"Store a render as {kind.name}", why, hint=hint)
    return nearest(wanted, needs)


def _fits(layout: str, format: Format) -> bool:
    across, down = layout_of(layout).chroma
    return format.width % across == 0 and format.height % down == 0


def _is_asked(layout: str, asked: Asked) -> bool:
    facts = pixel_layout(layout)
    if asked.bits not in (None, facts.bits) or asked.alpha not in (None, facts.has_alpha):
        return False
    return asked.chroma is None or (facts.chroma_x, facts.chroma_y) == _HALVED[asked.chroma]


def _told(layout: str) -> str:
    facts = pixel_layout(layout)
    chroma = "RGB" if facts.family == "rgb" else _NAMES.get((facts.chroma_x, facts.chroma_y), layout)
    return f"{facts.bits}-bit {'grey' if facts.family == 'grey' else chroma}{' with alpha' * facts.has_alpha}"


def _wish(asked: Asked) -> str:
    words = [f"{asked.bits}-bit" if asked.bits else "", asked.chroma or ""]
    words.append("" if asked.alpha is None else "with alpha" if asked.alpha else "without alpha")
    return " ".join(word for word in words if word)


def _elsewhere(kind: MovieKind, asked: Asked) -> str:
    others = [
        other.name
        for other in MOVIE_KINDS.values()
        if other is not kind and any(_is_asked(layout, asked) for layout in other.layouts)
    ]
    return f" What is asked for can be {', '.join(others)}." if others else ""


def _is_video(info: MediaInfo) -> bool:
    return info.kind == "movie" and not is_float_layout(info.layout)


def _colour(kind: MovieKind, layout: str, media: Sequence[MediaInfo], asked: Asked) -> ColourTags:
    """Return the tags to write: those asked for, else the first movie's, where the layout can have them."""
    is_rgb = layout_of(layout).is_rgb
    plate = next(filter(_is_video, media), None)
    tags = _DISPLAY if plate is None else replace(plate.colour, guessed=())
    if asked.colour is not None:
        tags = COLOURS[asked.colour]
    elif kind.name == "mjpeg":
        tags = _JPEG if plate is None else replace(_JPEG, primaries=tags.primaries, transfer=tags.transfer)
    elif kind.name == "ffv1" and plate is None and media:
        tags = STILL
    if is_rgb:
        return replace(tags, matrix="rgb", range=asked.levels or "full")
    matrix = tags.matrix if tags.matrix != "rgb" else _DISPLAY.matrix
    range = asked.levels or (tags.range if tags.matrix != "rgb" else "limited")
    return replace(tags, matrix=matrix, range=range if range in kind.levels else kind.levels[0])

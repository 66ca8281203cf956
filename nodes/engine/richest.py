"""What a layout must hold so that nothing is lost of the media that a render is made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nodes.media.colour_tags import is_float_layout
from nodes.media.info import MediaInfo
from nodes.media.pixel_layout import pixel_layout

_SPARE_BITS = 2
"""What a conversion between matrices or ranges needs beside a sample's own bits, to be undone exactly."""
_MOST_BITS = 16


@dataclass(frozen=True, slots=True)
class Needs:
    """Bits a sample, whether RGB or grey, how often chroma is halved across and down, whether alpha."""

    bits: int
    is_rgb: bool = False
    is_grey: bool = False
    halved: tuple[int, int] = (0, 0)
    alpha: bool = False


def needs_of(layout: str) -> Needs:
    """Return what a native layout of integer samples holds."""
    facts = pixel_layout(layout)
    halved = (facts.chroma_x, facts.chroma_y)
    return Needs(facts.bits, facts.family == "rgb", facts.family == "grey", halved, facts.has_alpha)


def richest(media: Sequence[MediaInfo]) -> Needs:
    """Return what holds the samples of every one of several media, of which at least one is of integers.

    Of those of one family and one set of tags it is the most of each; between several, two more bits. YUV is
    never RGB, which would clip what lies beyond black, white and the primaries. Beside movies, pictures from
    files of their own count with bits and alpha: they are converted in any case, and for their sake no movie
    is. Float media count with their alpha alone: no integer holds them.
    """
    whole = [(info, needs_of(info.layout)) for info in media if not is_float_layout(info.layout)]
    bits = max(needed.bits for _, needed in whole)
    leading = [(info, needed) for info, needed in whole if info.kind == "movie"] or whole
    colours = [needed for _, needed in leading if not needed.is_grey]
    read_as = {
        (needed.is_rgb, replace(info.colour, guessed=())) for info, needed in leading if not needed.is_grey
    }
    return Needs(
        bits=min(bits + _SPARE_BITS, _MOST_BITS) if len(read_as) > 1 else bits,
        is_rgb=bool(colours) and all(each.is_rgb for each in colours),
        is_grey=not colours,
        halved=(
            min((each.halved[0] for each in colours), default=0),
            min((each.halved[1] for each in colours), default=0),
        ),
        alpha=any(info.has_alpha for info in media),
    )


def lacks(layout: str, needs: Needs) -> tuple[bool, bool, bool, bool, int]:
    """Return what a layout does not hold of it (alpha, colour family, chroma, bits), then what is too much.

    The least of several is the one to take.
    """
    facts = pixel_layout(layout)
    halved = (facts.chroma_x, facts.chroma_y)
    is_grey = facts.family == "grey"
    family = (is_grey and not needs.is_grey) or needs.is_rgb != (facts.family == "rgb")
    coarser = not needs.is_grey and (halved[0] > needs.halved[0] or halved[1] > needs.halved[1])
    surplus = facts.bits - needs.bits + 16 * (facts.has_alpha and not needs.alpha)
    if needs.is_grey:
        surplus += 8 * (not is_grey)
    else:
        surplus += 8 * (needs.halved[0] - halved[0] + needs.halved[1] - halved[1])
    return needs.alpha and not facts.has_alpha, family, coarser, facts.bits < needs.bits, surplus


def nearest(layouts: Iterable[str], needs: Needs) -> str:
    """Return the layout that loses the least, and of those that lose alike the poorest."""
    return min(layouts, key=lambda layout: lacks(layout, needs))

"""Over which stretch a node runs, and what the pictures that it makes look like."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

from nodes.api import Format, Range, Time
from nodes.graph.model import GraphNode

from .errors import tied
from .job import Job
from .ready import Feed
from .setup import Setup


def stretch_of(
    job: Job, place: GraphNode, setup: Setup, feeds: Sequence[Feed]
) -> tuple[Range | None, Format]:
    """Return the domain a node runs over and its format, in proxy pixels.

    They are its file's, else what it says of its inputs', else its first input's, else the job's.
    Raises NodeRefused or NodeFault for what its `format=` or `range=` raises.
    """
    said = job.domains.get(place.id)
    spec, bound = setup.blueprint.spec, setup.bound
    if bound is not None and bound.info.format is not None:
        return said or bound.info.range, scaled_format(bound.info.format, job.scale)
    if not (spec.has_format or spec.has_range):
        for feed in feeds:
            if feed.source is not None and feed.param is None:
                return said or _first_range(feeds), feed.source.format
        return said, scaled_format(job.format, job.scale)
    return _answered(job, place, setup, feeds, said)


def _first_range(feeds: Sequence[Feed]) -> Range | None:
    for feed in feeds:
        if feed.source is not None and feed.param is None and feed.source.domain is not None:
            return feed.source.domain
    return None


def _answered(
    job: Job, place: GraphNode, setup: Setup, feeds: Sequence[Feed], said: Range | None
) -> tuple[Range | None, Format]:
    formats: dict[str, Format] = {}
    ranges: dict[str, Range] = {}
    for feed in feeds:
        if feed.source is None or feed.param is not None or feed.argument in formats:
            continue
        formats[feed.argument] = feed.source.format
        if feed.source.domain is not None:
            ranges[feed.argument] = feed.source.domain
    formats[""] = scaled_format(job.format, job.scale)
    start = next(iter(ranges.values())).start if ranges else Time.zero(job.format.rate)
    if all(feed.param is not None for feed in feeds):
        ranges[""] = Range(start, Time.zero(start.rate))
    values = {
        name: value.at(start) if name in setup.moving else value for name, value in setup.settings.items()
    }
    node = setup.blueprint.node
    try:
        return said or node.output_range(ranges, values), node.output_format(formats, values)
    except Exception as error:
        raise tied(place, start, error) from error


def scaled_format(format: Format, scale: Fraction) -> Format:
    """Return a format at proxy scale: each proxy pixel stands for 1/scale pixels, the last for what is left.

    >>> from nodes.api import Rate
    >>> scaled_format(Format(1921, 1080, Rate(24)), Fraction(1, 2)).width
    961
    """
    if scale == 1:
        return format
    return Format(ceil(format.width * scale), ceil(format.height * scale), format.rate, format.pixel_aspect)

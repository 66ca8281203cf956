"""When a value is wanted, and which part of it: together with a node's key that names the value."""

from __future__ import annotations

from nodes.api import Box, Rate, Time

from .ready import Ready


class Moment:
    """A time, and the part of the picture that is wanted then (None for all of it).

    `suffix` is what a value's name has after the key of a node that changes over time.
    """

    __slots__ = ("region", "suffix", "time")

    def __init__(self, time: Time, region: Box | None = None, *, always: bool = False) -> None:
        self.time = time
        self.region = region
        said = "" if always else f" {time.value} {time.rate}"
        if region is not None:
            said += f" {region.x0},{region.y0},{region.x1},{region.y1}"
        self.suffix = said


ALWAYS = Moment(Time(0, Rate(1)), always=True)
"""The one moment at which a whole value that never changes is wanted."""


def moment_of(ready: Ready, moment: Moment, time: Time, region: Box | None = None) -> Moment:
    """Return the moment at which a node's value has to be made to be read at a time.

    A value that never changes is made once; a stateful node's is that of its domain's frame on screen then;
    a node that does not say which parts of its inputs a part needs makes whole pictures. `moment` is
    returned where it says just that.
    """
    if region is not None and not ready.spec.has_regions:
        region = None
    if ready.steady:
        return ALWAYS if region is None else Moment(ALWAYS.time, region, always=True)
    if ready.is_stateful and ready.domain is not None:
        time = time.at(ready.domain.rate).floor()
    if time is moment.time and region == moment.region:
        return moment
    return Moment(time, region)

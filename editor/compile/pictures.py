"""The picture of one item: a clip's media, take or graph, or what a nested stack shows, in its own time."""

from __future__ import annotations

from dataclasses import dataclass

from editor.document.layout import durations
from editor.document.model import Clip, Stack, Track
from editor.document.retimes import Retime, retime_of
from editor.document.rules import source_reference
from nodes.api.errors import BadInput
from nodes.api.times import Range, Time
from nodes.graph.model import Graph, Link

from .building import Building
from .crossing import Here, reads_below, with_below, with_clips
from .entries import Seat
from .files import with_files
from .graphs import bound_graph, graph_of, source_domains
from .looks import has_look, laid
from .models import check_models
from .plate import Plate, media_start, plate_of, short_of
from .showing import Showing, begun, played

_NO_MEDIA = ("missing", "generator", "unknown")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture over an item's place; `covers` where nothing beneath it can be seen."""

    showing: Showing
    retime: Retime
    covers: bool


def clip_picture(build: Building, clip: Clip, seat: Seat, below: Link | None) -> Picture:
    """Return what a clip shows: its graph when live, else its circled take, else its source.

    A clip without media that has a graph always runs it: an adjustment of what lies beneath. Raises
    Offline, TakeMissing, BadInput.
    """
    retime = retime_of(clip.effects) or Retime()
    if is_adjustment(clip):
        return _adjustment(build, clip, seat, below)
    live = build.live is not None and clip.graph is not None and build.live.of(clip)
    take = None if live else build.shown(clip)
    plate = take or plate_of(build.project, clip)
    if plate.info.format is None:
        raise BadInput(f"Show clip '{clip.name}' ({clip.id})", "its media holds sound but no picture")
    start, length = media_start(clip, plate), _length(clip, plate)
    build.notes += short_of(clip, plate, retime, *seat.beyond)
    first = Showing(Link(""), seat.place, begun(start, length, retime), retime.speed)
    if live:
        link = _graph(build, clip, plate, Here(first.start, seat.place, retime.speed), below)
        covers = False
    else:
        link = build.picture(plate, clear=below is not None)
        covers = below is None or (not plate.info.has_alpha and _fills(build, plate))
    return Picture(Showing(link, first.place, first.start, first.speed), retime, covers)


def _length(clip: Clip, plate: Plate) -> Time:
    return plate.info.range.duration if clip.source is None else clip.source.duration


def is_adjustment(clip: Clip) -> bool:
    """Return whether a clip has a graph and no media: it works on what lies beneath."""
    reference = source_reference(clip)
    has_none = reference is None or (reference.kind in _NO_MEDIA and not reference.url)
    return has_none and clip.graph is not None


def _fills(build: Building, plate: Plate) -> bool:
    """Return whether media has the cut's shape, so that nothing is left open around it."""
    format, settings = plate.info.format, build.project.settings
    assert format is not None
    ours = settings.width * settings.pixel_aspect * format.height
    return ours == format.width * format.pixel_aspect * settings.height


def _graph(build: Building, clip: Clip, plate: Plate, here: Here, below: Link | None) -> Link:
    """Add a live shot's graph, fitted into the cut, in media time."""
    assert build.live is not None
    name = build.bind(plate.bound)
    own = bound_graph(graph_of(build.project, clip), name, prefix=f"{clip.id}/")
    bound = with_files(own, build.project, build.bind)
    if reads_below(bound):
        if not here.speed:
            raise BadInput(
                f"Show clip '{clip.name}' ({clip.id})", "it is frozen and reads what lies beneath it"
            )
        bound = with_below(bound, below or _nothing(build), here)
    bound = with_clips(bound, build.project, clip, media_start(clip, plate), build.shown, build.bind)
    end = _end(build, clip, bound)
    build.nodes |= bound.nodes
    build.shots[f"{clip.id}/"] = name
    build.seeds |= dict.fromkeys(bound.nodes, build.live.seed(clip))
    build.domains |= source_domains(bound, name, build.live.domain(clip))
    return build.fit(f"{clip.id}/fit", end, clear=below is not None)


def _end(build: Building, clip: Clip, graph: Graph) -> Link:
    """Return what a graph shows. Raises BadInput where nothing leaves it, and for a model it cannot use."""
    if "out" not in graph.outputs:
        why = "nothing leaves its graph"
        raise BadInput(f"Show clip '{clip.name}' ({clip.id})", why, hint="Connect a node to its output.")
    if build.guarded:
        check_models(graph.nodes.values())
    build.guard(clip.id)
    return graph.outputs["out"]


def _adjustment(build: Building, clip: Clip, seat: Seat, below: Link | None) -> Picture:
    """Add the graph of a clip without media, in the time of what lies beneath."""
    own = bound_graph(graph_of(build.project, clip), "", prefix=f"{clip.id}/")
    own = with_files(own, build.project, build.bind)
    if any(node.params.get("file") == "" for node in own.nodes.values()):
        # It reads media that it does not have: told as for any clip without.
        plate_of(build.project, clip)
    place = seat.reach
    bound = with_below(own, below or _nothing(build), Here(place.start, place))
    bound = with_clips(bound, build.project, clip, seat.place.start, build.shown, build.bind)
    end = _end(build, clip, bound)
    build.nodes |= bound.nodes
    fed = [name for name, node in own.nodes.items() if not node.inputs]
    build.domains |= dict.fromkeys(fed, place)
    if build.live is not None and build.live.of(clip):
        build.seeds |= dict.fromkeys(bound.nodes, build.live.seed(clip))
    link = build.fit(f"{clip.id}/fit", end, clear=below is not None)
    return Picture(Showing(link, seat.place, seat.place.start), Retime(), False)


def _nothing(build: Building) -> Link:
    if "nothing" not in build.nodes:
        build.add("nothing", "cut.track", build.size())
    return Link("nothing")


def nested_time(build: Building, item: Stack | Track, seat: Seat) -> tuple[Showing, Range, Retime]:
    """Return how a nested item's own time runs over its place, and what of it can be on screen."""
    rate = build.project.cut.rate
    retime = retime_of(item.effects) or Retime()
    start = Time.zero(rate) if item.source is None else item.source.start.at(rate)
    length = durations(item, rate, build.media_of)[id(item)].at(rate)
    showing = Showing(Link(""), seat.place, begun(start, length, retime), retime.speed)
    ends = [showing.over(Range(at, Time.zero(rate))).start for at in (seat.reach.start, seat.reach.end)]
    one = Time(2, rate)
    return showing, Range.between(min(ends) - one, max(ends) + one), retime


def merged(build: Building, item: Clip | Stack | Track, picture: Picture, below: Link | None) -> Showing:
    """Return an item's picture laid on what lies beneath it; as it is where there is nothing to lay."""
    showing, place = picture.showing, picture.showing.place
    look = isinstance(item, Clip) and has_look(item)
    if not look and (picture.covers or below is None) and picture.retime.mode == "nearest":
        return showing
    link = played(build, f"{item.id}/play", showing, picture.retime.mode)
    if look or (below is not None and not picture.covers):
        params, drives = laid(item, place, build.media_of) if isinstance(item, Clip) else ({}, {})
        link = build.add(
            f"{item.id}/lay", "cut.lay", {**params, **build.mixing}, drives=drives, image=link, below=below
        )
    return Showing(link, place, place.start)

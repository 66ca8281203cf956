"""A cut as one graph: its clips' media (or takes, or graphs), fitted, at their places on a track."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from editor.document.layout import cut_duration
from editor.document.model import Clip
from editor.document.opened import Project
from nodes.api.errors import BadInput, WorkprintError
from nodes.api.times import Range, Time
from nodes.engine.job import Bound, Job, SoundPiece
from nodes.graph.model import Graph, GraphNode, Link
from nodes.graph.serialise import to_json

from .plate import Plate, media_lookup, media_start, plate_of, short_of
from .refuse import clips_of, refuse, the_track
from .shot import bound_graph, colour_of, graph_of, plain_graph, source_domains

Shown = Callable[[Clip], Plate | None]
"""The media of a clip's circled take, None where it has none."""

TRACK = "track"


class EmptyCut(BadInput):
    """A cut that has no frames yet."""


@dataclass(frozen=True, slots=True)
class Live:
    """Run the shots' graphs instead of showing takes; `seed` gives each clip's."""

    seed: Callable[[Clip], int]
    domain: Callable[[Clip], Range]


@dataclass(frozen=True, slots=True)
class CutJob:
    """A job in cut time from 0, and the frames of it that are wanted; `notes` tell what had to give way."""

    job: Job
    range: Range
    notes: tuple[str, ...] = ()


def whole(project: Project) -> Range:
    """Return the whole cut as a range of its time."""
    return Range(Time.zero(project.cut.rate), cut_duration(project.cut, media_lookup(project)).ceil())


def cut_job(
    project: Project, shown: Shown, *, wanted: Range | None = None, live: Live | None = None
) -> CutJob:
    """Return the job that renders a range of the cut (all of it without one) at its own rate and size.

    One picture and one sound track, straight cuts, gaps and disabled clips as black and silence. Raises
    CannotRender naming every clip and effect that is anything else, BadInput for a cut without frames.
    """
    cut = project.cut
    wanted = wanted or whole(project)
    media = media_lookup(project)
    picture, problems = the_track(cut, "Video", wanted, media)
    sound, more = the_track(cut, "Audio", wanted, media)
    problems += [problem for problem in more if problem not in problems]
    lost: list[WorkprintError] = []
    build = _Build(project, shown, live)
    for clip, place in clips_of(picture, cut, wanted, media, problems) if picture else ():
        with _told(lost):
            build.add(clip, place)
    pieces: list[SoundPiece] = []
    for clip, place in clips_of(sound, cut, wanted, media, problems) if sound else ():
        with _told(lost):
            pieces.append(build.sound(clip, place))
    refuse(cut.name, problems, lost)
    if wanted.is_empty:
        raise EmptyCut(f"Render the cut '{cut.name}'", "it has no frames", hint="Put a clip on it first.")
    graph = build.graph()
    job = Job(
        graph=to_json(graph),
        format=replace(project.settings.format, rate=cut.rate),
        media=build.media,
        colour=colour_of(project),
        seeds=build.seeds,
        domains={**build.domains, TRACK: wanted},
        sound=tuple(pieces),
    )
    return CutJob(job, wanted, tuple(build.notes))


@contextmanager
def _told(lost: list[WorkprintError]) -> Iterator[None]:
    """Note what stands in a clip's way, for a message on the whole cut."""
    try:
        yield
    except WorkprintError as error:
        lost.append(error)


class _Build:
    """The graph of one track as it grows."""

    def __init__(self, project: Project, shown: Shown, live: Live | None) -> None:
        self._project, self._shown, self._live = project, shown, live
        self._nodes: dict[str, GraphNode] = {}
        self._links: list[Link] = []
        self._places: list[Range] = []
        self._starts: list[Time] = []
        self.media: dict[str, Bound] = {}
        self.domains: dict[str, Range] = {}
        self.seeds: dict[str, int] = {}
        self.notes: list[str] = []

    def add(self, clip: Clip, place: Range) -> None:
        """Put a clip on the track: its graph when live, else its circled take, else its source."""
        live = self._live is not None and clip.graph is not None
        take = None if live else self._shown(clip)
        plate = take or plate_of(self._project, clip)
        self.media[clip.id] = plate.bound
        if self.media[clip.id].info.format is None:
            raise BadInput(f"Show clip '{clip.name}' ({clip.id})", "its media holds sound but no picture")
        graph = graph_of(self._project, clip) if live else plain_graph()
        bound = bound_graph(graph, clip.id, prefix=f"{clip.id}/")
        if self._live is not None and live:
            self.seeds |= dict.fromkeys(bound.nodes, self._live.seed(clip))
            self.domains |= source_domains(bound, clip.id, self._live.domain(clip))
        output = bound.outputs["out"]
        settings = self._project.settings
        fit = GraphNode(
            f"{clip.id}/fit",
            "cut.fit",
            params={
                "width": settings.width,
                "height": settings.height,
                "pixel_aspect": str(settings.pixel_aspect),
            },
            inputs={"image": output},
        )
        self._nodes |= {**bound.nodes, fit.id: fit}
        self._links.append(Link(fit.id))
        self._places.append(place)
        self._starts.append(media_start(clip, plate))
        self.notes += short_of(clip, plate)

    def sound(self, clip: Clip, place: Range) -> SoundPiece:
        """Return what a clip of the sound track plays."""
        plate = plate_of(self._project, clip)
        if plate.info.sound is None:
            raise BadInput(f"Play clip '{clip.name}' ({clip.id})", "its media holds no sound")
        name = f"sound {clip.id}"
        self.media[name] = plate.bound
        start = plate.info.start if clip.source is None else clip.source.start + plate.offset
        return SoundPiece(name, start, place)

    def graph(self) -> Graph:
        """Return the whole."""
        settings = self._project.settings
        track = GraphNode(
            TRACK,
            "cut.track",
            params={
                "placed": [place.to_json() for place in self._places],
                "starts": [start.to_json() for start in self._starts],
                "width": settings.width,
                "height": settings.height,
            },
            inputs={"clips": tuple(self._links)} if self._links else {},
        )
        return Graph({**self._nodes, TRACK: track}, {"out": Link(TRACK)})

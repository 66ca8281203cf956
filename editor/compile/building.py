"""The graph of a cut as it grows: nodes, media, and what cannot be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from editor.document.layout import MediaLookup
from editor.document.model import Clip
from editor.document.opened import Project
from nodes.api.errors import WorkprintError
from nodes.api.times import Range
from nodes.engine.guards import Refusal, refused_node
from nodes.engine.job import Bound
from nodes.graph.model import Drive, GraphNode, Link

from .plate import Plate, media_lookup

Shown = Callable[[Clip], Plate | None]
"""The media of a clip's circled take, None where it has none."""


@dataclass(frozen=True, slots=True)
class Live:
    """Run the shots' graphs instead of showing takes; `seed` gives each clip's, `of` says whose are run."""

    seed: Callable[[Clip], int]
    domain: Callable[[Clip], Range]
    of: Callable[[Clip], bool] = lambda clip: True


@dataclass(eq=False)
class Building:
    """What is known of a cut while its graph is made; grows as tracks and clips are added.

    `problems` are what this version does not render, `lost` what stands in a clip's way, `notes` what had
    to give way. `mixing` are the parameters that say in which light nodes mix. Where it is `guarded`, what
    cannot be shown is not `lost` but refuses in its place: see `Job.guards`.
    """

    project: Project
    shown: Shown
    live: Live | None
    mixing: Mapping[str, str]
    media_of: MediaLookup
    guarded: bool = False
    nodes: dict[str, GraphNode] = field(default_factory=dict)
    media: dict[str, Bound] = field(default_factory=dict)
    domains: dict[str, Range] = field(default_factory=dict)
    shots: dict[str, str] = field(default_factory=dict)
    seeds: dict[str, int] = field(default_factory=dict)
    guards: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    lost: list[WorkprintError] = field(default_factory=list)
    _names: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(
        self,
        id: str,
        type: str,
        params: Mapping[str, Any],
        *,
        drives: Mapping[str, Drive] | None = None,
        **inputs: Link | tuple[Link, ...] | None,
    ) -> Link:
        """Add a node with what feeds it, None and nothing left out; return its output."""
        fed = {name: feed for name, feed in inputs.items() if feed}
        self.nodes[id] = GraphNode(id, type, params=params, inputs=fed, drives=drives or {})
        return Link(id)

    def bind(self, bound: Bound) -> str:
        """Return the name under which media is bound; the same media has one name."""
        key = (bound.fingerprint, str(bound.info.ref))
        if key not in self._names:
            self._names[key] = f"media {len(self._names) + 1}"
            self.media[self._names[key]] = bound
        return self._names[key]

    def picture(self, plate: Plate, *, clear: bool) -> Link:
        """Return media in the cut's format, in its own time; `clear` leaves what it does not fill open."""
        name = self.bind(plate.bound)
        source = f"{name}/source"
        if source not in self.nodes:
            self.add(source, "source.media", {"file": name})
        fitted = f"{name}/{'clear' if clear else 'fit'}"
        if fitted not in self.nodes:
            self.fit(fitted, Link(source), clear=clear)
        return Link(fitted)

    def fit(self, id: str, image: Link, *, clear: bool) -> Link:
        """Add the node that brings a picture into the cut's format."""
        return self.add(id, "cut.fit", self.size() | self._aspect() | {"clear": clear}, image=image)

    def size(self) -> dict[str, float]:
        """Return the cut's width and height as parameters."""
        settings = self.project.settings
        return {"width": float(settings.width), "height": float(settings.height)}

    def _aspect(self) -> dict[str, str]:
        return {"pixel_aspect": str(self.project.settings.pixel_aspect)}

    @contextmanager
    def told(self) -> Iterator[None]:
        """Note what stands in a clip's way, for a message on the whole cut."""
        try:
            yield
        except WorkprintError as error:
            if self.guarded:
                self.notes.append(str(error))
            else:
                self.lost.append(error)

    def guard(self, item: str) -> None:
        """Have it be told in an item's place why its graph, up to where it is fitted, cannot be made."""
        if self.guarded:
            self.guards[f"{item}/"] = f"{item}/fit"

    def refused(self, item: str, error: WorkprintError) -> Link | None:
        """Note why an item cannot be shown; return what says so in its place, None where nothing does."""
        if not self.guarded:
            self.lost.append(error)
            return None
        self.guard(item)
        refusal = Refusal(f"{item}/", "", error.why or error.attempted, error.hint)
        name = self.guards[f"{item}/"]
        self.nodes[name] = refused_node(name, refusal)
        return Link(name)


def begin(
    project: Project, shown: Shown, live: Live | None, mixing: Mapping[str, str], *, guarded: bool = False
) -> Building:
    """Return a building for a project's cut in which nothing stands yet; media is looked up once each."""
    return Building(project, shown, live, mixing, remembered(media_lookup(project)), guarded)


def remembered(lookup: MediaLookup) -> MediaLookup:
    """Return the lookup with its answers remembered, by clip."""
    known: dict[int, Range | None] = {}

    def look(clip: Clip) -> Range | None:
        # The clip stays alive as long as the cut that is compiled does.
        if id(clip) not in known:
            known[id(clip)] = lookup(clip)
        return known[id(clip)]

    return look

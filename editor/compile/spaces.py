"""Where the pixels that a node counts in are seen in the cut: through the nodes after it and the clip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np

from editor.document.layout import find_clip
from editor.document.model import Clip
from editor.document.opened import Project
from nodes.api.errors import BadValue, WorkprintError
from nodes.api.formats import Box, Format
from nodes.api.spec import Spec
from nodes.api.times import Time
from nodes.geometry.placing import Placing
from nodes.geometry.reformatted import into, reformatted_box, whole_box, whole_side
from nodes.graph.animation import curve_of
from nodes.graph.model import Graph, GraphNode, Keys, Link

from .pictures import is_adjustment
from .plate import plate_of
from .seen import Matrix, Running, Seen, adjusting, placed_at, running

Values: TypeAlias = Mapping[str, Any]
Change: TypeAlias = tuple[Matrix, Format]
_SAME = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


@dataclass(frozen=True, slots=True)
class Space:
    """The pixels that a node counts in: how they are seen in the cut, and the format they belong to."""

    seen: Seen
    format: Format


def graph_running(project: Project, clip: Clip) -> Running:
    """Return how the time of a clip's graph runs: with its media, without media with the cut.

    Raises as `running` does.
    """
    return adjusting(project, clip) if is_adjustment(clip) else running(project, clip)


def space_of(
    project: Project,
    clip: Clip,
    graph: Graph,
    node: str,
    shown: Link | None,
    specs: Mapping[str, Spec],
    time: Time,
) -> Space:
    """Return a node's space at a cut time.

    `shown` is the output that stands on screen. Nodes that move the picture on the way there are followed
    (composite.transform, crop and reformat); all others leave pixels where they are. A node that is not on
    the way is as if it were shown itself. Raises as `graph_running` does.
    """
    run = graph_running(project, clip)
    at = run.media_at(min(max(time, run.place.start), run.place.end - Time(1, run.place.rate)))
    whole = project.settings
    cut = Format(whole.width, whole.height, project.cut.rate, whole.pixel_aspect)
    own = cut if is_adjustment(clip) else plate_of(project, clip).info.format or cut
    walk = _Walk(project, graph, specs, own, cut, at)
    given = walk.before(node)
    matrix, format = walk.own(node, given)
    last = node
    for following in () if shown is None else walk.way(node, shown.node):
        joins = walk.feed(following) != last
        step, format = walk.step(following, walk.before(following) if joins else format)
        matrix, last = matrix if step is _SAME else _after(matrix, step), following
    placed = placed_at(project, clip, time, format)
    return Space(Seen(at, _after(matrix, placed), (given.width, given.height)), given)


def _after(first: Matrix, second: Matrix) -> Matrix:
    return np.asarray(second @ np.vstack((first, (0.0, 0.0, 1.0))))


@dataclass(frozen=True, slots=True)
class _Walk:
    """A graph at a moment: `plate` is the format of the shot's own media, `cut` the cut's."""

    project: Project
    graph: Graph
    specs: Mapping[str, Spec]
    plate: Format
    cut: Format
    at: Time

    def before(self, node: str) -> Format:
        """Return the format of the picture that a node is fed, of one that makes pictures its own."""
        chain = {node: None}
        last = node
        while (feed := self.feed(last)) is not None and feed not in chain:
            chain[feed], last = None, feed
        format = self._made(self.graph.nodes[last])
        for following in reversed(list(chain)[1:]):
            _, format = self.step(following, format)
        return format

    def way(self, start: str, end: str) -> list[str]:
        """Return the nodes after one on the shortest way to another, in order; none where there is no way."""
        came: dict[str, str] = {end: ""}
        fresh = [end]
        while fresh and start not in came:
            feeds = [
                (link.node, name)
                for name in fresh
                if name in self.graph.nodes
                for _, link in self.graph.nodes[name].feeds()
            ]
            fresh = [before for before, _ in dict(feeds).items() if before not in came]
            came |= {before: after for before, after in feeds if before not in came}
        found: list[str] = []
        following = came.get(start, "")
        while following:
            found.append(following)
            following = came[following]
        return found

    def own(self, name: str, given: Format) -> Change:
        """Return what a node does itself to where its own pixels are: a transform's handles stay put."""
        moves = self.graph.nodes[name].type == "composite.transform"
        return (_SAME, given) if moves else self.step(name, given)

    def step(self, name: str, given: Format) -> Change:
        """Return where a node puts the pixels it is fed, and the format that it makes."""
        node = self.graph.nodes[name]
        change = None if node.bypass else _CHANGES.get(node.type)
        return (_SAME, given) if change is None else change(self._values(node), given)

    def feed(self, name: str) -> str | None:
        """Return the node that feeds the first picture to another: that lends the format."""
        node = self.graph.nodes[name]
        spec = self.specs.get(node.type)
        ports = [port.name for port in spec.inputs if port.type == "frame"] if spec else []
        for port in ports or node.inputs:
            feed = node.inputs.get(port)
            first = feed[0] if isinstance(feed, tuple) and feed else feed
            if isinstance(first, Link) and first.node in self.graph.nodes:
                return first.node
        return None

    def _made(self, node: GraphNode) -> Format:
        """Return the format of what a node without pictures to work on makes."""
        if node.type == "source.below":
            return self.cut
        if node.type == "source.media":
            entry = self.project.media.get(str(node.params.get("file")))
            found = None if entry is None or entry.info is None else entry.info.format
            return found or self.plate
        if node.type == "source.clip":
            try:
                other = find_clip(self.project.cut, str(node.params.get("clip", "")))
                return plate_of(self.project, other).info.format or self.plate
            except WorkprintError:
                # The engine says what is wrong with it.
                return self.plate
        return self.plate

    def _values(self, node: GraphNode) -> Values:
        """Return the values of a node's parameters at the moment; of driven ones what they rest at."""
        spec = self.specs.get(node.type)
        values: dict[str, Any] = {}
        for param in spec.params if spec else ():
            by, rests = node.drives.get(param.name), node.params.get(param.name, param.default)
            try:
                here = curve_of(param, by).at(self.at) if isinstance(by, Keys) else None
                values[param.name] = param.decode(rests, node=node.type) if here is None else here
            except BadValue:
                values[param.name] = param.default
        return values


def _transformed(values: Values, given: Format) -> Change:
    scale = values["scale"]
    pair = (float(scale), float(scale)) if isinstance(scale, int | float) else tuple(scale)
    centre = values["center"] or (given.width / 2, given.height / 2)
    placing = Placing(pair, values["rotate"], tuple(centre), tuple(values["translate"]), given.pixel_aspect)
    return placing.matrix, given


def _cropped(values: Values, given: Format) -> Change:
    if values["box"] is None or not values["reformat"]:
        return _SAME, given
    box = whole_box(tuple(values["box"]))
    moved = np.array([[1.0, 0.0, -box.x0], [0.0, 1.0, -box.y0]])
    return moved, replace(given, width=box.width, height=box.height)


def _reformatted(values: Values, given: Format) -> Change:
    try:
        aspect = Fraction(values["pixel_aspect"]) if values["pixel_aspect"] else given.pixel_aspect
    except (ValueError, ZeroDivisionError):
        return _SAME, given
    whole = Box.of_size(whole_side(values["width"]), whole_side(values["height"]))
    display = Box.of_size(given.width, given.height)
    made = replace(given, width=whole.width, height=whole.height, pixel_aspect=aspect)
    if aspect <= 0 or (whole, aspect) == (display, given.pixel_aspect):
        return _SAME, given
    place = reformatted_box(display, whole, float(given.pixel_aspect / aspect), values["fit"])
    return into(display, place).matrix, made


_CHANGES = {
    "composite.transform": _transformed,
    "composite.crop": _cropped,
    "composite.reformat": _reformatted,
}

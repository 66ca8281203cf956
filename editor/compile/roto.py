"""Jobs that ask one node of a shot, which follows what is pointed at, for its matte."""

from __future__ import annotations

from dataclasses import dataclass, replace

from editor.document.model import Clip
from editor.document.opened import Project
from nodes.api.prompts import Prompts
from nodes.api.times import Range, Time
from nodes.engine.job import Job
from nodes.graph.edits import set_params
from nodes.graph.model import Graph, GraphNode, Link

from .shot import ShotJob, shot_job

FOLLOWS = "segment.object"
"""The node that follows what is pointed at."""
_CORRECT = "segment.correct"


@dataclass(frozen=True, slots=True)
class Roto:
    """A node of a shot's graph that follows what is pointed at; `obj` is one object of its prompts, 0 all."""

    project: Project
    clip: Clip
    graph: Graph
    node: str
    prompts: Prompts
    obj: int = 0

    @property
    def picture(self) -> Link | None:
        """What the node looks at."""
        feed = self.graph.node(self.node).inputs.get("image")
        return feed if isinstance(feed, Link) else None


def followed(roto: Roto, port: str = "matte") -> ShotJob:
    """Return the job of a node's own result over the shot and its handles: found where it is kept.

    Raises as `shot_job`.
    """
    return _job(roto, _asked(roto), Link(roto.node, port))


def followed_within(roto: Roto, over: Range, port: str = "confidence") -> Job:
    """Return the same over a part of the shot alone, of which no other frame is made.

    All that is pointed at has to lie within it; what it makes is found when the whole shot is wanted.
    """
    made = followed(roto, port)
    return replace(made.job, domains=dict.fromkeys((*made.job.domains, roto.node), over))


def alone(roto: Roto, time: Time) -> Job:
    """Return the job of the matte of one frame from what is pointed at there alone, which is made at once."""
    here = replace(roto, prompts=prompts_at(roto.prompts, time))
    return followed_within(here, Range(time, Time(1, time.rate)), "matte")


def led(roto: Roto, time: Time) -> Job:
    """Return the job of the matte of one frame as it is followed from those that are pointed into."""
    return followed_within(roto, reach(roto.prompts, Range(time, Time(1, time.rate))), "matte")


def reach(prompts: Prompts, over: Range) -> Range:
    """Return the shortest stretch that holds another one and every frame that is pointed into."""
    times = [each.time for each in prompts.everything]
    first = min((over.start, *times))
    return Range.between(first, max((over.end, *(time + Time(1, time.rate) for time in times))))


def corrected(roto: Roto, before: Prompts, time: Time) -> Job:
    """Return the job of the matte of one frame that was followed from other prompts, corrected by these.

    What was followed then should be kept: else it is followed anew.
    """
    graph, name = _asked(replace(roto, prompts=before)), f"{roto.node} corrected"
    place = graph.node(roto.node)
    inputs = {"image": place.inputs["image"], "matte": Link(roto.node, "matte")}
    said = {"prompts": prompts_at(roto.prompts, time).to_json(), "obj": roto.obj or 1}
    model = {key: value for key, value in place.params.items() if key == "model"}
    node = GraphNode(name, _CORRECT, inputs=inputs, params=said | model)
    made = _job(roto, Graph({**graph.nodes, name: node}, graph.outputs), Link(name))
    return replace(made.job, domains={**made.job.domains, name: Range(time, Time(1, time.rate))})


def looked_at(roto: Roto) -> Job | None:
    """Return the job of the picture that the node looks at, None where it looks at nothing."""
    picture = roto.picture
    return None if picture is None else _job(roto, roto.graph, picture).job


def prompts_at(prompts: Prompts, time: Time) -> Prompts:
    """Return what is pointed at in one frame."""
    return prompts.where(lambda each: each.time == time)


def _asked(roto: Roto) -> Graph:
    return set_params(roto.graph, roto.node, {"prompts": roto.prompts.to_json(), "obj": roto.obj})


def _job(roto: Roto, graph: Graph, wanted: Link) -> ShotJob:
    outputs = {"out": wanted}
    return shot_job(roto.project, roto.clip, graph=Graph(graph.nodes, outputs))

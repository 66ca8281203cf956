"""What the engine is asked to evaluate: one frozen value, the same for viewer, take, render and export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from nodes.api import Curve, Format, Key, Range, Rate, Time
from nodes.api.times import quotient
from nodes.graph.model import Graph
from nodes.graph.serialise import from_json, to_json
from nodes.media.info import MediaInfo, info_from_json
from nodes.models.bound import BoundModel


@dataclass(frozen=True, slots=True)
class Bound:
    """A file behind a name that source nodes use: its facts, and the fingerprint that stands in keys.

    `light` is the path of a movie of the same frames that is quicker to read, "" for none: at proxy size it
    is read in the file's place, where it is there and large enough.
    """

    info: MediaInfo
    fingerprint: str
    light: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {"info": self.info.to_json(), "fingerprint": self.fingerprint, "light": self.light}


@dataclass(frozen=True, slots=True)
class SoundPiece:
    """A stretch of a file's sound: from media time `start` on, heard over `place` of the job's time.

    `speed` is how fast the media runs, pitch and all; negative, it is heard backwards from `start`, so that
    a stretch that is turned round starts at its end; 0 is silent. `level` is in dB (0 as it is, at -100
    and below nothing) and `pan` from -1, left, to 1, right, both over the job's time. The fades are
    lengths from the place's ends inwards, of equal power. Pieces may overlap: they are summed. `track` is the
    id of the track on which it lies, by which its share of the mix is told; "" where nobody asks.
    """

    media: str
    start: Time
    place: Range
    speed: Fraction = Fraction(1)
    level: Curve | None = None
    pan: Curve | None = None
    fade_in: Time = Time(0, Rate(1))
    fade_out: Time = Time(0, Rate(1))
    track: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return plain data with exact text for times."""
        return {
            "media": self.media,
            "start": self.start.to_json(),
            "place": self.place.to_json(),
            "speed": str(self.speed),
            "level": None if self.level is None else _keys(self.level),
            "pan": None if self.pan is None else _keys(self.pan),
            "fade_in": self.fade_in.to_json(),
            "fade_out": self.fade_out.to_json(),
            "track": self.track,
        }


def _keys(curve: Curve) -> list[list[Any]]:
    return [[key.time.to_json(), key.value] for key in curve.keys]


def _curve(keys: Sequence[Sequence[Any]] | None) -> Curve | None:
    if keys is None:
        return None
    return Curve(tuple(Key(Time.from_json(time), float(value)) for time, value in keys))


def _piece(data: Mapping[str, Any]) -> SoundPiece:
    return SoundPiece(
        media=data["media"],
        start=Time.from_json(data["start"]),
        place=Range.from_json(data["place"]),
        speed=quotient(data["speed"]),
        level=_curve(data["level"]),
        pan=_curve(data["pan"]),
        fade_in=Time.from_json(data["fade_in"]),
        fade_out=Time.from_json(data["fade_out"]),
        track=data["track"],
    )


@dataclass(frozen=True, slots=True)
class Job:
    """A graph with all it needs to run.

    `graph` is a graph, or its JSON, whose output `output` is wanted in `format`; `media` binds the names that
    source nodes read; `domains` says over which media time a source node runs where that is not all of
    its file; `colour` is the working space as JSON; `seed` is the take's, `seeds` those of
    nodes that belong to another take; `next_seeds` those of the takes that are made after this one, which a
    model may make along with it; `sound` the pieces that are heard, summed. `scale` is the size at
    which the work is done, of the full one: 1/2 is half as wide and half as high. `shots` binds the media
    of the shot that nodes belong to, by how the ids of its nodes begin. `guards` names in the same way the
    shots of which nothing is shown where they cannot be made, each with the node that stands for it in the
    rest of the graph; without them the whole job fails. `models` binds what nodes ask for:
    "VideoEdit" the best model installed, "VideoEdit=NAME" the one that a person has chosen in a node's
    parameter; where nothing is bound, Workprint's own engine serves.
    """

    graph: Graph | Mapping[str, Any]
    format: Format
    media: Mapping[str, Bound]
    colour: Mapping[str, str]
    output: str = "out"
    seed: int = 1
    seeds: Mapping[str, int] = field(default_factory=dict)
    next_seeds: tuple[int, ...] = ()
    domains: Mapping[str, Range] = field(default_factory=dict)
    sound: tuple[SoundPiece, ...] = ()
    scale: Fraction = Fraction(1)
    shots: Mapping[str, str] = field(default_factory=dict)
    models: Mapping[str, BoundModel] = field(default_factory=dict)
    guards: Mapping[str, str] = field(default_factory=dict)

    @property
    def graph_json(self) -> Mapping[str, Any]:
        """The graph as plain data."""
        return to_json(self.graph) if isinstance(self.graph, Graph) else self.graph

    def seed_of(self, node: str) -> int:
        """Return the seed of a node that pins none itself."""
        return self.seeds.get(node, self.seed)

    def shot_of(self, node: str) -> str | None:
        """Return the name that the media of a node's shot is bound to, None where it belongs to none."""
        own = max((begin for begin in self.shots if node.startswith(begin)), key=len, default=None)
        return None if own is None else self.shots[own]

    def to_json(self) -> dict[str, Any]:
        """Return plain data, to be sent to the engine's process."""
        return {
            "graph": self.graph_json,
            "format": self.format.to_json(),
            "media": {name: bound.to_json() for name, bound in self.media.items()},
            "colour": dict(self.colour),
            "output": self.output,
            "seed": self.seed,
            "seeds": dict(self.seeds),
            "next_seeds": list(self.next_seeds),
            "domains": {name: domain.to_json() for name, domain in self.domains.items()},
            "sound": [piece.to_json() for piece in self.sound],
            "scale": str(self.scale),
            "shots": dict(self.shots),
            "models": {name: model.to_json() for name, model in self.models.items()},
            "guards": dict(self.guards),
        }


def job_from_json(data: Mapping[str, Any]) -> Job:
    """Return the job that `Job.to_json` described. Raises GraphError for what is no graph."""
    return Job(
        graph=from_json(data["graph"]),
        format=Format.from_json(data["format"]),
        media={
            name: Bound(info_from_json(bound["info"]), bound["fingerprint"], bound["light"])
            for name, bound in data["media"].items()
        },
        colour=data["colour"],
        output=data["output"],
        seed=data["seed"],
        seeds=data["seeds"],
        next_seeds=tuple(data["next_seeds"]),
        domains={name: Range.from_json(domain) for name, domain in data["domains"].items()},
        sound=tuple(_piece(piece) for piece in data["sound"]),
        scale=quotient(data["scale"]),
        shots=data["shots"],
        models={name: BoundModel.from_json(model) for name, model in data["models"].items()},
        guards=data["guards"],
    )

"""What the engine is asked to evaluate: one frozen value, the same for viewer, take, render and export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nodes.api import Format, Range, Time
from nodes.media.info import MediaInfo, info_from_json


@dataclass(frozen=True, slots=True)
class Bound:
    """A file behind a name that source nodes use: its facts, and the fingerprint that stands in keys."""

    info: MediaInfo
    fingerprint: str

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {"info": self.info.to_json(), "fingerprint": self.fingerprint}


@dataclass(frozen=True, slots=True)
class SoundPiece:
    """A stretch of a file's sound: from media time `start`, heard over `place` of the job's time."""

    media: str
    start: Time
    place: Range

    def to_json(self) -> dict[str, Any]:
        """Return plain data with exact text for times."""
        return {"media": self.media, "start": self.start.to_json(), "place": self.place.to_json()}


@dataclass(frozen=True, slots=True)
class Job:
    """A graph with all it needs to run.

    `graph` is graph JSON whose output `output` is wanted in `format`; `media` binds the names that
    source nodes read; `domains` says over which media time a source node runs where that is not all of
    its file; `colour` is the working space as JSON; `seed` is the take's, `seeds` those of
    nodes that belong to another take; `sound` the pieces that are heard, in order and not overlapping.
    """

    graph: Mapping[str, Any]
    format: Format
    media: Mapping[str, Bound]
    colour: Mapping[str, str]
    output: str = "out"
    seed: int = 1
    seeds: Mapping[str, int] = field(default_factory=dict)
    domains: Mapping[str, Range] = field(default_factory=dict)
    sound: tuple[SoundPiece, ...] = ()

    def seed_of(self, node: str) -> int:
        """Return the seed of a node that pins none itself."""
        return self.seeds.get(node, self.seed)

    def to_json(self) -> dict[str, Any]:
        """Return plain data, to be sent to the engine's process."""
        return {
            "graph": self.graph,
            "format": self.format.to_json(),
            "media": {name: bound.to_json() for name, bound in self.media.items()},
            "colour": dict(self.colour),
            "output": self.output,
            "seed": self.seed,
            "seeds": dict(self.seeds),
            "domains": {name: domain.to_json() for name, domain in self.domains.items()},
            "sound": [piece.to_json() for piece in self.sound],
        }


def job_from_json(data: Mapping[str, Any]) -> Job:
    """Return the job that `Job.to_json` described."""
    return Job(
        graph=data["graph"],
        format=Format.from_json(data["format"]),
        media={
            name: Bound(info_from_json(bound["info"]), bound["fingerprint"])
            for name, bound in data["media"].items()
        },
        colour=data["colour"],
        output=data["output"],
        seed=data["seed"],
        seeds=data["seeds"],
        domains={name: Range.from_json(domain) for name, domain in data["domains"].items()},
        sound=tuple(
            SoundPiece(piece["media"], Time.from_json(piece["start"]), Range.from_json(piece["place"]))
            for piece in data["sound"]
        ),
    )

"""Mattes that stay: one from a file, or a frame's as it is now, locked; kept in the project's assets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, TypeAlias

from editor.compile.files import ASSETS
from editor.compile.roto import FOLLOWS, Roto, followed, led
from editor.takes.results import results_folder
from editor.verbs.pointed import with_kept_mattes
from nodes.api.formats import ColourTags
from nodes.api.prompts import AnyPrompt, Lock, MattePrompt, Prompts
from nodes.api.spec import Spec
from nodes.api.times import Range, Time
from nodes.engine.client import Engine
from nodes.engine.job import Job
from nodes.graph.model import Graph, GraphNode

Kind: TypeAlias = Literal["matte", "lock"]
_DATA = ColourTags(matrix="rgb", range="full", primaries="bt709", transfer="linear", data=True)
_NODE = "kept"


def painted(
    engine: Engine, specs: Mapping[str, Spec], folder: Path, path: Path, time: Time, obj: int
) -> AnyPrompt:
    """Return a painted matte from a file, copied into the assets of the project in `folder`.

    Raises BadInput for no file, MediaError for no picture, SaveFailed.
    """
    return _kept(engine, specs, folder, MattePrompt(time, str(path), obj))


def locked(
    engine: Engine, specs: Mapping[str, Spec], roto: Roto, time: Time, obj: int, *, tracked: bool
) -> AnyPrompt:
    """Return a lock on an object's matte as it is at a time, stored in 16 bits among the assets.

    It is the one that is kept where it is `tracked`, else it is followed from what is pointed at.
    Raises what the engine raises, SaveFailed.
    """
    one = replace(roto, obj=obj, prompts=roto.prompts.where(lambda each: each.obj == obj))
    job = followed(roto, "matte").job if tracked else led(one, time)
    with TemporaryDirectory(dir=_made(roto.project.folder / ASSETS), prefix=".locking-") as aside:
        place = Path(aside) / "locked.png"
        over = Range(time, Time(1, time.rate))
        engine.render(job, over, [_target(job, place)], kept=results_folder(roto.project))
        return _kept(engine, specs, roto.project.folder, Lock(time, str(place), obj))


def _kept(engine: Engine, specs: Mapping[str, Spec], folder: Path, prompt: Lock | MattePrompt) -> AnyPrompt:
    prompts = Prompts(locks=(prompt,)) if isinstance(prompt, Lock) else Prompts(mattes=(prompt,))
    graph = Graph({_NODE: GraphNode(_NODE, FOLLOWS, params={"prompts": prompts.to_json()})})
    made = with_kept_mattes(graph, specs, engine, folder / ASSETS, lambda path: f"{ASSETS}/{path.name}")
    stored = made.nodes[_NODE].params["prompts"]
    assert isinstance(stored, Mapping)
    return Prompts.from_json(stored).everything[0]


def _target(job: Job, place: Path) -> dict[str, Any]:
    return {
        "codec": "png",
        "path": str(place),
        "format": job.format.to_json(),
        "layout": "gray16le",
        "colour": asdict(_DATA),
        "timecode": None,
        "reel": None,
        "first": 0,
        "padding": 4,
        "sound": None,
    }


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder

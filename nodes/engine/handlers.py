"""What the frame engine's process answers: each call gets JSON and gives JSON, frames go through slots."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nodes.api import BadInput, Frame, Range, Time, WorkprintError
from nodes.media.colour import from_working
from nodes.media.fingerprint import fingerprint
from nodes.media.probe import probe
from nodes.media.refs import ref_from_json
from nodes.media.working import WorkingSpace, check_working_space
from nodes.process.child import Call

from .cache import FrameCache
from .catalog import builtin_nodes, nodes_in_files
from .forms import form_for, lossless_form
from .job import job_from_json
from .keys import digest
from .prepare import Prepared, prepare
from .render import render
from .run import Run
from .sinks import tags_from_json, target_from_json


def colour_settings(colour: Mapping[str, Any]) -> Mapping[str, str]:
    """Return a job's working space as a recipe records it. Raises ColourSpaceError."""
    space = WorkingSpace.from_json(colour)
    return space.to_json() | {"fingerprint": check_working_space(space)}


class UnknownJob(BadInput):
    """A job was named that this process has not been given, or was given before it was restarted."""


RENDER_CACHE_BYTES = 64 << 20
MOST_RUNS = 4
"""Runs that stay open on one lane, so that a viewer that goes back and forth finds its files open."""


class Handlers:
    """The engine's state in its process: the nodes, the cache, jobs that were loaded, runs that are open.

    Each lane has a thread of its own and runs of its own; the cache is shared.
    """

    def __init__(self, cache_bytes: int, files: Sequence[Path]) -> None:
        self._catalog = {**builtin_nodes(), **nodes_in_files(files)}
        self._cache = FrameCache(cache_bytes)
        self._jobs: dict[str, Prepared] = {}
        self._lane = threading.local()
        self._all_runs: list[OrderedDict[str, Run]] = []

    def by_name(self) -> Mapping[str, Callable[[Call], object]]:
        """Return the calls by name."""
        return {
            "specs": self.specs,
            "probe": self.probe,
            "fingerprint": self.fingerprint,
            "load": self.load,
            "describe": self.describe,
            "colour": self.colour,
            "frame": self.frame,
            "play": self.play,
            "render": self.render,
        }

    def close(self) -> None:
        """Close every file."""
        for runs in self._all_runs:
            while runs:
                runs.popitem()[1].__exit__()

    def specs(self, call: Call) -> object:
        """Return every node's spec by id."""
        return {name: node.spec.to_json() for name, node in self._catalog.items()}

    def probe(self, call: Call) -> object:
        """Return the facts of each media reference, or the error."""
        return self._each(call, lambda ref: probe(ref_from_json(ref)).to_json())

    def fingerprint(self, call: Call) -> object:
        """Return the fingerprint of each media reference, or the error."""
        return self._each(call, lambda ref: fingerprint(ref_from_json(ref)))

    def _each(self, call: Call, look: Callable[[Any], object]) -> list[dict[str, object]]:
        found: list[dict[str, object]] = []
        for number, ref in enumerate(call.args):
            call.check()
            try:
                found.append({"value": look(ref)})
            except WorkprintError as error:
                found.append({"error": error.to_json()})
            call.progress(number + 1, len(call.args))
        return found

    def load(self, call: Call) -> object:
        """Check and prepare a job; return the name that `frame` and `play` call it by."""
        name = digest(call.args)
        if name not in self._jobs:
            self._jobs[name] = prepare(job_from_json(call.args), self._catalog)
        return name

    def describe(self, call: Call) -> object:
        """Return a job's key, whether its seed matters, its colour, and the form of its take or render."""
        job = job_from_json(call.args["job"])
        prepared = prepare(job, self._catalog)
        codec = call.args.get("codec")
        form = form_for(prepared, codec, job.format) if codec else lossless_form(prepared)
        last = prepared.last
        return {
            "key": prepared.key,
            "takes_seed": prepared.takes_seed,
            "colour": colour_settings(job.colour),
            "form": {
                "codec": form.codec,
                "layout": form.layout,
                "colour": asdict(form.colour),
                "name": form.name,
            },
            "format": last.format.to_json(),
            "domain": None if last.domain is None else last.domain.to_json(),
        }

    def colour(self, call: Call) -> object:
        """Return a working space's settings by their real names, with the configuration's fingerprint."""
        return colour_settings(call.args)

    def frame(self, call: Call) -> object:
        """Send one frame of a loaded job."""
        run = self._run(call, call.args["job"])
        self._send(call, run.frame(Time.from_json(call.args["time"])), run)
        return run.stats.to_json()

    def play(self, call: Call) -> object:
        """Send the frames of a range in order, as fast as they are taken."""
        run = self._run(call, call.args["job"])
        for frame in run.frames(Range.from_json(call.args["range"])):
            self._send(call, frame, run)
        return run.stats.to_json()

    def render(self, call: Call) -> object:
        """Render a range of a job into targets and return what it cost."""
        prepared = prepare(job_from_json(call.args["job"]), self._catalog)
        kept = call.args["kept"]
        # Frames of a render are wanted once: what a viewer wants again stays in the shared cache.
        with Run(
            prepared,
            FrameCache(RENDER_CACHE_BYTES),
            check=call.check,
            scratch=lambda: call.scratch,
            kept=Path(kept) if kept else None,
        ) as run:
            count = render(
                run,
                Range.from_json(call.args["range"]),
                [target_from_json(target) for target in call.args["targets"]],
                posters={
                    Time.from_json(poster["time"]): target_from_json(poster["target"])
                    for poster in call.args["posters"]
                },
                told=call.progress,
            )
            return {"frames": count} | run.stats.to_json()

    def _run(self, call: Call, name: str) -> Run:
        """Return this lane's run of a loaded job, opening it where it is not open."""
        runs: OrderedDict[str, Run] | None = getattr(self._lane, "runs", None)
        if runs is None:
            runs = self._lane.runs = OrderedDict()
            self._all_runs.append(runs)
        if name not in self._jobs:
            raise UnknownJob("Show a frame", "the engine does not know the job", hint="Load it first.")
        run = runs.pop(name, None) or Run(self._jobs[name], self._cache, scratch=lambda: call.scratch)
        runs[name] = run
        run.check = call.check
        while len(runs) > MOST_RUNS:
            runs.popitem(last=False)[1].__exit__()
        return run

    def _send(self, call: Call, frame: Frame, run: Run) -> None:
        """Send a frame as native planes or working pixels, or in the layout that was asked for."""
        wanted = call.args.get("layout")
        meta: dict[str, Any] = {
            "time": frame.time.to_json(),
            "display": [frame.display_window.width, frame.display_window.height],
            "colour": asdict(frame.colour),
            "pixel_aspect": str(frame.pixel_aspect),
        }
        native = frame.native
        if wanted and (native is None or native.layout != wanted["layout"]):
            tags = tags_from_json(wanted["colour"])
            space = WorkingSpace.from_json(run.prepared.job.colour)
            native = from_working(space, wanted["layout"], tags)(frame.rgb, frame.alpha)
            meta["colour"] = asdict(tags)
        if native is None:
            assert frame.pixels is not None
            call.send_frame(
                {"pixels": frame.pixels}, meta | {"layout": None, "channels": list(frame.channels)}
            )
        else:
            planes = {f"plane{index}": plane for index, plane in enumerate(native.planes)}
            call.send_frame(planes, meta | {"layout": native.layout})

"""What the frame engine's process answers: each call gets JSON and gives JSON, frames go through slots."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from nodes.api import Box, Frame, Range, Time, WorkprintError
from nodes.api.times import quotient
from nodes.media.fingerprint import fingerprint
from nodes.media.movie_codecs import SoundSpec
from nodes.media.probe import probe
from nodes.media.refs import ref_from_json
from nodes.media.working import WorkingSpace
from nodes.models.worker import Worker
from nodes.models.working import Working
from nodes.process.child import Call

from .asked import asked_from_json
from .cache import FrameCache
from .catalog import Catalog, catalog_of
from .events import VALUE
from .forms import form_for, lossless_form
from .glimpse import Glimpses
from .guards import guarded
from .job import job_from_json
from .lanes import MOST_RUNS, Lanes
from .levelling import answer_levels
from .listening import ANSWERS as LISTENING
from .loads import edited_job
from .looked import answer_cached, answer_pixel, answer_views
from .measuring import be_patient, measured
from .metering import levels_of, peaks_of
from .mix import Mix
from .options import Options
from .playing import play_order
from .prepare import Prepared, colour_settings, prepare
from .recalled import recalled
from .render import render
from .run import Run
from .scoring import ANSWERS as SCORING
from .sending import sent
from .shading import answer_shader, answer_to_display
from .shown import Shown
from .spill import Spill
from .targets import target_from_json
from .telling import telling
from .thumbnails import Thumbnails
from .turns import LOOKED_AT, PLAYED, RENDERED, Turns
from .watching import watched
from .waveforms import answer_waveform

RENDER_CACHE_BYTES = 64 << 20


class Handlers:
    """The engine's state in its process: the nodes, the cache, jobs that were loaded, runs that are open."""

    def __init__(self, options: Options) -> None:
        self._files = [Path(name) for name in options.nodes]
        spill = Spill(Path(options.spill), options.spill_bytes) if options.spill else None
        worker = None if options.worker is None else Worker(options.worker)
        self._lanes = Lanes(FrameCache(options.cache_bytes, half=options.half), spill, worker)
        self._turns = Turns()
        self._thumbnails = Thumbnails(self._turns)

    @cached_property
    def _catalog(self) -> Catalog:
        """The nodes; a file of them that cannot be used is the error of every call that needs them."""
        return catalog_of(self._files)

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
            "sound": self.sound,
            "waveform": answer_waveform,
            "thumbnails": self._thumbnails.answer,
            "trace": self.trace,
            "views": answer_views,
            "shader": answer_shader,
            "to display": answer_to_display,
            "pixel": lambda call: answer_pixel(call, self._lanes),
            "cached": lambda call: answer_cached(call, self._lanes),
            "recall": lambda call: recalled(call, self._catalog),
            "measure": self.measure,
            "levels": answer_levels,
            "hold": lambda call: self._turns.hold(bool(call.args)),
            **LISTENING,
            **SCORING,
            "render": self.render,
            "report": self.report,
            "rest": lambda call: None,
        }

    def close(self) -> None:
        """Close every file."""
        self._lanes.close()
        self._thumbnails.__exit__()

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
        return self._loaded(call.args)

    def _loaded(self, loaded: Mapping[str, Any]) -> str:
        name, jobs = str(loaded["name"]), self._lanes.jobs
        if name in jobs:
            return name
        if "job" in loaded:
            kept = Path(loaded["kept"]) if loaded["kept"] else None
            job, before = job_from_json(loaded["job"]), jobs.latest()
        else:
            before, kept = jobs.get(loaded.get("base", name))
            job = edited_job(before.job, loaded["nodes"])
        jobs.add(name, guarded(job, self._catalog, before), kept)
        return name

    def _scaled(self, name: str, scale: str | None) -> str:
        """Return the name of a job at another scale. Raises UnknownJob, BadInput for what is no scale."""
        if scale is None:
            return name
        prepared, kept = self._lanes.jobs.get(name)
        scaled = f"{name} at {scale}"
        if scaled not in self._lanes.jobs:
            job = replace(prepared.job, scale=quotient(scale))
            self._lanes.jobs.add(scaled, guarded(job, self._catalog), kept)
        return scaled

    def describe(self, call: Call) -> object:
        """Return a job's key, whether its seed matters, models, colour, the form of its take or render."""
        job = job_from_json(call.args["job"])
        prepared = prepare(job, self._catalog)
        codec, asked = call.args.get("codec"), asked_from_json(call.args.get("asked"))
        form = form_for(prepared, codec, job.format, asked) if codec else lossless_form(prepared)
        last = prepared.last
        return {
            "key": prepared.key,
            "takes_seed": prepared.takes_seed,
            "models": prepared.models,
            "colour": colour_settings(job.colour),
            "form": {
                "codec": form.codec,
                "layout": form.layout,
                "colour": asdict(form.colour),
                "quality": form.quality,
                "name": form.name,
            },
            "format": last.format.to_json(),
            "domain": None if last.domain is None else last.domain.to_json(),
        }

    def colour(self, call: Call) -> object:
        """Return a working space by its real names, with its fingerprint."""
        return colour_settings(call.args)

    def frame(self, call: Call) -> object:
        """Send one frame of a job and return what it cost; one that may be unknown comes along as `load`."""
        if call.args["load"] is not None:
            self._loaded(call.args["load"])
        with self._turns.at_work(LOOKED_AT):
            run = self._lanes.run(call, self._scaled(call.args["name"], call.args["scale"]))
            region = call.args["region"]
            frame = run.frame(Time.from_json(call.args["time"]), Box(*region) if region else None)
            self._send(call, frame, run.prepared, {"cost": run.stats.totals()})
        return run.stats.totals()

    def play(self, call: Call) -> object:
        """Send every `step`-th frame of a range, as fast as they are taken, and return what they cost.

        The jobs come along, so that the call can be made again in a new process; `skip` frames of them were
        sent before. Those `beside` the first are sent with its frames, as `watching` says.
        """
        asked, scale = call.args, call.args["scale"]
        loads = [asked["load"], *asked["beside"], *([asked["matte"]] if asked["matte"] else ())]
        names, most = [self._scaled(self._loaded(load), scale) for load in loads], max(MOST_RUNS, len(loads))
        range = Range.from_json(asked["range"])
        anew = range.frame_count > 1
        jobs = [Shown(self._lanes, self._catalog, call, name, most=most, anew=anew) for name in names]

        shown = len(jobs) - bool(asked["matte"])

        def made(time: Time) -> tuple[list[Frame], list[dict[str, Any]]]:
            self._turns.give_way(PLAYED, call.check)
            with self._turns.at_work(PLAYED):
                frames, refused = zip(*(job.frame(time) for job in jobs), strict=True)
            told = enumerate(refused[:shown])
            return list(frames), [why.to_json() | {"of": at} for at, each in told for why in each.values()]

        first = jobs[0].run
        space = WorkingSpace.from_json(first.prepared.job.colour)
        for index, time in enumerate(play_order(range, asked["step"], made)):
            if index >= asked["skip"]:
                frames, refused = made(time)
                arrays, facts = watched(frames, asked, space)
                facts |= {"refused": refused} if refused else {}
                call.send_frame(arrays, facts | {"scale": str(first.prepared.job.scale), "index": index})
        return first.stats.totals()

    def report(self, call: Call) -> object:
        """Return what each node of a loaded job cost so far, and what is held of it."""
        return self._lanes.report(call.args)

    def sound(self, call: Call) -> object:
        """Send the sound of a range in blocks, as fast as they are taken, and how loud each track is."""
        prepared, _ = self._lanes.jobs.get(self._loaded(call.args["load"]))
        range = Range.from_json(call.args["range"])
        spec = SoundSpec(call.args["rate"], call.args["channels"])
        with Mix(prepared.job, range.start, spec) as mix:
            for block, shares in mix.blocks_and_shares(range.duration):
                call.check()
                tracks = {track: peaks_of(share) for track, share in shares.items() if track}
                call.send_frame(block, {"levels": levels_of(block), "tracks": tracks})
        return None

    def trace(self, call: Call) -> object:
        """Return what a job's output, a curve, is at each frame of a range."""
        prepared = prepare(job_from_json(call.args["job"]), self._catalog)
        kept = call.args["kept"]
        with Run(
            prepared,
            FrameCache(RENDER_CACHE_BYTES, spares_large=True),
            check=call.check,
            scratch=lambda: call.scratch,
            kept=Path(kept) if kept else None,
            forward=True,
            worker=self._lanes.worker,
            heard=telling(call),
        ) as run:
            times = list(Range.from_json(call.args["range"]).frames())
            found = []
            for done, time in enumerate(times):
                found.append(run.number(time))
                call.send({"event": VALUE, "frame": time.frame, "value": found[-1]})
                call.progress(done + 1, len(times))
                self._turns.give_way(RENDERED, call.check)
            return found

    def measure(self, call: Call) -> object:
        """Return the measures of a take; its matte's graph is run along. Its thread gives way to others."""
        be_patient()

        def rest() -> None:
            self._turns.rest(call.check)

        with ExitStack() as opened:
            if call.args["matte"] is None:
                return measured(call, None, rest)
            prepared = prepare(job_from_json(call.args["matte"]), self._catalog)
            kept = call.args["kept"]
            run = Run(
                prepared,
                FrameCache(RENDER_CACHE_BYTES, spares_large=True),
                check=call.check,
                scratch=lambda: call.scratch,
                kept=Path(kept) if kept else None,
                forward=True,
                worker=self._lanes.worker,
            )
            return measured(call, opened.enter_context(run).frame, rest)

    def render(self, call: Call) -> object:
        """Render a range of a job into targets and return what it cost."""
        prepared = prepare(job_from_json(call.args["job"]), self._catalog)
        kept = call.args["kept"]
        space = WorkingSpace.from_json(prepared.job.colour)
        lanes = self._lanes
        glimpses = Glimpses(call, space) if call.args["glimpses"] else None

        def told(done: int, total: int) -> None:
            call.progress(done, total)
            self._turns.rest(call.check)
            self._turns.give_way(RENDERED, call.check)

        heard = telling(call, glimpses)

        def stepped(node: str, working: Working) -> None:
            heard(node, working)
            self._turns.rest(call.check)

        # Frames of a render are wanted once: what a viewer wants again stays in the shared cache.
        with Run(
            prepared,
            FrameCache(RENDER_CACHE_BYTES, spares_large=True),
            check=call.check,
            scratch=lambda: call.scratch,
            kept=Path(kept) if kept else None,
            forward=True,
            peers=lanes.cache,
            spill=lanes.spill,
            flights=None if lanes.cache.half else lanes.flights,
            worker=lanes.worker,
            heard=stepped,
            validate=call.args["validate"],
        ) as run:
            count = render(
                run,
                Range.from_json(call.args["range"]),
                [target_from_json(target) for target in call.args["targets"]],
                posters={
                    Time.from_json(poster["time"]): target_from_json(poster["target"])
                    for poster in call.args["posters"]
                },
                told=told,
                seen=glimpses or (lambda frame: None),
            )
            ran = lanes.worker.ran() if lanes.worker is not None and prepared.models else []
            return {"frames": count, "checked": run.checked, "ran": ran} | run.stats.to_json()

    def _send(self, call: Call, frame: Frame, prepared: Prepared, said: Mapping[str, Any]) -> None:
        space = WorkingSpace.from_json(prepared.job.colour)
        arrays, facts = sent(frame, call.args.get("layout"), space)
        call.send_frame(arrays, facts | {"scale": str(prepared.job.scale)} | dict(said))

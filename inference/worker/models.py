"""Models as calls: any method of any card's model, loaded when it is needed, by the plan that fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path

from inference.families.adapter import Load
from inference.families.finding import family
from inference.memory.choose import native_shape
from inference.memory.freeing import Gauge, free_memory, out_of_memory
from inference.memory.machine import Machine, gpus_by_torch, this_machine
from inference.memory.plan import Plan
from inference.memory.predict import Measured
from inference.memory.remembered import Remembered
from inference.memory.shapes import Shape, shape_of
from inference.worker.asked import Asked
from inference.worker.driving import driven, loaded, method_of
from inference.worker.errors import OutOfRoom, first_line
from inference.worker.gate import Turn
from inference.worker.leases import Held, turns
from inference.worker.pace import Pace
from inference.worker.resuming import onward
from inference.worker.room import Room
from inference.worker.run import Run
from inference.worker.telling import Telling
from inference.worker.watching import Patience, Watching
from nodes.process.child import Call, Handler, Stop


def machine_now() -> Machine:
    """Return this machine with the devices that torch can use."""
    return this_machine(gpus_by_torch())


@dataclass(frozen=True, slots=True)
class Setup:
    """What the worker is made of: the file of what runs took, how families are found, its patience.

    `preview_seconds` lie between two pictures of the work.
    """

    measured: Path | None = None
    family: Callable[[str], Load] = family
    patience: Patience = field(default_factory=Patience)
    preview_seconds: float = 1.0
    machine: Callable[[], Machine] = machine_now


class Models:
    """Every loaded model, and the calls that use, list and unload them."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._remembered = Remembered(setup.measured)
        self._room = Room(setup.machine, self._remembered)
        self._leases = self._room.leases

    def handlers(self) -> Mapping[str, Handler]:
        """Return the calls by name."""
        names = ("run", "held", "unload", "machine", "ready")
        return {f"model.{name}": getattr(self, name) for name in names}

    def run(self, call: Call) -> object:
        """Run one method of a model: `card`, `folder`, `method`, `settings`, `arrays` (handed over) or None.

        Says by which plan it runs in the event {"event": "plan", "title", "plan"}. Sends the arrays that the
        method yields as frames, progress with `seconds` left, pictures of the work with the meta
        {"is": "preview"}; returns what the method returns. Where memory runs out it begins again, for fewer
        seeds or with a smaller plan, announced by {"event": "retry", "why", "plan", "goes_on"}: what was sent
        is sent again, unless it goes on from there. Raises BadInput, Failed where the model does not load,
        OutOfRoom, ModelFault.
        """
        asked = Asked.of(call.args)
        shape = shape_of(asked.settings, asked.arrays, native_shape(asked.card))
        run, before = Run(call, asked, shape), None
        run.tried += ["the worker outgrew this machine's memory"] if asked.too_large else []
        for plan, seeds in self._tries(asked, shape):
            run.cut(seeds)
            if before is not None:
                self._go_on(run, before, plan)
            run.begin()
            try:
                return self._by(run, plan)
            except Stop:
                stopped = True
            except (MemoryError, RuntimeError, OSError) as error:
                if not out_of_memory(error):
                    raise
                stopped = False
                run.tried.append(f"{plan}: {first_line(error)}")
            # The error and with it the frames of the step are gone here: what they held can be given back.
            free_memory()
            if stopped:
                raise Stop
            self._room.note_short(asked, run.shape, plan)
            before = plan
        raise self._no_room(run)

    def _tries(self, asked: Asked, shape: Shape) -> Iterator[tuple[Plan, int]]:
        """Yield plans and how many seeds to make at once: fewer and fewer before any smaller plan."""
        seeds = self._room.at_once(asked, shape)
        for plan in self._room.plans(asked, replace(shape, count=1)):
            while seeds > 1:
                yield plan, seeds
                seeds //= 2
            yield plan, 1

    def held(self, call: Call) -> object:
        """Return what is loaded: title, plan, bytes, seconds it took, open sessions."""
        return self._leases.told()

    def unload(self, call: Call) -> object:
        """Unload every model that nobody uses, and return what is left."""
        self._leases.send_all_away()
        free_memory()
        return self._leases.told()

    def machine(self, call: Call) -> object:
        """Return memory and devices as they are now; see `Machine`."""
        return self._setup.machine().to_json()

    def ready(self, call: Call) -> object:
        """Import what every model needs, so that the first one need not wait for it."""
        for name in (
            "torch",
            "safetensors.torch",
            "diffusers.models.modeling_utils",
            "transformers.modeling_utils",
        ):
            import_module(name)
        return None

    def _by(self, run: Run, plan: Plan) -> object:
        """Run by one plan, with the model loaded so, at its turn."""
        call, asked, pace = run.call, run.asked, Pace()
        what = f"'{asked.method}' of '{asked.card.name}'"
        with (
            turns(self._leases, asked.key, plan.device, call.check) as turn,
            Watching(call, what, turn, pace, self._setup.patience),
        ):
            place, shape = self._room.place(asked, plan), run.shape.within(plan)
            with self._remembered.under_way(place, shape):
                held = self._lent(run, plan)
                call.send({"event": "plan", "title": asked.card.name, "plan": held.plan.to_json()})
                gauge = Gauge(plan.device)
                value = self._driven(run, held, turn, pace)
            self._remembered.note(place, Measured(shape, gauge.read()))
            return value

    def _driven(self, run: Run, held: Held, turn: Turn, pace: Pace) -> object:
        asked = run.asked
        method = method_of(held.adapter, asked)
        method = onward(method, run.past) if run.past else method
        turn.give_way()
        telling = Telling(run.call, turn, pace, self._setup.preview_seconds)
        try:
            value = driven(run.call, asked, method, telling, run.note)
            if asked.session is not None and asked.method == "open":
                held.sessions.add(asked.session)
            return value
        finally:
            if asked.session is not None and asked.method == "close":
                held.sessions.discard(asked.session)

    def _lent(self, run: Run, plan: Plan) -> Held:
        asked = run.asked
        lying = self._leases.lying(asked.key)
        if lying is None or lying.plan != plan:
            run.call.progress(0, None, f"loading {asked.card.name}")
        wanted = self._room.wanted(asked, run.shape, plan)
        return self._leases.lent(
            asked.key, asked.card.name, plan, wanted, lambda: loaded(asked, plan, self._setup.family)
        )

    def _go_on(self, run: Run, before: Plan, plan: Plan) -> None:
        """Announce another try with a smaller plan, or refuse where it could not go on with what was sent."""
        lost = run.asked.session is not None and run.asked.method != "open"
        other = bool(run.sent) and plan.window != before.window
        if lost or (other and not run.go_on()):
            raise self._no_room(run)
        if plan != before:
            self._leases.send_away(run.asked.key)
        said = {"event": "retry", "why": run.tried[-1], "plan": plan.to_json(), "goes_on": other}
        run.call.send(said)

    def _no_room(self, run: Run) -> OutOfRoom:
        attempted = f"Run '{run.asked.method}' of '{run.asked.card.name}' at {run.shape}"
        why = f"memory ran out ({'; '.join(run.tried[-2:])})"
        return OutOfRoom(attempted, why, hint=self._room.hint(run.asked, run.shape))

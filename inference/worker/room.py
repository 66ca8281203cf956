"""Which plans a call may try on this machine as it is now, counting what could be sent away for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from inference.memory.choose import chosen, known_of, would_fit
from inference.memory.machine import Machine
from inference.memory.plan import Plan
from inference.memory.predict import Measured, need
from inference.memory.remembered import Remembered, place_of
from inference.memory.shapes import Shape
from inference.worker.asked import Asked
from inference.worker.leases import Leases


class Room:
    """This machine's memory as the worker's models see it; `machine` looks at it anew."""

    def __init__(self, machine: Callable[[], Machine], remembered: Remembered) -> None:
        self.machine = machine
        self._remembered = remembered
        self.leases = Leases(lambda device: machine().budget_of(device))

    def plans(self, asked: Asked, shape: Shape) -> list[Plan]:
        """Return the plans to try, the fullest that fits first; with a session open, the one it lies by.

        A plan in whose middle the system ended the process for want of memory is passed over, once. So are
        those in whose middle this call's worker grew too large; then none may be left.
        """
        held = self.leases.lying(asked.key)
        if held is not None and held.sessions:
            return [held.plan]
        machine = self._without_idle(asked)
        plans = chosen(asked.card, shape, machine, known_of(asked.card, machine, self._remembered))
        plans = [plan for plan in plans if not self._outgrown(asked, shape, plan)]
        while len(plans) > 1 and self._remembered.died(self.place(asked, plans[0]), shape.within(plans[0])):
            plans = plans[1:]
        return plans

    def _outgrown(self, asked: Asked, shape: Shape, plan: Plan) -> bool:
        """Say whether this call's worker grew too large by a plan; where that ran alone it is remembered."""
        if not asked.too_large:
            return False
        place, within = self.place(asked, plan), shape.within(plan)
        if self._remembered.outgrown_alone(place, within):
            self.note_short(asked, shape, plan)
        return self._remembered.outgrown(place, within)

    def at_once(self, asked: Asked, shape: Shape) -> int:
        """Return how many of the seeds that are asked for have room by the plan that one would get."""
        if shape.count == 1:
            return 1
        machine = self._without_idle(asked)
        known = known_of(asked.card, machine, self._remembered)
        plan = chosen(asked.card, replace(shape, count=1), machine, known)[0]
        room = machine.budget_of(plan.device)
        for count in range(shape.count, 1, -1):
            several = replace(shape, count=count)
            if self._outgrown(asked, several, plan):
                continue
            if need(asked.card, several, plan, known(plan)).device <= room:
                return count
        return 1

    def wanted(self, asked: Asked, shape: Shape, plan: Plan) -> int:
        """Return the bytes that a plan is predicted to take on its device."""
        known = self._remembered.measured(self.place(asked, plan))
        return need(asked.card, shape, plan, known).device

    def place(self, asked: Asked, plan: Plan) -> str:
        """Return what the runs of a model by a plan are remembered under."""
        titles = {gpu.device: gpu.title for gpu in self.machine().gpus}
        return place_of(asked.card.name, plan, titles.get(plan.device, "cpu"))

    def note_short(self, asked: Asked, shape: Shape, plan: Plan) -> None:
        """Remember that what is free now was not enough for a plan."""
        room = self._without_idle(asked).budget_of(plan.device)
        self._remembered.note(self.place(asked, plan), Measured(shape.within(plan), room, failed=True))

    def hint(self, asked: Asked, shape: Shape) -> str:
        """Return what would fit now, as a sentence."""
        machine = self._without_idle(asked)
        smaller = would_fit(asked.card, shape, machine, known_of(asked.card, machine, self._remembered))
        return f"{smaller} would fit now." if smaller else "Close other programs, or take a smaller model."

    def _without_idle(self, asked: Asked) -> Machine:
        """Return the machine as it would be if the models that may go for this one were gone."""
        machine, ours = self.machine(), self.leases.idle_bytes(asked.key)
        gpus = tuple(replace(gpu, free=gpu.free + ours.get(gpu.device, 0)) for gpu in machine.gpus)
        return replace(machine, free=machine.free + ours.get("cpu", 0), gpus=gpus)

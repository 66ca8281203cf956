"""How each installed model would run on this machine: the plan, and what it takes of memory."""

from __future__ import annotations

from dataclasses import dataclass

from editor.compile.models import user_store
from editor.folders import trained_folder
from inference.memory.choose import describe, fits, known_of, native_shape
from inference.memory.machine import GIB, Machine, gpus_by_tool, this_machine
from inference.memory.remembered import Remembered
from inference.store.choose import Installed, installed
from inference.store.store import shelf

MEASURED = "measured.json"
"""The file, beside what was learned on the spot, in which the worker keeps what runs of models took."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An installed model, how it would run at its own size, and whether memory suffices."""

    name: str
    said: str
    fits: bool


def plans() -> tuple[str, list[Planned]]:
    """Return the machine's memory in words, and the plan of every model that can be used now."""
    machine = this_machine(gpus_by_tool())
    remembered = Remembered(trained_folder() / MEASURED)
    store = user_store()
    found = installed(store, shelf(store))
    return memory_text(machine), [_planned(each, machine, remembered) for each in found]


def memory_text(machine: Machine) -> str:
    """Return what is free of main memory and of each device's own."""
    said = [f"{_gib(machine.free)} of {_gib(machine.total)} free"]
    said += [f"{gpu.device} {gpu.title}: {_gib(gpu.free)} of {_gib(gpu.total)} free" for gpu in machine.gpus]
    return "; ".join(said)


def _planned(model: Installed, machine: Machine, remembered: Remembered) -> Planned:
    card = model.card
    every = fits(card, native_shape(card), machine, known_of(card, machine, remembered))
    return Planned(card.name, describe(card, machine, remembered), any(each.fits for each in every))


def _gib(size: int) -> str:
    return f"{size / GIB:.1f} GiB"

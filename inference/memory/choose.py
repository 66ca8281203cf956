"""Which plan a model gets on a machine: the fullest that fits, then the smaller ones in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from inference.memory.machine import GIB, Gpu, Machine
from inference.memory.plan import Plan, smaller_plans
from inference.memory.predict import Measured, Need, need
from inference.memory.remembered import Remembered, place_of
from inference.memory.shapes import Shape

if TYPE_CHECKING:
    from inference.cards.card import Card, Lengths

Known = Callable[[Plan], Sequence[Measured]]


@dataclass(frozen=True, slots=True)
class Fit:
    """A plan, what it takes, and whether that is free."""

    plan: Plan
    need: Need
    fits: bool


def native_shape(card: Card) -> Shape:
    """Return the size and length that a card's model was made for."""
    width, height = card.sizes[0] if card.sizes else (512, 512)
    return Shape(card.lengths.most, height, width)


def known_of(card: Card, machine: Machine, remembered: Remembered) -> Known:
    """Return what looks up the runs of a card that were measured on this machine by a plan."""
    titles = {gpu.device: gpu.title for gpu in machine.gpus}
    return lambda plan: remembered.measured(place_of(card.name, plan, titles.get(plan.device, "cpu")))


def fits(card: Card, shape: Shape, machine: Machine, known: Known) -> list[Fit]:
    """Return every plan from the fullest to the smallest, each with what it takes and whether that is free.

    On a device with memory of its own the card's type is computed in; on the CPU float32, which it computes
    fastest, then bfloat16. Devices come before the CPU, the one with the most room first.
    """
    every = []
    for plan in plans(card, machine):
        wanted = need(card, shape, plan, known(plan))
        room = machine.budget_of(plan.device)
        every.append(Fit(plan, wanted, wanted.device <= room and wanted.host <= machine.budget))
    return every


def chosen(card: Card, shape: Shape, machine: Machine, known: Known) -> list[Plan]:
    """Return the plans to try, in order: the fullest that fits and what is smaller on the same device.

    Where none fits the smallest of all is left, since a prediction may be wrong.
    """
    every = fits(card, shape, machine, known)
    first = next((index for index, fit in enumerate(every) if fit.fits), len(every) - 1)
    device = every[first].plan.device
    return [fit.plan for fit in every[first:] if fit.plan.device == device]


def plans(card: Card, machine: Machine) -> Iterator[Plan]:
    """Yield the plans of a card on a machine, from the fullest to the smallest.

    Layers are compiled on the devices that options.compile lists ("gpu", "cpu"), on none by default: a first
    run takes minutes longer. options.beside lists in the same way where one stretch is decoded while the next
    is made. options.attention names a backend of diffusers for devices.
    """
    windows = tuple(_windows(card.lengths))
    compiled, beside = card.options.get("compile", ()), card.options.get("beside", ())
    for gpu in sorted(machine.gpus, key=lambda gpu: -gpu.free):
        attention = str(card.options.get("attention", "native"))
        full = Plan(
            gpu.device, card.dtype, attention=attention, compile="gpu" in compiled, beside="gpu" in beside
        )
        yield from chain((full,), smaller_plans(full, windows))
    full = Plan("cpu", "float32", compile="cpu" in compiled, beside="cpu" in beside)
    yield full
    if card.dtype != "float32":
        full = replace(full, dtype="bfloat16")
        yield full
    yield from smaller_plans(full, windows)


def would_fit(card: Card, shape: Shape, machine: Machine, known: Known) -> Shape | None:
    """Return the largest piece of the same picture that some plan is predicted to have room for, if any.

    Tried are fewer frames, then half, a third and a quarter of the sides, each with fewer frames.
    """
    lengths = [shape.frames, *(frames for frames in _windows(card.lengths) if frames < shape.frames)]
    for part in (1, 2, 3, 4):
        sides = [
            max(card.multiple, side // part // card.multiple * card.multiple)
            for side in (shape.rows, shape.columns)
        ]
        for frames in lengths:
            smaller = Shape(frames, *(sides if part > 1 else (shape.rows, shape.columns)))
            if smaller != shape and any(fit.fits for fit in fits(card, smaller, machine, known)):
                return smaller
    return None


def describe(card: Card, machine: Machine, remembered: Remembered | None = None) -> str:
    """Return in a line how a model would run here at its own size: plan and memory, or what it lacks."""
    shape = native_shape(card)
    known = known_of(card, machine, remembered or Remembered(None))
    every = fits(card, shape, machine, known)
    best = next((fit for fit in every if fit.fits), None)
    said = f"{shape}: "
    if best is None:
        least = min(every, key=lambda fit: fit.need.device)
        smaller = would_fit(card, shape, machine, known)
        hint = f"; {smaller} would fit" if smaller else ""
        return (
            f"{said}needs {_size(least.need.device)} at least ({least.plan}), {_room(machine)} is free{hint}"
        )
    beside = f" and {_size(best.need.host)} of main memory" if best.need.host else ""
    learned = "measured" if known(best.plan) else "predicted"
    return f"{said}{best.plan}; {_size(best.need.device)}{beside} ({learned})"


def _windows(lengths: Lengths) -> Iterator[int]:
    """Yield fewer and fewer frames: about a half each time, of a length that the model can make."""
    frames = lengths.most
    while frames > 2 * max(lengths.step, lengths.overlap) + 1:
        frames = lengths.fitting(frames // 2)
        yield frames


def _room(machine: Machine) -> str:
    gpu: Gpu | None = max(machine.gpus, key=lambda gpu: gpu.budget, default=None)
    return _size(machine.budget if gpu is None else max(gpu.budget, machine.budget))


def _size(size: int) -> str:
    return f"{size / GIB:.1f} GiB"

"""The objects that are pointed at: taken in hand, named, shown, locked, added and taken away."""

from __future__ import annotations

from .model import PointingModel


def add_object(model: PointingModel) -> None:
    """Point at another object from now on."""
    if model.target.value is not None:
        model.obj.set(max(model.objects) + 1)
        model.chosen.set(None)


def next_object(model: PointingModel, step: int = 1) -> None:
    """Take the next object in hand."""
    if objects := model.objects:
        model.obj.set(objects[(objects.index(model.obj.value) + step) % len(objects)])
        model.chosen.set(None)


def remove_object(model: PointingModel, obj: int) -> None:
    """Take an object away with all that points at it."""
    target = model.target.value
    if target is not None and model.may(obj):
        model.change(target.without_object(obj), "remove object", {"object": obj})
        now = model.target.value
        model.obj.set(now.objects[0] if now is not None else 1)


def rename_object(model: PointingModel, obj: int, name: str) -> None:
    """Call an object something; "" takes its name away."""
    target, name = model.target.value, name.strip()
    if target is not None and name != target.names.get(obj, ""):
        graph = target.with_object(obj, name, obj in target.locked)
        model.change(graph, "rename object", {"object": obj, "name": name})


def lock_object(model: PointingModel, obj: int, on: bool) -> None:
    """Let nothing that is pointed at change an object, or let it again."""
    target = model.target.value
    if target is not None:
        graph = target.with_object(obj, target.names.get(obj, ""), on)
        model.change(graph, "lock object" if on else "unlock object", {"object": obj})


def show_object(model: PointingModel, obj: int, on: bool) -> None:
    """Show an object's matte and prompts, or not."""
    model.hidden.set(model.hidden.value - {obj} if on else model.hidden.value | {obj})


def toggle_solo(model: PointingModel, obj: int) -> None:
    """Show one object alone, or all again."""
    model.solo.set(None if model.solo.value == obj else obj)

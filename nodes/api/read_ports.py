"""Read inputs, injected arguments and outputs off annotations, and the shape that they make."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args, get_origin

from .arguments import MISSING, Argument, hints_of, refuse
from .curves import Curve
from .formats import ColourSpace, Format
from .frames import Frame, Matte
from .hints import Around, Chunks, File, Model, Shot
from .ports import Port, PortType
from .sound import Audio
from .spec import Injected, Shape
from .streams import At, Clip, Context, Stream
from .times import Range, Time

Access: TypeAlias = Literal["frame", "around", "chunks", "stream", "clip", ""]
"""How one input is read; empty for sound and curves, which fit every shape."""

PICTURES: Mapping[Any, PortType] = {Frame: "frame", Matte: "matte"}

_INJECTED: Mapping[Any, Literal["time", "range", "format", "context", "colour"]] = {
    Time: "time",
    Range: "range",
    Format: "format",
    Context: "context",
    ColourSpace: "colour",
}


@dataclass(frozen=True)
class Input:
    """An input port and how its pictures are read."""

    port: Port
    access: Access


def read_input(argument: Argument) -> Input | None:
    """Return the argument as an input, or None if it is none."""
    if argument.find(File) or argument.find(Shot) or argument.find(Model):
        return None
    found = _input_type(argument)
    if found is None:
        return None
    kind, access, window = found
    if argument.optional and argument.default is not None:
        argument.refuse("may be None but says not when", "Write `| None = None` for an optional input.")
    if not argument.optional and argument.default is not MISSING:
        argument.refuse("is an input with a default", "Write `| None = None` for an optional input.")
    return Input(Port(argument.name, kind, argument.optional, argument.variadic, window), access)


def _input_type(argument: Argument) -> tuple[PortType, Access, Around | Chunks | None] | None:
    base, origin = argument.base, get_origin(argument.base)
    inner = get_args(argument.base)
    if base in PICTURES:
        return PICTURES[base], "frame", None
    if base is Audio:
        return "audio", "", None
    if (base is Curve or origin is Curve) and argument.default in (MISSING, None):
        return "curve", "", None
    if origin not in (Sequence, Stream, Clip):
        return None
    if inner[0] not in PICTURES:
        argument.refuse(f"reads {inner[0]!r}", "A node reads Frame or Matte.")
    picture = PICTURES[inner[0]]
    if origin is Stream:
        return picture, "stream", None
    if origin is Clip:
        return picture, "clip", None
    around, chunks = argument.find(Around), argument.find(Chunks)
    if bool(around) == bool(chunks):
        argument.refuse(
            "does not say how many frames it sees",
            "Write Annotated[Frames, Around(2, 2)] or Annotated[Frames, Chunks(81, overlap=16)].",
        )
    return picture, "around" if around else "chunks", around or chunks


def read_injected(argument: Argument) -> Injected | None:
    """Return the argument as one the engine fills by its type, or None if it is none."""
    if argument.find(Shot):
        return Injected(argument.name, "shot", reader(argument, "Shot"))
    if argument.default is not MISSING or argument.optional or argument.base not in _INJECTED:
        return None
    return Injected(argument.name, _INJECTED[argument.base])


def reader(argument: Argument, hint: str) -> str:
    """Return what a reader with that hint reads: frame, matte or audio. Raises NodeDefinitionError."""
    if argument.variadic:
        argument.refuse(f"is a list of {hint}()", "Write one argument for each.")
    if argument.base is Audio:
        return "audio"
    if get_origin(argument.base) is Clip and get_args(argument.base)[0] in PICTURES:
        return PICTURES[get_args(argument.base)[0]]
    argument.refuse(f"cannot be read by {hint}()", f"Write Annotated[Clip[Frame], {hint}()], or Audio.")


def read_outputs(node: str, annotation: Any, scope: Mapping[str, Any] | None) -> tuple[tuple[Port, ...], str]:
    """Return output ports and the form they come in: value, sequence, iterator, at or signal."""
    if annotation is MISSING or annotation is type(None):
        refuse(node, "it returns nothing", "Write what it returns: `-> Frame`, `-> Iterator[At[Matte]]` …")
    origin, inner = get_origin(annotation), get_args(annotation)
    form = "value"
    if origin in (Iterator, Iterable, Generator):
        form, annotation = "iterator", inner[0]
        if get_origin(annotation) is At:
            form, annotation = "at", get_args(annotation)[0]
    elif origin is Sequence:
        form, annotation = "sequence", inner[0]
    fields = hints_of(node, annotation, scope) if hasattr(annotation, "_fields") else {"out": annotation}
    signals = [_signal(value) for value in fields.values()]
    if form == "value" and signals and all(signals):
        return tuple(Port(name, kind) for name, kind in zip(fields, signals, strict=True) if kind), "signal"
    return tuple(Port(name, _picture(node, name, value)) for name, value in fields.items()), form


def _signal(annotation: Any) -> PortType | None:
    if annotation is Audio:
        return "audio"
    return "curve" if annotation is Curve or get_origin(annotation) is Curve else None


def _picture(node: str, name: str, annotation: Any) -> PortType:
    if annotation is float:
        return "curve"
    if annotation in PICTURES:
        return PICTURES[annotation]
    if annotation is Audio or annotation == Audio | None:
        return "audio"
    refuse(
        node,
        f"output {name!r} is {getattr(annotation, '__name__', annotation)!r}",
        "Return Frame, Matte or float (or a NamedTuple of them and Audio), or Curve or Audio.",
    )


_SHAPES: Mapping[tuple[frozenset[Access], str], Shape] = {
    (frozenset(), "value"): "frame",
    (frozenset(), "iterator"): "stream",
    (frozenset(), "at"): "clip",
    (frozenset(), "signal"): "signal",
    (frozenset({"frame"}), "value"): "frame",
    (frozenset({"around"}), "value"): "around",
    (frozenset({"around", "frame"}), "value"): "around",
    (frozenset({"chunks"}), "sequence"): "chunks",
    (frozenset({"stream"}), "iterator"): "stream",
    (frozenset({"clip"}), "at"): "clip",
    (frozenset({"clip"}), "signal"): "signal",
}

_RETURNS: Mapping[frozenset[Access], str] = {
    frozenset(): "-> Frame, -> Iterator[Frame], -> Iterator[At[Frame]], -> Curve or -> Audio",
    frozenset({"frame"}): "-> Frame",
    frozenset({"around"}): "-> Frame",
    frozenset({"around", "frame"}): "-> Frame",
    frozenset({"chunks"}): "-> Frames",
    frozenset({"stream"}): "-> Iterator[Frame]",
    frozenset({"clip"}): "-> Iterator[At[Frame]], or -> Curve",
}


def shape_of(node: str, inputs: Sequence[Input], form: str) -> Shape:
    """Return which of the six shapes inputs and return value make. Raises NodeDefinitionError for none."""
    accesses = frozenset(each.access for each in inputs if each.access)
    if accesses not in _RETURNS:
        mixed = ", ".join(f"{each.port.name!r} as {each.access}" for each in inputs if each.access)
        refuse(node, f"its inputs are read in ways that do not go together: {mixed}", "Write Clip for all.")
    windows = {each.port.window for each in inputs if each.access == "chunks"}
    if len(windows) > 1:
        refuse(node, "its inputs come in different chunks", "Give each input the same Chunks(…).")
    shape = _SHAPES.get((accesses, form))
    if shape is None:
        refuse(node, "what it returns does not fit what it reads", f"Write {_RETURNS[accesses]}.")
    return shape

"""Read parameters off annotations and defaults."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal, get_args, get_origin

from . import capabilities
from .arguments import MISSING, Argument, peel
from .curves import Curve
from .errors import BadValue
from .hints import Choice, File, FromTake, Handle, Model, Pixels, Slider, VisibleWhen
from .kinds import Kind
from .params import Param
from .prompts import Prompts
from .read_ports import reader
from .times import Range, Time

_PLAIN: dict[Any, str] = {
    bool: "bool",
    int: "int",
    float: "float",
    str: "str",
    Time: "time",
    Range: "range",
    Prompts: "prompts",
}


def read_param(argument: Argument) -> Param:
    """Return the argument as a parameter; its default is checked. Raises NodeDefinitionError."""
    kind = _kind_of(argument)
    slider = argument.find(Slider)
    if slider and not slider.low < slider.high:
        argument.refuse(f"has a slider from {slider.low} to {slider.high}", "Write the lower end first.")
    nullable = argument.optional or kind.name in ("seed", "model")
    blank = Param(
        argument.name,
        kind,
        required=kind.name == "file" and not nullable,
        nullable=nullable,
        slider=slider,
        visible_when=argument.find(VisibleWhen),
        handle=argument.find(Handle),
        help=next((each for each in argument.data if isinstance(each, str)), ""),
    )
    return _with_default(argument, blank)


def _with_default(argument: Argument, param: Param) -> Param:
    kind, default = param.kind.name, argument.default
    if kind == "model":
        return replace(param, default=argument.find(Model).card or None)
    if kind == "prompts" and default is MISSING:
        return replace(param, default=Prompts().to_json())
    if kind == "seed" or (kind == "file" and default in (MISSING, None)):
        return param
    if default is MISSING:
        shown = "Curve.constant(1.0)" if kind == "curve" else {"str": '""', "bool": "False"}.get(kind, "…")
        argument.refuse("is a parameter without a default", f"Write `{argument.name}: … = {shown}`.")
    try:
        return replace(param, default=param.encode(default))
    except BadValue as error:
        argument.refuse(f"has a default that does not fit: {error.why}", "Give a default of its type.")


def _kind_of(argument: Argument) -> Kind:
    if argument.find(Model):
        if argument.optional or argument.variadic:
            argument.refuse("is not one model", "Write Annotated[VideoSegmenter, Model()] for each.")
        return Kind("model", of=_capability(argument))
    if argument.find(File):
        return Kind("file", of=reader(argument, "File"))
    if argument.variadic:
        argument.refuse("is a list of values", "Write tuple[…, ...] for a parameter with many values.")
    if argument.find(FromTake):
        return Kind("seed")
    return _value_kind(argument, argument.base, argument.data)


def _capability(argument: Argument) -> str:
    name = getattr(argument.base, "__name__", "")
    if name in capabilities.NAMES and getattr(capabilities, name) is argument.base:
        return str(name)
    argument.refuse(f"asks for {argument.base!r}", f"Ask for one of {', '.join(capabilities.NAMES)}.")


def _value_kind(argument: Argument, annotation: Any, data: tuple[Any, ...]) -> Kind:
    base, more, optional, _ = peel(annotation)
    data = (*data, *more)
    origin, inner = get_origin(base), get_args(base)
    choice = next((each for each in data if isinstance(each, Choice)), None)
    if origin is Literal or choice:
        return Kind("choice", choices=choice.values if choice else inner)
    if base in _PLAIN and not optional:
        return Kind(_PLAIN[base], px=base is float and any(isinstance(each, Pixels) for each in data))
    if base is Curve or origin is Curve:
        return Kind("curve", (_value_kind(argument, inner[0] if inner else float, data),))
    if origin is tuple and inner:
        repeats = len(inner) == 2 and inner[1] is Ellipsis
        outer = tuple(each for each in data if isinstance(each, Pixels))
        items = tuple(_value_kind(argument, each, outer) for each in (inner[:1] if repeats else inner))
        return Kind("tuple", items, repeats)
    argument.refuse(
        f"has the annotation {getattr(base, '__name__', base)!r}, which is no input, value or injected type",
        "Write Frame, Matte, Audio, Stream[Frame], Clip[Frame] or Annotated[Frames, Around(…)] for an input; "
        "bool, int, float, Px, str, Literal, Seed, Time, Range, Prompts, Curve[float], tuple[…] for a value.",
    )

"""Read a node's signature: the annotations are the schema."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from . import capabilities
from .arguments import MISSING, Argument, arguments_of, hints_of, refuse
from .hints import Around, Chunks, Length
from .hooks import Hooks
from .params import Param
from .read_params import read_param
from .read_ports import Input, read_injected, read_input, read_outputs, shape_of
from .spec import Injected, Shape, Spec

_CALLED_ONCE_A_TIME = ("frame", "around")


def read_spec(
    id: str,
    version: int,
    function: Callable[..., Any],
    *,
    hooks: Hooks,
    keep: bool = False,
    scope: Mapping[str, Any] | None = None,
) -> Spec:
    """Return the spec that a function's signature says, its names looked up in its module and `scope`.

    Raises NodeDefinitionError naming node and argument and what to write instead.
    """
    hints = hints_of(id, function, scope)
    inputs: list[Input] = []
    injected: list[Injected] = []
    params: list[Param] = []
    arguments = arguments_of(id, function, hints)
    for argument in arguments:
        port, given = read_input(argument), read_injected(argument)
        if port:
            inputs.append(port)
        elif given:
            injected.append(given)
        else:
            params.append(read_param(argument))
    outputs, form = read_outputs(id, hints.get("return", MISSING), scope)
    shape = shape_of(id, inputs, form)
    _check_hooks(id, shape, hooks)
    named = _check_names(arguments, inputs, params)
    return Spec(
        id,
        version,
        shape,
        tuple(each.port for each in inputs),
        outputs,
        tuple(replace(param, animatable=_animatable(param, shape, named)) for param in params),
        tuple(injected),
        inspect.cleandoc(function.__doc__ or ""),
        hooks.times is not None,
        keep,
        hooks.format is not None,
        hooks.range is not None,
        hooks.regions is not None,
    )


def _check_hooks(id: str, shape: Shape, hooks: Hooks) -> None:
    if shape not in _CALLED_ONCE_A_TIME:
        if hooks.times is not None:
            refuse(id, f"times= does not go with the shape {shape}", "Read the times it needs from a Clip.")
        if hooks.regions is not None:
            refuse(id, f"regions= does not go with the shape {shape}", "It is given whole pictures.")
    if shape == "signal" and hooks.format is not None:
        refuse(id, "format= does not go with what makes no pictures", "Leave it out.")


def _animatable(param: Param, shape: Shape, windows: frozenset[Length]) -> bool:
    if param.kind.name == "curve":
        return True
    return param.kind.can_change and shape in _CALLED_ONCE_A_TIME and param.name not in windows


def _check_names(
    arguments: Sequence[Argument], inputs: Sequence[Input], params: Sequence[Param]
) -> frozenset[Length]:
    """Check what hints refer to by name; return what window lengths refer to."""
    known = {param.name: param for param in params}
    by_name = {argument.name: argument for argument in arguments}
    for param in params:
        named = [name for name, _ in param.visible_when.conditions] if param.visible_when else []
        named += [param.handle.about] if param.handle and param.handle.about else []
        for name in named:
            if name not in known:
                by_name[param.name].refuse(f"refers to {name!r}", "Name another parameter of this node.")
    lengths: set[Length] = set()
    for each in inputs:
        window = each.port.window
        own: tuple[Length, ...] = ()
        if isinstance(window, Around):
            own = (window.before, window.after)
        elif isinstance(window, Chunks):
            own = (window.length, window.overlap)
        for length in own:
            _check_length(by_name[each.port.name], length, known)
        lengths.update(own)
    return frozenset(lengths)


def _check_length(argument: Argument, length: Length, params: Mapping[str, Param]) -> None:
    if isinstance(length, int):
        if length < 0:
            argument.refuse(f"has a window of {length} frames", "Count frames from 0 up.")
        return
    name, _, member = length.partition(".")
    param = params.get(name)
    kind = param.kind if param else None
    if kind and kind.name == "int" and not member:
        return
    if kind and kind.name == "model" and hasattr(getattr(capabilities, kind.of), member or "?"):
        return
    argument.refuse(
        f"has a window as long as {length!r}",
        "Name an integer parameter, or a property of a requested model: 'model.length'.",
    )

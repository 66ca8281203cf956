"""What a node says beside its function: which times, parts, sizes and stretches go with which."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from .errors import NodeError
from .formats import Box, Format
from .spec import Spec
from .times import Range, Time

InputTimes: TypeAlias = Mapping[str, Time | Sequence[Time | None] | None]
"""For each input the time it is wanted at, None where it is not needed; a sequence for a variadic one."""


@dataclass(frozen=True, slots=True)
class Hooks:
    """A node's answers to what the engine asks before it calls it; None where the usual answer holds."""

    times: Callable[..., InputTimes] | None = None
    format: Callable[..., Format] | None = None
    range: Callable[..., Range | None] | None = None
    regions: Callable[..., Mapping[str, Box]] | None = None


def input_times(hooks: Hooks, spec: Spec, time: Time, parameters: Mapping[str, Any]) -> InputTimes:
    """Return what `times=` says for an output time, checked; empty where inputs are wanted at that time.

    `parameters` are Python values by name. Raises NodeError where the answer names no input of the node,
    or leaves out one that is not optional.
    """
    if hooks.times is None:
        return {}
    attempted = f"Ask {spec.id} for input times"
    answer = hooks.times(time, **parameters)
    for name, wanted in answer.items():
        port = spec.input(name)
        if port is None:
            raise NodeError(attempted, f"it has no input {name!r}", port=name)
        many = isinstance(wanted, Sequence)
        if many != port.variadic and wanted is not None:
            needed = "a sequence of times" if port.variadic else "one time"
            raise NodeError(attempted, f"{name!r} needs {needed}", port=name)
        if wanted is None and not (port.optional or port.variadic):
            raise NodeError(attempted, f"{name!r} is always needed", port=name)
    return answer


def output_format(
    hooks: Hooks, spec: Spec, formats: Mapping[str, Format], parameters: Mapping[str, Any]
) -> Format:
    """Return the format of what a node makes: what `format=` says, else its first input's, else the job's.

    `formats` are the connected inputs' by name (of a list the first one's) and, under "", the job's.
    Raises NodeError where the answer is no format.
    """
    if hooks.format is None:
        return next(iter(formats.values()))
    answer: object = hooks.format(formats, **parameters)
    if not isinstance(answer, Format) or answer.width < 1 or answer.height < 1:
        raise NodeError(f"Ask {spec.id} for its format", f"it answers {answer!r}")
    return answer


def output_range(
    hooks: Hooks, spec: Spec, ranges: Mapping[str, Range], parameters: Mapping[str, Any]
) -> Range | None:
    """Return the stretch a node's output has: what `range=` says, else its first input's.

    `ranges` are those of the connected inputs that have one; a source is told an empty one, under "", at
    the job's rate. None means that any time will do; that is also the answer where no connected input has
    a stretch. Raises NodeError where the answer is no range.
    """
    if hooks.range is None or (spec.inputs and not ranges):
        return next((each for name, each in ranges.items() if name), None)
    answer: object = hooks.range(ranges, **parameters)
    if answer is not None and not isinstance(answer, Range):
        raise NodeError(f"Ask {spec.id} for its range", f"it answers {answer!r}")
    return answer


def input_regions(hooks: Hooks, spec: Spec, box: Box, parameters: Mapping[str, Any]) -> Mapping[str, Box]:
    """Return which part of each input a part of the output needs; an input left out is wanted whole.

    Boxes lie in the display window's pixels and may reach beyond the picture. Raises NodeError where the
    answer names no input of the node.
    """
    if hooks.regions is None:
        return {}
    answer = hooks.regions(box, **parameters)
    for name, part in answer.items():
        if spec.input(name) is None or not isinstance(part, Box):
            raise NodeError(f"Ask {spec.id} for regions", f"{name!r}: {part!r} is no part of an input")
    return answer

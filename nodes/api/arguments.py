"""Take a node's function apart: its arguments and their annotations, resolved."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, NoReturn, Union, get_args, get_origin, get_type_hints

from .errors import NodeDefinitionError

MISSING: Any = inspect.Parameter.empty


@dataclass(frozen=True)
class Argument:
    """One argument of a node's function: its annotation taken apart.

    `data` is what `Annotated` adds, `optional` stands for `| None`, `variadic` for `list[…]`.
    """

    node: str
    name: str
    base: Any
    data: tuple[Any, ...]
    default: Any
    optional: bool
    variadic: bool

    def find(self, hint: type[Any]) -> Any:
        """Return the last annotation of that type (the outermost wins), or None."""
        return next((each for each in reversed(self.data) if isinstance(each, hint)), None)

    def refuse(self, why: str, write: str) -> NoReturn:
        """Raise NodeDefinitionError for this argument."""
        refuse(self.node, f"argument {self.name!r} {why}", write)


def refuse(node: str, why: str, write: str) -> NoReturn:
    """Raise NodeDefinitionError for a node."""
    raise NodeDefinitionError(f"Define node {node!r}", why, hint=write)


def hints_of(
    node: str, function: Callable[..., Any] | type[Any], scope: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Return resolved annotations; `scope` holds names that were local where the node was written."""
    try:
        return get_type_hints(
            function, localns=dict(scope) if scope is not None else None, include_extras=True
        )
    except NameError as error:
        refuse(node, f"annotation: {error}", "Import it where the code runs, not under TYPE_CHECKING alone.")
    except (TypeError, SyntaxError) as error:
        refuse(node, f"an annotation cannot be read: {error}", "Write a type, or Annotated[type, hint].")


def arguments_of(node: str, function: Callable[..., Any], hints: Mapping[str, Any]) -> tuple[Argument, ...]:
    """Return the function's arguments taken apart. Raises NodeDefinitionError for what cannot be named."""
    found = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind not in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
            refuse(node, f"argument {parameter.name!r} cannot be given by name", "Write a named argument.")
        if parameter.name not in hints:
            refuse(
                node,
                f"argument {parameter.name!r} has no annotation",
                f"Write `{parameter.name}: Frame` for an input, `{parameter.name}: float = 1.0` for a value.",
            )
        base, data, optional, variadic = peel(hints[parameter.name])
        found.append(Argument(node, parameter.name, base, data, parameter.default, optional, variadic))
    return tuple(found)


def peel(annotation: Any) -> tuple[Any, tuple[Any, ...], bool, bool]:
    """Return the bare type, what `Annotated` adds, whether it may be None, whether it is a list."""
    data: tuple[Any, ...] = ()
    optional = variadic = False
    while True:
        origin, inner = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            annotation, data = inner[0], (*annotation.__metadata__, *data)
        elif origin in (Union, types.UnionType) and type(None) in inner and len(inner) == 2:
            annotation, optional = next(each for each in inner if each is not type(None)), True
        elif origin is list and not variadic:
            annotation, variadic = inner[0], True
        else:
            return annotation, data, optional, variadic

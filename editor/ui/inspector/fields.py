"""What the inspector shows of a node: a field for each parameter, from its spec and its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from nodes.api.hints import Slider
from nodes.api.kinds import Json, Kind
from nodes.api.params import Param
from nodes.api.spec import Spec
from nodes.graph.model import GraphNode, Keys, Link

Control: TypeAlias = Literal["number", "whole", "numbers", "switch", "choice", "text", "shown"]
"""How a parameter is set; "shown" is one that is set elsewhere (a file, prompts) or changes over time."""

_CONTROLS: Mapping[str, Control] = {
    "float": "number",
    "int": "whole",
    "seed": "whole",
    "bool": "switch",
    "choice": "choice",
    "str": "text",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as it is shown: its name in words, its control, its value, why it cannot be set by hand.

    `moved` says what moves it over time, "" where nothing does. `span` is the range of its slider.
    """

    name: str
    title: str
    control: Control
    value: Json
    default: Json
    span: Slider
    hard: bool = False
    choices: tuple[str | int | float | bool, ...] = ()
    parts: tuple[str, ...] = ()
    moved: str = ""
    help: str = ""

    @property
    def changed(self) -> bool:
        """Whether it differs from the default."""
        return bool(self.moved) or self.value != self.default


def fields_of(node: GraphNode, spec: Spec) -> tuple[Field, ...]:
    """Return the fields of a node, in the spec's order, without those that its values hide."""
    values = {param.name: node.params.get(param.name, param.default) for param in spec.params}
    return tuple(_field(param, node, values) for param in spec.params if _visible(param, values))


def _field(param: Param, node: GraphNode, values: Mapping[str, Json]) -> Field:
    kind, value = param.kind.moment, values[param.name]
    moved = _moved(node, param.name)
    control: Control = "shown" if moved else _control(kind)
    parts: tuple[str, ...] = ()
    if kind.name == "tuple":
        parts = _parts(kind)
        value, default = _spread(kind, value), _spread(kind, param.default)
    else:
        default = param.default
    return Field(
        param.name,
        param.name.replace("_", " "),
        control,
        value,
        default,
        param.slider or _span(kind, default),
        hard=param.slider is not None and param.slider.hard,
        choices=tuple(param.choices),
        parts=parts,
        moved=moved,
        help=param.help,
    )


def _control(kind: Kind) -> Control:
    if kind.name == "tuple":
        plain = not kind.repeats and all(item.name in ("float", "int") for item in kind.items)
        return "numbers" if plain and len(kind.items) <= 4 else "shown"
    return _CONTROLS.get(kind.name, "shown")


def _moved(node: GraphNode, name: str) -> str:
    by = node.drives.get(name)
    if isinstance(by, Keys):
        return f"{len(by.keys)} keyframes" if len(by.keys) != 1 else "1 keyframe"
    if isinstance(by, Link):
        return f"driven by {by}"
    return "" if by is None else "moved by something that this version cannot read"


def _parts(kind: Kind) -> tuple[str, ...]:
    """Return short names of a tuple's numbers: of a place in pixels, or of a colour."""
    if kind.holds_px:
        return ("x", "y", "x1", "y1")[: len(kind.items)]
    return ("red", "green", "blue", "alpha")[: len(kind.items)] if len(kind.items) > 2 else ("x", "y")


def _spread(kind: Kind, value: Json) -> Json:
    """Return one number for a tuple as that number for each of them."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [value] * len(kind.items)
    return list(value) if isinstance(value, list | tuple) else value


def _span(kind: Kind, default: Json) -> Slider:
    """Return a range for a slider that nobody gave one, around its default."""
    first = default[0] if isinstance(default, list) and default else default
    number = float(first) if isinstance(first, int | float) and not isinstance(first, bool) else 0.0
    reach = max(1.0, abs(number) * 2) if kind.name in ("float", "tuple") else max(10.0, abs(number) * 2)
    return Slider(min(0.0, -reach if number < 0 else 0.0), reach)


def _visible(param: Param, values: Mapping[str, Json]) -> bool:
    shown = param.visible_when
    return shown is None or all(values.get(name) in allowed for name, allowed in shown.conditions)

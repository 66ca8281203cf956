"""What the inspector shows of a node: a field for each parameter, from its spec and its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from nodes.api.hints import Slider
from nodes.api.kinds import Json, Kind
from nodes.api.params import Param
from nodes.api.spec import Spec
from nodes.api.times import Time
from nodes.graph.model import LINEAR, Graph, GraphNode, Keys, Link
from nodes.graph.wells import fed_files

from .keying import key_at, value_at
from .offers import Offer
from .shades import Display

Control: TypeAlias = Literal[
    "number",
    "whole",
    "numbers",
    "colour",
    "switch",
    "choice",
    "text",
    "words",
    "list",
    "seed",
    "model",
    "file",
    "board",
    "prompts",
    "shown",
]
"""How a parameter is set; "shown" is one that is set elsewhere: what another node drives."""

_CONTROLS: Mapping[str, Control] = {
    "float": "number",
    "int": "whole",
    "seed": "seed",
    "bool": "switch",
    "choice": "choice",
    "str": "text",
    "model": "model",
    "file": "file",
    "prompts": "prompts",
}
_LONG = ("prompt", "negative", "text")
"""Texts that are sentences rather than names."""
_OPEN = 5
"""So many parameters of a node are open; the others are one click away unless they are set."""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as it is shown: its name in words, its control, its value, why it cannot be set by hand.

    `moved` says what moves it over time, "" where nothing does; `can_key` whether keyframes can. `key` is
    whether one stands at the moment that is shown, `ease` how the value goes on from there. `span` is the
    range of its slider, `of` what a file is read as or what a model can do. `offers` are models to choose
    from, `labels` what the files are called that it names. `display` is what a colour is
    shown by, once known. What is not `main` is shown only where a person wants to see everything.
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
    can_key: bool = False
    key: bool = False
    ease: str = LINEAR
    of: str = ""
    offers: tuple[Offer, ...] = ()
    labels: tuple[str, ...] = ()
    main: bool = True
    display: Display | None = None

    @property
    def changed(self) -> bool:
        """Whether it differs from the default."""
        return bool(self.moved) or self.value != self.default


def fields_of(
    node: GraphNode, spec: Spec, at: Time | None = None, graph: Graph | None = None
) -> tuple[Field, ...]:
    """Return the fields of a node, in the spec's order, without those that its values hide.

    What has keyframes has its value `at` a time of the graph. With the `graph`, lists of pictures that
    files feed come first.
    """
    values = {param.name: node.params.get(param.name, param.default) for param in spec.params}
    shown = [param for param in spec.params if _visible(param, values)]
    boards = () if graph is None else _boards(node, spec, graph)
    return boards + tuple(_field(param, node, values, at, place < _OPEN) for place, param in enumerate(shown))


def _field(param: Param, node: GraphNode, values: Mapping[str, Json], at: Time | None, early: bool) -> Field:
    kind, value, by = param.kind.moment, values[param.name], node.drives.get(param.name)
    keys = by if isinstance(by, Keys) else None
    if keys is not None and at is not None:
        value = value_at(param, keys, at)
    default = param.default
    parts: tuple[str, ...] = ()
    if kind.name == "tuple" and not kind.repeats:
        parts = _parts(kind)
        value, default = _spread(kind, value), _spread(kind, default)
    moved = _moved(by)
    control: Control = (
        _control(param, kind) if not moved or (keys is not None and at is not None) else "shown"
    )
    here = None if keys is None or at is None else key_at(keys, at)
    needed = param.required or kind.name in ("model", "file", "prompts")
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
        can_key=param.animatable and kind.can_change and at is not None and not isinstance(by, Link),
        key=here is not None,
        ease=here or LINEAR,
        of=kind.of,
        main=early or needed or bool(moved) or values[param.name] != param.default,
    )


def _boards(node: GraphNode, spec: Spec, graph: Graph) -> tuple[Field, ...]:
    """Return a field for each list of pictures that nothing but files feeds."""
    found = []
    for port in spec.inputs:
        files = fed_files(graph, node.id, port.name) if port.variadic and port.type == "frame" else None
        # The shot itself feeds a list where a node joins pictures: that is for the graph, not for a board.
        if files is not None and (files or port.optional or len(spec.inputs) > 1):
            title = port.name.replace("_", " ")
            found.append(Field(port.name, title, "board", list(files), [], Slider(0, 1), of="frame"))
    return tuple(found)


def _control(param: Param, kind: Kind) -> Control:
    if kind.name == "tuple":
        plain = all(item.name in ("float", "int") for item in kind.items)
        if kind.repeats:
            return "list" if plain else "shown"
        if not plain or len(kind.items) > 4:
            return "shown"
        return "colour" if _parts(kind)[:1] == ("red",) else "numbers"
    if kind.name == "str" and param.name in _LONG:
        return "words"
    return _CONTROLS.get(kind.name, "shown")


def _moved(by: object) -> str:
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

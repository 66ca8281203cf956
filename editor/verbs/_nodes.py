"""`nodes`: what nodes there are and how each is used."""

from __future__ import annotations

from typing import Any

from nodes.api.errors import BadInput
from nodes.api.hints import Slider
from nodes.api.params import Param
from nodes.api.spec import Spec
from nodes.engine.client import Engine

from .found import Found, table
from .support import an_engine


def nodes(node: str | None = None, *, engine: Engine | None = None) -> Found:
    """Return all nodes, or all about one. Raises BadInput for an unknown id, with close ones."""
    with an_engine(engine) as running:
        specs = running.specs()
    if node is None:
        rows = [("node", "shape", "what it does")]
        rows += [
            (spec.id, spec.shape, spec.summary) for spec in sorted(specs.values(), key=lambda spec: spec.id)
        ]
        document = {"nodes": [spec.to_json() for spec in specs.values()]}
        return Found(document, table(rows))
    if node not in specs:
        raise unknown_node(node, list(specs))
    return Found(specs[node].to_json(), _page(specs[node]))


def unknown_node(node: str, known: list[str]) -> BadInput:
    """Return the error for a node id that does not exist."""
    import difflib

    close = difflib.get_close_matches(node, known, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(close)}?" if close else "`workprint nodes` lists them."
    return BadInput(f"Find the node '{node}'", "there is none of that name", hint=hint)


def _page(spec: Spec) -> str:
    lines = [f"{spec.id}  version {spec.version}, {spec.shape}", "", spec.doc]
    if spec.inputs:
        lines += ["", "inputs"]
        lines += [f"  {port.name}: {port.type}{_sort(port.optional, port.variadic)}" for port in spec.inputs]
    lines += ["", "outputs"]
    lines += [f"  {port.name}: {port.type}" for port in spec.outputs]
    if spec.params:
        rows: list[tuple[str, ...]] = [("  parameter", "kind", "default", "range", "")]
        rows += [_row(param) for param in spec.params]
        lines += ["", table(rows)]
        width = max(len(param.name) for param in spec.params)
        lines += [""] + [f"  {param.name:<{width}}  {param.help}" for param in spec.params if param.help]
    return "\n".join(lines).rstrip()


def _sort(optional: bool, variadic: bool) -> str:
    return ", any number" if variadic else ", optional" if optional else ""


def _row(param: Param) -> tuple[str, ...]:
    kind = param.kind.name
    if param.kind.items:
        inner = ", ".join(item.name for item in param.kind.items)
        kind = f"{kind} of {inner}"
    choices = " | ".join(map(str, param.choices))
    shown = choices or (_span(param.slider) if param.slider else "")
    more = "can be keyed" if param.animatable else ""
    return f"  {param.name}", kind, _plain(param.default), shown, more


def _span(slider: Slider) -> str:
    return f"{slider.low:g} to {slider.high:g} {slider.unit}".rstrip()


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ",".join(_plain(each) for each in value)
    return "" if value is None else str(value)

"""Prompts as keys and values of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nodes.api.prompts import (
    AnyPrompt,
    BoxPrompt,
    Click,
    Lock,
    MattePrompt,
    Prompts,
    ShapePrompt,
    Stroke,
)
from nodes.api.times import Time


def pairs_of(prompts: Prompts, origin: Time) -> list[tuple[str, str]]:
    """Return prompts that stand at whole frames from `origin` as keys and values, object by object.

    Prompts of one sort and object keep their order; shapes keep theirs as a whole.
    """
    made: list[tuple[str, str]] = []
    for obj in prompts.objects:
        mine = [each for each in prompts.everything if each.obj == obj]
        if made or obj != 1:
            made.append(("obj", str(obj)))
        made += _joined(_one(each, origin) for each in mine)
    return made


def _joined(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield pairs, those of one key that follow each other as one."""
    before: tuple[str, str] | None = None
    for key, text in pairs:
        if before is not None and before[0] == key:
            before = (key, f"{before[1]};{text}")
            continue
        if before is not None:
            yield before
        before = (key, text)
    if before is not None:
        yield before


def _one(prompt: AnyPrompt, origin: Time) -> tuple[str, str]:
    frame = (prompt.time - origin).at(origin.rate).frame
    key, text = _said(prompt)
    return key, f"{frame}:{text}"


def _said(prompt: AnyPrompt) -> tuple[str, str]:
    match prompt:
        case Click():
            return "points", f"{_pair(prompt.x, prompt.y)},{'+' if prompt.positive else '-'}"
        case BoxPrompt():
            return "box", f"{_pair(prompt.x0, prompt.y0)},{_pair(prompt.x1, prompt.y1)}"
        case Stroke():
            sign = "+" if prompt.positive else "-"
            return "stroke", f"{sign}{_number(prompt.width)}:{_line(prompt.points)}"
        case ShapePrompt():
            return "bezier" if prompt.curved else "shape", _line(prompt.points)
        case MattePrompt() | Lock():
            key = "matte" if isinstance(prompt, MattePrompt) else "lock"
            return key, prompt.path.replace(";", "\\;")


def _line(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(_pair(x, y) for x, y in points)


def _pair(x: float, y: float) -> str:
    return f"{_number(x)},{_number(y)}"


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)

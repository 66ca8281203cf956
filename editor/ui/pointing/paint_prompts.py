"""Drawing what is pointed at: the prompts of the frame, what is being drawn, the brush."""

from __future__ import annotations

from dataclasses import dataclass

from qtpy.QtCore import QPointF, QRectF, Qt
from qtpy.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from editor.ui.theme import DIM, TEXT
from editor.ui.words import say
from nodes.api.prompts import AnyPrompt, BoxPrompt, Click, Lock, MattePrompt, ShapePrompt, Stroke

from .grips import corners_of, grips_of
from .hands import Draft, Spot
from .hues import hue_of
from .model import PointingModel
from .outlines import Point, corners
from .prompts import frames_of
from .view import Through

_RADIUS = 7.0
_DARK = QColor(0, 0, 0, 190)
_FAINT, _NEAR = 0.3, 48
"""How much is seen of what is pointed at in other frames, and how many frames away at most."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is drawn of pointing: a gesture's draft, a prompt as it is being dragged, where the hand is."""

    model: PointingModel
    draft: Draft | None = None
    changed: tuple[AnyPrompt, AnyPrompt] | None = None
    hover: Spot | None = None


def paint_prompts(painter: QPainter, through: Through, shown: Shown) -> None:
    """Draw over the picture and its mattes."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    model, target = shown.model, shown.model.target.value
    if target is None:
        return
    _paint_others(painter, through, model)
    for prompt in target.prompts.everything:
        if prompt.time == through.seen.time and prompt.obj in model.shown:
            is_dragged = shown.changed is not None and shown.changed[0] == prompt
            now = shown.changed[1] if shown.changed is not None and is_dragged else prompt
            _paint(painter, through, now, prompt == model.chosen.value)
    if shown.draft is not None:
        _paint_draft(painter, through, shown.draft, QColor(hue_of(model.obj.value)))
    if model.tool.value in ("brush", "eraser") and shown.hover is not None:
        _paint_brush(painter, through, shown.hover, model)
    if model.aim.value is not None:
        _paint_aim(painter, through.on_canvas(*model.aim.value))


def _paint_others(painter: QPainter, through: Through, model: PointingModel) -> None:
    """Draw faintly what is pointed at in the nearest frames before and after, with the frames' numbers."""
    target, run, now = model.target.value, model.running, through.seen.time
    if target is None or run is None:
        return
    times = frames_of(target.prompts)
    near = [max((time for time in times if time < now), default=None)]
    near.append(min((time for time in times if time > now), default=None))
    for time in near:
        at = None if time is None or abs((time - now).frame) > _NEAR else run.cut_at(time)
        here = [each for each in target.prompts.everything if each.time == time and each.obj in model.shown]
        painter.setOpacity(_FAINT)
        for prompt in here if at is not None else ():
            _paint(painter, through, prompt, False)
        painter.setOpacity(1.0)
        points = [point for prompt in here for point in grips_of(prompt)]
        if at is not None and points:
            place = through.on_canvas(*points[0]) + QPointF(_RADIUS + 2, _RADIUS + 8)
            words = say("frame {frame}", frame=at.frame)
            for colour, shift in ((_DARK, QPointF(1, 1)), (QColor(DIM), QPointF(0, 0))):
                painter.setPen(colour)
                painter.drawText(place + shift, words)


def _paint(painter: QPainter, through: Through, prompt: AnyPrompt, is_chosen: bool) -> None:
    hue = QColor(hue_of(prompt.obj))
    match prompt:
        case Click():
            _paint_click(painter, through.on_canvas(prompt.x, prompt.y), prompt, hue, is_chosen)
            return
        case BoxPrompt():
            _line(painter, QPolygonF([through.on_canvas(*each) for each in corners_of(prompt)]), hue)
        case ShapePrompt():
            _draw_path(painter, _outline(through, prompt.points, prompt.curved, closed=True), hue, 1.6)
        case Stroke():
            path = _outline(through, prompt.points, False, closed=False)
            _draw_stroke(painter, through, path, prompt.width, hue, prompt.positive)
            _number(painter, through.on_canvas(*prompt.points[0]), prompt, hue)
            return
        case Lock() | MattePrompt():
            words = "locked" if isinstance(prompt, Lock) else "painted"
            _note(painter, through, f"{prompt.obj}  {words} matte", hue)
            return
    points = grips_of(prompt)
    _number(painter, through.on_canvas(*points[0]), prompt, hue)
    if is_chosen:
        _handles(painter, through, prompt, hue)


def _paint_click(painter: QPainter, at: QPointF, click: Click, hue: QColor, is_chosen: bool) -> None:
    painter.setPen(QPen(QColor("#ffffff") if is_chosen else _DARK, 2.0 if is_chosen else 1.5))
    painter.setBrush(hue if click.positive else QColor("#202020"))
    painter.drawEllipse(at, _RADIUS, _RADIUS)
    painter.setPen(QPen(QColor("#101010") if click.positive else hue, 2.0))
    painter.drawLine(at - QPointF(3.5, 0), at + QPointF(3.5, 0))
    if click.positive:
        painter.drawLine(at - QPointF(0, 3.5), at + QPointF(0, 3.5))
    _number(painter, at, click, hue)


def _number(painter: QPainter, at: QPointF, prompt: AnyPrompt, hue: QColor) -> None:
    """Write whose it is beside a prompt: colour never tells by itself."""
    place = at + QPointF(_RADIUS + 2, -_RADIUS + 1)
    painter.setPen(_DARK)
    painter.drawText(place + QPointF(1, 1), str(prompt.obj))
    painter.setPen(hue)
    painter.drawText(place, str(prompt.obj))


def _handles(painter: QPainter, through: Through, prompt: AnyPrompt, hue: QColor) -> None:
    painter.setPen(QPen(hue, 1.0))
    curved = isinstance(prompt, ShapePrompt) and prompt.curved
    points = [through.on_canvas(*each) for each in grips_of(prompt)]
    if curved:
        for before, corner, after in corners([(each.x(), each.y()) for each in points]):
            painter.drawLine(QPointF(*before), QPointF(*corner))
            painter.drawLine(QPointF(*corner), QPointF(*after))
    painter.setBrush(QColor("#ffffff"))
    for place, at in enumerate(points):
        if curved and place % 3 != 1:
            painter.drawEllipse(at, 3.0, 3.0)
        else:
            painter.drawRect(QRectF(at.x() - 3, at.y() - 3, 6, 6))


def _paint_draft(painter: QPainter, through: Through, draft: Draft, hue: QColor) -> None:
    if not draft.points:
        return
    path = _outline(through, draft.points, draft.curved, closed=draft.closed)
    if draft.width:
        _draw_stroke(painter, through, path, draft.width, hue, draft.positive)
        return
    _draw_path(painter, path, hue, 1.5, Qt.PenStyle.DashLine)
    painter.setBrush(QColor("#ffffff"))
    painter.setPen(QPen(hue, 1.0))
    for place, point in enumerate(draft.points if not draft.closed else ()):
        if not draft.curved or place % 3 == 1:
            at = through.on_canvas(*point)
            painter.drawRect(QRectF(at.x() - 2.5, at.y() - 2.5, 5, 5))


def _paint_brush(painter: QPainter, through: Through, spot: Spot, model: PointingModel) -> None:
    at, radius = through.on_canvas(*spot.point), model.width.value / 2 / max(spot.scale, 1e-6)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((_DARK, 3.0), (QColor(hue_of(model.obj.value)), 1.2)):
        painter.setPen(QPen(colour, width))
        painter.drawEllipse(at, radius, radius)


def _paint_aim(painter: QPainter, at: QPointF) -> None:
    for colour, width in ((_DARK, 3.0), (QColor(TEXT), 1.0)):
        painter.setPen(QPen(colour, width))
        for way in (QPointF(1, 0), QPointF(0, 1)):
            painter.drawLine(at - way * 14, at - way * 4)
            painter.drawLine(at + way * 4, at + way * 14)


def _outline(through: Through, points: tuple[Point, ...], curved: bool, *, closed: bool) -> QPainterPath:
    placed = [through.on_canvas(*point) for point in points]
    path = QPainterPath()
    if not curved:
        path.addPolygon(QPolygonF(placed))
        if closed:
            path.closeSubpath()
        return path
    made = [(placed[at], placed[at + 1], placed[at + 2]) for at in range(0, len(placed) // 3 * 3, 3)]
    if made:
        path.moveTo(made[0][1])
        for before, after in zip(made, [*made[1:], *(made[:1] if closed else ())], strict=False):
            path.cubicTo(before[2], after[0], after[1])
    return path


def _draw_path(
    painter: QPainter,
    path: QPainterPath,
    hue: QColor,
    width: float,
    style: Qt.PenStyle = Qt.PenStyle.SolidLine,
) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_DARK, width + 2))
    painter.drawPath(path)
    painter.setPen(QPen(hue, width, style))
    painter.drawPath(path)


def _draw_stroke(
    painter: QPainter, through: Through, path: QPainterPath, width: float, hue: QColor, positive: bool
) -> None:
    spot = through.spot(path.pointAtPercent(0) if path.elementCount() else QPointF())
    colour = QColor(hue) if positive else QColor(20, 20, 20)
    colour.setAlpha(130)
    pen = QPen(colour, max(1.0, width / max(spot.scale, 1e-6)))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    if path.elementCount() == 1:
        painter.drawPoint(path.currentPosition())
    painter.drawPath(path)
    painter.setPen(QPen(hue, 1.0, Qt.PenStyle.SolidLine if positive else Qt.PenStyle.DashLine))
    painter.drawPath(path)


def _line(painter: QPainter, polygon: QPolygonF, hue: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((_DARK, 3.5), (hue, 1.6)):
        painter.setPen(QPen(colour, width))
        painter.drawPolygon(polygon)


def _note(painter: QPainter, through: Through, words: str, hue: QColor) -> None:
    at = through.on_canvas(0, 0) + QPointF(10, 22)
    painter.setPen(_DARK)
    painter.drawText(at + QPointF(1, 1), words)
    painter.setPen(hue)
    painter.drawText(at, words)

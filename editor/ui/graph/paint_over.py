"""What is drawn over the scene while a hand is at work: moved cards, a wire, a frame, why it does not fit."""

from __future__ import annotations

from dataclasses import replace

from qtpy.QtCore import QRectF, Qt
from qtpy.QtGui import QColor, QPainter, QPen

from editor.ui.theme import FOCUS, GOOD, TEXT
from nodes.graph.canvas import Point

from .batches import Batches, curve
from .gestures import Band, Connect, Gesture, Move, Resize
from .palette import GROUND, TYPES, WRONG, slot_shape
from .scene import Scene, Wire
from .view import View


def moved_scene(scene: Scene, move: Move) -> Scene:
    """Return only what is moved, where it is now."""

    def at(id: str, place: Point) -> Point:
        return place[0] + move.by[0], place[1] + move.by[1]

    cards = tuple(
        replace(card, place=at(card.id, card.place)) for card in scene.cards if card.id in move.places
    )
    index = {card.id: place for place, card in enumerate(cards)}
    wires = []
    for wire in scene.wires:
        source, target = scene.cards[wire.source].id, scene.cards[wire.target].id
        if source in index and target in index:
            wires.append(replace(wire, source=index[source], target=index[target]))
    grounds = tuple(replace(g, place=at(g.id, g.place)) for g in scene.backdrops if g.id in move.places)
    notes = tuple(replace(n, place=at(n.id, n.place)) for n in scene.notes if n.id in move.places)
    return Scene(cards, tuple(wires), grounds, notes, scene.level, index)


def loose_wires(scene: Scene, move: Move) -> list[tuple[Wire, list[float]]]:
    """Return the wires between what is moved and what stays, with their ends now."""
    found = []
    for wire in scene.wires:
        source, target = (scene.cards[end].id in move.places for end in (wire.source, wire.target))
        if source != target:
            (x0, y0), (x1, y1) = scene.start_of(wire), scene.end_of(wire)
            dx, dy = move.by
            found.append((wire, [x0 + dx, y0 + dy, x1, y1] if source else [x0, y0, x1 + dx, y1 + dy]))
    return found


def paint_gesture(painter: QPainter, gesture: Gesture, scene: Scene, view: View) -> None:
    """Draw a band, a wire in the hand, the size that something gets."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    if isinstance(gesture, Band):
        (x, y), (wide, high) = gesture.area
        left, top = view.to_pixel((x, y))
        fill = QColor(FOCUS)
        fill.setAlpha(30)
        painter.setPen(QPen(QColor(FOCUS), 1, Qt.PenStyle.DashLine))
        painter.setBrush(fill)
        painter.drawRect(QRectF(left, top, wide * view.scale, high * view.scale))
    elif isinstance(gesture, Connect):
        _wire(painter, gesture, scene, view)
    elif isinstance(gesture, Resize) and gesture.now != (0.0, 0.0):
        item = scene.item(gesture.id)
        if item is not None:
            left, top = view.to_pixel(item.place)
            painter.setPen(QPen(QColor(FOCUS), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(left, top, gesture.now[0] * view.scale, gesture.now[1] * view.scale))
    painter.restore()


def paint_over_wire(painter: QPainter, ends: list[float], view: View) -> None:
    """Mark a wire on which what is moved would be put, or one that is selected."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.scale(view.scale, view.scale)
    painter.translate(-view.x, -view.y)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(QColor(FOCUS), 3)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.drawPath(curve(ends))
    painter.restore()


def _wire(painter: QPainter, gesture: Connect, scene: Scene, view: View) -> None:
    begin = _from(gesture, scene)
    over = gesture.target.slot is not None
    colour = WRONG if gesture.wrong is not None else QColor(GOOD) if over else TYPES[gesture.slot.type]
    first, last = view.to_pixel(begin), view.to_pixel(gesture.now)
    if gesture.link is None:
        first, last = last, first
    painter.setPen(QPen(colour, 2, Qt.PenStyle.DashLine if gesture.wrong else Qt.PenStyle.SolidLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(curve([*first, *last]))
    painter.setBrush(colour)
    painter.drawPolygon(slot_shape(gesture.slot.type, *view.to_pixel(gesture.now), 5))
    if gesture.target.slot is not None or gesture.wrong is not None:
        said = str(gesture.wrong) if gesture.wrong else f"into {gesture.target.slot.label}"  # type: ignore[union-attr]
        _say(painter, said, view.to_pixel(gesture.now), bad=gesture.wrong is not None)


def _from(gesture: Connect, scene: Scene) -> Point:
    """Return where the wire in the hand is held: at the output that it comes from, or at the input."""
    if gesture.link is not None:
        for card in scene.cards:
            for place, slot in enumerate(card.outs):
                if (slot.node, slot.port) == (gesture.link.node, gesture.link.port):
                    return card.slot_at(place, above=False)
    return gesture.begin


def _say(painter: QPainter, words: str, at: Point, *, bad: bool) -> None:
    """Write beside the pointer, whether it fits also as a sign."""
    said = f"{'✕' if bad else '✓'} {words}"
    metrics = painter.fontMetrics()
    window = painter.viewport()
    most = max(160, min(420, window.width() - 24))
    area = metrics.boundingRect(0, 0, most, 400, int(Qt.TextFlag.TextWordWrap), said)
    x = min(at[0] + 16, window.width() - area.width() - 24)
    y = min(at[1] + 18, window.height() - area.height() - 16)
    box = QRectF(max(4.0, x), max(4.0, y), area.width() + 16, area.height() + 10)
    painter.setPen(QPen(WRONG if bad else QColor(GOOD), 1))
    painter.setBrush(GROUND)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(TEXT))
    painter.drawText(box.adjusted(8, 5, -8, -5), int(Qt.TextFlag.TextWordWrap), said)


def moving_batches(scene: Scene, move: Move) -> Batches:
    """Return what is moved as lists for the painter."""
    return Batches(moved_scene(scene, move))

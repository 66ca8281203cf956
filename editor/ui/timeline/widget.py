"""The timeline as a widget: it draws the model, and turns mouse, wheel and keys into its gestures."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from qtpy.QtCore import QEvent, QPointF, QRect, Qt
from qtpy.QtGui import (
    QCursor,
    QFont,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from qtpy.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from editor.ui.meter.model import MeterModel
from editor.ui.observe import Value
from editor.ui.session import Session
from editor.ui.words import say
from nodes.api.times import Time

from .actions import actions
from .cursors import Cursors, keys_of
from .drawing import Drawing
from .entry_field import EntryField, begins_entry
from .film import Film
from .gestures import Band, Gesture, Pan
from .header_meters import HeaderMeters
from .header_table import HeaderTable
from .header_turn import HeaderTurn
from .keeping import Keeping
from .marker_dialog import show_marker
from .model import STEP, TimelineModel
from .palette import Colours
from .playhead import step_frames
from .pressing import header_under, metered, pointer, pressed, pressed_twice
from .rows import Mark
from .selecting import deed_under
from .tips import tip
from .tools import NONE, Keys
from .view import HEADER, RULER

_TEXT = 11
_WHEEL = 120
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt)
_LONGEST_BAR = 2**31 - 1


class Timeline(Keeping):
    """The cut as tracks and clips. `badges` maps clip ids to texts such as "t002" or "t002 stale".

    `film` gives what is drawn on the clips: small pictures, the shape of sound. `cached` tells which frames
    are in memory.

    Files that are dropped on it are told by `dropped`: their paths, and how media is put in there (`Lay`).
    """

    def __init__(
        self,
        session: Session,
        badges: Value[Mapping[str, str]],
        parent: QWidget | None = None,
        *,
        film: Film | None = None,
        cached: Value[Any] | None = None,
    ) -> None:
        super().__init__(parent)
        self.session, self.badges, self.film = session, badges, film
        self.model = TimelineModel(session)
        self._gesture: Gesture | None = None
        self._side: QWidget | None = None
        self._drawn: list[int] = []
        self._cursors = Cursors()
        self._syncing = self._taking = False
        font = QFont(self.font())
        font.setPixelSize(_TEXT)
        self._drawing = Drawing(self.model, font, film)
        self._drawing.set_badges(badges.value)
        self._drawing.set_selection(session.selection.value)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setAcceptDrops(True)
        self.setAccessibleName("Timeline")
        self.setMinimumHeight(RULER + 60)
        self.viewport().setMouseTracking(True)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._actions = actions(session, self)
        self._turn = HeaderTurn(self.model, self)
        self._meter: MeterModel | None = None
        self.headers = HeaderTable(self.viewport(), self.model, self._turn, self)
        self._watch(cached)

    def _watch(self, cached: Value[Any] | None) -> None:
        model, session = self.model, self.session
        unwatch = [
            model.view.watch(lambda _: self._looked()),
            model.rows.watch(lambda _: self._looked()),
            session.playhead.watch(self._playhead_moved),
            session.selection.watch(self._show_selection),
            self.badges.watch(self._show_badges),
            *(() if cached is None else (cached.watch(model.cached.set, now=True),)),
            *(
                value.watch(lambda _: self.viewport().update())
                for value in (
                    session.marked,
                    session.target,
                    model.units,
                    model.ghost,
                    model.late,
                    model.guide,
                    model.bent,
                    model.faders,
                    model.cached,
                    *(() if self.film is None else (self.film.changed, self.film.pictures, self.film.waves)),
                )
            ),
        ]

        def stop() -> None:
            for each in unwatch:
                each()
            model.close()

        self.destroyed.connect(stop)

    def set_colours(self, colours: Colours) -> None:
        """Draw with other colours."""
        self._drawing.colours = colours
        self.viewport().update()

    def put_beside(self, side: QWidget) -> None:
        """Show a narrow widget at the right of the lanes."""
        self._side = side
        side.setParent(self)
        self.setViewportMargins(0, 0, side.minimumWidth(), 0)
        side.show()

    def show_levels(self, meter: MeterModel) -> None:
        """Show how loud each sound track is in its header."""
        self._meter = meter
        HeaderMeters(self.viewport(), self.model, meter)
        self.headers.show_levels(meter)

    def go_to_headers(self) -> None:
        """Give the keys to the track headers."""
        self.headers.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def snap(self) -> Value[bool]:
        """Whether playhead and edges draw to what is near."""
        return self.model.snap

    def type_time(self, text: str = "") -> None:
        """Have a time typed: where to, or how far."""
        EntryField(self.viewport(), self.model, text)

    def show_marker(self, mark: Mark | None = None) -> None:
        """Show a marker, for None the one at the playhead, in a dialog."""
        show_marker(self.model, self._drawing.colours, self, mark)

    def zoom_in(self) -> None:
        """Come nearer, about the playhead."""
        self.model.zoom(STEP**2)

    def zoom_out(self) -> None:
        """Go away, about the playhead."""
        self.model.zoom(1 / STEP**2)

    def fit(self) -> None:
        """Show the whole cut."""
        self.model.fit()

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what was exposed."""
        painter = QPainter(self.viewport())
        whole = self.viewport().rect()
        band = self._gesture.area if isinstance(self._gesture, Band) else None
        self._drawing.paint(painter, whole, event.rect(), band)
        if self.hasFocus() or self._taking:
            self._drawing.frame(painter, whole, 5 if self._taking else 1)
        painter.end()

    def _playhead_moved(self, time: Time | None) -> None:
        if time is not None and self._gesture is None:
            self.model.follow(time)
        # Only the stripes around the line, before and after, are drawn again.
        stripes = [] if time is None else [self._pixel(time)]
        for x in (*self._drawn, *stripes):
            if -8 <= x <= self.viewport().width() + 8:
                self.viewport().update(QRect(x - 8, 0, 17, self.viewport().height()))
        self._drawn = stripes

    def _pixel(self, time: Time) -> int:
        cut = self.model.cut
        rate = time.rate if cut is None else cut.rate
        return self.model.view.value.drawn(time.at(rate).value, rate) + HEADER

    def _show_badges(self, texts: Mapping[str, str]) -> None:
        self._drawing.set_badges(texts)
        self.viewport().update()

    def _show_selection(self, ids: frozenset[str]) -> None:
        self._drawing.set_selection(ids)
        self.viewport().update()

    # Scrolling

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what was fitted fitted."""
        if self._side is not None:
            port = self.viewport().geometry()
            self._side.setGeometry(port.right() + 1, port.top(), self._side.width(), port.height())
        self.model.resize(self.viewport().width() - HEADER, self.viewport().height() - RULER)
        self._looked()

    def _looked(self) -> None:
        view = self.model.view.value
        playhead = self.session.playhead.value
        self._drawn = [] if playhead is None else [self._pixel(playhead)]
        self._syncing = True
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        limit = max(self.model.duration * view.zoom - view.width // 2, view.scroll * view.zoom)
        across.setRange(0, min(round(limit), _LONGEST_BAR) if self.model.duration else 0)
        across.setPageStep(view.width)
        across.setSingleStep(48)
        across.setValue(min(round(view.scroll * view.zoom), _LONGEST_BAR))
        down.setRange(0, max(0, view.tops[-1] - view.height))
        down.setPageStep(max(view.height, 1))
        down.setSingleStep(max(view.tops[-1] // max(len(view.tops) - 1, 1), 1))
        down.setValue(view.top)
        self._syncing = False
        self.viewport().update()

    def _scrolled(self) -> None:
        if not self._syncing:
            self.model.scroll_to(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Do nothing: the bars set the view, and the view is drawn."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer with Ctrl or Alt; else pan, across with Shift or where all rows are seen."""
        pixels, angle = event.pixelDelta(), event.angleDelta()
        dx, dy = (pixels.x(), pixels.y()) if not pixels.isNull() else (angle.x(), angle.y())
        keys, at = event.modifiers(), event.position()
        fine = bool(keys & Qt.KeyboardModifier.ShiftModifier)
        steps = (angle.y() or angle.x()) / _WHEEL
        if self._turn.wheel(at.x(), at.y(), steps, fine=fine, when=event.timestamp()):
            pass
        elif keys & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            # Alt turns the wheel's axis on some systems.
            factor = Fraction(float(STEP) ** steps).limit_denominator(10_000)
            self.model.zoom(factor, at.x() - HEADER)
        elif fine or not self.verticalScrollBar().maximum():
            self.model.pan(-(dx or dy))
        else:
            self.model.pan(-dx, -dy)
        event.accept()

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Scrub, select, take hold of an edge; with the middle button pan."""
        at, keys = event.position(), event.modifiers()
        self._turn.end()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._gesture = Pan(self.model, at.x(), at.y())
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.LeftButton and self._gesture is None:
            self._gesture = pressed(self.model, at.x(), at.y(), keys_of(keys))
            if self._meter is not None and (track := metered(self.model, at.x(), at.y())):
                self._meter.reset_track(track)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Rename the track whose name is meant, let one whose edge is meant share the room again."""
        at, model = event.position(), self.model
        under = model.under(at.x(), at.y())
        if under is not None and under.mark is not None:
            self.show_marker(under.mark)
        elif not pressed_twice(self.viewport(), model, at.x(), at.y()):
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the drag, else show what a press would do."""
        if self._gesture is None:
            self._point(event.position(), keys_of(event.modifiers()))
            return
        self._gesture.move(event.position().x(), event.position().y(), keys_of(event.modifiers()))
        if isinstance(self._gesture, Band):
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag: an edge becomes an edit."""
        buttons = Qt.MouseButton.LeftButton | Qt.MouseButton.MiddleButton
        if event.button() & buttons:
            self._end(keep=True)
            self._point(event.position(), keys_of(event.modifiers()))

    def _end(self, *, keep: bool) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.end(keep)
            self.viewport().update()

    def _point(self, at: QPointF, held: Keys = NONE) -> None:
        shape = pointer(self.model, at.x(), at.y())
        if shape is not None:
            self.viewport().setCursor(shape)
            return
        under = self.model.under(at.x(), at.y())
        deed = deed_under(self.model, at.x(), at.y(), held)
        self.viewport().setCursor(self._cursors.of(deed, under is not None and under.part == "tail"))

    # Keys and focus

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Show what a press would do without the modifier that was let go."""
        self._modified(event)
        super().keyReleaseEvent(event)

    def _modified(self, event: QKeyEvent) -> None:
        if self._gesture is None and event.key() in _MODIFIERS:
            held = keys_of(QGuiApplication.queryKeyboardModifiers())
            self._point(QPointF(self.viewport().mapFromGlobal(QCursor.pos())), held)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let go of a drag with Escape, step by frames (by seconds with Shift), else do the key's action."""
        self._modified(event)
        cut, key = self.model.cut, Qt.Key(event.key())
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key == Qt.Key.Key_Escape and self._gesture is not None:
            self._end(keep=False)
        elif key in steps and cut is not None:
            by = cut.rate.nominal if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            step_frames(self.model, steps[key] * by)
        elif begins_entry(event) and cut is not None:
            self.type_time(event.text())
        elif not self._do(QKeySequence(event.keyCombination())):
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """Take the keys that begin a time before anybody's shortcut does."""
        if event.type() == QEvent.Type.ShortcutOverride:
            self._turn.end()
        asked = event.type() == QEvent.Type.ShortcutOverride and self.model.cut is not None
        if asked and isinstance(event, QKeyEvent) and begins_entry(event):
            event.accept()
            return True
        return bool(super().event(event))

    def _do(self, pressed: QKeySequence) -> bool:
        for action in self._actions:
            if any(QKeySequence(keys) == pressed for keys in action.shortcuts):
                if action.enabled is None or action.enabled.value:
                    action.run()
                return True
        return False

    def focusInEvent(self, event: Any) -> None:
        """Show that keys come here."""
        self.viewport().update()

    def focusOutEvent(self, event: Any) -> None:
        """Show that keys go elsewhere."""
        self.viewport().update()

    # What is told and taken

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell of what is under the pointer when it rests there."""
        cut = self.model.cut
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent) or cut is None:
            return bool(super().viewportEvent(event))
        x, y = event.pos().x(), event.pos().y()
        under, header = self.model.under(x, y), header_under(self.model, x, y)
        text = "" if under is None else tip(self.model, under, self.badges.value, header)
        if self._meter is not None and (track := metered(self.model, x, y)):
            text = say("{levels}\nClick puts the clip lights out", levels=self._meter.track_text(track))
        QToolTip.showText(event.globalPos(), text, self)
        return True

"""The row above the picture: how it is compared and looked at; its last button has what does not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from qtpy.QtCore import QSize, Qt
from qtpy.QtGui import QAction, QResizeEvent
from qtpy.QtWidgets import QDoubleSpinBox, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from editor.ui.keys import MOVES, PRESSES, keep_keys
from editor.ui.observe import Unwatch, Value
from editor.ui.words import later, say
from nodes.engine.view import GAMMAS, MOST_STOPS

from .comparing import MODE_NAMES
from .looking import CHANNEL_NAMES, MARK_NAMES, MATTING_NAMES, PROXY_NAMES
from .model import PlayerModel
from .versions_menu import VersionsMenu

_GROUPS = (
    ("compare", later("Compare"), "picture.compare_", "picture.versions_"),
    ("channel", later("Channel"), "picture.channel_"),
    (
        "view",
        later("View"),
    ),
    ("matte", later("Matte"), "picture.matte_"),
    ("marks", later("Marks"), "picture.mark_"),
    ("guides", later("Guides"), "picture.guide", "picture.shape_"),
    ("size", later("Size"), "picture.size_", "picture.pixel_"),
)
_EXPOSURE = ("picture.brighter", "picture.darker", "picture.gamma_up", "picture.gamma_down", "picture.reset")
_SINGLE = ("view.scopes", "picture.save_seen", "picture.fullscreen")
_GAP = 2
_STOPS = (-MOST_STOPS, MOST_STOPS, 0.25)


class ViewerBar(QWidget):
    """Buttons with menus of the registry's actions, and fields for gain and gamma."""

    def __init__(self, model: PlayerModel, handles: Mapping[str, QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._unwatch: list[Unwatch] = []
        self._parts: list[tuple[QWidget, Callable[[QMenu], object]]] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(6, 2, 6, 2)
        self._row.setSpacing(_GAP)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.buttons: dict[str, QToolButton] = {}
        for id, title, *starts in _GROUPS[:2]:
            self._menu_button(id, title, _starting(handles, starts))
        self._exposure(handles)
        for id, title, *starts in _GROUPS[2:]:
            self._menu_button(id, title, _starting(handles, starts))
        self._row.addStretch(1)
        for name in _SINGLE:
            if name in handles:
                self._single(handles[name])
        self._more = self._button(say("More"), say("What else can be done with the picture"))
        self._more.setMenu(QMenu(self._more))
        self._row.addWidget(self._more)
        self._follow()

    def sizeHint(self) -> QSize:
        """As high as its buttons; as wide as there is room."""
        return QSize(200, self._row.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Narrow: what does not fit goes into the last button's menu."""
        return QSize(60, self._row.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what does not fit into the last button's menu."""
        super().resizeEvent(event)
        self._arrange()

    def forget(self) -> None:
        """Follow the model no more."""
        for unwatch in self._unwatch:
            unwatch()

    # Parts

    def _button(self, text: str, tip: str) -> QToolButton:
        made = QToolButton(self)
        made.setText(text)
        made.setToolTip(tip)
        made.setAccessibleName(tip)
        made.setProperty("menu", True)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keep_keys(made, PRESSES)
        return made

    def _menu_button(self, id: str, title: str, inside: list[QAction]) -> None:
        made = self._button(say(title), say(title))
        menu = QMenu(say(title), made)
        menu.addActions(inside)
        if id == "view":
            self._offer_views(menu)
        elif id == "compare":
            menu.addSeparator()
            menu.addMenu(VersionsMenu(self._model, menu))
        made.setMenu(menu)
        self.buttons[id] = made
        self._parts.append((made, lambda more: more.addMenu(menu)))
        self._row.addWidget(made)

    def _offer_views(self, menu: QMenu) -> None:
        """List the views of the configuration, once the engine has named them."""
        looking = self._model.looking

        def fill(views: tuple[str, ...]) -> None:
            menu.clear()
            menu.addAction(say("Colorimetric, as the file is")).triggered.connect(lambda: looking.through(""))
            for view in views:
                menu.addAction(view).triggered.connect(lambda _=False, view=view: looking.through(view))

        self._unwatch.append(self._model.reading.views.watch(fill, now=True))

    def _exposure(self, handles: Mapping[str, QAction]) -> None:
        looking = self._model.looking
        menu = QMenu(say("Exposure"), self)
        menu.addActions([handles[name] for name in _EXPOSURE if name in handles])
        names = [handles[name].shortcut().toString() for name in _EXPOSURE[:2] if name in handles]
        keys = f" ({', '.join(filter(None, names))})" if any(names) else ""
        fields = (
            self._field(f"{say('Gain of the view, in stops')}{keys}", " st", _STOPS, looking.expose),
            self._field(say("Gamma of the view"), " γ", (*GAMMAS, 0.05), looking.bend),
        )
        self._parts.append((fields[0], lambda more: more.addMenu(menu)))
        self._parts.append((fields[1], lambda more: None))

        def show(_: object) -> None:
            for field, value in zip(fields, (looking.view.value.gain, looking.view.value.gamma), strict=True):
                field.blockSignals(True)
                field.setValue(value)
                field.blockSignals(False)

        self._unwatch.append(looking.view.watch(show, now=True))

    def _field(
        self, name: str, suffix: str, span: tuple[float, float, float], run: Callable[[float], None]
    ) -> QDoubleSpinBox:
        least, most, step = span
        made = QDoubleSpinBox(self)
        made.setRange(least, most)
        made.setSingleStep(step)
        made.setDecimals(2)
        made.setSuffix(suffix)
        made.setToolTip(name)
        made.setAccessibleName(name)
        made.setKeyboardTracking(False)
        made.setProperty("bare", True)
        made.lineEdit().setTextMargins(4, 0, 0, 0)
        made.setFixedWidth(made.fontMetrics().horizontalAdvance("-16.00 st") + 16)
        keep_keys(made, (*MOVES, *PRESSES))
        made.valueChanged.connect(run)
        self._row.addWidget(made)
        return made

    def _single(self, handle: QAction) -> None:
        made = self._button("", handle.text())
        made.setProperty("menu", None)
        made.setProperty("flat", True)
        made.setDefaultAction(handle)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        made.setIconSize(QSize(18, 18))
        made.setAccessibleName(handle.text())
        self._parts.append((made, lambda more: more.addAction(handle)))
        self._row.addWidget(made)

    # What is shown on them

    def _follow(self) -> None:
        model, looking, comparing = self._model, self._model.looking, self._model.comparing

        def show(_: object) -> None:
            view = looking.view.value
            words = {
                "compare": MODE_NAMES[comparing.mode.value] if comparing.is_on else "",
                "channel": CHANNEL_NAMES[view.channel] if view.channel != "colour" else "",
                "view": view.transform,
                "matte": MATTING_NAMES[view.matting] if view.matting else "",
                "marks": MARK_NAMES[view.marks] if view.marks else "",
                "guides": say("Guides") + " ✓" if model.guides.shown.value else "",
                "size": PROXY_NAMES[looking.scale.value] if looking.scale.value != 1 else "",
            }
            for id, title, *_rest in _GROUPS:
                if id in self.buttons:
                    said = words[id]
                    self.buttons[id].setText(_short(say(said)) if said else say(title))
                    self.buttons[id].setProperty("on", bool(said))
                    self.buttons[id].style().polish(self.buttons[id])
            self._arrange()

        watched: Iterable[Value[object]] = (
            looking.view,  # type: ignore[assignment]
            looking.scale,
            comparing.mode,
            comparing.sources,
            model.guides.shown,
        )
        self._unwatch += [value.watch(show) for value in watched]
        show(None)

    def _arrange(self) -> None:
        """Show as many parts as there is room for, in order; the others are in the last button's menu."""
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        widths = [min(part.sizeHint().width(), part.maximumWidth()) for part, _ in self._parts]
        fits = sum(widths) + _GAP * (len(widths) + 1) <= room
        left = room if fits else room - self._more.sizeHint().width() - 2 * _GAP
        menu = self._more.menu()
        menu.clear()
        for (part, into), width in zip(self._parts, widths, strict=True):
            left -= width + _GAP
            part.setVisible(left >= 0)
            if left < 0:
                into(menu)
                left = -1
        self._more.setVisible(not fits)


def _starting(handles: Mapping[str, QAction], starts: Iterable[str]) -> list[QAction]:
    begins = tuple(starts)
    return [handle for name, handle in handles.items() if name.startswith(begins)]


def _short(text: str) -> str:
    """Return the head of a text, so that a long one leaves room for the other buttons."""
    return text if len(text) <= _MOST else f"{text[: _MOST - 1].rstrip()}…"


_MOST = 18

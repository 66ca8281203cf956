"""What is asked before the cut is handed over: where to, in which form, of what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from qtpy.QtCore import Qt
from qtpy.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui.words import later, say
from nodes.media.movie_kinds import MOVIE_KINDS

from .model import DeliverModel, Render

CUT, MARKED, SHOT = "cut", "marked", "shot"
_PICTURES = (
    ("png", later("PNG pictures, in a folder")),
    ("exr", later("EXR pictures, in a folder")),
    ("tiff", later("TIFF pictures, in a folder")),
)
Wanted = tuple[str, str, str]
"""What can be chosen to be written: codec, title, the file's usual ending ("" for a folder)."""


def forms() -> tuple[Wanted, ...]:
    """Return what can be rendered to: for watching first, then for working on, then pictures."""
    kinds = sorted(MOVIE_KINDS.items(), key=lambda each: not each[1].delivery)
    movies = [(name, f"{kind.title} ({kind.endings[0]})", kind.endings[0]) for name, kind in kinds]
    return (*movies, *((codec, say(title), "") for codec, title in _PICTURES))


class _Place(QWidget):
    """A line for a path, and a button that asks for one."""

    def __init__(self, title: str, start: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = title
        self.line = QLineEdit(str(start), self)
        self.line.setAccessibleName(title)
        browse = QPushButton(say("Browse…"), self)
        browse.setAutoDefault(False)
        browse.setAccessibleName(say("Choose: {title}", title=title))
        browse.clicked.connect(self._browse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(browse)
        self.setFocusProxy(self.line)

    @property
    def path(self) -> Path:
        return Path(self.line.text().strip()).expanduser()

    def _browse(self) -> None:
        dialog = QFileDialog(self, self._title, str(self.path.parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.selectFile(self.path.name)
        dialog.fileSelected.connect(self.line.setText)
        dialog.open()


class _Asks(QDialog):
    """A form above buttons; what was chosen is told to a function."""

    def __init__(self, parent: QWidget, title: str, do: str, note: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        self.form = QFormLayout()
        said = QLabel(note, self)
        said.setProperty("dim", True)
        said.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.do = self.buttons.addButton(do, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.addLayout(self.form)
        box.addWidget(said)
        box.addWidget(self.buttons)


class ExportDialog(_Asks):
    """Where the cut goes as OTIO, and whether alternates go with it."""

    def __init__(self, parent: QWidget, start: Path, then: Callable[[Path, bool], None]) -> None:
        note = say("Clips show their circled takes; their sources and starred takes go along as alternates.")
        super().__init__(parent, say("Export the cut"), say("Export"), note)
        self._then = then
        self.place = _Place(say("OpenTimelineIO file"), start, self)
        self.only = QCheckBox(say("Leave the alternates out, for readers that keep one reference"), self)
        self.form.addRow(say("&To"), self.place)
        self.form.addRow("", self.only)
        self.place.line.textChanged.connect(lambda text: self.do.setEnabled(bool(text.strip())))

    def accept(self) -> None:
        """Tell what was chosen."""
        path, only = self.place.path, self.only.isChecked()
        super().accept()
        self._then(path, only)


class RenderDialog(_Asks):
    """What is rendered, in which form, where to."""

    def __init__(self, parent: QWidget, model: DeliverModel, then: Callable[[Render], None]) -> None:
        note = say("It is rendered in the queue; work goes on meanwhile.")
        super().__init__(parent, say("Render"), say("Render"), note)
        self._then, self._model = then, model
        self._shot, self._marked = model.shot(), model.marked()
        self._forms = forms()
        offered = [(CUT, say("The whole cut"))]
        if self._marked is not None:
            offered.append((MARKED, say("From in to out")))
        if self._shot is not None:
            offered.append((SHOT, say("The shot {name}", name=self._shot[1])))
        self.what = _box(self, say("What is rendered"), offered)
        self.codec = _box(self, say("Form"), [(name, title) for name, title, _ in self._forms])
        shown = [
            ("", say("Circled takes, as the cut shows them")),
            ("live", say("Live, by the shots' graphs")),
        ]
        self.shown = _box(self, say("What shots show"), shown)
        self.place = _Place(say("Where it goes"), model.suggested(self._ending()), self)
        for title, widget in (
            (say("&What"), self.what),
            (say("&As"), self.codec),
            (say("&Showing"), self.shown),
            (say("&To"), self.place),
        ):
            self.form.addRow(title, widget)
        self.codec.currentIndexChanged.connect(lambda _: self._end())
        self.place.line.textChanged.connect(lambda text: self.do.setEnabled(bool(text.strip())))

    def wish(self) -> Render:
        """Return what was asked for."""
        what = self.what.currentData()
        return Render(
            self.place.path,
            str(self.codec.currentData()),
            self._shot[0] if what == SHOT and self._shot is not None else "",
            self._marked if what == MARKED else None,
            live=bool(self.shown.currentData()),
        )

    def accept(self) -> None:
        """Tell what was chosen."""
        wish = self.wish()
        super().accept()
        self._then(wish)

    def _ending(self) -> str:
        return self._forms[self.codec.currentIndex()][2]

    def _end(self) -> None:
        """Give the path the ending of the form, unless it has another that holds it as well."""
        codec = str(self.codec.currentData())
        path = self.place.path
        kind = MOVIE_KINDS.get(codec)
        if kind is None:
            self.place.line.setText(str(path.with_suffix("")))
        elif path.suffix.lower() not in kind.endings:
            self.place.line.setText(str(path.with_suffix(self._ending())))


def _box(parent: QWidget, name: str, offered: Sequence[tuple[str, str]]) -> QComboBox:
    made = QComboBox(parent)
    made.setAccessibleName(name)
    for value, title in offered:
        made.addItem(title, value)
    return made

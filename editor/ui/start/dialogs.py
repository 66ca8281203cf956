"""What the window asks the person for. None of it waits: what was chosen is told to a function."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qtpy.QtCore import Qt
from qtpy.QtGui import QFontDatabase
from qtpy.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui.words import later, say

from .model import Import

CUTS = later("Timelines (*.otio);;All files (*)")


def ask_folder(parent: QWidget, title: str, start: Path, then: Callable[[Path], None]) -> QFileDialog:
    """Ask for a folder that exists."""
    dialog = QFileDialog(parent, title, str(start))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _asking(dialog, then)


def ask_file(
    parent: QWidget, title: str, start: Path, pattern: str, then: Callable[[Path], None]
) -> QFileDialog:
    """Ask for a file that exists."""
    dialog = QFileDialog(parent, title, str(start), pattern)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _asking(dialog, then)


def _asking(dialog: QFileDialog, then: Callable[[Path], None]) -> QFileDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda text: then(Path(text)))
    dialog.open()
    return dialog


def ask_yes(parent: QWidget, question: str, detail: str, yes: str, then: Callable[[], None]) -> QMessageBox:
    """Ask before something that cannot be undone; Escape and Return mean no."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, "Workprint", question, parent=parent)
    box.setInformativeText(detail)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sure = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(no)
    box.buttonClicked.connect(lambda clicked: then() if clicked is sure else None)
    box.open()
    return box


def ask_count(parent: QWidget, then: Callable[[int], None]) -> QInputDialog:
    """Ask how many takes to make."""
    dialog = QInputDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setInputMode(QInputDialog.InputMode.IntInput)
    dialog.setWindowTitle(say("Make several takes"))
    dialog.setLabelText(say("How many takes, each with a seed of its own:"))
    dialog.setIntRange(1, 100)
    dialog.setIntValue(3)
    dialog.intValueSelected.connect(then)
    dialog.open()
    return dialog


class ImportDialog(QDialog):
    """Which cut to bring in, where to look for its media, where to make its project."""

    def __init__(self, parent: QWidget, cut: Path | None, then: Callable[[Import], None]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("Import a cut"))
        self.setMinimumWidth(560)
        self._then = then
        self.cut, self.media, self.project = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.media.setPlaceholderText(say("beside the cut, and where it says"))
        self.project.setPlaceholderText(say("a folder that does not exist yet"))
        form = QFormLayout()
        for title, line, what, browse in (
            (say("&Cut"), self.cut, say("Choose the cut to import"), self._browse_cut),
            (say("&Media below"), self.media, say("Choose where to look for media"), self._browse_media),
            (say("Make &project"), self.project, say("Choose where the project goes"), self._browse_place),
        ):
            label = QLabel(title, self)
            label.setBuddy(line)
            line.setAccessibleName(title.replace("&", ""))
            form.addRow(label, self._row(line, what, browse))
        self._why = QLabel(self)
        self._why.setProperty("dim", True)
        self._why.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._import = self.buttons.addButton(say("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.addLayout(form)
        box.addWidget(self._why)
        box.addWidget(self.buttons)
        for line in (self.cut, self.media, self.project):
            line.textChanged.connect(self._check)
        self.cut.editingFinished.connect(self._suggest)
        if cut is not None:
            self._chose_cut(cut)
        self._check()

    def wish(self) -> Import:
        """Return what was asked for."""
        media = self.media.text().strip()
        return Import(_path(self.cut.text()), _path(self.project.text()), (_path(media),) if media else ())

    def accept(self) -> None:
        wish = self.wish()
        super().accept()
        self._then(wish)

    def _row(self, line: QLineEdit, title: str, browse: Callable[[str], None]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(line, 1)
        choose = QPushButton(say("Browse…"), self)
        choose.setAutoDefault(False)
        choose.setAccessibleName(title)
        choose.clicked.connect(lambda: browse(title))
        row.addWidget(choose)
        return row

    def _browse_cut(self, title: str) -> None:
        ask_file(self, title, _folder(self.cut.text()), say(CUTS), self._chose_cut)

    def _browse_media(self, title: str) -> None:
        start = _folder(self.media.text() or self.cut.text())
        ask_folder(self, title, start, lambda path: self.media.setText(str(path)))

    def _browse_place(self, title: str) -> None:
        name = _path(self.project.text()).name or "project"
        ask_folder(
            self, title, _folder(self.project.text()), lambda path: self.project.setText(str(path / name))
        )

    def _chose_cut(self, path: Path) -> None:
        self.cut.setText(str(path))
        self._suggest()

    def _suggest(self) -> None:
        cut = self.cut.text().strip()
        if cut and not self.project.text():
            path = _path(cut)
            self.project.setText(str(path.with_name(f"{path.stem} workprint")))

    def _check(self) -> None:
        cut, place = (bool(line.text().strip()) for line in (self.cut, self.project))
        self._import.setEnabled(cut and place)
        if cut and place:
            self._why.setText("")
        elif cut:
            self._why.setText(say("Choose a place for the project."))
        else:
            self._why.setText(
                say("Choose a cut.") if place else say("Choose a cut and a place for the project.")
            )


class ReportDialog(QDialog):
    """What became of every clip of a cut that was brought in, or of one that was handed over."""

    def __init__(self, parent: QWidget, report: str, title: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(900, 480)
        text = QPlainTextEdit(report, self)
        text.setReadOnly(True)
        text.setAccessibleName(title)
        text.setTabChangesFocus(True)
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.addWidget(text, 1)
        box.addWidget(buttons)


def _path(text: str) -> Path:
    return Path(text.strip()).expanduser()


def _folder(text: str) -> Path:
    """Return the folder to start looking in."""
    return _path(text).parent if text.strip() else Path.home()

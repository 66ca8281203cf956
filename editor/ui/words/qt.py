"""Qt's own words, such as those of its buttons and dialogs, in the language that is spoken."""

from __future__ import annotations

from qtpy.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from .say import ENGLISH


def teach_qt(app: QCoreApplication, language: str) -> bool:
    """Have Qt speak a language; return whether it can. Without a catalogue it stays with English."""
    for before in app.findChildren(QTranslator):
        app.removeTranslator(before)
        before.deleteLater()
    if language == ENGLISH:
        return True
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return translator.load(f"qtbase_{language}", folder) and app.installTranslator(translator)

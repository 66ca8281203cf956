"""How the window looks: dark greys without hue, so that they do not tint how pictures are seen."""

from __future__ import annotations

from qtpy.QtGui import QColor, QPalette
from qtpy.QtWidgets import QApplication, QStyleFactory

from editor.resources import resources

# Lightness only, but for what must be told apart at a glance.
WINDOW, PANEL, RAISED, EDGE = "#2a2a2a", "#202020", "#3a3a3a", "#4c4c4c"
TEXT, DIM, FAINT = "#dedede", "#a8a8a8", "#868686"
FOCUS, WARNING, GOOD = "#e8b04a", "#e8b04a", "#8cc98c"
_SHEET = {
    "PANEL": PANEL,
    "RAISED": RAISED,
    "EDGE": EDGE,
    "TEXT": TEXT,
    "DIM": DIM,
    "FAINT": FAINT,
    "FOCUS": FOCUS,
}

_ROLES = {
    QPalette.ColorRole.Window: WINDOW,
    QPalette.ColorRole.WindowText: TEXT,
    QPalette.ColorRole.Base: PANEL,
    QPalette.ColorRole.AlternateBase: "#262626",
    QPalette.ColorRole.Text: TEXT,
    QPalette.ColorRole.Button: RAISED,
    QPalette.ColorRole.ButtonText: TEXT,
    QPalette.ColorRole.BrightText: "#ffffff",
    QPalette.ColorRole.ToolTipBase: "#111111",
    QPalette.ColorRole.ToolTipText: TEXT,
    QPalette.ColorRole.PlaceholderText: DIM,
    QPalette.ColorRole.Highlight: "#5a5a5a",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.Link: FOCUS,
    QPalette.ColorRole.Light: "#4a4a4a",
    QPalette.ColorRole.Midlight: "#404040",
    QPalette.ColorRole.Mid: "#303030",
    QPalette.ColorRole.Dark: "#1a1a1a",
    QPalette.ColorRole.Shadow: "#000000",
}
_DISABLED = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.HighlightedText,
)


def palette() -> QPalette:
    """Return the colours of the window."""
    made = QPalette()
    for role, colour in _ROLES.items():
        made.setColor(role, QColor(colour))
    for role in _DISABLED:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(FAINT))
    return made


def dress(app: QApplication) -> None:
    """Give an application the look of Workprint."""
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(palette())
    folder = resources() / "theme"
    sheet = (folder / "dark.qss").read_text("utf-8").replace("@FOLDER", folder.as_posix())
    for name, colour in _SHEET.items():
        sheet = sheet.replace(f"@{name}", colour)
    app.setStyleSheet(sheet)

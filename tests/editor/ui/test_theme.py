from __future__ import annotations

import re

import pytest

from editor.resources import resources

pytest.importorskip("qtpy.QtWidgets")

from qtpy.QtGui import QPalette

from editor.ui import theme

LEAST = 4.5
"""What WCAG 2.2 asks of text (1.4.3); 3 of the rest (1.4.11)."""
BEHIND = (theme.WINDOW, theme.PANEL, theme.RAISED)


def luminance(colour: str) -> float:
    """Return relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", ["TEXT", "DIM", "FOCUS", "WARNING", "GOOD"])
def test_text_stands_out_from_whatever_is_behind_it(name: str) -> None:
    colour = getattr(theme, name)
    assert {behind: contrast(colour, behind) for behind in BEHIND if contrast(colour, behind) < LEAST} == {}


@pytest.mark.parametrize("behind", BEHIND)
def test_what_cannot_be_done_is_dim_but_can_be_read(behind: str) -> None:
    assert 3 <= contrast(theme.FAINT, behind) < contrast(theme.TEXT, behind)


@pytest.mark.qt
def test_what_is_selected_can_be_read(app: object) -> None:
    roles, made = QPalette.ColorRole, theme.palette()
    for text, behind in (
        (roles.WindowText, roles.Window),
        (roles.Text, roles.Base),
        (roles.Text, roles.AlternateBase),
        (roles.ButtonText, roles.Button),
        (roles.HighlightedText, roles.Highlight),
        (roles.ToolTipText, roles.ToolTipBase),
        (roles.PlaceholderText, roles.Base),
    ):
        assert contrast(made.color(text).name(), made.color(behind).name()) >= LEAST, text


def test_every_colour_and_file_of_the_sheet_is_there() -> None:
    sheet = (resources() / "theme" / "dark.qss").read_text("utf-8")
    assert set(re.findall(r"@([A-Z]+)", sheet)) <= {*theme._SHEET, "FOLDER"}
    for name in re.findall(r"@FOLDER/([\w.-]+)", sheet):
        assert (resources() / "theme" / name).is_file()


def test_greys_have_no_hue() -> None:
    for colour in (*BEHIND, theme.EDGE, theme.TEXT, theme.DIM, theme.FAINT):
        assert colour[1:3] == colour[3:5] == colour[5:7], colour

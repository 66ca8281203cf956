"""Handing the cut over from the window: exported and rendered as the command line does it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.editor.ui.acting import Person

pytestmark = pytest.mark.qt
pytest.importorskip("qtpy.QtWidgets")

from editor.ui.deliver.dialogs import ExportDialog, RenderDialog, forms  # noqa: E402
from editor.ui.start.dialogs import ReportDialog  # noqa: E402
from tests.editor.kit import done, pictures  # noqa: E402


def dialog_of(person: Person, kind: type) -> object:
    found = [each for each in person.window.findChildren(kind) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def test_a_cut_is_exported_and_rendered_from_its_menu(
    windows: Callable[[], Person], show: Path, tmp_path: Path
) -> None:
    person = windows()
    person.open(show)
    person.press("file.export")
    asking = dialog_of(person, ExportDialog)
    assert isinstance(asking, ExportDialog)
    asking.place.line.setText(str(tmp_path / "out.otio"))
    asking.do.click()
    person.wait((tmp_path / "out.otio").exists, "the export")
    person.wait(lambda: person.window.findChildren(ReportDialog), "its report")
    report = dialog_of(person, ReportDialog)
    assert isinstance(report, ReportDialog) and report.windowTitle() == "What was exported"
    report.reject()
    assert done("info", tmp_path / "out.otio")["clips"]

    person.desk.session.marked.set(None)
    person.press("file.render")
    asked = dialog_of(person, RenderDialog)
    assert isinstance(asked, RenderDialog)
    codecs = [asked.codec.itemData(place) for place in range(asked.codec.count())]
    asked.codec.setCurrentIndex(codecs.index("ffv1"))
    assert asked.place.path.suffix == ".mkv"
    asked.place.line.setText(str(tmp_path / "out.mkv"))
    assert not asked.wish().live and asked.wish().range is None and not asked.wish().shot
    asked.do.click()
    person.wait(lambda: "out.mkv" in person.session.message.value, "the render", seconds=120)
    assert len(list(pictures(tmp_path / "out.mkv"))) > 10


def test_a_form_gives_the_path_its_ending_and_what_is_marked_or_selected_can_be_rendered(
    windows: Callable[[], Person], show: Path
) -> None:
    person = windows()
    person.open(show)
    player = person.desk.player
    person.wait(lambda: player.whole is not None, "the cut's length")
    assert player.whole is not None
    person.session.marked.set(player.whole)
    clip = next(each for each in done("info", show)["clips"] if each["name"] == "plate")
    person.session.selection.set(frozenset({clip["id"]}))
    asked = RenderDialog(person.window, person.desk.deliver, lambda wish: None)
    assert [asked.what.itemData(place) for place in range(3)] == ["cut", "marked", "shot"]
    codecs = [name for name, *_ in forms()]
    for codec, ending in (("prores", ".mov"), ("exr", ""), ("vp9", ".webm")):
        asked.codec.setCurrentIndex(codecs.index(codec))
        assert asked.place.path.suffix == ending
    asked.what.setCurrentIndex(1)
    assert asked.wish().range == player.whole
    asked.what.setCurrentIndex(2)
    assert asked.wish().shot == clip["id"] and asked.wish().range is None
    asked.reject()

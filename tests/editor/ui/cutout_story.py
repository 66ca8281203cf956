"""The story of a person and a shot: a cut comes in, its disc is cut out, graded, compared, and goes back.

`python -m tests.editor.ui.cutout_story CUT FOLDER` plays it in a process of its own, for a real display.
"""

from __future__ import annotations

import sys
from pathlib import Path

from qtpy.QtCore import QPoint

from editor.document.project import document_digest
from editor.ui.app import make_app
from editor.ui.deliver.dialogs import ExportDialog
from editor.ui.pointing.view import Through
from editor.ui.start.dialogs import ImportDialog, ReportDialog
from tests.editor.ui.acting import Person
from tests.editor.ui.pointing.disc import CLIP, FIRST, middle
from tests.editor.ui.story import make_take, now, set_gain

INSIDE, OUTSIDE = (middle(FIRST)[0] + 6.0, middle(FIRST)[1] - 5.0), (150.0, 6.0)


def dialog(person: Person, kind: type) -> object:
    """Return the dialog of a kind, once it is on the screen."""
    person.wait(lambda: any(each.isVisible() for each in person.window.findChildren(kind)), kind.__name__)
    return next(each for each in person.window.findChildren(kind) if each.isVisible())


class Eye:
    """Looks at places of the shot's media in the viewer, wherever the layout puts the picture meanwhile."""

    def __init__(self, person: Person) -> None:
        seen = person.desk.pointing.model.seen.value
        assert seen is not None
        self._person, self._seen = person, seen

    def at(self, x: float, y: float) -> QPoint:
        """Return where a place is on the viewer's canvas."""
        surface = self._person.window.viewer.tools.surface
        found = Through(surface, self._seen).on_canvas(x, y)
        return QPoint(round(found.x()), round(found.y()))

    def pixel(self, place: tuple[float, float]) -> tuple[int, int, int]:
        """Return a pixel of the viewer's picture, as drawn."""
        colour = self._person.window.viewer.canvas.grab().toImage().pixelColor(self.at(*place))
        return colour.red(), colour.green(), colour.blue()


def bring_in(person: Person, cut: Path, project: Path) -> None:
    """Import a cut as its dialog asks for it, and read the report."""
    person.desk.open(cut)
    asking = dialog(person, ImportDialog)
    assert isinstance(asking, ImportDialog)
    asking.project.setText(str(project))
    asking.accept()
    report = dialog(person, ReportDialog)
    assert isinstance(report, ReportDialog)
    report.reject()
    person.wait(lambda: person.session.project.value is not None, "the project")
    person.wait(lambda: bool(person.desk.graph.specs.value), "the nodes to be known")
    person.wait(lambda: person.desk.player.picture.value is not None, "the first picture")


def cut_out_and_grade(person: Person) -> Eye:
    """Point at the disc, see its matte, grade inside it."""
    person.click_clip(CLIP)
    person.press("clip.roto")
    person.wait(lambda: person.desk.pointing.model.seen.value is not None, "the shot in the viewer")
    eye = Eye(person)
    red = eye.pixel(INSIDE)
    person.click(person.window.viewer.canvas, eye.at(*middle(FIRST)))
    mattes = person.desk.pointing.mattes
    person.wait(lambda: mattes.laid.value and not mattes.busy.value, "the matte of this frame", seconds=120)
    person.wait(lambda: eye.pixel(INSIDE) != red, "the matte over the disc")
    person.press("clip.grade_inside")
    person.wait(lambda: (node := person.desk.graph.node) and node.type == "color.grade", "the grade")
    person.press("view.point")
    return eye


def play(person: Person, cut: Path, folder: Path) -> None:
    """Play the story."""
    bring_in(person, cut, folder / "project")
    untouched = document_digest(now(person))
    eye = cut_out_and_grade(person)
    person.press("view.live")
    player = person.desk.player
    person.wait(lambda: player.showing.value == "live" and not player.busy.value, "the graph's picture")
    person.rest(0.3)
    plain, ground = eye.pixel(INSIDE), eye.pixel(OUTSIDE)
    for number, gain in enumerate(("0.3", "0.6", "1.5"), start=1):
        set_gain(person, gain)
        make_take(person, number)
    person.wait(lambda: eye.pixel(INSIDE)[0] > plain[0] + 10, "a brighter disc", seconds=120)
    assert max(abs(a - b) for a, b in zip(eye.pixel(OUTSIDE), ground, strict=True)) <= 1

    takes = person.desk.takes
    keys = [row.key for row in takes.rows.value]
    takes.choose(keys[0], frozenset(keys[:2]))
    person.press("takes.compare")
    person.wait(lambda: player.comparing.is_on, "two takes side by side")
    player.compare(())
    takes.choose(keys[0], frozenset(keys[:1]))
    person.press("takes.circle")
    person.wait(lambda: bool(person.desk.badges.texts.value), "the badge")
    person.press("view.live")
    person.wait(lambda: eye.pixel(INSIDE)[0] < plain[0] - 20, "the circled take in the viewer")
    person.settle()
    worked = document_digest(now(person))

    person.press("file.export")
    asking = dialog(person, ExportDialog)
    assert isinstance(asking, ExportDialog)
    asking.place.line.setText(str(folder / "back.otio"))
    asking.do.click()
    person.wait((folder / "back.otio").exists, "the cut that goes back")
    report = dialog(person, ReportDialog)
    assert isinstance(report, ReportDialog)
    report.reject()

    while now(person).history.done:
        person.press("edit.undo")
        person.settle()
    assert document_digest(now(person)) == untouched
    while now(person).history.undone:
        person.press("edit.redo")
        person.settle()
    assert document_digest(now(person)) == worked
    person.wait(lambda: eye.pixel(INSIDE)[0] < plain[0] - 20, "the circled take again")


def main() -> None:
    """Play it on the display that there is."""
    app = make_app()
    person = Person(app)
    try:
        play(person, Path(sys.argv[1]), Path(sys.argv[2]))
    finally:
        person.leave()
    print(f"played on {app.platformName()}")


if __name__ == "__main__":
    main()

"""The story of a person and the sample cut, from opening to opening again.

`python -m tests.editor.ui.story PROJECT` plays it in a process of its own, for a real display.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from editor.document.opened import Project
from editor.document.project import document_digest
from editor.ui.app import make_app
from tests.editor.ui.acting import BUSY, Person

BUSY_WALL = 1.0
"""Seconds by the clock on the wall that a task may take, which also counts what others do on the machine."""


def now(person: Person) -> Project:
    """Return the project as it is kept."""
    project = person.session.project.value
    assert project is not None
    return project


def pixels(person: Person) -> list[tuple[float, float, float]]:
    """Return pixels spread over the middle of the viewer's picture, as drawn."""
    image = person.window.viewer.canvas.grab().toImage()
    across, down = image.width(), image.height()
    found = [
        image.pixelColor(x, y)
        for x in range(across // 4, across * 3 // 4, across // 24)
        for y in range(down // 4, down * 3 // 4, down // 24)
    ]
    return [(each.redF(), each.greenF(), each.blueF()) for each in found]


def apart(some: list[tuple[float, float, float]], others: list[tuple[float, float, float]]) -> float:
    """Return how far the channels of pixels lie apart in the mean."""
    pairs = zip(some, others, strict=True)
    return sum(abs(a - b) for one, other in pairs for a, b in zip(one, other, strict=True)) / 3 / len(some)


def colour(person: Person) -> tuple[float, float, float]:
    """Return the mean colour of the middle of the viewer's picture, as drawn."""
    red, green, blue = zip(*pixels(person), strict=True)
    return sum(red) / len(red), sum(green) / len(green), sum(blue) / len(blue)


def brightness(person: Person) -> float:
    return sum(colour(person)) / 3


def add_grade(person: Person) -> None:
    canvas, search = person.window.graph.canvas, person.window.graph.search
    canvas.setFocus()
    person.keys("Tab", canvas)
    person.wait(search.isVisible, "the search to show")
    person.type("gra", search.line)
    person.keys("Return", search.line)
    boxes = person.desk.graph.boxes
    person.wait(lambda: [box.id for box in boxes.value] == ["source", "grade"], "the node to be there")


def set_gain(person: Person, value: str) -> None:
    """Type a gain into the three fields of the inspector."""
    for number in person.window.inspector.controls["gain"].numbers:  # type: ignore[attr-defined]
        number.line.setFocus()
        number.line.selectAll()
        person.type(value, number.line)
        person.keys("Return", number.line)


def make_take(person: Person, number: int) -> None:
    person.press("takes.make")
    rows = person.desk.takes.rows
    person.wait(lambda: len(rows.value) == number, f"take {number}", seconds=120)
    person.settle()


def undo_and_redo_all(person: Person, plain: float, untouched: str) -> None:
    """Undo everything, find the cut as it was; redo everything, find it as it was left."""
    worked = document_digest(now(person))
    edits = len(now(person).history.done)
    for _ in range(edits):
        person.keys("Ctrl+Z", person.window)
    person.wait(lambda: not now(person).history.done, "all to be undone")
    person.settle()
    assert document_digest(now(person)) == untouched
    person.wait(lambda: abs(brightness(person) - plain) < 0.01, "the source again")
    for _ in range(edits):
        person.keys("Ctrl+Shift+Z", person.window)
    person.wait(lambda: not now(person).history.undone, "all to be redone")
    person.settle()
    assert document_digest(now(person)) == worked
    person.wait(lambda: brightness(person) < plain * 0.8, "the take again")


def play(windows: Callable[[], Person], project: Path) -> tuple[float, float]:
    """Play the story; return the longest stretches of the window's thread in processor and wall seconds."""
    person = windows()
    person.open(project)
    session, player = person.session, person.desk.player
    person.wait(lambda: player.picture.value is not None, "the first picture")
    person.rest()
    first = pixels(person)
    untouched = document_digest(now(person))

    person.scrub(2, 100)
    person.wait(
        lambda: session.playhead.value is not None and session.playhead.value.frame == 100, "frame 100"
    )
    person.wait(lambda: apart(first, pixels(person)) > 0.02, "meadow")

    person.click_clip("sh010")
    person.scrub(100, 20)
    add_grade(person)
    person.press("view.live")
    person.wait(lambda: player.showing.value == "live" and not player.busy.value, "the graph's picture")
    person.rest(0.3)
    plain = brightness(person)
    set_gain(person, "0.5")
    person.wait(lambda: brightness(person) < plain * 0.8, "a darker picture")
    make_take(person, 1)
    set_gain(person, "0.7")
    make_take(person, 2)
    set_gain(person, "2")
    person.wait(lambda: brightness(person) > plain * 1.05, "a brighter picture")
    make_take(person, 3)
    assert [row.id for row in person.desk.takes.rows.value] == ["t001", "t002", "t003"]

    person.press("view.live")
    person.wait(lambda: abs(brightness(person) - plain) < 0.01, "the source, as nothing is circled")
    takes = person.window.takes.list
    takes.setFocus()
    takes.setCurrentIndex(takes.tiles.index(0))
    person.keys("C", takes)
    person.wait(lambda: person.desk.badges.texts.value == {"sh010": "t001 stale"}, "the badge")
    person.wait(lambda: brightness(person) < plain * 0.8, "the circled take in the viewer")
    person.settle()
    worked = document_digest(now(person))

    undo_and_redo_all(person, plain, untouched)
    busy = person.stretches.longest, person.stretches.longest_wall
    person.leave()

    again = windows()
    again.open(project)
    assert document_digest(now(again)) == worked
    again.click_clip("sh010")
    again.wait(lambda: len(again.desk.takes.rows.value) == 3, "the takes")
    assert again.window.windowTitle().startswith(project.name)
    assert busy[0] < BUSY, f"the window's thread was busy for {busy[0] * 1000:.0f} ms"
    assert busy[1] < BUSY_WALL, f"the window's thread was away for {busy[1] * 1000:.0f} ms"
    return busy


def main() -> None:
    """Play it on the display that there is."""
    app = make_app()
    people: list[Person] = []

    def open_window() -> Person:
        people.append(Person(app))
        return people[-1]

    try:
        busy = play(open_window, Path(sys.argv[1]))
    finally:
        for person in people:
            person.leave()
    print(f"played on {app.platformName()}; busy for {busy[0] * 1000:.0f} ms at most")


if __name__ == "__main__":
    main()

"""Something goes wrong: an error in every place that can show one."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from . import projects

if TYPE_CHECKING:
    from tests.editor.ui.acting import Person

    from .scenes import Shot


def missing_media(person: Person, shot: Shot) -> None:
    """Draw what stands in place of media that was never found, and of media that was moved away since."""
    person.click_clip("sh030")
    person.scrub(0, 150)
    person.wait(lambda: person.desk.player.slate.value, "the slate")
    person.wait(lambda: person.desk.media.pieces.value, "the media")
    person.rest(1)
    shot("never-found")
    person.click_clip("sh020")
    person.scrub(150, 80)
    person.rest(2)
    shot("moved-away")
    person.window.layouts.switch("graph")
    shot("graph")


def failed_take(person: Person, shot: Shot) -> None:
    """Draw a take that failed: in the sheet, in the queue with its log, on its node, in the viewer."""
    from editor.ui.queue.dock import QueueDock

    person.click_clip("sh020")
    person.desk.takes.make(2)
    person.wait(lambda: person.desk.queue.ended.value, "the end of the take")
    person.settle()
    person.press("view.live")
    person.scrub(0, 100)
    person.rest(2)
    person.window.layouts.switch("takes")
    person.desk.choice.chosen.set(person.desk.queue.ended.value[0].task.id)
    queue = person.window.docks["queue"].widget()
    assert isinstance(queue, QueueDock)
    queue.show_log.setChecked(True)
    shot("takes")
    shot("queue", person.window.docks["queue"])
    person.desk.session.message.set("")
    person.window.layouts.switch("graph")
    person.desk.graph.fit()
    shot("graph")


def batch(person: Person, shot: Shot) -> None:
    """Draw takes in the making: several of one wish, the first of them running."""
    from editor.verbs.asking import Wishes

    person.click_clip("sh010")
    person.window.layouts.switch("takes")
    person.desk.takes.wish_for(Wishes(vary=("grade.gain=0.6..1.6:6",)))
    queue = person.desk.queue
    person.wait(lambda: any(task.done for task in queue.tasks.value), "a take at work")
    person.wait(lambda: person.desk.takes.glimpse.value is not None, "a picture of it")
    person.desk.queue.pause(True)
    shot("")
    person.desk.queue.pause(False)
    queue.cancel_all()
    person.settle()


def stale(person: Person, shot: Shot) -> None:
    """Draw a take that is circled and that the shot has moved on from."""
    person.click_clip("sh010")
    person.wait(lambda: person.desk.takes.rows.value, "the take")
    person.desk.takes.circle()
    person.settle()
    person.desk.graph.select("grade")
    person.desk.graph.set_param("gain", [0.7, 1.0, 1.3])
    person.wait(lambda: "t001 stale" in person.desk.badges.texts.value.values(), "the badge")
    shot("")


def crash(person: Person, shot: Shot) -> None:
    """Draw the badge of an engine that died and was started anew."""
    person.click_clip("sh010")
    player = person.desk.player
    person.wait(lambda: player.player.engine_pid, "the engine")
    person.wait(lambda: player.picture.value is not None, "a picture")
    os.kill(player.player.engine_pid or 0, signal.SIGKILL)
    person.scrub(0, 40)
    person.wait(lambda: player.state.value, "the badge")
    person.rest(1)
    shot("")


def refused(person: Person, shot: Shot) -> None:
    """Draw a parameter that does not fit, a wire that does not, and a node that lacks what it needs."""
    from editor.ui.graph.connecting import connect
    from editor.ui.graph.wish import Wish
    from nodes.graph.model import Link

    person.click_clip("sh010")
    graph = person.desk.graph
    graph.select("grade")
    graph.set_param("gain", "much")
    shot("parameter")
    graph.add("audio.drive", Wish("beside"))
    person.settle()
    spec = graph.specs.value["audio.drive"]
    sound = next(box.id for box in graph.boxes.value if box.id not in ("source", "grade"))
    connect(graph, Link("source", "out"), (sound, spec.inputs[0].name, None))
    shot("wire-offers", person.window.graph.search)
    graph.wish.set(None)
    person.session.message.set("")
    connect(graph, Link(sound, spec.outputs[0].name), ("grade", "image", None))
    person.window.layouts.switch("graph")
    graph.fit()
    shot("wire")


def unreadable(person: Person, shot: Shot) -> None:
    """Draw the start page with a project that cannot be read."""
    with tempfile.TemporaryDirectory() as place:
        person.desk.open(projects.unreadable(Path(place)))
        person.wait(lambda: person.session.message.value, "the reason")
        shot("")


def imported(person: Person, shot: Shot) -> None:
    """Draw the report of a cut that was taken in with half of its media missing."""
    from editor.ui.start.dialogs import ReportDialog
    from editor.ui.start.model import Import
    from tests.support.sample import make_small_sample

    with tempfile.TemporaryDirectory() as place:
        cut = make_small_sample(Path(place) / "media", 320, 180)
        (cut.parent / "sh020.mp4").unlink()
        (cut.parent / "sh030.mp4").write_bytes(b"no movie")
        person.desk.start.bring_in(Import(cut, Path(place) / "taken in"))
        person.wait(lambda: person.window.findChildren(ReportDialog), "the report")
        (report,) = person.window.findChildren(ReportDialog)
        shot("")
        shot("report", report)
        report.reject()


def export_refused(person: Person, shot: Shot) -> None:
    """Draw an export and a render that go nowhere."""
    from editor.ui.deliver.model import Render

    deliver = person.desk.deliver
    deliver.export(Path("/proc/nowhere/cut.otio"))
    deliver.render(Render(Path("/proc/nowhere/cut.mp4")))
    person.wait(lambda: len(person.desk.queue.ended.value) == 2, "both to fail")
    person.window.docks["queue"].raise_()
    shot("")


def full_disk(person: Person, shot: Shot) -> None:
    """Draw what is said where a project's folder cannot be written any more."""
    from errno import ENOSPC

    from editor.document.atomic import save_failed

    person.click_clip("sh010")
    project = person.session.project.value
    assert project is not None
    journal = project.folder / "journal"
    journal.rename(journal.with_name("put aside"))
    journal.write_text("in the way", "utf-8")
    person.desk.graph.select("grade")
    person.desk.graph.set_param("gain", [1.5, 1.0, 1.0])
    person.wait(lambda: person.session.message.value, "the reason")
    shot("")
    person.session.fail(save_failed(f"Keep a take of '{projects.LONG}'", OSError(ENOSPC, "")))
    shot("message")
    journal.unlink()
    journal.with_name("put aside").rename(journal)


def no_model(person: Person, shot: Shot) -> None:
    """Draw a node whose model is not there, chosen and run."""
    from editor.ui.graph.wish import Wish

    person.click_clip("sh010")
    graph = person.desk.graph
    for type in ("segment.object", "restyle.prompt"):
        graph.add(type, Wish("after", "grade"))
        person.settle()
        person.wait(lambda: person.desk.inspector.models.value is not None, "the models")
        person.rest(0.5)
        person.window.layouts.switch("graph")
        shot(type.replace(".", "-"))
    person.desk.takes.make()
    person.wait(lambda: person.desk.queue.ended.value, "the refusal")
    shot("take")

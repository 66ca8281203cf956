"""Ctrl-C, twice too, and polite requests to end, at moments of every long command."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from editor.takes.store import takes_of
from tests.campaigns.killing import matches
from tests.support.commands import Command, Ran, run_command

LONG = 3.0
"""Seconds in which a command that was told to stop must be gone: a frame's time and a process's end."""


def stopped(command: Command, *numbers: int, codes: tuple[int, ...] = (130, -signal.SIGINT)) -> Ran:
    """Send signals shortly after one another and return what came of the command."""
    began = time.monotonic()
    for number in numbers:
        command.signal(number)
        time.sleep(0.05)
    ran = command.end()
    spent = time.monotonic() - began
    assert spent < LONG, f"{spent:.1f} s to stop"
    # A second signal may meet the process while it ends: a shell says 130 for that too.
    assert ran.code in codes, (ran.code, ran.err)
    assert "Traceback" not in ran.err, ran.err
    assert not command.survivors()
    return ran


def appears(folder: Path, pattern: str, command: Command, patience: float = 30) -> None:
    """Wait until something matches below a folder."""
    until = time.monotonic() + patience
    while not matches(folder, pattern):
        assert command.process.poll() is None, "it ended too early"
        assert time.monotonic() < until, f"{pattern} never came"
        time.sleep(0.002)


def left_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob(".*"))


@pytest.mark.parametrize(
    "numbers", [(signal.SIGINT,) * 2, (signal.SIGTERM,), (signal.SIGHUP, signal.SIGTERM)]
)
def test_a_take_that_is_stopped_leaves_nothing(project: Path, numbers: tuple[int, ...]) -> None:
    with Command("take", project, "sh020") as command:
        appears(project / "takes" / "sh020", ".making-*/take.mkv", command)
        assert "Cancelled" in stopped(command, *numbers).err
    assert not takes_of(project, "sh020")
    assert not left_in(project)
    assert run_command("take", project, "sh020").code == 0


@pytest.mark.parametrize("name", ["out.mp4", "out.mkv", "pictures"])
def test_a_render_that_is_stopped_leaves_what_was_there(project: Path, tmp_path: Path, name: str) -> None:
    place = tmp_path / "out" / name
    place.parent.mkdir()
    if "." in name:
        place.write_bytes(b"an older one")
    with Command("render", project, "-o", place) as command:
        appears(place.parent, f".rendering-*/{name}{'' if '.' in name else '/*'}", command)
        stopped(command, signal.SIGINT)
    assert [path.name for path in place.parent.iterdir()] == ([name] if "." in name else [])
    assert "." not in name or place.read_bytes() == b"an older one"


def test_a_node_run_that_is_stopped_leaves_nothing(sample: Any, tmp_path: Path) -> None:
    source = sample.cut.parent / "sh010.mp4"
    with Command("run", "color.grade", source, "gain=1.1", "-o", tmp_path / "out.mkv") as command:
        appears(tmp_path, ".rendering-*/out.mkv", command)
        stopped(command, signal.SIGINT)
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_a_demo_that_is_stopped_can_be_made_again(tmp_path: Path) -> None:
    with Command("demo", "--out", tmp_path / "demo") as command:
        appears(tmp_path / "demo" / "sample", "sh010.mp4", command)
        stopped(command, signal.SIGINT, signal.SIGINT)
    with Command("demo", "--out", tmp_path / "demo") as command:
        appears(tmp_path / "demo" / "sample", "sh010.mp4", command)
        stopped(command, signal.SIGTERM)


def test_stopping_at_any_moment_is_quiet(sample: Any, tmp_path: Path) -> None:
    def new(number: int) -> Command:
        return Command("new", tmp_path / f"p{number}", "--from", sample.cut, "--json")

    with new(0) as command:
        whole = command.end().seconds
    for number in range(1, 9):
        with new(number) as command:
            time.sleep(0.1 + (whole - 0.1) * number / 9)
            if command.process.poll() is None:
                ran = stopped(command, signal.SIGINT, codes=(0, 130, -signal.SIGINT))
                # A signal that comes when the project stands already finds nothing left to stop.
                stands = (tmp_path / f"p{number}").exists()
                assert stands if ran.code == 0 else ran.document["exit_code"] == 130
        place = tmp_path / f"p{number}"
        assert not place.exists() or run_command("info", place).code == 0
        assert not list(tmp_path.glob(".*"))


def test_what_was_started_deaf_to_ctrl_c_stays_so(project: Path, repository: Path) -> None:
    ignoring: Callable[..., Any] = lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)  # noqa: E731
    old = signal.getsignal(signal.SIGINT)
    ignoring()
    try:
        command = Command("take", project, "sh020")
    finally:
        signal.signal(signal.SIGINT, old)
    with command:
        appears(project / "takes" / "sh020", ".making-*/take.mkv", command)
        command.signal(signal.SIGINT)
        assert command.end().code == 0

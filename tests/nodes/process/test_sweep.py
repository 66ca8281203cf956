"""Parents that are killed, and what the next start clears away."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from nodes.process.sweep import open_run, sweep

ENTRIES = Path(__file__).parent / "entries"


class Victim:
    """A parent process with a child, to be killed."""

    def __init__(self, root: Path, repository: Path, handler: str) -> None:
        command = [sys.executable, str(ENTRIES / "parent.py"), str(root), str(ENTRIES / "works.py"), handler]
        env = os.environ | {"PYTHONPATH": str(repository)}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, env=env, text=True)
        assert self.process.stdout is not None
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        self.run, self.child, self.event = Path(told["run"]), told["pid"], told["event"]

    def kill(self) -> None:
        if self.process.returncode is None:
            self.process.kill()
            self.process.communicate()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "run"


@pytest.fixture
def victims(root: Path, repository: Path) -> Iterator[list[Victim]]:
    started: list[Victim] = []
    yield started
    for victim in started:
        victim.kill()


def test_a_killed_parent_takes_child_and_grandchild_along(
    victims: list[Victim], root: Path, repository: Path, gone: Callable[..., bool]
) -> None:
    victim = Victim(root, repository, "hold")
    victims.append(victim)
    victim.kill()
    assert gone(victim.child, victim.event["grandchild"])
    assert [path.name for path in victim.run.iterdir()] == ["lock"]
    with open_run(root) as run:
        assert not victim.run.exists()
        assert sorted(path.name for path in root.iterdir()) == sorted(["lock", run.path.name])


def test_the_folder_of_a_living_owner_is_left_alone(
    victims: list[Victim], root: Path, repository: Path, gone: Callable[..., bool]
) -> None:
    victim = Victim(root, repository, "hold")
    victims.append(victim)
    assert sweep(root) == []
    assert Path(victim.event["scratch"]).joinpath("half-done").exists()


def test_parent_and_child_killed_together_leave_what_the_next_start_sweeps(
    victims: list[Victim], root: Path, repository: Path, gone: Callable[..., bool]
) -> None:
    victim = Victim(root, repository, "hold")
    victims.append(victim)
    os.kill(victim.process.pid, signal.SIGSTOP)
    os.kill(victim.child, signal.SIGKILL)
    victim.kill()
    assert any(path.name.startswith("child-") for path in victim.run.iterdir())
    assert sweep(root) == [victim.run]
    os.kill(victim.event["grandchild"], signal.SIGKILL)
    assert list(root.iterdir()) == [root / "lock"]


def test_a_child_too_stuck_to_see_its_parent_die_is_ended_by_the_next_start(
    victims: list[Victim], root: Path, repository: Path, gone: Callable[..., bool]
) -> None:
    victim = Victim(root, repository, "stuck")
    victims.append(victim)
    victim.kill()
    assert not gone(victim.child, within=0.3)
    assert sweep(root) == [victim.run]
    assert gone(victim.child)


def test_a_reused_process_number_is_not_mistaken_for_the_owner(
    victims: list[Victim], root: Path, repository: Path, gone: Callable[..., bool]
) -> None:
    victim = Victim(root, repository, "loop")
    victims.append(victim)
    victim.kill()
    assert gone(victim.child)
    boot, _, ticks, token = victim.run.name.split("-")
    reused = victim.run.rename(root / f"{boot}-{os.getpid()}-{ticks}-{token}")
    (reused / f"child-{os.getpid()}-1").mkdir()
    assert sweep(root) == [reused]


def test_only_folders_of_ours_are_swept(root: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    name = "0123abcd-1-2-xyz"
    root.mkdir()
    (root / "notes").mkdir()
    (root / name).symlink_to(kept)
    (root / "0123abcd-1-2-dead").mkdir()
    assert sweep(root) == [root / "0123abcd-1-2-dead"]
    assert kept.exists()
    assert {path.name for path in root.iterdir()} == {"lock", "notes", name}


def test_the_folder_is_private_and_goes_with_its_owner(root: Path) -> None:
    with open_run(root) as run:
        assert stat.S_IMODE(run.path.stat().st_mode) == 0o700
        assert stat.S_IMODE(root.stat().st_mode) == 0o700
        with open_run(root) as other:
            assert run.path.exists()
            assert other.path != run.path
    assert list(root.iterdir()) == [root / "lock"]

"""A test that leaves a thread, a process, an open file, or another folder or environment behind fails."""

from __future__ import annotations

import gc
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

TOKEN = "WORKPRINT_TEST_RUN"
FAILED = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("leak_grace", "seconds that threads, processes and files have to go away", default="3")


def pytest_configure(config: pytest.Config) -> None:
    # Children inherit it, so that orphans are found as well, whoever has adopted them.
    os.environ[TOKEN] = uuid.uuid4().hex


def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.getoption("numprocesses", None):
        return  # the processes that are left are the ones that run the tests, and each looks after its own
    for process in processes():
        print(f"\nleft running at the end of the tests: {describe(process)}")
        process.kill()
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(autouse=True)
def nothing_left_behind(
    user_home: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Compare threads, processes, open files, folder and environment before and after the test."""
    below = str(tmp_path_factory.getbasetemp())
    checks: dict[str, Callable[[], set[object]]] = {
        "threads": lambda: set(threading.enumerate()),
        "processes": processes,
        "open files": lambda: open_files(below),
    }
    before = {name: look() for name, look in checks.items()}
    folder, environment = Path.cwd(), surroundings()
    yield
    grace = float(request.config.getini("leak_grace"))
    left = {name: leftovers(look, before[name], grace) for name, look in checks.items()}
    for process in left["processes"]:
        process.kill()
    changed = surroundings() ^ environment
    moved = Path.cwd() != folder
    os.chdir(folder)
    if request.node.stash.get(FAILED, False):
        return
    assert not moved, "the test changed the working folder"
    assert not changed, f"the test changed the environment: {sorted(changed)}"
    for name, found in left.items():
        assert not found, f"{name} left behind: {', '.join(sorted(map(describe, found)))}"


def leftovers(look: Callable[[], set[object]], before: set[object], grace: float) -> set[object]:
    """Return what is there now and was not before, once it had `grace` seconds to go."""
    until = time.monotonic() + grace
    while found := look() - before:
        if time.monotonic() > until:
            return found
        gc.collect()
        time.sleep(0.02)
    return found


def surroundings() -> set[tuple[str, str]]:
    return {pair for pair in os.environ.items() if pair[0] != "PYTEST_CURRENT_TEST"}


def processes() -> set[psutil.Process]:
    """Return this run's other processes: children, and orphans that carry the run's token.

    A dead child that nobody waited for counts; another's zombie is not ours to reap.
    """
    me, token, found = psutil.Process(), os.environ.get(TOKEN), set()
    for process in psutil.process_iter():
        try:
            if process.pid == me.pid or process.create_time() < me.create_time():
                continue
            if process.ppid() == me.pid or process.environ().get(TOKEN) == token:
                found.add(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return {process for process in found if mine_or_alive(process, me.pid)}


def mine_or_alive(process: psutil.Process, parent: int) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE or process.ppid() == parent
    except psutil.NoSuchProcess:
        return False


def open_files(below: str) -> set[str]:
    """Return the files under `below` that this process holds open or mapped."""
    held = {file.path for file in psutil.Process().open_files()}
    maps = Path("/proc/self/maps")
    if maps.exists():
        held |= {line.split(maxsplit=5)[-1] for line in maps.read_text().splitlines() if below in line}
    return {path for path in held if path.startswith(below)}


def describe(thing: object) -> str:
    if isinstance(thing, psutil.Process):
        with thing.oneshot():
            try:
                return f"process {thing.pid} ({thing.status()}): {' '.join(thing.cmdline())}"
            except psutil.NoSuchProcess:
                return f"process {thing.pid} (gone by now)"
    return str(thing)

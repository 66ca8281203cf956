"""The command line as real processes: run to the end, interrupted, killed; and what is left of them."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
_MARK = "WORKPRINT_TEST_COMMAND"


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that ended: its exit code, what it printed, how long it took."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def document(self) -> Any:
        """What it printed with `--json`."""
        return json.loads(self.out)


class Command:
    """A command that runs, in a session of its own as under a terminal; ended with the `with` statement."""

    def __init__(
        self,
        *words: object,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        stdin: int | IO[bytes] | None = subprocess.DEVNULL,
        stdout: int | IO[bytes] | None = subprocess.PIPE,
        user: int | None = None,
        python: Path | str = sys.executable,
        memory: int | None = None,
    ) -> None:
        self.mark = uuid.uuid4().hex
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [str(python), "-m", "editor.cli", *map(str, words)],
            cwd=cwd,
            env=environment() | dict(env or {}) | {_MARK: self.mark},
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            start_new_session=True,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
        )
        if memory is not None:
            # Long before it starts an engine, which inherits the limit.
            resource.prlimit(self.process.pid, resource.RLIMIT_DATA, (memory, memory))

    def __enter__(self) -> Command:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill_all()
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()

    def end(self, timeout: float = 60) -> Ran:
        """Wait until it ends and return what came of it. Raises TimeoutExpired."""
        out, err = self.process.communicate(timeout=timeout)
        spent = time.monotonic() - self.began
        return Ran(self.process.returncode, (out or b"").decode(), err.decode(), spent)

    def signal(self, number: int) -> None:
        """Send a signal to the foreground group, as a terminal does."""
        os.killpg(self.process.pid, number)

    def living(self) -> list[int]:
        """Return the processes of this command that run, itself and whatever it started."""
        return processes_with(self.mark)

    def engine(self) -> int | None:
        """Return the process number of its engine, if one runs."""
        return next((pid for pid in self.living() if pid != self.process.pid), None)

    def survivors(self, patience: float = 2.0) -> list[int]:
        """Return the processes still there after so many seconds, which should be none."""
        until = time.monotonic() + patience
        while (left := self.living()) and time.monotonic() < until:
            time.sleep(0.02)
        return left

    def kill_all(self) -> None:
        """End it and everything it started, at once."""
        for pid in self.living():
            kill(pid)
        kill(self.process.pid)
        self.process.wait()


def environment() -> dict[str, str]:
    """Return this process's environment, in which the program under test is found."""
    return {**os.environ, "PYTHONPATH": os.environ.get("PYTHONPATH") or str(ROOT)}


def run_command(*words: object, timeout: float = 60, **how: Any) -> Ran:
    """Run a command of the command line to its end."""
    with Command(*words, **how) as command:
        return command.end(timeout)


def kill(pid: int) -> None:
    """Kill a process, gone or not."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def processes_with(mark: str) -> list[int]:
    """Return the living processes whose environment bears a mark."""
    wanted = f"{_MARK}={mark}".encode()
    found = []
    for entry in os.scandir("/proc"):
        if entry.name.isdigit() and wanted in _read(f"/proc/{entry.name}/environ").split(b"\0"):
            found.append(int(entry.name))
    return [pid for pid in found if b") Z " not in _read(f"/proc/{pid}/stat")]


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return b""


def told(ran: Ran, code: int, *words: str) -> None:
    """Check a refusal: its exit code, one message in our form with these words, no fault, no traceback."""
    assert ran.code == code, (ran.code, ran.err[-2000:], ran.out[-500:])
    assert "Traceback" not in ran.err, ran.err
    assert "fault in Workprint" not in ran.err, ran.err
    messages = [line for line in ran.err.splitlines() if line.startswith("workprint: ")]
    assert len(messages) == 1, ran.err
    for word in words:
        assert word in messages[0], messages[0]

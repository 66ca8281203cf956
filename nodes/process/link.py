"""The parent's end of the wire: bytes in both directions, the stderr tail, and notice of the child's end."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import threading
from collections.abc import Mapping
from typing import Any

from nodes.process.child import Message, pack, unpack
from nodes.process.launch import Launched

TAIL_BYTES = 16 << 10
_READ_BYTES = 1 << 16


class Link:
    """Messages to and from one process. `post` never blocks, from any thread; the rest is one thread's."""

    def __init__(self, launched: Launched) -> None:
        self.process: subprocess.Popen[bytes] = launched.process
        self.ended = False
        self._reader, self._writer, self._errors = launched.reader, launched.writer, launched.errors
        self._woken, self._waker = os.pipe()
        self._ends = [self._reader, self._writer, self._errors, self._woken, self._waker]
        self._incoming, self._outgoing, self._tail = bytearray(), bytearray(), bytearray()
        self._lock = threading.Lock()
        self._closed = False
        self._selector = selectors.DefaultSelector()
        reading = [self._reader, self._errors, self._woken]
        if hasattr(os, "pidfd_open"):
            # The wire stays open when the child dies and a process that it forked lives on.
            reading.append(os.pidfd_open(self.process.pid))
            self._ends.append(reading[-1])
        for end in reading:
            os.set_blocking(end, False)
            self._selector.register(end, selectors.EVENT_READ)
        os.set_blocking(self._waker, False)

    @property
    def stderr(self) -> str:
        """The last `TAIL_BYTES` of what the child printed."""
        return self._tail.decode("utf-8", "replace")

    def post(self, message: Mapping[str, Any]) -> None:
        """Send a message now, or keep what the pipe cannot take yet; a child that is gone gets nothing."""
        data = pack(message)
        with self._lock:
            if self._closed:
                return
            waiting = bool(self._outgoing)
            self._outgoing += data
            if not waiting:
                self._flush()
            behind = bool(self._outgoing) and not waiting
        if behind:
            self.wake()

    def wake(self) -> None:
        """Make a running `wait` return early."""
        with self._lock, contextlib.suppress(BlockingIOError):  # full: it is awake already
            if not self._closed:
                os.write(self._waker, b"!")

    def _flush(self) -> None:
        while self._outgoing:
            try:
                sent = os.write(self._writer, self._outgoing)
            except BlockingIOError:
                return
            except BrokenPipeError:  # its end is noticed on the other pipe
                self._outgoing.clear()
                return
            del self._outgoing[:sent]

    def wait(self, seconds: float | None) -> list[Message]:
        """Return what arrived within `seconds`; sets `ended` when the child is gone.

        Raises `WireError` when it sent anything but messages.
        """
        self._watch_writer()
        for key, _ in self._selector.select(seconds):
            if key.fd == self._writer:
                with self._lock:
                    self._flush()
            elif key.fd == self._woken:
                os.read(self._woken, _READ_BYTES)
            elif key.fd == self._errors:
                self._read_errors()
            elif key.fd == self._reader:
                self._read_wire()
            else:
                self._drain()
        return list(unpack(self._incoming))

    def _watch_writer(self) -> None:
        with self._lock:
            wanted = bool(self._outgoing)
        watched = self._writer in self._selector.get_map()
        if wanted and not watched:
            self._selector.register(self._writer, selectors.EVENT_WRITE)
        elif watched and not wanted:
            self._selector.unregister(self._writer)

    def _read_wire(self) -> bool:
        try:
            data = os.read(self._reader, _READ_BYTES)
        except BlockingIOError:
            return False
        self._incoming += data
        self.ended = self.ended or not data
        return bool(data)

    def _read_errors(self) -> bool:
        try:
            data = os.read(self._errors, _READ_BYTES)
        except BlockingIOError:
            return False
        if not data and self._errors in self._selector.get_map():
            self._selector.unregister(self._errors)
        self._tail += data
        del self._tail[:-TAIL_BYTES]
        return bool(data)

    def _drain(self) -> None:
        while self._read_wire():
            pass
        self.ended = True

    def kill(self) -> None:
        """Kill the child and every process of its session's group."""
        with self._lock, contextlib.suppress(ProcessLookupError, PermissionError):
            if not self._closed:  # not reaped, so the number is still the child's
                os.killpg(self.process.pid, signal.SIGKILL)

    def close(self) -> str:
        """End what is left of the child, reap it, close all ends; return how it had ended."""
        self.kill()
        with self._lock:
            status = self.process.wait()
            self._closed = True
        while self._read_errors():
            pass
        self._selector.close()
        for end in self._ends:
            os.close(end)
        return _how(status)


def _how(status: int) -> str:
    if status >= 0:
        return f"it ended with status {status}"
    return f"it was ended by {signal.Signals(-status).name}"

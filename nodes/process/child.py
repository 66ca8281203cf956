"""The child's half of the process mechanism: one file that any interpreter (3.10 or later) loads by path.

It needs the standard library alone, and NumPy only once a frame is sent; it imports nothing of Workprint.
An entry script without our packages loads it so::

    import importlib.util, os, sys
    spec = importlib.util.spec_from_file_location("workprint_child", os.environ["WORKPRINT_CHILD"])
    child = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(child)
    child.serve({"double": lambda call: call.args["n"] * 2})

The wire is a pair of pipes of its own, so `print` and C libraries that write to stdout do no harm.
A message is a 4-byte big-endian length and a JSON object in ASCII, at most `MAX_MESSAGE` bytes.
"""

from __future__ import annotations

import json
import mmap
import os
import queue
import shutil
import signal
import struct
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    import numpy as np

    Arrays = np.ndarray[Any, Any] | Mapping[str, np.ndarray[Any, Any]]

PROTOCOL = 1
MAX_MESSAGE = 64 << 20
WIRE_VARIABLE = "WORKPRINT_WIRE"
ARRAY_KINDS = "biufc"
_HEAD = struct.Struct(">I")
_ALIGN = 64

Message = dict[str, Any]
Handler = Callable[["Call"], object]


class WireError(Exception):
    """Bytes that are no message of this protocol, or a message longer than `MAX_MESSAGE`."""


class Stop(BaseException):
    """The parent cancelled this call.

    Not an `Exception`, so that a handler's own error handling cannot swallow it by accident.
    """


class FrameRefused(Exception):
    """A frame that does not fit the bytes that this process may hold, or the disk that holds the slots."""

    def to_json(self) -> Message:
        """Return the error as data that the parent raises as a `Failed`."""
        size, why, hint = self.args
        attempted = f"Hand over a frame of {size / 1e6:.1f} MB"
        return {"error": "Failed", "attempted": attempted, "why": why, "hint": hint, "exit_code": 1}


def _plain(value: object) -> object:
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if hasattr(value, "item"):
        return value.item()  # a NumPy scalar
    raise TypeError(f"{type(value).__name__} is not JSON")


def pack(message: Mapping[str, Any]) -> bytes:
    """Return one message as bytes; raises `WireError` when it is too long."""
    body = json.dumps(message, separators=(",", ":"), default=_plain).encode("ascii")
    if len(body) > MAX_MESSAGE:
        raise WireError(f"a message of {len(body)} bytes is longer than the {MAX_MESSAGE} that one may have")
    return _HEAD.pack(len(body)) + body


def unpack(buffer: bytearray) -> Iterator[Message]:
    """Take every complete message off the front of `buffer`; raises `WireError` on anything else."""
    while len(buffer) >= _HEAD.size:
        (length,) = _HEAD.unpack_from(buffer)
        if length > MAX_MESSAGE:
            raise WireError(f"it announced a message of {length} bytes, {MAX_MESSAGE} are allowed")
        end = _HEAD.size + length
        if len(buffer) < end:
            return
        body = bytes(buffer[_HEAD.size : end])
        del buffer[:end]
        try:
            message = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise WireError(f"it sent {body[:40]!r}, which is not JSON") from error
        yield message


class _Slot:
    """One file that is mapped here and in the parent; a bigger frame gets a new one, none ever shrinks."""

    def __init__(self, stem: str) -> None:
        self.stem, self.serial = stem, 0
        self.file, self.size = "", 0
        self.map: mmap.mmap | None = None

    def drop(self, folder: Path) -> None:
        if self.map is not None:
            self.map.close()
            (folder / self.file).unlink()
        self.file, self.size, self.map = "", 0, None

    def grow(self, folder: Path, size: int) -> None:
        self.serial += 1
        file = f"{self.stem}-{self.serial}"
        handle = os.open(folder / file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            # Reserved now: on a full disk a write through the map would be a SIGBUS instead of an error.
            getattr(os, "posix_fallocate", lambda fd, _, end: os.truncate(fd, end))(handle, 0, size)
            self.map = mmap.mmap(handle, size)
        except (OSError, ValueError) as error:
            (folder / file).unlink()
            why, hint = str(getattr(error, "strerror", error)), f"Free space on the disk of {folder}."
            raise FrameRefused(size, why, hint) from error
        finally:
            os.close(handle)
        self.file, self.size = file, size


class _Lane:
    """A thread that works calls off in order, and the slots of their frames, `limit` bytes in all."""

    def __init__(self, server: _Server, stem: str, count: int, limit: int) -> None:
        self.folder, self.limit = Path(server.setup["folder"]), limit
        self.free = deque(_Slot(f"{stem}-{index}") for index in range(count))
        self.busy: dict[str, _Slot] = {}
        self.changed = threading.Condition()
        self.calls: queue.SimpleQueue[Call | None] = queue.SimpleQueue()
        self.thread = threading.Thread(target=self._work, args=(server,), daemon=True)
        self.thread.start()

    def _work(self, server: _Server) -> None:
        try:
            for call in iter(self.calls.get, None):
                if call.claim():
                    server.answer(call)
        except BaseException:  # noqa: BLE001 - an answer that cannot be told ends the process, not the lane
            traceback.print_exc()
            os._exit(70)

    def take(self, size: int, call: Call) -> _Slot:
        """Return a slot of `size` bytes or more; waits for the parent's releases, raises `Stop` on cancel."""
        if size > self.limit:
            hint = "Work at a smaller size, or give this process more room for frames."
            raise FrameRefused(size, f"one lane of this process may hold {self.limit / 1e6:.1f} MB", hint)
        with self.changed:
            while True:
                call.check()
                slot = self._fitting(size)
                if slot is not None:
                    self.busy[slot.file] = slot
                    return slot
                self.changed.wait()

    def _fitting(self, size: int) -> _Slot | None:
        if not self.free:
            return None
        best = min(self.free, key=lambda slot: (slot.size < size, abs(slot.size - size)))
        if best.size < size:
            room = self.limit - size - sum(slot.size for slot in self.busy.values())
            if room < 0:
                return None
            best.drop(self.folder)
            for other in self.free:
                if sum(slot.size for slot in self.free) > room:
                    other.drop(self.folder)
            best.grow(self.folder, size)
        self.free.remove(best)
        return best

    def give(self, file: str) -> None:
        """Take back a slot that the parent has read."""
        with self.changed:
            self.free.append(self.busy.pop(file))
            self.changed.notify_all()


class Call:
    """One call as its handler sees it: `args` in, progress, events and frames out, and the wish to stop."""

    def __init__(self, server: _Server, lane: _Lane, message: Message) -> None:
        self.number, self.name, self.args = message["id"], message["name"], message["args"]
        self._server, self._lane = server, lane
        self._cancelled = threading.Event()
        self._unclaimed = threading.Lock()
        self._scratch: Path | None = None

    def claim(self) -> bool:
        """Say True once only: to the lane that begins this call, or to the cancel that came before it."""
        return self._unclaimed.acquire(blocking=False)

    def cancel(self) -> None:
        self._cancelled.set()
        with self._lane.changed:
            self._lane.changed.notify_all()

    @property
    def cancelled(self) -> bool:
        """Whether the parent wants this call to stop."""
        return self._cancelled.is_set()

    def check(self) -> None:
        """Raise `Stop` when the parent wants this call to stop."""
        if self._cancelled.is_set():
            raise Stop

    @property
    def scratch(self) -> Path:
        """An empty folder of this call's own, removed when the call ends."""
        if self._scratch is None:
            self._scratch = self._lane.folder / f"scratch-{self.number}"
            self._scratch.mkdir(mode=0o700)
        return self._scratch

    def progress(self, done: float, total: float | None = None, note: str = "", **data: Any) -> None:
        """Say how far the work is; `done` of `total` in any unit, `data` is JSON."""
        self.send(data | {"event": "progress", "done": done, "total": total, "note": note})

    def send(self, event: Mapping[str, Any]) -> None:
        """Send a JSON object of the handler's own to the parent."""
        self._server.post({"is": "event", "id": self.number, "event": event})

    def send_frame(self, arrays: Arrays, meta: Any = None) -> None:
        """Hand one array, or several by name, to the parent, bit for bit; `meta` is JSON.

        Any shape, strides and byte order of bool, integer, float and complex types. Waits while the parent
        holds every slot of this lane. Raises `Stop` on cancel, `FrameRefused` when it can never fit.
        """
        import numpy as np

        named = arrays if isinstance(arrays, Mapping) else {"": arrays}
        planes = {str(name): np.asanyarray(array) for name, array in named.items()}
        layout: list[tuple[str, str, tuple[int, ...], int]] = []
        size = 0
        for name, plane in planes.items():
            if plane.dtype.kind not in ARRAY_KINDS:
                raise TypeError(f"Array '{name}' holds {plane.dtype}, only numbers travel in frames")
            layout.append((name, plane.dtype.str, plane.shape, size))
            size += -(-plane.nbytes // _ALIGN) * _ALIGN
        slot = self._lane.take(max(size, _ALIGN), self)
        frame = {"is": "frame", "id": self.number, "file": slot.file, "arrays": layout, "meta": meta}
        try:
            for (_, _, _, offset), plane in zip(layout, planes.values(), strict=True):
                np.copyto(np.ndarray(plane.shape, plane.dtype, slot.map, offset), plane)
            self._server.post(frame)
        except BaseException:
            self._lane.give(slot.file)
            raise


class _Server:
    def __init__(
        self, handlers: Mapping[str, Handler], reader: int, writer: int, closing: Callable[[], None]
    ) -> None:
        self.handlers, self.reader, self.writer, self.closing = handlers, reader, writer, closing
        self.setup = Message()
        self.calls, self.lanes = dict[int, Call](), dict[str, _Lane]()
        self.writing = threading.Lock()

    def post(self, message: Mapping[str, Any]) -> None:
        self.write(pack(message))

    def write(self, data: bytes) -> None:
        left = memoryview(data)
        try:
            with self.writing:
                while left:
                    left = left[os.write(self.writer, left) :]
        except BrokenPipeError:
            self.leave()

    def read(self) -> NoReturn:
        buffer = bytearray()
        while True:
            data = os.read(self.reader, 1 << 16)
            if not data:
                self.leave()
            buffer += data
            for message in unpack(buffer):
                getattr(self, f"do_{message['do']}")(message)

    def leave(self) -> NoReturn:
        """End at once, with everything this process started: the parent is gone."""
        if self.setup:
            shutil.rmtree(self.setup["folder"], ignore_errors=True)
        if os.getpgrp() == os.getpid():
            os.killpg(0, signal.SIGKILL)
        os._exit(1)

    def do_setup(self, message: Message) -> None:
        self.setup = message
        self.post({"is": "hello", "protocol": PROTOCOL, "calls": sorted(self.handlers)})

    def do_ping(self, message: Message) -> None:
        self.post({"is": "pong"})

    def do_call(self, message: Message) -> None:
        lane = self._lane(message["lane"])
        call = self.calls[message["id"]] = Call(self, lane, message)
        lane.calls.put(call)

    def do_cancel(self, message: Message) -> None:
        call = self.calls.get(message["id"])
        if call is not None:
            call.cancel()
            if call.claim():
                self.finish(call, _reply(call, error=_error(call.name, "it was cancelled")))

    def do_release(self, message: Message) -> None:
        for lane in self.lanes.values():
            if message["file"] in lane.busy:
                lane.give(message["file"])

    def do_stop(self, message: Message) -> None:
        for number in list(self.calls):
            self.do_cancel({"id": number})
        threading.Thread(target=self._close, daemon=True).start()

    def _close(self) -> None:
        for lane in self.lanes.values():
            lane.calls.put(None)
            lane.thread.join()
        self.closing()
        os._exit(0)

    def _lane(self, name: str) -> _Lane:
        if name not in self.lanes:
            share = self.setup["frame_bytes"] // self.setup["lanes"]
            self.lanes[name] = _Lane(self, f"slot-{len(self.lanes)}", self.setup["slots"], share)
        return self.lanes[name]

    def answer(self, call: Call) -> None:
        """Run a call's handler and send what came of it, whatever that is."""
        try:
            self.post({"is": "began", "id": call.number})
            reply = _reply(call, value=self.handlers[call.name](call))
        except Stop:
            reply = _reply(call, error=_error(call.name, "it was cancelled"))
        except BaseException as error:  # noqa: BLE001 - the boundary: all of it is the parent's to show
            reply = _reply(call, error=_described(error, call.name))
        self.finish(call, reply)

    def finish(self, call: Call, reply: bytes) -> None:
        if call._scratch is not None:
            shutil.rmtree(call._scratch, ignore_errors=True)
        self.calls.pop(call.number, None)
        self.write(reply)


def _reply(call: Call, **outcome: Any) -> bytes:
    return pack({"is": "reply", "id": call.number} | outcome)


def _error(name: str, why: str, kind: str = "Cancelled", code: int = 130) -> Message:
    return {"error": kind, "attempted": f"Run '{name}'", "why": why, "exit_code": code}


def _described(error: BaseException, name: str) -> Message:
    if hasattr(error, "to_json"):
        return dict(error.to_json())
    if isinstance(error, MemoryError):
        return _error(name, "it ran out of memory", "ChildTooLarge", 1)
    trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    why = f"{type(error).__name__}: {error}".splitlines()[0][:500]
    return _error(name, why, "Bug", 1) | {"traceback": trace[-20_000:]}


def serve(handlers: Mapping[str, Handler], *, closing: Callable[[], None] = lambda: None) -> NoReturn:
    """Answer the parent's calls with `handlers` (by name) until the parent says stop or is gone.

    Call it on the main thread. A handler runs on its lane's thread, in order within the lane; what it
    returns is JSON. `closing` runs after an orderly stop, never after a kill.
    """
    ends = os.environ.pop(WIRE_VARIABLE, None)
    if ends is None:
        raise SystemExit(
            "This is the entry of a child process: Workprint starts it, it does not run by hand."
        )
    reader, writer = (int(end) for end in ends.split(","))
    for end in (reader, writer):
        os.set_inheritable(end, False)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Server(handlers, reader, writer, closing).read()

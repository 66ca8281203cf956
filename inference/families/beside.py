"""Pictures of one stretch of latents while the next stretch is made."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, nullcontext
from queue import SimpleQueue
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import torch

    from inference.memory.plan import Plan

    from .pixels import Pictures

Decode: TypeAlias = Callable[["torch.Tensor"], Iterator["Pictures"]]


def pictured(made: Iterator[torch.Tensor | None], decode: Decode, plan: Plan) -> Iterator[Pictures]:
    """Yield the pictures of each stretch of latents, in order, a few frames at a time.

    `made` yields the latents of stretches, and None between two steps of its work. Where the plan says
    `beside`, a stretch is decoded by another thread, on a device with streams by a stream of its own, while
    `made` goes on, and what is ready goes out between two steps. At most one stretch is decoded at a time
    and no other waits, so what is held does not grow. The pictures are the same either way.
    """
    if not plan.beside:
        for latents in made:
            if latents is not None:
                yield from decode(latents)
        return
    with (
        ThreadPoolExecutor(1, thread_name_prefix="decoding") as pool,
        closing(_Decoding(pool, decode)) as side,
    ):
        for latents in made:
            yield from side.ready()
            if latents is not None:
                yield from side.rest()
                side.begin(latents)
        yield from side.rest()


class _Decoding:
    """One stretch after the other on a thread, and the pictures of it that are ready."""

    def __init__(self, pool: ThreadPoolExecutor, decode: Decode) -> None:
        self._pool, self._decode = pool, decode
        self._done: SimpleQueue[Pictures | None] = SimpleQueue()
        self._going: Future[None] | None = None
        self._stop = threading.Event()

    def begin(self, latents: torch.Tensor) -> None:
        """Decode a stretch, once all of the one before has gone out."""
        self._going = self._pool.submit(self._run, latents, _stream_after(latents))

    def ready(self) -> Iterator[Pictures]:
        """Yield what is decoded by now."""
        while self._going is not None and not self._done.empty():
            yield from self._next(self._going)

    def rest(self) -> Iterator[Pictures]:
        """Yield all that is left of the stretch, as it comes."""
        while self._going is not None:
            yield from self._next(self._going)

    def close(self) -> None:
        """Have the thread end with the frames it is at."""
        self._stop.set()

    def _next(self, going: Future[None]) -> Iterator[Pictures]:
        found = self._done.get()
        if found is None:
            self._going = None
            going.result()
        else:
            yield found

    def _run(self, latents: torch.Tensor, stream: AbstractContextManager[object]) -> None:
        try:
            with stream:
                for some in self._decode(latents):
                    if self._stop.is_set():
                        return
                    self._done.put(some)
        finally:
            self._done.put(None)


def _stream_after(latents: torch.Tensor) -> AbstractContextManager[object]:
    """Return what has a thread work beside the device's other work, beginning when the latents are there."""
    import torch

    if latents.device.type not in ("cuda", "xpu"):
        return nullcontext()
    stream = torch.Stream(latents.device)
    stream.wait_stream(torch.accelerator.current_stream(latents.device))
    latents.record_stream(stream)
    return stream

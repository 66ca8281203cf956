"""A node's line to the torch worker: arrays out and back as they are made, progress, the wish to stop."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from nodes.api import ColourSpace, Failed
from nodes.process.errors import StartFailed
from nodes.process.handed import AnyArray, handed
from nodes.process.jobs import Event, Job
from nodes.process.slots import Loan

from .arrivals import Arrivals
from .bound import BoundModel
from .errors import SessionLost
from .together import METHODS, Others, most_together, name_of
from .worker import Worker
from .working import Working

PREVIEW = "preview"
"""What the meta of a frame says ({"is": "preview"}) that shows the state of the work and is no result."""
_PATIENCE = 0.05
Arrays = Mapping[str, AnyArray]
Answer = Generator[dict[str, AnyArray], None, Any]
"""Yields what a model makes as it comes, and returns its last word, plain data."""


def nothing() -> None:
    """Want no stop."""


def unheard(working: Working) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """The worker as one run of a job sees it.

    `check` raises where the work is not wanted any more; `tell` hears how far it is. Both are called while
    the worker works, on the thread that waits for it. `space` is the working space. Without a `worker`
    nothing can be asked: such a line serves to ask what a model is.
    """

    worker: Worker | None
    space: ColourSpace
    check: Callable[[], None] = nothing
    tell: Callable[[Working], None] = unheard
    seeds: tuple[int, ...] = ()

    def run(self, model: BoundModel, method: str, settings: Mapping[str, Any], arrays: Arrays) -> Answer:
        """Ask a model for `method`; see `inference.families.adapter` for what travels.

        Where `settings` has a "session", a worker that dies makes it SessionLost: open it again. Any other
        call, "open" too, is made once more, from the first array that was not yielded yet. Raises what the
        model raises, what `check` raises, ChildDied, StartFailed, Failed without a worker or where the disk
        refuses.
        """
        session = "session" in settings and method != "open"
        args = {"card": model.card, "folder": model.folder, "method": method, "settings": dict(settings)}
        most = most_together(model.card.get("tricks", ()))
        if most > 1 and method in METHODS and self.seeds and self.seeds[0] == settings.get("seed"):
            return self._together(args, arrays, name_of(model, method, settings, arrays), most)
        return self.call("model.run", args, arrays, session=session)

    def _together(self, args: Mapping[str, Any], arrays: Arrays, name: str, most: int) -> Answer:
        """Answer with what was made for this seed before, else have the next seeds' takes made as well."""
        worker = self._there()
        there = worker.aside.take(name, self.seeds[0])
        if there is not None:
            try:
                while (came := there.take()) is not None:
                    self.check()
                    yield came
            finally:
                there.drop()
            return {}
        others = Others(_folder(worker))
        settings = args["settings"] | {"seeds": list(self.seeds[:most])}
        try:
            return (yield from self.call("model.run", {**args, "settings": settings}, arrays, others=others))
        finally:
            worker.aside.keep(name, others.close())

    def call(
        self,
        name: str,
        args: Mapping[str, Any],
        arrays: Arrays,
        *,
        session: bool = False,
        others: Others | None = None,
    ) -> Answer:
        """Ask the worker itself; it finds `arrays` as args["arrays"]. As `run` otherwise.

        What belongs to other seeds goes to `others`.
        """
        worker = self._there()
        with handed(_folder(worker), arrays) as said:
            asked = _Asked(worker, Arrivals(_folder(worker)), session, others)
            job = worker.call(name, {**args, "arrays": said}, asked.hear, asked.see)
            try:
                yield from self._answer(job, asked)
                return job.result()
            finally:
                if not job.done:
                    job.cancel()
                asked.arrivals.drop()

    def _answer(self, job: Job, asked: _Asked) -> Generator[dict[str, AnyArray], None, None]:
        while True:
            over = job.done
            self.check()
            for working in asked.news():
                self.tell(working)
            came = asked.arrivals.take()
            if came is not None:
                yield came
            elif over:
                return
            else:
                with suppress(TimeoutError):
                    job.result(_PATIENCE)

    def last(self, answer: Answer) -> Any:
        """Return an answer's last word; whatever comes before that is let go."""
        while True:
            try:
                next(answer)
            except StopIteration as done:
                return done.value

    def _there(self) -> Worker:
        if self.worker is None:
            hint = "Run it by Workprint's own command line or window."
            raise Failed("Ask a model", "this engine was started without a model worker", hint=hint)
        return self.worker


def _folder(worker: Worker) -> Any:
    try:
        return worker.folder()
    except OSError as error:
        hint = "Make the cache folder writable and free some space."
        raise StartFailed("Start the model worker", error.strerror or str(error), hint=hint) from error


class _Asked:
    """One call under way as the worker's reader thread serves it; after a retry nothing is given twice."""

    def __init__(self, worker: Worker, arrivals: Arrivals, session: bool, others: Others | None) -> None:
        self.arrivals = arrivals
        self._worker = worker
        self._session, self._others = session, others
        self._came = self._skip = self._before = 0
        self._last = Working(0, None)
        self._news: Working | None = None
        self._lock = Lock()

    def news(self) -> Iterator[Working]:
        """Yield what was said last, once."""
        with self._lock:
            news, self._news = self._news, None
        if news is not None:
            yield news

    def hear(self, event: Event) -> None:
        """Take in an event."""
        if event.get("event") == "retry":
            # The worker itself begins again with a smaller plan where it can; then a session lives on.
            if self._session and "plan" not in event:
                raise SessionLost("Go on with a model", str(event["why"]), hint="Begin again.")
            self._begin_again(event)
            if self._others is not None:
                self._others.begin_again()
        elif event.get("event") == "plan":
            self._worker.note_plan(event["title"], event["plan"])
        elif event.get("event") == "progress":
            self._say(Working(event["done"], event["total"], event["note"], event.get("seconds")))

    def _begin_again(self, event: Event) -> None:
        """Know which of what comes was given already: from the first, or from where the worker went on."""
        given = max(self._skip, self._came)
        if event.get("goes_on"):
            self._before, given = self._before + given, 0
        elif "plan" not in event:
            self._before, given = 0, self._before + given
        self._skip, self._came = given, 0

    def see(self, loan: Loan) -> None:
        """Take in a result, or a picture of the work."""
        if isinstance(loan.meta, dict) and loan.meta.get("is") == PREVIEW:
            (picture,) = loan.copy().values()
            self._say(replace(self._last, preview=picture))
            return
        if self._others is not None and self._others.add(loan):
            return
        self._came += 1
        if self._came <= self._skip:
            loan.release()
        else:
            self.arrivals.add(loan)

    def _say(self, working: Working) -> None:
        self._last = replace(working, preview=None)
        with self._lock:
            if working.preview is None and self._news is not None:
                working = replace(working, preview=self._news.preview)
            self._news = working

"""The mattes over the picture: asked for as soon as something changes; the newest wish wins."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from editor.playback.worker import Newest
from editor.takes.results import results_folder
from editor.ui.observe import Value
from editor.ui.shots import shown_project
from editor.ui.work import Work
from nodes.api.errors import Cancelled, WorkprintError
from nodes.api.times import Time

from .answers import Levels, Matte, Wish, how_to, matte_of, picture_of
from .model import PointingModel
from .target import Target
from .tracked import Tracked

_REMEMBERED = 96 << 20
"""Bytes of mattes that are remembered, so that a step back shows at once what was there."""


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """An object's matte over the picture; `current` unless it was followed before the newest correction."""

    obj: int
    matte: Matte
    current: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Under:
    """The picture that a node looks at as the display shows it, uint8 (rows, columns, 4)."""

    pixels: Levels


@dataclass(frozen=True, slots=True)
class _Wanted:
    obj: int
    wish: Wish
    current: bool = True


@dataclass(frozen=True, slots=True)
class _Round:
    """What is asked of a frame: what can be had at once, then what is better, and its picture."""

    number: int
    target: Target
    time: Time
    quick: tuple[_Wanted, ...]
    better: tuple[_Wanted, ...]
    with_picture: bool


class Mattes:
    """`laid` are the mattes of the frame that is on screen, `under` its picture where the view wants it.

    `busy` tells that one is waited for, `failed` why there is none, "" where nothing went wrong.
    """

    def __init__(self, model: PointingModel, tracked: Tracked, work: Work) -> None:
        self.laid: Value[tuple[Laid, ...]] = Value(())
        self.under: Value[Under | None] = Value(None)
        self.busy, self.failed = Value(False), Value("")
        self._model, self._tracked, self._work = model, tracked, work
        self._number = 0
        self._frame: tuple[object, ...] = ()
        self._held: OrderedDict[tuple[object, ...], Matte] = OrderedDict()
        self._asked: tuple[object, ...] = ()
        self._flying: set[int] = set()
        self._quick = Newest[_Round]("mattes", partial(self._answer, better=False))
        self._better = Newest[_Round]("followed mattes", partial(self._answer, better=True))
        values: tuple[Value[object], ...] = (  # type: ignore[assignment]
            model.seen,
            model.target,
            model.hidden,
            model.solo,
            model.view,
            tracked.known,
            model.player.playing,
        )
        self._unwatch = [each.watch(lambda _: self.ask()) for each in values]

    def close(self) -> None:
        """End the threads."""
        for unwatch in self._unwatch:
            unwatch()
        self._next(())
        self._quick.close()
        self._better.close()

    def ask(self) -> None:
        """Show the frame's mattes as they are known, and ask for those that are not."""
        model = self._model
        seen, target = model.seen.value, model.target.value
        if seen is None or target is None or model.player.playing.value:
            self._next(())
            self._frame = ()
            self._show((), None)
            self.busy.set(False)
            return
        wanted = tuple(self._wanted(target, seen.time))
        quick = tuple(each for each, at_once in wanted if at_once)
        better = tuple(each for each, at_once in wanted if not at_once)
        frame = (target.clip.id, target.node, seen.time)
        same, self._frame = frame == self._frame, frame
        wants_picture = model.view.value in ("black", "source")
        under = self.under.value if same and wants_picture else None
        before = {laid.obj: laid for laid in self.laid.value} if same else {}
        self._show(tuple(self._laid(quick, before)), under)
        for each in better:
            matte = self._held.get(each.wish.same)
            if matte is not None:
                self._lay(each, matte)
        unknown = tuple(each for each in quick if each.wish.same not in self._held)
        fresh = tuple(each for each in better if each.wish.same not in self._held)
        lacks_picture = wants_picture and under is None
        asked = (frame, tuple(each.wish.same for each in (*unknown, *fresh)), lacks_picture)
        if not self._next(asked):
            return
        made = _Round(self._number, target, seen.time, unknown, fresh, lacks_picture)
        self.busy.set(bool(unknown or fresh or lacks_picture))
        if unknown or lacks_picture:
            self._quick.give(made)
        elif fresh:
            self._better.give(made)

    def _next(self, asked: tuple[object, ...]) -> bool:
        """Begin another round, unless this very one is under way; return whether it was begun."""
        if asked and asked == self._asked and self.busy.value:
            return False
        self._asked = asked
        self._number += 1
        if self._flying:
            # Nobody waits any longer for what an older wish asked for.
            self._work.engine.give_up()
        return True

    def _wanted(self, target: Target, time: Time) -> Iterator[tuple[_Wanted, bool]]:
        project = shown_project(self._model.session)
        for obj in target.asked if project is not None else ():
            if project is None or (obj and obj not in self._model.shown):
                continue
            roto = target.roto(project, obj)
            kept, before = self._tracked.what(target, obj, time)
            ways = how_to(target.prompts, time, obj, kept, before)
            if not ways and before is not None:
                yield _Wanted(obj, Wish(replace(roto, prompts=before), time, "kept"), False), True
            for place, how in enumerate(ways):
                led = before if how == "corrected" else None
                yield _Wanted(obj, Wish(roto, time, how, led)), not place

    def _laid(self, quick: tuple[_Wanted, ...], before: dict[int, Laid]) -> Iterator[Laid]:
        for each in quick:
            matte = self._held.get(each.wish.same)
            if matte is not None:
                yield Laid(each.obj, matte, each.current)
            elif each.obj in before:
                yield before[each.obj]

    def _show(self, laid: tuple[Laid, ...], under: Under | None) -> None:
        if [(each.obj, id(each.matte), each.current) for each in laid] != [
            (each.obj, id(each.matte), each.current) for each in self.laid.value
        ]:
            self.laid.set(laid)
        self.under.set(under)
        self.failed.set("")

    def _lay(self, wanted: _Wanted, matte: Matte) -> None:
        others = [each for each in self.laid.value if each.obj != wanted.obj]
        laid = [*others, Laid(wanted.obj, matte, wanted.current)]
        self.laid.set(tuple(sorted(laid, key=lambda each: each.obj)))

    # On the threads

    def _answer(self, made: _Round, *, better: bool) -> None:
        def wanted() -> bool:
            return made.number == self._number

        self._flying.add(id(made))
        try:
            engine = self._work.engine
            found: list[tuple[_Wanted, Matte]] = []
            for each in made.better if better else made.quick:
                if not wanted():
                    return
                kept = results_folder(each.wish.roto.project)
                found.append((each, matte_of(engine, each.wish, kept, wanted)))
            under = None
            project = shown_project(self._model.session)
            if made.with_picture and not better and project is not None:
                under = picture_of(engine, made.target.roto(project, 0), made.time, wanted)
        except Cancelled:
            self._work.post(partial(self._told, made, ""))
        except WorkprintError as error:
            self._work.post(partial(self._told, made, f"{error.why[:1].upper()}{error.why[1:]}."))
        else:
            self._work.post(partial(self._arrived, made, found, under, better))
        finally:
            self._flying.discard(id(made))

    # Back on the window's

    def _arrived(
        self, made: _Round, found: list[tuple[_Wanted, Matte]], under: Levels | None, better: bool
    ) -> None:
        for each, matte in found:
            self._remember(each.wish, matte)
        if made.number != self._number:
            return
        for each, matte in found:
            self._lay(each, matte)
        if under is not None:
            self.under.set(Under(under))
        self.failed.set("")
        goes_on = bool(made.better) and not better
        self.busy.set(goes_on)
        if goes_on:
            self._better.give(made)

    def _told(self, made: _Round, why: str) -> None:
        if made.number == self._number:
            self.busy.set(False)
            self.failed.set(why)

    def _remember(self, wish: Wish, matte: Matte) -> None:
        self._held[wish.same] = matte
        self._held.move_to_end(wish.same)
        size = sum(2 * each.levels.nbytes for each in self._held.values())
        while size > _REMEMBERED and len(self._held) > 1:
            size -= 2 * self._held.popitem(last=False)[1].levels.nbytes

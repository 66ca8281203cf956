"""What `graph` does to a canvas, verb by verb: each gives another graph, and says what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from nodes.api.errors import BadInput
from nodes.api.spec import Spec
from nodes.engine.client import Engine
from nodes.graph.arranging import places_of, with_places
from nodes.graph.canvas import Point, canvas_of, item_of, with_canvas, without_items
from nodes.graph.exposing import expose, hidden
from nodes.graph.grouping import grouped, ungrouped
from nodes.graph.model import Graph
from nodes.graph.tidying import carried, changed_item, tidied, with_backdrop, with_note

from .support import an_engine


@dataclass(frozen=True, slots=True)
class Asked:
    """A graph, what is to be done with what, and how."""

    graph: Graph
    words: tuple[str, ...]
    settings: Mapping[str, str]
    engine: Engine | None

    def specs(self) -> Mapping[str, Spec]:
        """Return the nodes that there are."""
        with an_engine(self.engine) as running:
            return running.specs()

    def one(self, what: str) -> str:
        """Return the one word that is needed. Raises BadInput."""
        if len(self.words) != 1:
            raise BadInput(what, f"{len(self.words)} are named", hint="Name one.")
        return self.words[0]

    def some(self, what: str) -> tuple[str, ...]:
        """Return the words, at least one of which is needed. Raises BadInput."""
        if not self.words:
            raise BadInput(what, "none is named", hint="See them: workprint graph PROJECT SHOT")
        return self.words

    def listed(self, key: str) -> list[str]:
        """Return the names in a setting."""
        return [each for each in self.settings.get(key, "").split(",") if each]

    def point(self, key: str) -> Point | None:
        """Return two numbers of a setting, None where it is not given. Raises BadInput."""
        said = self.settings.get(key)
        if said is None:
            return None
        try:
            x, y = (float(each) for each in said.split(","))
        except ValueError:
            raise BadInput(f"Read {key}={said}", "it is no X,Y", hint=f"Write {key}=120,40.") from None
        return x, y

    def group(self, word: str) -> str:
        """Return a group's id by its id or title. Raises BadInput."""
        groups = canvas_of(self.graph).groups
        titled = [id for id, each in groups.items() if each.title == word]
        if word in groups or not word:
            return word
        if len(titled) != 1:
            there = ", ".join(f"{id} ({each.title})" for id, each in groups.items()) or "none"
            why = "several groups are called so" if titled else "there is no such group"
            raise BadInput(f"Find group '{word}'", why, hint=f"There are: {there}.")
        return titled[0]


Done: TypeAlias = tuple[Graph, str]


def _layout(asked: Asked) -> Done:
    level = asked.group(asked.settings.get("level", ""))
    made = tidied(asked.graph, level, asked.words, specs=asked.specs())
    return made, f"Laid out {' '.join(asked.words) or 'the graph'}."


def _backdrop(asked: Asked) -> Done:
    title = " ".join(asked.words) or "Backdrop"
    level, at = asked.group(asked.settings.get("level", "")), asked.point("at")
    colour, size = asked.settings.get("colour", "grey"), asked.point("size")
    under = asked.listed("under")
    made, id = with_backdrop(
        asked.graph, title, under=under, at=at or (0.0, 0.0), size=size, colour=colour, level=level
    )
    return made, f"Put backdrop {id} on the canvas."


def _note(asked: Asked) -> Done:
    text = " ".join(asked.some("Write a note"))
    level, at = asked.group(asked.settings.get("level", "")), asked.point("at") or (0.0, 0.0)
    made, id = with_note(asked.graph, text, beside=asked.listed("beside"), at=at, level=level)
    return made, f"Put note {id} on the canvas."


def _change(asked: Asked) -> Done:
    id, size = asked.one("Change a backdrop, note or group"), asked.point("size")
    changes: dict[str, object] = {key: value for key, value in asked.settings.items() if key != "size"}
    changes |= {} if size is None else {"size": size}
    return changed_item(asked.graph, id, **changes), f"Changed {id}."


def _move(asked: Asked) -> Done:
    words, level = asked.some("Move on the canvas"), asked.group(asked.settings.get("level", ""))
    places = carried(asked.graph, words, level)
    for word in words:
        if word not in places:
            raise BadInput(f"Move '{word}'", "nothing on the canvas is called so", hint="See: list.")
    to, by = asked.point("at"), asked.point("by")
    if (to is None) == (by is None):
        raise BadInput("Move on the canvas", "where to is not said", hint="Write at=X,Y or by=X,Y.")
    if to is not None:
        first = places[words[0]]
        by = to[0] - first[0], to[1] - first[1]
    assert by is not None
    moved = {id: (x + by[0], y + by[1]) for id, (x, y) in places.items()}
    return with_places(asked.graph, moved), f"Moved {', '.join(words)}."


def _remove(asked: Asked) -> Done:
    words, canvas = asked.some("Take off the canvas"), canvas_of(asked.graph)
    for word in words:
        if item_of(canvas, word) is None or word in canvas.groups:
            hint = "Use ungroup for groups, and workprint shot --remove for nodes."
            raise BadInput(f"Take '{word}' off the canvas", "it is no backdrop and no note", hint=hint)
    made = with_canvas(asked.graph, without_items(canvas, *words))
    return made, f"Took {', '.join(words)} off the canvas."


def _group(asked: Asked) -> Done:
    words = asked.some("Group nodes")
    for word in words:
        if item_of(canvas_of(asked.graph), word) is None:
            asked.graph.node(word)
    # What was laid out by itself stays where it was seen.
    graph = with_places(asked.graph, places_of(asked.graph))
    made, id = grouped(graph, words, asked.settings.get("title", ""))
    return made, f"Folded {', '.join(words)} into group {id}."


def _ungroup(asked: Asked) -> Done:
    id = asked.group(asked.one("Ungroup"))
    return ungrouped(asked.graph, id), f"Unfolded group {id}."


def _expose(asked: Asked) -> Done:
    node, param = _parameter(asked, "Show a parameter on a group")
    spec = asked.specs().get(asked.graph.node(node).type)
    if spec is not None and spec.param(param) is None:
        hint = f"It has {', '.join(each.name for each in spec.params) or 'none'}."
        raise BadInput(f"Show '{param}' of '{node}' on a group", "it has no such parameter", hint=hint)
    place = asked.settings.get("place")
    if place is not None and not place.isdecimal():
        raise BadInput(f"Read place={place}", "it is no place", hint="Write place=0 for the first.")
    group, title = asked.group(asked.settings.get("group", "")), asked.settings.get("title", "")
    at = None if place is None else int(place)
    made = expose(asked.graph, node, param, group=group, title=title, place=at)
    return made, f"{node}.{param} is shown on the group."


def _hide(asked: Asked) -> Done:
    node, param = _parameter(asked, "Take a parameter off a group")
    made = hidden(asked.graph, node, param, group=asked.group(asked.settings.get("group", "")))
    return made, f"{node}.{param} is shown on the group no more."


def _parameter(asked: Asked, what: str) -> tuple[str, str]:
    node, dot, param = asked.one(what).rpartition(".")
    if not (node and dot and param):
        raise BadInput(what, f"'{asked.words[0]}' is none", hint="Write NODE.parameter.")
    return node, param


VERBS: Mapping[str, tuple[Callable[[Asked], Done], tuple[str, ...]]] = {
    "layout": (_layout, ("level",)),
    "backdrop": (_backdrop, ("under", "at", "size", "colour", "level")),
    "note": (_note, ("beside", "at", "level")),
    "change": (_change, ("title", "text", "colour", "size")),
    "move": (_move, ("at", "by", "level")),
    "remove": (_remove, ()),
    "group": (_group, ("title",)),
    "ungroup": (_ungroup, ()),
    "expose": (_expose, ("title", "group", "place")),
    "hide": (_hide, ("group",)),
}
"""Every verb by name, with the settings it has."""

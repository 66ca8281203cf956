"""The models that a parameter can be given, in plain words: what serves, at what cost, on which terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from editor.ui.words import say
from nodes.models.bound import OWN, OWN_ENGINES

_GIGA = 1e9


@dataclass(frozen=True, slots=True)
class Offer:
    """A model to choose: the parameter's value, its name, what is to be known, whether it is here."""

    value: str | None
    title: str
    about: str
    here: bool = True


def offers(capability: str, documents: Sequence[Mapping[str, Any]], chosen: str | None) -> tuple[Offer, ...]:
    """Return what can serve a capability, of what `workprint models` tells; the person's choice is among it.

    First the best that is installed, then Workprint's own engine, then those that are here, then the others.
    """
    fitting = [each for each in documents if capability in each["capabilities"]]
    here = [each for each in fitting if each["state"] == "ready"]
    lacking = [each for each in fitting if each["state"] != "ready"]
    best = say("the best of {count} that are installed", count=len(here)) if len(here) > 1 else ""
    own = capability in OWN_ENGINES
    none = say("no model is installed for this: see workprint models")
    first = best or (here[0]["name"] if here else say("Workprint's own engine") if own else none)
    found = [Offer(None, say("Choose for me"), first)]
    if own:
        found.append(Offer(OWN, say("Workprint's own"), say("nothing to install, no terms, any machine")))
    found += [Offer(each["name"], each["title"] or each["name"], _about(each)) for each in here]
    found += [
        Offer(each["name"], each["title"] or each["name"], f"{each['state']}; {_about(each)}", here=False)
        for each in lacking
    ]
    if chosen is not None and all(each.value != chosen for each in found):
        found.append(Offer(chosen, chosen, say("not known on this machine"), here=False))
    return tuple(found)


def _about(document: Mapping[str, Any]) -> str:
    licence = document["licence"]
    memory = min((size for size in document["memory"].values() if size), default=0)
    needs = say("about {size:.1f} GB of memory", size=memory / _GIGA) if memory else ""
    free = say("free for commercial work") if licence["commercial"] else say("not free for all work")
    return ", ".join(each for each in (needs, f"{licence['title'] or licence['id']} ({free})") if each)

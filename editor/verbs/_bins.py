"""`bins`: the media of a project, sorted into bins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from editor.compile.pool import Piece, pieces
from editor.document import bins as edits
from editor.document.edits import relink
from editor.document.layout import find_clip
from editor.document.opened import Project
from editor.document.project import commit
from editor.document.rules import source_reference
from editor.document.settings import Facts
from editor.exchange.conform import reference_key
from nodes.api.errors import BadInput
from nodes.engine.client import Engine

from .found import table
from .media import known, look_into, media_ref, reference_for, suits
from .support import an_engine


@dataclass(frozen=True, slots=True)
class Binned:
    """What was done: the project as it is then, in words."""

    project: Project
    said: str

    def to_json(self) -> Mapping[str, Any]:
        """Return plain data: what was done, the bins, the media."""
        media = [
            {
                "name": piece.name,
                "path": piece.path,
                "bin": piece.bin,
                "kind": piece.info.kind if piece.info else "",
                "uses": list(piece.uses),
                "offline": piece.offline,
            }
            for piece in pieces(self.project)
        ]
        return {"said": self.said, "bins": list(self.project.facts.bins), "media": media}

    def text(self) -> str:
        """Return what was done, or the list."""
        if self.said:
            return self.said
        rows: list[tuple[str, ...]] = [("bin", "name", "used", "where")]
        rows += [
            (piece.bin, piece.name, str(len(piece.uses)), f"{'offline: ' * piece.offline}{piece.path}")
            for piece in pieces(self.project)
        ]
        return table(rows)


def bins(
    project: Project,
    verb: str = "list",
    words: Sequence[str] = (),
    settings: Mapping[str, str] = MappingProxyType({}),
    *,
    engine: Engine | None = None,
) -> Binned:
    """Change the bins of a project and keep that; `words` name media or bins, `settings` say how.

    Each change is an edit that can be undone. Raises BadInput for an unknown verb, media or bin.
    """
    if verb not in _VERBS:
        raise BadInput(f"Sort with '{verb}'", "there is no such verb", hint=f"Use {', '.join(_VERBS)}.")
    do, known_settings = _VERBS[verb]
    unknown = [key for key in settings if key not in known_settings]
    if unknown:
        hint = f"It has {', '.join(known_settings)}." if known_settings else "It has none."
        raise BadInput(f"Sort with '{verb}'", f"it has no setting '{unknown[0]}'", hint=hint)
    return do(project, words, settings, engine)


_Settings = Mapping[str, str]


def _list(project: Project, words: Sequence[str], settings: _Settings, engine: Engine | None) -> Binned:
    return Binned(project, "")


def _new(project: Project, words: Sequence[str], settings: _Settings, engine: Engine | None) -> Binned:
    facts = project.facts
    for word in _some(words, "Make a bin"):
        facts = edits.with_bin(facts, word)
    return Binned(_kept(project, facts, "new bin", name=", ".join(words)), f"Made {_names(words)}.")


def _add(project: Project, words: Sequence[str], settings: _Settings, engine: Engine | None) -> Binned:
    keys: list[str] = []
    with an_engine(engine) as running:
        for word in _some(words, "Add media"):
            bound = look_into(running, media_ref(word))
            reference = reference_for(project, bound.info)
            project = known(project, reference, bound, [], listed=False)
            keys.append(reference_key(reference))
    facts = edits.listed(project.facts, keys)
    if settings.get("bin"):
        facts = edits.put_in(facts, keys, settings["bin"])
    names = ", ".join(project.media[key].ref.label for key in keys)
    return Binned(_kept(project, facts, "add media", name=names), f"Added {_names(words)}.")


def _move(project: Project, words: Sequence[str], settings: _Settings, engine: Engine | None) -> Binned:
    bin = _need(settings, "bin", "Move media")
    keys = _keys(project, _some(words, "Move media"))
    facts = edits.put_in(project.facts, keys, bin)
    project = _kept(project, facts, "move media", name=_called(project, words))
    return Binned(project, f"Moved {_names(words)}.")


def _rename(project: Project, words: Sequence[str], settings: _Settings, engine: Engine | None) -> Binned:
    (word, *others), name = _some(words, "Rename"), _need(settings, "name", "Rename")
    if others:
        raise BadInput("Rename", "several things are named", hint="Name one.")
    if word in project.facts.bins:
        verb, facts = "rename bin", edits.renamed_bin(project.facts, word, name)
    else:
        verb, facts = "rename media", edits.called(project.facts, _keys(project, [word]), name)
    return Binned(_kept(project, facts, verb, name=name), f"Renamed '{word}' to '{name}'.")


def _remove(project: Project, words: Sequence[str], settings: _Settings, engine: Engine | None) -> Binned:
    facts, verb = project.facts, "remove bin"
    for word in _some(words, "Remove"):
        if word in facts.bins:
            facts = edits.without_bin(facts, word)
            continue
        verb = "unlist media"
        piece = _piece(project, word)
        if piece.uses:
            why = f"{len(piece.uses)} clip(s) use it"
            raise BadInput(f"Remove '{word}'", why, hint="Take those clips out of the cut first.")
        facts = edits.unlisted(facts, piece.keys)
    project = _kept(project, facts, verb, name=_called(project, words))
    return Binned(project, f"Removed {_names(words)}. No file was touched.")


def _unused(project: Project, words: Sequence[str], settings: _Settings, engine: Engine | None) -> Binned:
    unused = [piece for piece in pieces(project) if not piece.uses]
    keys = [key for piece in unused for key in piece.keys]
    project = _kept(project, edits.unlisted(project.facts, keys), "unlist media", count=len(unused))
    return Binned(project, f"Removed {len(unused)} that no clip uses. No file was touched.")


def _relink(project: Project, words: Sequence[str], settings: _Settings, engine: Engine | None) -> Binned:
    path = _need(settings, "path", "Relink media")
    (word, *others) = _some(words, "Relink media")
    if others:
        raise BadInput("Relink media", "several are named", hint="Name one.")
    piece = _piece(project, word)
    with an_engine(engine) as running:
        bound = look_into(running, media_ref(path))
    suits(piece.info, bound.info, f"Relink '{word}'")
    cut, reference = project.cut, reference_for(project, bound.info)
    for id in piece.uses:
        cut = relink(cut, id, reference)
    used = [find_clip(cut, id) for id in piece.uses]
    linked = source_reference(used[0]) if used else reference
    assert linked is not None
    project = known(project, linked, bound, [clip.source for clip in used if clip.source], listed=False)
    key = [reference_key(linked)]
    facts = edits.listed(edits.unlisted(project.facts, set(piece.keys) - set(key)), key)
    facts = edits.called(edits.put_in(facts, key, piece.bin), key, _given_name(project, piece))
    said = {"media": piece.name, "path": path}
    project = commit(project, cut, "relink", said, facts=facts)
    return Binned(project, f"Relinked '{piece.name}' to '{bound.info.ref.label}' in {len(used)} clip(s).")


_VERBS: Mapping[
    str,
    tuple[Callable[[Project, Sequence[str], _Settings, Engine | None], Binned], tuple[str, ...]],
] = {
    "list": (_list, ()),
    "new": (_new, ()),
    "add": (_add, ("bin",)),
    "move": (_move, ("bin",)),
    "rename": (_rename, ("name",)),
    "remove": (_remove, ()),
    "remove-unused": (_unused, ()),
    "relink": (_relink, ("path",)),
}


def _kept(project: Project, facts: Facts, verb: str, **said: str | int) -> Project:
    return commit(project, project.cut, verb, said, facts=facts)


def _called(project: Project, words: Sequence[str]) -> str:
    """Return what bins and media that words name are called, for the history."""
    names = {piece.path: piece.name for piece in pieces(project)}
    return ", ".join(names.get(word, word) for word in words)


def _piece(project: Project, word: str) -> Piece:
    """Return the media that a word names: by its name, its file's name or its path. Raises BadInput."""
    found = [piece for piece in pieces(project) if word in (piece.name, piece.ref.label, piece.path)]
    if len(found) != 1:
        why = f"{len(found)} are called so" if found else "the project has no such media"
        hint = f"Name one by its path: {', '.join(piece.path for piece in found)}." if found else ""
        raise BadInput(f"Find the media '{word}'", why, hint=hint or "`workprint bins PROJECT` lists it.")
    return found[0]


def _keys(project: Project, words: Sequence[str]) -> list[str]:
    return [key for word in words for key in _piece(project, word).keys]


def _given_name(project: Project, piece: Piece) -> str:
    return project.media[piece.keys[0]].name


def _some(words: Sequence[str], attempted: str) -> Sequence[str]:
    if not words:
        raise BadInput(attempted, "nothing is named", hint="Name media or a bin.")
    return words


def _need(settings: _Settings, key: str, attempted: str) -> str:
    if key not in settings:
        raise BadInput(attempted, f"'{key}' is not given", hint=f"Add {key}=….")
    return settings[key]


def _names(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)

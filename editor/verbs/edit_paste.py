"""Clips as text that other projects, windows and text editors take: an OTIO timeline, and back into a cut."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from editor.compile.media import entry_for
from editor.compile.plate import media_lookup
from editor.document import edits
from editor.document.layout import MediaLookup, walk
from editor.document.model import Clip, Cut, MediaReference
from editor.document.opened import Project
from editor.document.project import commit, commit_media
from editor.document.settings import Facts, MediaEntry, read_facts, write_facts
from editor.document.snippet import copied, pasted, with_attributes
from editor.document.tree import ours
from editor.exchange.conform import reference_key
from editor.exchange.own import good_id
from editor.exchange.read import read_cut
from editor.exchange.tokens import dumps, loads
from editor.exchange.write import write_cut
from editor.takes.store import shot_folder
from nodes.api.errors import BadInput
from nodes.api.times import Time

from .urls import url_of
from .wish import Edited, Wish

_SPACE = "workprint clips"
"""The metadata of a copied timeline: where it is from, and what is known of its media."""
_LARGEST = 64 * 2**20


def copied_text(project: Project, cut: Cut, ids: Collection[str]) -> str:
    """Return clips of a project's cut, which may be ahead of what is kept, as OTIO text.

    Graphs, circled takes and what is known of the media go along. Raises EditError as `copied` does.
    """
    ahead = replace(project, cut=cut)
    snippet = copied(cut, ids, media_lookup(ahead))
    entries: dict[str, MediaEntry] = {}
    for clip in _clips(snippet):
        for reference in clip.references.values():
            entry = entry_for(ahead, reference)
            if entry is not None:
                entries[reference_key(reference)] = entry
    facts = loads(write_facts(Facts(project.settings, entries)).decode(), where="the clipboard")
    about = {"folder": str(project.folder), "facts": facts}
    return write_cut(replace(snippet, metadata={_SPACE: about}), portable=True)


def paste(wish: Wish) -> Edited:
    """Put the clips of a timeline into the cut, at a time, at its start where nothing is said."""
    if wish.subject is None:
        raise BadInput(wish.attempted, "nothing is named", hint="Name a timeline: an .otio file.")
    path = Path(wish.subject)
    try:
        if path.stat().st_size > _LARGEST:
            raise BadInput(wish.attempted, "the file is too large to be clips", hint="Import it as a cut.")
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(wish.attempted, f"it cannot be read ({error})", hint="Name an .otio file.") from error
    at = wish.time("at") if "at" in wish.settings else Time.zero(wish.cut.rate)
    project, notes = paste_text(wish.project, text, at, insert=wish.flag("insert"))
    changed = project.revision != wish.project.revision
    return Edited(project, "paste", " ".join((f"Pasted '{path.name}'.", *notes)), changed)


def paste_text(
    project: Project, text: str, at: Time, *, insert: bool = False, all_tracks: bool = True
) -> tuple[Project, tuple[str, ...]]:
    """Return the project with the clips of OTIO text in its cut, kept as one edit, and what is to be told.

    Media of another project is named where it lies, its circled takes are copied, missing ones told. Raises
    BadInput for what is no timeline, EditError as `pasted`, and as `commit` does.
    """
    snippet, about = _read(text)
    project, snippet, notes = _brought(project, snippet, about)
    cut = pasted(project.cut, snippet, at, insert=insert, all_tracks=all_tracks, media=media_lookup(project))
    count = len(_clips(snippet))
    return commit(project, cut, "paste", {"count": count, "at": str(at.frame)}), notes


def attributes_of(text: str, ids: Collection[str], cut: Cut, media: MediaLookup | None = None) -> Cut:
    """Return the cut with clips laid, heard and graded as copied ones are. Raises as `with_attributes`."""
    return with_attributes(cut, ids, _read(text)[0], media)


def _read(text: str) -> tuple[Cut, Mapping[str, Any]]:
    snippet = read_cut(text, where="what was copied")
    about = snippet.metadata.get(_SPACE)
    return snippet, about if isinstance(about, Mapping) else {}


def _brought(
    project: Project, snippet: Cut, about: Mapping[str, Any]
) -> tuple[Project, Cut, tuple[str, ...]]:
    """Return the project with the media noted, the clips with paths seen from it, and what is missing."""
    told = about.get("folder")
    folder = Path(told) if isinstance(told, str) and told else None
    if folder is None or folder == project.folder:
        return project, snippet, ()
    entries, notes = _entries(about), list[str]()
    media = dict(project.media)

    def moved(reference: MediaReference) -> MediaReference:
        made = replace(reference, url=_seen_from(reference, folder, project.folder))
        entry = entries.get(reference_key(reference))
        if entry is not None:
            media.setdefault(reference_key(made), replace(entry, beside="", bin=""))
        return made

    for clip in _clips(snippet):
        kept, missing = _with_takes(clip, folder, project.folder)
        notes += missing
        references = {key: each if _take(each) else moved(each) for key, each in kept.references.items()}
        snippet = edits.with_clip(
            snippet, clip.id, references=references, active=kept.active, circled=kept.circled
        )
    if media != dict(project.media):
        project = commit_media(project, media)
    return project, snippet, tuple(dict.fromkeys(notes))


def _entries(about: Mapping[str, Any]) -> Mapping[str, MediaEntry]:
    facts = about.get("facts")
    return read_facts(dumps(facts), "what was copied").media if isinstance(facts, Mapping) else {}


def _seen_from(reference: MediaReference, old: Path, new: Path) -> str:
    url = reference.url
    if not url or "://" in url or url.startswith(("/", "\\", "file:")) or url[1:2] == ":":
        return url
    path = old / unquote(url)
    return url_of(path, new, is_folder=reference.kind == "sequence")


def _take(reference: MediaReference) -> tuple[str, str] | None:
    """Return the shot and id of the take that a reference is, None for other media."""
    block = ours(reference.metadata)
    shot, take = good_id(block.get("shot")), good_id(block.get("take"))
    return None if shot is None or take is None else (shot, take)


def _with_takes(clip: Clip, old: Path, new: Path) -> tuple[Clip, list[str]]:
    """Return the clip with those of its takes that could be copied, and what to say of the others."""
    missing = []
    for key, reference in clip.references.items():
        named = _take(reference)
        if named is None:
            continue
        shot, take = named
        source, target = shot_folder(old, shot) / take, shot_folder(new, shot) / take
        if target.is_dir():
            continue
        if not source.is_dir():
            missing.append(f"Take {take} of '{clip.name}' is missing: the clip shows its source.")
            clip = _without(clip, key, take)
            continue
        aside = target.with_name(f".copying-{take}")
        shutil.rmtree(aside, ignore_errors=True)
        shutil.copytree(source, aside)
        aside.rename(target)
    return clip, missing


def _without(clip: Clip, key: str, take: str) -> Clip:
    references = {name: each for name, each in clip.references.items() if name != key}
    starred = tuple(each for each in clip.starred if each != take)
    if clip.active != key:
        return replace(clip, references=references, starred=starred)
    block = ours(clip.references[key].metadata)
    source = block.get("source")
    active = (
        source if isinstance(source, str) and source in references else next(iter(references), clip.active)
    )
    return replace(clip, references=references, starred=starred, active=active, circled=None)


def _clips(cut: Cut) -> list[Clip]:
    return [here.item for here in walk(cut) if isinstance(here.item, Clip)]

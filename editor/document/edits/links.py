"""Links between clips that belong together, as the picture and the sound of one medium do."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction

from editor.document.layout import MediaLookup, by_id, find_clip, shots, walk
from editor.document.model import Clip, Cut, Item
from editor.document.retimes import retime_of
from editor.document.rules import EditError, clip_at, source_reference, unlocked
from editor.document.tree import new_id, put
from nodes.api import Rate, Time

_SUITES = (("Resolve_OTIO", "Link Group ID"),)
"""Where suites number their groups of linked clips, in a clip's metadata."""


@dataclasses.dataclass(frozen=True, slots=True)
class Member:
    """A linked clip: its medium, whether it is picture, and how much later than its media it plays.

    `ahead` is in seconds; None where no two frames tell it, as with a retime or unknown media.
    """

    clip: str
    link: str
    medium: str
    picture: bool
    ahead: Fraction | None


def link_of(clip: Clip) -> str | None:
    """Return the link of a clip: ours, else the group that its suite has it in; None for none."""
    if clip.link is not None:
        return clip.link
    for space, key in _SUITES:
        block = clip.metadata.get(space)
        group = block.get(key) if isinstance(block, Mapping) else None
        if isinstance(group, int | str) and not isinstance(group, bool):
            return f"{space}-{group}"
    return None


def linked(cut: Cut, ids: Iterable[str]) -> frozenset[str]:
    """Return these ids, and those of all clips that are linked with them."""
    chosen = frozenset(ids)
    clips = [here.item for here in walk(cut) if isinstance(here.item, Clip)]
    links = {link_of(clip) for clip in clips if clip.id in chosen} - {None}
    return chosen | {clip.id for clip in clips if links and link_of(clip) in links}


def link(cut: Cut, ids: Collection[str]) -> Cut:
    """Return the cut with these clips linked, out of whatever links they were in.

    Raises EditError for fewer than two clips, an unknown one, one on a locked track.
    """
    if len(set(ids)) < 2:
        raise EditError("Link clips", "a link needs two", hint="Name or select two clips at least.")
    made = new_id()
    return _relinked(cut, ids, "Link", lambda clip: dataclasses.replace(_bare(clip), link=made))


def unlink(cut: Cut, ids: Collection[str]) -> Cut:
    """Return the cut with these clips linked no more; one that is left alone in its link loses it.

    Raises EditError for an unknown clip, one on a locked track.
    """
    gone = {link_of(find_clip(cut, each)) for each in ids} - {None}
    cut = _relinked(cut, ids, "Unlink", _bare)
    members: dict[str, list[Clip]] = {}
    for here in walk(cut):
        if isinstance(here.item, Clip) and (group := link_of(here.item)) in gone and group is not None:
            members.setdefault(group, []).append(here.item)
    for alone in (clips[0] for clips in members.values() if len(clips) == 1):
        place = by_id(cut, alone.id)
        assert place is not None
        cut = put(cut, place, _bare(alone))
    return cut


def with_fresh_links(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return copies of items whose clips are linked among themselves as they were, and with no other."""
    fresh: dict[str, str] = {}

    def copy(item: Item) -> Item:
        if not isinstance(item, Clip) or (group := link_of(item)) is None:
            return item
        return dataclasses.replace(_bare(item), link=fresh.setdefault(group, new_id()))

    return tuple(copy(item) for item in items)


def members_of(places: Iterable[tuple[Item, Time]], kind: str) -> Iterator[Member]:
    """Yield the linked clips among items, each with where it stands in the cut, of a track of a kind."""
    for item, start in places:
        if isinstance(item, Clip) and (group := link_of(item)) is not None:
            yield _member(item, group, kind, start)


def out_of_sync(members: Iterable[Member], rate: Rate) -> Mapping[str, Time]:
    """Return by how many frames of the cut clips are later than those they are linked with, by id.

    What is measured is clips of one medium, from the picture where there is one: that one is in sync.
    Earlier ones have a negative number; clips in sync are left out.
    """
    groups: dict[tuple[str, str], list[Member]] = {}
    for member in members:
        if member.ahead is not None and member.medium:
            groups.setdefault((member.link, member.medium), []).append(member)
    late: dict[str, Time] = {}
    for group in groups.values():
        anchor = next((member for member in group if member.picture), group[0])
        for member in group:
            assert member.ahead is not None
            assert anchor.ahead is not None
            by = Time((member.ahead - anchor.ahead) * rate.fraction, rate)
            if abs(by.value) * 2 >= 1:
                late[member.clip] = by
    return late


def late(cut: Cut, media: MediaLookup | None = None) -> Mapping[str, Time]:
    """Return what `out_of_sync` says of all clips of a cut."""
    found = []
    for shot in shots(cut, media):
        if shot.track is not None and (group := link_of(shot.clip)) is not None:
            found.append(_member(shot.clip, group, shot.track.kind, shot.range.start))
    return out_of_sync(found, cut.rate)


def _member(clip: Clip, group: str, kind: str, start: Time) -> Member:
    reference = source_reference(clip)
    medium = "" if reference is None else f"{reference.url}\n{reference.prefix}"
    pace = retime_of(clip.effects)
    known = clip.source is not None and pace is not None and pace.speed == 1
    ahead = start.seconds - clip.source.start.seconds if known and clip.source is not None else None
    return Member(clip.id, group, medium.strip(), kind != "Audio", ahead)


def _bare(clip: Clip) -> Clip:
    """Return a clip without a link; the group a suite has it in is taken out of its metadata."""
    metadata = clip.metadata
    for space, key in _SUITES:
        block = metadata.get(space)
        if isinstance(block, Mapping) and key in block:
            metadata = {**metadata, space: {name: value for name, value in block.items() if name != key}}
    return dataclasses.replace(clip, link=None, metadata=metadata)


def _relinked(cut: Cut, ids: Collection[str], verb: str, change: Callable[[Clip], Clip]) -> Cut:
    for each in dict.fromkeys(ids):
        place = clip_at(cut, each, f"{verb} '{each}'")
        unlocked(place, f"{verb} '{place.item.name}'")
        assert isinstance(place.item, Clip)
        cut = put(cut, place, change(place.item))
    return cut

"""A project in which one piece of media is the whole cut, frame for frame in its own rate and size."""

from __future__ import annotations

from dataclasses import replace

from editor.compile.pool import Piece
from editor.document.model import SOURCE, Clip, Cut, Item, Stack, Track
from editor.document.opened import Project
from editor.document.settings import MediaEntry
from editor.exchange.keys import reference_key
from editor.verbs.media import reference_for
from nodes.api.errors import BadInput
from nodes.api.times import Range, Time


def alone(project: Project, piece: Piece) -> Project:
    """Return the project with a cut of nothing but that media, which is never kept.

    Raises BadInput for media that is not there.
    """
    info = piece.info
    if info is None or not piece.fingerprint or piece.offline:
        hint = "Relink it first, in the Media menu."
        raise BadInput(f"Look at '{piece.name}'", "it is not there or cannot be read", hint=hint)
    reference = reference_for(project, info)
    zero = Time.zero(info.rate)
    whole = Range(info.start, Time(info.frame_count, info.rate))
    kinds = (["Video"] if info.format is not None else []) + (["Audio"] if info.sound is not None else [])
    tracks: tuple[Item, ...] = tuple(
        Track(kind, kind, kind, (Clip(f"{kind} alone", piece.name, whole, {SOURCE: reference}),))
        for kind in kinds
    )
    entry = MediaEntry(info.ref, info, piece.fingerprint, zero)
    settings = replace(project.settings, rate=info.rate)
    if info.format is not None:
        shape = info.format
        settings = replace(settings, width=shape.width, height=shape.height, pixel_aspect=shape.pixel_aspect)
    facts = replace(project.facts, settings=settings, media={reference_key(reference): entry})
    cut = Cut(piece.name, info.rate, Stack("alone", "alone", tracks), info.start)
    return replace(project, cut=cut, facts=facts)

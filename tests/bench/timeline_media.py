"""Media for a cut of ten thousand clips: small pictures and a sound, as an engine would give them."""

from __future__ import annotations

import queue
import wave
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from editor.document.model import SOURCE, Cut, MediaReference
from editor.document.project import create_project
from editor.document.settings import MediaEntry, Settings
from editor.exchange.conform import reference_key
from editor.ui.session import Session
from editor.ui.timeline.film import Film
from nodes.api.formats import Format
from nodes.api.times import Range, Rate, Time
from nodes.engine.job import Bound
from nodes.engine.waveforms import waveform
from nodes.media.info import MediaInfo
from nodes.media.probe import probe
from nodes.media.refs import FileRef

FRAMES = 1000
PICTURES, SOUNDS = ("plate.mov", "insert.mov"), ("room.wav", "music.wav")


def reference(name: str, rate: Rate) -> Mapping[str, MediaReference]:
    """Return what a clip says of one of the media."""
    return {SOURCE: MediaReference("file", name, name, Range.frames_of(0, FRAMES, rate))}


@dataclass(eq=False)
class MadeAll:
    """Stands for an engine that has made every picture already: what is measured is drawing."""

    asked: list[int] = field(default_factory=list)

    def thumbnails(
        self,
        bound: Bound,
        indices: Sequence[int],
        colour: Mapping[str, str],
        folder: Path,
        came: Callable[[int, Any], None],
    ) -> Mapping[int, str]:
        """Give a shaded picture for each index."""
        shade = np.linspace(30, 220, 114, dtype=np.uint8)
        for index in indices:
            self.asked.append(index)
            came(index, np.ascontiguousarray(np.broadcast_to(shade[:, None] - index % 30, (64, 114, 3))))
        return {}


def filmed(session: Session, cut: Cut, folder: Path) -> tuple[Film, Callable[[], None]]:
    """Show a project of the cut with its media; return its film, and what takes in what that makes.

    The project is made in `folder`, which is to be the user's cache folder too.
    """
    media, kept = {}, folder / "workprint" / "waveforms"
    for number, name in enumerate((*PICTURES, *SOUNDS)):
        path, print = folder / name, f"{number:064d}"
        if name in SOUNDS:
            _noise(path, number)
            info = probe(FileRef(str(path)))
            waveform(info, print, kept, 1, None, lambda done, total: None)
        else:
            ref, format = FileRef(str(path)), Format(1920, 1080, cut.rate)
            info = MediaInfo(ref, "movie", "h264", Time.zero(cut.rate), FRAMES, format, "yuv420p")
        media[reference_key(reference(name, cut.rate)[SOURCE])] = MediaEntry(info.ref, info, print)
    project = create_project(folder / "project", cut, Settings(cut.rate, 1920, 1080), media)
    posts: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
    film = Film(session, MadeAll, posts.put)  # type: ignore[arg-type]
    session.project.set(project)
    session.cut.set(cut)

    def take_in() -> None:
        while not posts.empty():
            posts.get()()

    return film, take_in


def _noise(path: Path, seed: int) -> None:
    rate, seconds = 48000, 42
    envelope = np.abs(np.sin(np.arange(rate * seconds) / 9000))
    samples = (np.random.default_rng(seed).normal(size=rate * seconds) * envelope * 8000).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())

"""What holds for a whole project, and what is known of its media: `project.json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from editor.exchange.tokens import dumps, loads
from nodes.api import BadInput, Format, Rate, Time
from nodes.media.info import MediaInfo, info_from_json
from nodes.media.refs import MediaRef, ref_from_json

SCHEMA = 2
"""The version of `project.json` that is written; a newer one is opened for reading only.

Since 2 changes of the bins are in the journal, and `journaled` tells how far these go along with it.
"""

_NOTHING: Mapping[str, Any] = MappingProxyType({})


def _nothing() -> Mapping[str, Any]:
    return _NOTHING


@dataclass(frozen=True, slots=True)
class Settings:
    """The rate, size and pixel aspect of the cut's pictures, the handles of a take, the working space.

    `handles` counts frames at the cut's rate. `config` is an OpenColorIO configuration, "" for the one
    built in. `rest` keeps what a newer version wrote.
    """

    rate: Rate
    width: int
    height: int
    pixel_aspect: Fraction = Fraction(1)
    handles: int = 12
    working_space: str = "ACEScg"
    config: str = ""
    rest: Mapping[str, Any] = field(default_factory=_nothing)

    @property
    def format(self) -> Format:
        """The shape of the cut's pictures."""
        return Format(self.width, self.height, self.rate, self.pixel_aspect)


@dataclass(frozen=True, slots=True)
class MediaEntry:
    """What is known of one reference's media: where it was found, its facts, its fingerprint.

    `offset` is added to the reference's own time to get media time. `info` is None for media that could
    not be looked into. `seen` marks the files as they were then (see `editor.takes.current`); `beside` is
    the way there from the project folder, for when both were moved. `bin` is the bin it lies in ("" for
    none), `name` what a person calls it ("" for its file's name); what is not `listed` shows only while a
    clip uses it.
    """

    ref: MediaRef
    info: MediaInfo | None = None
    fingerprint: str | None = None
    offset: Time | None = None
    seen: str = ""
    beside: str = ""
    bin: str = ""
    name: str = ""
    listed: bool = True
    rest: Mapping[str, Any] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that `project.json` says. `rest` keeps what a newer version wrote; `schema` its version.

    `bins` are the paths of the bins, a bin in a bin behind a slash ("Day 1/Selects"). `journaled` is the
    number of the journal's record with which they were written; what later ones do to them is to be made.
    """

    settings: Settings
    media: Mapping[str, MediaEntry] = field(default_factory=_nothing)
    bins: tuple[str, ...] = ()
    journaled: int = 0
    schema: int = SCHEMA
    rest: Mapping[str, Any] = field(default_factory=_nothing)


def write_facts(facts: Facts) -> bytes:
    """Return the text of `project.json`."""
    settings = facts.settings
    return dumps(
        {
            **facts.rest,
            "schema": max(SCHEMA, facts.schema),
            "settings": {
                **settings.rest,
                "rate": str(settings.rate),
                "width": settings.width,
                "height": settings.height,
                "pixel_aspect": str(settings.pixel_aspect),
                "handles": settings.handles,
                "working_space": {"name": settings.working_space, "config": settings.config},
            },
            "media": {key: _entry_json(entry) for key, entry in facts.media.items()},
            **({"bins": list(facts.bins)} if facts.bins else {}),
            **({"journaled": facts.journaled} if facts.journaled else {}),
        },
        indent=1,
    ).encode()


def read_facts(text: str, where: str) -> Facts:
    """Return what `project.json` says; unknown fields are kept. Raises BadInput where it is damaged."""
    data = loads(text, where=where)
    try:
        schema = data["schema"]
        if isinstance(schema, bool) or not isinstance(schema, int) or schema < 1:
            raise ValueError("schema")
        return Facts(
            settings=_settings(data["settings"]),
            media={key: _entry(entry) for key, entry in data.get("media", {}).items()},
            bins=tuple(str(name) for name in data.get("bins", ())),
            journaled=max(0, int(data.get("journaled", 0))),
            schema=schema,
            rest=_without(data, "schema", "settings", "media", "bins", "journaled"),
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError, AttributeError) as error:
        raise BadInput(
            f"Read '{where}'",
            f"a field is missing or not what it should be ({type(error).__name__}: {error})",
            hint="Restore the file from a backup, or make a new project from the cut.",
        ) from error


def _settings(data: Mapping[str, Any]) -> Settings:
    space = data["working_space"]
    width, height, handles = (data[key] for key in ("width", "height", "handles"))
    for number, least in ((width, 1), (height, 1), (handles, 0)):
        if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= 2**20:
            raise ValueError(f"{number!r}")
    aspect = Fraction(data["pixel_aspect"])
    if aspect <= 0:
        raise ValueError(f"pixel_aspect {aspect}")
    return Settings(
        rate=Rate.of(data["rate"]),
        width=width,
        height=height,
        pixel_aspect=aspect,
        handles=handles,
        working_space=str(space["name"]),
        config=str(space["config"]),
        rest=_without(data, "rate", "width", "height", "pixel_aspect", "handles", "working_space"),
    )


_ENTRY = ("ref", "info", "fingerprint", "offset", "seen", "beside", "bin", "name", "listed")


def _entry(data: Mapping[str, Any]) -> MediaEntry:
    info, offset, fingerprint = data.get("info"), data.get("offset"), data.get("fingerprint")
    return MediaEntry(
        ref=ref_from_json(data["ref"]),
        info=None if info is None else info_from_json(info),
        fingerprint=None if fingerprint is None else str(fingerprint),
        offset=None if offset is None else Time.from_json(offset),
        seen=str(data.get("seen", "")),
        beside=str(data.get("beside", "")),
        bin=str(data.get("bin", "")),
        name=str(data.get("name", "")),
        listed=data.get("listed") is not False,
        rest=_without(data, *_ENTRY),
    )


def _entry_json(entry: MediaEntry) -> dict[str, Any]:
    return {
        **entry.rest,
        "ref": entry.ref.to_json(),
        "info": None if entry.info is None else entry.info.to_json(),
        "fingerprint": entry.fingerprint,
        "offset": None if entry.offset is None else entry.offset.to_json(),
        "seen": entry.seen,
        "beside": entry.beside,
        **({"bin": entry.bin} if entry.bin else {}),
        **({"name": entry.name} if entry.name else {}),
        **({} if entry.listed else {"listed": False}),
    }


def _without(data: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in keys}

"""Fetching a model from a hub that is a process of its own: whole, broken off, wrong, refused, not at all."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from inference.cards.errors import UnsafeModel
from inference.store.accepted import accept
from inference.store.errors import FetchFailed, NotAccepted
from inference.store.fetch import Fetched, fetch
from inference.store.hub import Hub
from inference.store.pins import pinned
from inference.store.store import Store, place_of
from nodes.api.errors import BadInput, Failed
from tests.support.disks import PAGE, small_disk

from . import hub_server
from .models_made import FILES, safetensors, wan_card, wan_folder

HEAVY = "transformer/diffusion_pytorch_model.safetensors"
NO_WAIT = (0.0, 0.0)


@dataclass(frozen=True)
class Served:
    """A hub that runs: its address, what it serves, and where trouble is asked for."""

    hub: Hub
    folder: Path
    trouble: Path

    def ask(self, **trouble: Any) -> None:
        self.trouble.write_text(json.dumps(trouble))

    def asked(self) -> list[str]:
        log = self.trouble.parent / "log"
        return log.read_text().splitlines() if log.exists() else []


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Return a hub that serves a small model."""
    folder = wan_folder(tmp_path / "published")
    (tmp_path / "hub").mkdir()
    trouble = tmp_path / "hub" / "trouble.json"
    trouble.write_text("{}")
    command = [sys.executable, str(hub_server.__file__), str(folder), str(trouble)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        yield Served(Hub(f"http://127.0.0.1:{port}"), folder, trouble)
        process.kill()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "shipped", tmp_path / "home", (tmp_path / "cache",))


def got(served: Served, store: Store, **more: Any) -> Fetched:
    return fetch(store, more.pop("card", wan_card()), served.hub, lambda *_: None, waits=NO_WAIT, **more)


def test_what_makes_up_a_model_is_fetched_verified_and_pinned(served: Served, store: Store) -> None:
    said: list[tuple[int, int]] = []
    lacking: list[int] = []
    found = fetch(
        store, wan_card(), served.hub, lambda done, of, what: said.append((done, of)), announce=lacking.append
    )
    assert sorted(file.path for file in found.card.files) == sorted(FILES)
    for file in found.card.files:
        assert (found.folder / file.path).read_bytes() == (served.folder / file.path).read_bytes()
        assert file.size and len(file.sha256) == 64
    assert (found.card.revision, found.card.dtype) == (hub_server.COMMIT, "float32")
    assert found.card.parts == {"transformer": 2000, "vae": 300}
    assert said[-1][0] == said[-1][1] == sum(file.size or 0 for file in found.card.files)
    assert lacking == [found.bytes]
    assert pinned(store.home, wan_card()) == found.card
    assert place_of(store, found.card) == found.folder
    assert not list(found.folder.rglob("*.part"))


def test_a_model_that_is_here_is_not_fetched_again(served: Served, store: Store) -> None:
    first = got(served, store)
    asked = len(served.asked())
    again = fetch(store, first.card, served.hub, lambda *_: None, offline=True)
    assert (again.bytes, again.folder, len(served.asked())) == (0, first.folder, asked)


def test_a_connection_that_ends_early_is_gone_on_with(served: Served, store: Store) -> None:
    served.ask(drop={HEAVY: [3000, 2]})
    found = got(served, store)
    assert (found.folder / HEAVY).read_bytes() == (served.folder / HEAVY).read_bytes()
    ranges = [line.split()[1] for line in served.asked() if HEAVY in line and "bytes=" in line]
    assert ranges == ["bytes=3000-", "bytes=6000-"]


def test_what_came_is_kept_where_the_hub_stays_away_and_gone_on_with_later(
    served: Served, store: Store
) -> None:
    served.ask(drop={HEAVY: [1500, 1]})
    with pytest.raises(Failed, match="stopped"):
        fetch(store, wan_card(), served.hub, _stopping_at(HEAVY, served), waits=NO_WAIT)
    part = store.home / "files" / "acme-video" / f"{HEAVY}.part"
    assert part.stat().st_size == 1500
    found = got(served, store)
    assert (found.folder / HEAVY).read_bytes() == (served.folder / HEAVY).read_bytes()
    assert any(HEAVY in line and "bytes=1500-" in line for line in served.asked())


def _stopping_at(path: str, served: Served) -> Any:
    """Return a listener that stops the fetch, as a person does, once something of a file has come."""

    def told(done: int, of: int, what: str) -> None:
        if any(path in line for line in served.asked()):
            raise Failed("stopped by the person")

    return told


def test_a_hub_that_knows_no_parts_sends_all_again(served: Served, store: Store) -> None:
    served.ask(drop={HEAVY: [3000, 1]}, whole=True)
    found = got(served, store)
    assert (found.folder / HEAVY).read_bytes() == (served.folder / HEAVY).read_bytes()


def test_a_hub_that_always_breaks_off_is_given_up(served: Served, store: Store) -> None:
    served.ask(drop={HEAVY: [0, 1000]})
    with pytest.raises(FetchFailed, match="what came is kept"):
        got(served, store)


@pytest.mark.parametrize("path", [HEAVY, "vae/config.json"])
def test_other_bytes_than_the_hub_promised_are_thrown_away(served: Served, store: Store, path: str) -> None:
    served.ask(spoil=[path])
    with pytest.raises(FetchFailed, match="its digest differs"):
        got(served, store)
    folder = store.home / "files" / "acme-video" / path
    assert not list(folder.parent.glob(f"{folder.name}*"))
    served.ask()
    assert got(served, store).folder.is_dir()


def test_a_busy_hub_is_asked_again_and_then_given_up(served: Served, store: Store) -> None:
    served.ask(refuse={HEAVY: 503})
    with pytest.raises(FetchFailed, match="503"):
        got(served, store)
    assert sum(HEAVY in line for line in served.asked()) == 1 + len(NO_WAIT)


def test_a_gated_model_says_how_it_is_got(served: Served, store: Store) -> None:
    for place in ("api", HEAVY):
        served.ask(refuse={place: 403})
        with pytest.raises(BadInput, match=r"not given to everybody \(403.*HF_TOKEN"):
            got(served, store)


def test_what_is_not_there_is_told(served: Served, store: Store) -> None:
    served.ask(refuse={"api": 404})
    with pytest.raises(BadInput, match="is not there"):
        got(served, store)
    with pytest.raises(BadInput, match=r"has no 'model\.safetensors'"):
        served.ask()
        got(served, store, card=wan_card(files=[{"path": "model.safetensors"}]))
    away = Served(Hub("http://127.0.0.1:9"), served.folder, served.trouble)
    with pytest.raises(FetchFailed, match="cannot be reached"):
        got(away, store)


def test_a_hub_elsewhere_has_to_be_encrypted(served: Served, store: Store) -> None:
    with pytest.raises(BadInput, match="is not encrypted"):
        fetch(store, wan_card(), Hub("http://hub.example"), lambda *_: None)


def test_the_token_goes_along(served: Served, store: Store) -> None:
    fetch(store, wan_card(), Hub(served.hub.address, "secret"), lambda *_: None)
    assert all(line.endswith("Bearer secret") for line in served.asked())
    assert "secret" not in repr(Hub(served.hub.address, "secret"))


def test_terms_have_to_be_accepted_before_anything_is_asked(served: Served, store: Store) -> None:
    terms = {"id": "own", "title": "Own terms", "limits": "Not on Sundays.", "must_accept": True}
    card = wan_card(licence=terms)
    with pytest.raises(NotAccepted, match=r"Own terms: Not on Sundays.*--accept"):
        got(served, store, card=card)
    assert served.asked() == []
    accept(store.home, card.licence)
    assert got(served, store, card=card).bytes
    kept = json.loads((store.home / "accepted.json").read_text())
    assert [each["id"] for each in kept.values()] == ["own"]
    with pytest.raises(NotAccepted):
        got(served, store, card=wan_card(name="other", licence=terms | {"limits": "Never."}))


def test_offline_nothing_is_asked(served: Served, store: Store) -> None:
    with pytest.raises(FetchFailed, match="nothing may be fetched"):
        got(served, store, offline=True)
    assert served.asked() == []


def test_a_disk_without_room_is_told_before_anything_large_comes(
    served: Served, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(served.folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage._replace(free=1000))
    with pytest.raises(Failed, match="free"):
        got(served, store)
    assert not list((store.home / "files").rglob("*.safetensors"))


def test_a_disk_that_fills_up_meanwhile_is_told_and_what_came_is_gone_on_with(
    served: Served, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    with small_disk(tmp_path / "small", 60 * PAGE) as disk:
        small = replace(store, home=disk.path / "home")
        got(served, small, card=wan_card(files=[{"path": "vae/config.json"}]))
        disk.fill(6 * PAGE)
        with monkeypatch.context() as patch:
            patch.setattr(shutil, "disk_usage", lambda place: usage)
            with pytest.raises(Failed, match=r"No space left.*Free some space and try again"):
                got(served, small)
        disk.free()
        found = got(served, small)
        assert (found.folder / HEAVY).read_bytes() == (served.folder / HEAVY).read_bytes()


def test_a_repository_that_names_files_outside_gets_none_of_them_in(served: Served, store: Store) -> None:
    with pytest.raises(UnsafeModel, match="leads out"):
        wan_card(files=[{"path": "../outside.json"}])


def hub_cache(folder: Path, cache: Path, *, commit: str = "ab" * 20) -> Path:
    """Lay a folder into a cache as the hub's own library does; return the snapshot."""
    home = cache / "models--acme--video"
    listing = hub_server.listing(folder)
    (home / "refs").mkdir(parents=True)
    (home / "refs" / "main").write_text(commit)
    (home / "blobs").mkdir()
    snapshot = home / "snapshots" / commit
    for each in listing["siblings"]:
        name = each.get("lfs", {}).get("sha256", each["blobId"])
        shutil.copyfile(folder / each["rfilename"], home / "blobs" / name)
        place = snapshot / each["rfilename"]
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(home / "blobs" / name)
    return snapshot


def test_what_another_program_has_fetched_is_used_in_place_and_left_alone(
    served: Served, store: Store
) -> None:
    snapshot = hub_cache(served.folder, store.hubs[0])
    before = sorted((str(path), path.lstat().st_mtime_ns) for path in store.hubs[0].rglob("*"))
    found = got(served, store, offline=True)
    assert (found.folder, found.bytes, found.card.revision) == (snapshot, 0, snapshot.name)
    assert served.asked() == []
    assert place_of(store, pinned(store.home, wan_card())) == snapshot
    assert before == sorted((str(path), path.lstat().st_mtime_ns) for path in store.hubs[0].rglob("*"))


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_a_cached_model_that_is_not_whole_is_fetched(served: Served, store: Store, harm: str) -> None:
    snapshot = hub_cache(served.folder, store.hubs[0])
    if harm == "missing":
        (snapshot / "vae" / "diffusion_pytorch_model.safetensors").unlink()
    else:
        blob = (snapshot / HEAVY).resolve()
        blob.write_bytes(b"\1" * blob.stat().st_size)
    found = got(served, store)
    assert found.folder == store.home / "files" / "acme-video"
    assert (found.folder / HEAVY).read_bytes() == (served.folder / HEAVY).read_bytes()
    fetched = [line for line in served.asked() if HEAVY in line]
    assert bool(fetched) == (harm == "damaged")


def test_a_model_of_one_folder_needs_what_lies_at_the_top(served: Served, store: Store) -> None:
    shutil.rmtree(served.folder)
    served.folder.mkdir()
    (served.folder / "config.json").write_text('{"model_type": "vitmatte"}')
    safetensors(served.folder / "model.safetensors", weight=(20, 30))
    safetensors(served.folder / "other.safetensors", weight=(20, 30))
    found = got(served, store, card=wan_card(family="vitmatte", capabilities=["Matting"]))
    assert sorted(file.path for file in found.card.files) == ["config.json", "model.safetensors"]

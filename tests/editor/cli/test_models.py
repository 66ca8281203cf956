"""`workprint models`: listed, added, fetched, checked, and refused, as people and scripts use it."""

from __future__ import annotations

import json
import pickle  # noqa: TID251 - what must not be read has to be written
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.compile.models import user_store
from inference.cards.toml import card_to_text
from tests.editor.kit import done, in_a_process, refused, workprint
from tests.inference.store import hub_server
from tests.inference.store.models_made import safetensors, wan_card, wan_folder
from tests.inference.store.test_trust import Canary


@pytest.fixture
def wan(tmp_path: Path) -> Path:
    folder = wan_folder(tmp_path / "My Wan")
    (folder / "transformer" / "diffusion_pytorch_model.fp16.safetensors").unlink()
    return folder


def test_models_are_listed_with_what_they_can_and_on_which_terms() -> None:
    every = {each["name"]: each for each in done("models")["models"]}
    wan = every["wan2.1-t2v-1.3b"]
    assert (wan["state"], wan["licence"]["id"], wan["own"]) == ("to be fetched", "Apache-2.0", False)
    free = {each["name"] for each in done("models", "list", "--commercial")["models"]}
    assert free and free == {name for name, each in every.items() if each["licence"]["commercial"]}
    assert "ltx-2.5" in set(every) - free
    can = done("models", "list", "--can", "VideoSegmenter")["models"]
    assert can and all("VideoSegmenter" in each["capabilities"] for each in can)
    assert "wan2.1-t2v-1.3b" in workprint("models").out


def test_a_folder_that_was_added_is_ready_under_its_name(wan: Path) -> None:
    made = done("models", "add", wan)
    assert (made["name"], made["state"], made["family"]) == ("my-wan", "ready", "wan")
    assert Path(made["card"]).is_relative_to(user_store().home)
    (own,) = (each for each in done("models")["models"] if each["own"])
    assert (own["name"], own["folder"]) == ("my-wan", str(wan))
    assert done("models", "check") == {
        "ok": True,
        "models": {"my-wan": done("models", "check", "my-wan")["models"]["my-wan"]},
    }
    assert done("models", "add", wan)["name"] == "my-wan", "the same folder again is written anew"
    assert "another model named" in refused("models", "add", wan_folder(wan.parent / "b"), "--name", "my-wan")
    assert "another model named" in refused("models", "add", wan, "--name", "wan2.2-ti2v-5b")


def test_damage_is_found_by_a_check(wan: Path) -> None:
    done("models", "add", wan)
    weights = wan / "vae" / "diffusion_pytorch_model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    ran = workprint("models", "check", "--json", "--quiet")
    assert ran.code == 1
    assert ran.json()["models"]["my-wan"]["damaged"] == {
        "vae/diffusion_pytorch_model.safetensors": "has the right size and other content"
    }
    weights.unlink()
    assert workprint("models", "check", "my-wan", "--quiet").code == 1


def test_a_folder_with_a_pickle_or_code_is_refused_and_nothing_of_it_runs(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "config.json").write_text('{"model_type": "vitmatte"}')
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Canary(marker)))
    assert "is a pickle" in refused("models", "add", folder)
    safetensors(folder / "model.safetensors", weight=(2,))
    (folder / "modeling.py").write_text(f"open({str(marker)!r}, 'w')\n")
    assert "is code" in refused("models", "add", folder)
    (folder / "modeling.py").unlink()
    (folder / "config.json").write_text('{"model_type": "vitmatte", "auto_map": {"AutoModel": "own.Model"}}')
    assert "asks for code" in refused("models", "add", folder)
    assert not marker.exists()
    assert not any(each["own"] for each in done("models")["models"])


def test_words_that_make_no_request_are_told(tmp_path: Path) -> None:
    assert "none of list, add, fetch and check" in refused("models", "frob")
    assert "it is not said which" in refused("models", "add")
    assert "one word too many" in refused("models", "fetch", "a", "b")
    assert "is not there" in refused("models", "add", tmp_path / "nothing")
    assert "is no folder" in refused("models", "add", __file__)
    assert "Did you mean" in refused("models", "fetch", "wan2.1-t2v-1.3")
    assert "the capabilities are" in refused("models", "--can", "Cook")
    home = user_store().home
    home.mkdir(parents=True)
    (home / "strange.toml").write_text(card_to_text(wan_card(name="strange", family="none_such")))
    assert "no family 'none_such'" in refused("models", "fetch", "strange")
    assert "never on this machine" in refused("models", "check", "edgetam")


def test_terms_are_shown_and_accepted_on_record() -> None:
    told = refused("models", "fetch", "ltx-2.5", "--offline")
    assert "10 million USD" in told and "--accept" in told
    assert "nothing may be fetched" in refused("models", "fetch", "ltx-2.5", "--offline", "--accept", code=1)
    (ltx,) = (each for each in done("models")["models"] if each["name"] == "ltx-2.5")
    assert ltx["licence"]["accepted"] is True
    (kept,) = json.loads((user_store().home / "accepted.json").read_text()).values()
    assert kept["id"] == ltx["licence"]["id"]


def test_a_variable_keeps_everything_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WORKPRINT_OFFLINE", "HF_HUB_OFFLINE"):
        with monkeypatch.context() as patch:
            patch.setenv(name, "1")
            assert "nothing may be fetched" in refused("models", "fetch", "edgetam", code=1)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[str]:
    """Return the address of a hub that serves a small model."""
    folder = wan_folder(tmp_path / "published")
    trouble = tmp_path / "trouble.json"
    trouble.write_text("{}")
    command = [sys.executable, str(hub_server.__file__), str(folder), str(trouble)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.kill()


def test_a_model_is_fetched_shown_and_checked(hub: str) -> None:
    home = user_store().home
    home.mkdir(parents=True)
    (home / "acme-video.toml").write_text(card_to_text(wan_card()))
    ran = in_a_process("models", "fetch", "acme-video", "--json", HF_ENDPOINT=hub)
    assert ran.code == 0, ran.err
    assert "to fetch; licence Apache License 2.0" in ran.err and "fetching acme-video" in ran.err
    said = ran.json()
    assert (said["state"], said["revision"]) == ("ready", hub_server.COMMIT)
    assert 0 < said["fetched_bytes"] <= said["bytes"]
    assert done("models", "check", "acme-video")["ok"] is True
    assert done("models", "fetch", "acme-video")["fetched_bytes"] == 0

"""Nothing that comes with a model is executed, and nothing outside its folder is read."""

from __future__ import annotations

import json
import os
import pickle  # noqa: TID251 - what must not be read has to be written
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from inference.cards.card import Card
from inference.cards.errors import UnsafeModel
from inference.store.errors import DamagedModel
from inference.store.trust import check_folder, check_whole

WATCHED = """
import json, sys
from pathlib import Path

opened, folder, marker = [], sys.argv[1], Path(sys.argv[2])
from inference.cards.card import Card
from inference.store import trust, recognise

def watch(event, args):
    if event == "open" and isinstance(args[0], str):
        opened.append(args[0])
    if event in ("pickle.find_class", "exec", "compile", "import", "os.system", "subprocess.Popen"):
        opened.append(event)

sys.addaudithook(watch)
told = []
for act in (
    lambda: trust.check_whole(Path(folder), "Look"),
    lambda: trust.check_folder(Card.from_json(json.loads(sys.argv[3])), Path(folder)),
    lambda: recognise.recognised(Path(folder)),
):
    try:
        act()
    except Exception as error:
        told.append(f"{type(error).__name__}: {error}")
    else:
        told.append("")
print(json.dumps({"told": told, "opened": opened}))
"""


class Canary:
    """What leaves a mark when it is unpickled."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> Any:
        return Path.touch, (self.marker,)


def card(*files: str, **more: Any) -> Card:
    said: dict[str, Any] = {
        "name": "probe",
        "family": "wan",
        "capabilities": ["TextToVideo"],
        "licence": {"id": "MIT"},
        "files": [{"path": file} for file in files],
    }
    return Card.from_json(said | more)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Return a folder that looks like a model's."""
    folder = tmp_path / "model"
    (folder / "transformer").mkdir(parents=True)
    (folder / "model_index.json").write_text('{"_class_name": "WanPipeline"}')
    (folder / "transformer" / "config.json").write_text('{"_class_name": "WanTransformer3DModel"}')
    (folder / "transformer" / "model.safetensors").write_bytes(b"\x02\0\0\0\0\0\0\0{}")
    return folder


FILES = ("model_index.json", "transformer/config.json", "transformer/model.safetensors")


def watched(folder: Path, marker: Path, *files: str) -> tuple[list[str], list[str]]:
    """Look at a folder in a process of its own; return what was said, and all that was opened or run."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(folder), str(marker), json.dumps(card(*files).to_json())],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": os.getcwd()},
    )
    said = json.loads(done.stdout)
    return said["told"], said["opened"]


def test_a_sound_folder_may_be_loaded(model: Path) -> None:
    check_folder(card(*FILES), model)


def test_the_pickle_canary_stays_silent(model: Path, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    weights = model / "transformer" / "model.safetensors"
    weights.unlink()
    (weights.parent / "diffusion_pytorch_model.bin").write_bytes(pickle.dumps(Canary(marker)))
    told, opened = watched(model, marker, *FILES[:2])
    assert all("is a pickle" in each for each in told)
    assert not [name for name in opened if name.endswith(".bin") or not os.path.isabs(name)]
    assert not marker.exists()


def test_code_that_comes_with_a_model_is_neither_run_nor_read(model: Path, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    (model / "modeling.py").write_text(f"open({str(marker)!r}, 'w')\n")
    told, opened = watched(model, marker, *FILES)
    assert all("is code" in each for each in told)
    assert not [name for name in opened if name.endswith(".py") or not os.path.isabs(name)]
    assert not marker.exists()


def test_a_link_out_of_the_folder_is_not_read(model: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.json"
    outside.write_text("{}")
    config = model / "transformer" / "config.json"
    config.unlink()
    config.symlink_to(outside)
    told, opened = watched(model, outside, *FILES)
    assert all("is a link out of the folder" in each for each in told)
    assert not [name for name in opened if "outside" in name]


@pytest.mark.parametrize("key", ["auto_map", "trust_remote_code"])
def test_a_config_that_asks_for_code_is_refused(model: Path, key: str) -> None:
    (model / "transformer" / "config.json").write_text(json.dumps({key: {"AutoModel": "own.Model"}}))
    with pytest.raises(UnsafeModel, match=f"asks for code to be run \\('{key}'\\)"):
        check_folder(card(*FILES), model)


def test_a_pipeline_of_its_own_code_is_refused(model: Path) -> None:
    (model / "model_index.json").write_text(json.dumps({"_class_name": ["pipeline", "Own"]}))
    with pytest.raises(UnsafeModel, match="class of its own code"):
        check_folder(card(*FILES), model)


def test_weights_whose_index_leads_outside_are_refused(model: Path) -> None:
    index = {"weight_map": {"a": "../../outside.safetensors"}}
    (model / "transformer" / "model.safetensors.index.json").write_text(json.dumps(index))
    with pytest.raises(UnsafeModel, match="leads out"):
        check_folder(card(*FILES), model)


def test_a_linked_folder_out_of_the_folder_is_refused(model: Path, tmp_path: Path) -> None:
    shutil.move(model / "transformer", tmp_path / "elsewhere")
    (model / "transformer").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnsafeModel, match="is a link out of the folder"):
        check_folder(card(*FILES), model)


def test_an_addition_to_another_model_is_no_model(model: Path) -> None:
    (model / "transformer" / "adapter_config.json").write_text("{}")
    with pytest.raises(UnsafeModel, match="an addition to another model"):
        check_folder(card(*FILES), model)


def test_pickles_beside_safe_weights_are_left_alone(model: Path) -> None:
    (model / "transformer" / "model.pt").write_bytes(b"never read")
    check_folder(card(*FILES), model)


def test_a_card_of_weights_alone_leaves_the_rest_of_a_folder_alone(model: Path) -> None:
    (model / "modeling.py").write_text("raise SystemExit")
    check_folder(card(FILES[2]), model)


def test_a_snapshot_of_the_hubs_cache_may_link_to_its_blobs_only(tmp_path: Path) -> None:
    home = tmp_path / "models--acme--video"
    folder = home / "snapshots" / "abc"
    folder.mkdir(parents=True)
    (home / "blobs").mkdir()
    (home / "blobs" / "1234").write_text("{}")
    (folder / "config.json").symlink_to("../../blobs/1234")
    check_folder(card("config.json"), folder)
    (tmp_path / "other").write_text("{}")
    (folder / "x_config.json").symlink_to(tmp_path / "other")
    with pytest.raises(UnsafeModel, match="link out"):
        check_folder(card("config.json"), folder)


def test_what_is_missing_or_short_is_told(model: Path) -> None:
    with pytest.raises(DamagedModel, match=r"'vae/config\.json' is missing"):
        check_folder(card(*FILES, "vae/config.json"), model)
    short = card(files=[{"path": FILES[2], "size": 999}])
    with pytest.raises(DamagedModel, match="has 10 bytes, not 999"):
        check_folder(short, model)
    (model / "transformer" / "config.json").write_text("[]")
    with pytest.raises(DamagedModel, match="no table of keys"):
        check_folder(card(*FILES), model)


def test_what_is_no_file_is_refused(model: Path) -> None:
    (model / "pipe.json").unlink(missing_ok=True)
    os.mkfifo(model / "pipe.json")
    with pytest.raises(UnsafeModel, match="is no plain file"):
        check_folder(card("pipe.json"), model)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DamagedModel, match="No such file"):
        check_whole(tmp_path / "nothing", "Look at it")

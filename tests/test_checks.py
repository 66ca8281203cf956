"""The checks that run around every test catch what they are there for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

SAMPLES = """
import logging, os, subprocess, sys, threading, time
from pathlib import Path
import pytest

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
held = []

def test_clean(tmp_path):
    (tmp_path / "a").write_text("a")
    subprocess.run([sys.executable, "-c", "pass"], check=True)

def test_thread():
    threading.Thread(target=time.sleep, args=(3,), daemon=True).start()

def test_child():
    held.append(subprocess.Popen(SLEEP))

def test_orphan():
    code = f"import subprocess; subprocess.Popen({SLEEP})"
    subprocess.run([sys.executable, "-c", code], check=True)

def test_open_file(tmp_path):
    held.append((tmp_path / "kept").open("w"))

def test_environment():
    os.environ["LANG_OF_TEST"] = "x"

def test_patched_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("LANG_OF_TEST", "y")
    monkeypatch.chdir(tmp_path)

def test_folder(tmp_path):
    os.chdir(tmp_path)

def test_warning():
    logging.getLogger("nodes.media").warning("guessed %s", "bt709")

def test_expected_warning(expect_log):
    expect_log("guessed bt709")
    logging.getLogger("nodes.media").warning("guessed %s", "bt709")

def test_expected_warning_that_never_comes(expect_log):
    expect_log("guessed bt709")

def test_someone_elses_warning():
    logging.getLogger("av").warning("hm")

def test_home_is_not_the_users(user_home):
    import platformdirs
    assert user_home in Path(platformdirs.user_cache_dir("workprint")).parents
    assert "WORKPRINT_SECRET" not in os.environ

@pytest.fixture(scope="module")
def engine():
    with subprocess.Popen(SLEEP) as child:
        yield child
        child.kill()

def test_shared_child(engine):
    assert engine.poll() is None
"""

CAUGHT = {
    "test_thread": "threads left behind",
    "test_child": "processes left behind",
    "test_orphan": "processes left behind",
    "test_open_file": "open files left behind",
    "test_environment": "changed the environment",
    "test_folder": "changed the working folder",
    "test_warning": "unexpected log records",
    "test_expected_warning_that_never_comes": "did not come",
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("samples")
    (folder / "test_samples.py").write_text(SAMPLES)
    plugins = [f"-ptests.support.{name}" for name in ("folders", "leaks", "logs")]
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--junitxml=out.xml", "-oleak_grace=0.2", *plugins],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(repository), "WORKPRINT_SECRET": "1"},
        stdout=subprocess.DEVNULL,
    )
    said = {}
    for case in ElementTree.parse(folder / "out.xml").iter("testcase"):  # noqa: S314 - pytest wrote it
        said[case.attrib["name"]] = "".join(child.attrib.get("message", "") for child in case)
    return said


@pytest.mark.parametrize(("name", "message"), CAUGHT.items())
def test_a_leak_fails_the_test_that_made_it(outcomes: dict[str, str], name: str, message: str) -> None:
    assert message in outcomes[name]


def test_a_clean_test_passes(outcomes: dict[str, str]) -> None:
    clean = {name: said for name, said in outcomes.items() if name not in CAUGHT}
    assert len(clean) == 6
    assert not any(clean.values()), clean

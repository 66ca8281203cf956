"""Standard streams that are closed, full or read by somebody who leaves; odd names; users without folders."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import Ran, environment, run_command, told

pytestmark = pytest.mark.slow


def shell(script: str, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which `$W` is the command line; the words are its arguments."""
    command = f"{shlex.quote(sys.executable)} -m editor.cli"
    return subprocess.run(
        ["bash", "-c", script.replace("$W", command), "bash", *map(str, words)],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_command_works_with_standard_streams_closed(project: Path, closed: str) -> None:
    said = shell(f'($W take "$1" sh020 --quiet {closed}); echo "code $?" >"$1/code"', project)
    assert (project / "code").read_text() == "code 0\n", said.stderr
    assert (project / "takes" / "sh020" / "t001" / "recipe.json").is_file()
    assert "fault" not in said.stderr + said.stdout


def test_output_that_nobody_reads_is_no_fault(project: Path) -> None:
    said = shell('$W info "$1" | true; echo "${PIPESTATUS[0]}"', project)
    assert (said.stdout, said.stderr) == ("1\n", "")


def test_progress_that_nobody_reads_does_not_stop_the_work(project: Path) -> None:
    said = shell('$W take "$1" sh020 2> >(true)', project)
    assert said.returncode == 0
    assert (project / "takes" / "sh020" / "t001").is_dir()


def test_a_result_that_cannot_be_printed_is_told(project: Path) -> None:
    with open("/dev/full", "wb") as full:
        told(run_command("info", project, stdout=full), 1, "Print the result", "No space left")
    with open("/dev/full", "wb") as full:
        told(run_command("info", project / "no", "--json", stdout=full), 2, "no such file")


def test_names_that_are_no_text_are_printed_escaped(project: Path) -> None:
    odd = project.with_name("odd\udcff\u00e9")
    project.rename(odd)
    done = run_command("info", odd, env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert done.code == 0, done.err
    assert "odd\\udcff\\xe9" in done.out


def test_without_a_home_the_next_step_is_told(everyones: Path, as_nobody: Callable[..., Ran]) -> None:
    env = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), "")
    told(as_nobody("nodes", env=env, cwd=everyones, user=54321), 2, "Set HOME, or XDG_CACHE_HOME")
    assert not list(everyones.iterdir())


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    nowhere = run_command("nodes", env={"XDG_CACHE_HOME": "/dev/null/cache"})
    told(nowhere, 1, "/dev/null/cache", "XDG_CACHE_HOME")
    (tmp_path / "workprint").write_text("no folder")
    told(run_command("nodes", env={"XDG_CACHE_HOME": str(tmp_path)}), 1, str(tmp_path / "workprint"))


@pytest.mark.slow
def test_a_cache_may_have_any_name(project: Path, tmp_path: Path) -> None:
    cache = tmp_path / "my cache é #%s \n{x}"
    assert run_command("take", project, "sh020", env={"XDG_CACHE_HOME": str(cache)}).code == 0
    assert [path.name for path in (cache / "workprint" / "run").iterdir()] == ["lock"]


@pytest.mark.parametrize(
    "name",
    [
        "-with space\né🎬 100% a#b?c&d [ab]* $HOME",
        *(
            pytest.param(name, marks=pytest.mark.slow)
            for name in ("long" * 60, "-dash", "new\nline", "[ab]*", "#?")
        ),
    ],
)
def test_a_project_may_have_any_name(sample: Any, tmp_path: Path, name: str) -> None:
    place = f"./{name}"
    for words in (
        ("new", place),
        ("edit", place, "insert", sample.cut.parent / "sh010.mp4", "name=a"),
        ("export", place, "-o", f"{place[:230]}.otio"),
        ("render", place, "--range", "0-1", "-o", f"{place[:230]}.mkv"),
    ):
        done = run_command(*words, cwd=tmp_path)
        assert done.code == 0, done.err
    left = {name, f"{name[:228]}.otio", f"{name[:228]}.mkv"}
    assert {os.fsdecode(path) for path in os.listdir(os.fsencode(tmp_path))} == left

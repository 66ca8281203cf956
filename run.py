#!/usr/bin/env python3
"""Set Workprint up in this folder, as far as the command needs it, and run the command.

    python3 run.py demo [ARGS]    work a small cut from start to finish, offline
    python3 run.py test [ARGS]    every check and test; with ARGS only pytest, with them
    python3 run.py cli ARGS       the command line: the same as `workprint ARGS`
    python3 run.py edit [FILE]    the window
    python3 run.py bench [NAME]   measure, beside what others need for the same

The first run makes `.venv` here and installs into it; later runs start at once and need no network.
Nothing is installed outside this folder, but for the Debian packages that are missing: root gets them
installed, anyone else gets the line to type. The exit status is that of the command.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "workprint.json"
UNFINISHED = VENV / "workprint.unfinished"
LOG = VENV / "workprint.log"
LOCK = ROOT / ".venv.lock"
OLDEST, NEWEST = (3, 11), (3, 13)

EXTRAS = {
    "demo": {"media", "inference"},
    "cli": {"media"},
    "edit": {"media", "ui"},
    **{name: {"media", "test", "ui", "inference", "models"} for name in ("test", "bench")},
}
# What a command uses where it loads, and does without where it does not.
SPARE = {"demo": {"inference"}, "test": {"ui", "inference", "models"}, "bench": {"ui", "inference", "models"}}
# What an extra's modules are, since only importing them shows that the system has their libraries.
MODULES = {
    "media": ["numpy", "av", "OpenImageIO", "PyOpenColorIO", "cv2"],
    # Named by the binding: qtpy hides which library it is that does not load.
    "ui": ["PySide6.QtWidgets", "PySide6.QtOpenGLWidgets", "qtpy.QtWidgets"],
    "inference": ["torch", "safetensors"],
    "models": ["diffusers", "transformers", "accelerate", "ftfy", "sentencepiece"],
    "test": ["pytest", "hypothesis", "opentimelineio"],
}
# Files are tested side by side: much of a test is waiting for a child process.
WORKERS = ["-n", "logical", "--maxprocesses", "4", "--dist", "loadfile"]
# Library names as the loader says them, and the Debian package of each.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libgomp.so.1": "libgomp1",
}
# What a window on an X display needs besides; that it is missing does not show when Qt is imported.
DISPLAY = ["libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxkbcommon-x11-0"]
PROBE = """
import ctypes, importlib, json, sys
modules, libraries = json.loads(sys.argv[1])
failed = {}
for name in modules:
    try:
        importlib.import_module(name)
    except Exception as error:
        failed[name] = f"{type(error).__name__}: {error}"
absent = []
for name in libraries:
    try:
        ctypes.CDLL(name)
    except OSError:
        absent.append(name)
print(json.dumps([failed, absent]))
"""
CHECKS = [
    ["ruff", "check", "--quiet"],
    ["ruff", "format", "--check"],
    ["mypy", "--no-error-summary"],
    ["lint-imports", "--no-logo"],
]


class Stop(Exception):
    """The set-up cannot go on; the message says what to do."""


def say(text: str) -> None:
    """Tell the person, in one line, what happens."""
    print(f"run.py: {text}", file=sys.stderr, flush=True)


def main(argv: Sequence[str]) -> int:
    """Run the command that `argv` names and return its exit status."""
    if not argv or argv[0] in ("help", "--help", "-h"):
        print((__doc__ or "").strip())
        return 0
    command, rest = argv[0], list(argv[1:])
    if command not in EXTRAS:
        say(f"there is no command {command!r}; there are {', '.join(EXTRAS)} and help")
        return 2
    require_python(argv)
    if not ready(EXTRAS[command]):
        with locked():
            prepare(EXTRAS[command], SPARE.get(command, set()))
            if command == "edit":
                get_display_libraries()
    if command == "test":
        return test(rest)
    if command == "bench":
        return execute([str(PYTHON), "-m", "editor.cli", "bench", *rest], folder=ROOT)
    words = ["demo"] if command == "demo" else []
    return execute([str(BIN / "workprint"), *words, *rest])


def require_python(argv: Sequence[str]) -> None:
    """Go on in a Python that Workprint runs on, or stop and say which it needs."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(OLDEST[1], NEWEST[1] + 1):
        found = shutil.which(f"python3.{minor}")
        if found and quietly([found, "-c", ""]).returncode == 0:
            sys.exit(subprocess.call([found, str(Path(__file__).resolve()), *argv]))
    raise Stop(
        "Workprint needs Python {}.{} to {}.{}, and this is {}.{}; run `python3.11 run.py …` once one is "
        "installed".format(*OLDEST, *NEWEST, *sys.version_info[:2])
    )


# ------------------------------------------------------------------------------------------ set-up


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """Let one set-up at a time work on `.venv`."""
    if os.name == "nt":
        yield
        return
    import fcntl

    with LOCK.open("w") as lock:
        # A pip that outlives a killed run.py inherits the lock, so that nobody works beside it.
        os.set_inheritable(lock.fileno(), True)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another run.py that is setting up here")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def ready(needed: set[str]) -> bool:
    """Tell whether `.venv` holds Workprint as it is now declared, with the extras that are `needed`."""
    return PYTHON.exists() and not UNFINISHED.exists() and needed <= installed()


def prepare(needed: set[str], spare: frozenset[str] | set[str] = frozenset()) -> None:
    """Make `.venv` hold Workprint with the extras that are `needed`, besides those it has.

    The system libraries of extras in `spare` may be missing.
    """
    if ready(needed):
        return
    started = time.monotonic()
    if UNFINISHED.exists():
        # What an interrupted pip leaves can look installed and not be.
        say("the last set-up was interrupted: starting again")
        shutil.rmtree(VENV)
    if not usable():
        make_venv()
    extras = sorted(needed | installed())
    say(f"installing {', '.join(extras)} into .venv")
    UNFINISHED.touch()
    try:
        pip("install", *declared()["build-system"]["requires"])
        pip("install", "--no-build-isolation", "--editable", f"{ROOT}[{','.join(extras)}]")
        for extra in extras:
            try:
                require_libraries(MODULES[extra])
            except Stop as stop:
                if extra not in spare:
                    raise
                say(f"going on without {extra}: {stop}")
        write_stamp(extras)
    except Stop:
        # pip undid what it had begun; only a set-up that was cut off leaves the mark.
        UNFINISHED.unlink()
        raise
    UNFINISHED.unlink()
    say(f"ready after {time.monotonic() - started:.0f} s")


def declared() -> dict[str, Any]:
    """Return what pyproject.toml says."""
    import tomllib

    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def fingerprint() -> str:
    """Name what an installation depends on: its place, and what the project declares."""
    tables = declared()
    told = [str(ROOT), tables["build-system"], tables["project"], tables["tool"]["hatch"]]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def write_stamp(extras: list[str]) -> None:
    """Note what is installed now."""
    STAMP.write_text(json.dumps({"project": fingerprint(), "root": str(ROOT), "extras": extras}))


def read_stamp() -> dict[str, Any]:
    """Return what the last set-up noted, nothing where there was none."""
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def installed() -> set[str]:
    """Return the extras that are installed for the project as it is declared now."""
    stamp = read_stamp()
    return set(stamp["extras"]) if stamp.get("project") == fingerprint() else set()


def usable() -> bool:
    """Tell whether `.venv` was made in this place by a Python that will do, and has pip."""
    if not PYTHON.exists() or read_stamp().get("root", str(ROOT)) != str(ROOT):
        return False
    code = f"import sys, pip; sys.exit(not {OLDEST} <= sys.version_info[:2] <= {NEWEST})"
    return quietly([str(PYTHON), "-c", code]).returncode == 0


def make_venv() -> None:
    """Make `.venv`, with the Debian package that this takes where it is missing."""
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        get_debian_packages(["python{}.{}-venv".format(*sys.version_info[:2])], "Python's venv module")
    if VENV.exists():
        say("making .venv anew: it is broken, or another Python or place made it")
        shutil.rmtree(VENV)
    made = quietly([sys.executable, "-m", "venv", str(VENV)])
    if made.returncode:
        raise Stop(f"python3 -m venv .venv failed:\n{tail(made.stdout + made.stderr)}")


def pip(*words: str) -> None:
    """Run pip in `.venv`; what it says goes to a file, and is shown only when it fails."""
    options = ["--disable-pip-version-check", "--no-input", "--root-user-action=ignore"]
    with LOG.open("a") as log:
        running = subprocess.Popen(
            [str(PYTHON), "-m", "pip", *words[:1], *options, *words[1:]],
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            close_fds=False,
            env=environment(),
        )
        started = time.monotonic()
        while True:
            try:
                running.wait(timeout=30)
                break
            except subprocess.TimeoutExpired:
                say(f"… {time.monotonic() - started:.0f} s, still installing")
            except KeyboardInterrupt:
                running.wait()
                raise
    if running.returncode:
        raise Stop(f"pip could not install what is needed (all of it in {LOG}):\n{tail(LOG.read_text())}")


def require_libraries(modules: list[str]) -> None:
    """Import `modules` in `.venv`, and get the system libraries that this shows to be missing."""
    failed, absent = probe(modules)
    if not failed:
        return
    packages = sorted({LIBRARIES[name] for name in absent})
    if packages and any(".so" in why for why in failed.values()):
        get_debian_packages(packages, f"system libraries for {', '.join(failed)}")
        failed, absent = probe(modules)
    if failed:
        raise Stop("these do not load:\n" + "\n".join(f"  {name}: {why}" for name, why in failed.items()))


def get_display_libraries() -> None:
    """Get what a window on an X display needs, as root; anyone else is told by the window if it lacks it."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        look = "import ctypes; ctypes.CDLL('libxcb-cursor.so.0')"
        if quietly([sys.executable, "-c", look]).returncode:
            get_debian_packages(DISPLAY, "system libraries for a window")


def probe(modules: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return the modules that do not import, each with why, and the known libraries that are absent."""
    asked = json.dumps([modules, list(LIBRARIES)])
    ran = quietly([str(PYTHON), "-c", PROBE, asked])
    if ran.returncode:
        raise Stop(f"importing {', '.join(modules)} ended the interpreter:\n{tail(ran.stderr)}")
    failed, absent = json.loads(ran.stdout.splitlines()[-1])
    return failed, absent


def get_debian_packages(packages: list[str], reason: str) -> None:
    """Install Debian packages as root; anyone else gets the one line that does it."""
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        raise Stop(
            f"missing: {reason}. Debian calls it {' '.join(packages)}; install what your system calls it"
        )
    if os.geteuid() != 0:
        line = "apt-get update && " + shlex.join(install)
        typed = f"sudo sh -c {shlex.quote(line)}" if shutil.which("sudo") else f"su -c {shlex.quote(line)}"
        raise Stop(f"missing: {reason}. Type this line, then run the command again:\n\n  {typed}\n")
    say(f"installing {' '.join(packages)} with apt-get: {reason}")
    ran = quietly(install)
    if ran.returncode:
        quietly(["apt-get", "update"])
        ran = quietly(install)
    if ran.returncode:
        raise Stop(f"`{shlex.join(install)}` failed:\n{tail(ran.stdout + ran.stderr)}")


def quietly(words: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a program in the project's folder and keep what it says."""
    told = {**environment(), "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(words, cwd=ROOT, env=told, capture_output=True, text=True, check=False)


def tail(text: str, lines: int = 15) -> str:
    """Return the last lines of what a program said, set in."""
    return "\n".join(f"  {line}" for line in text.splitlines()[-lines:])


# ------------------------------------------------------------------------------------------ running


def environment() -> dict[str, str]:
    """Return the environment without what would put other code before ours."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}


def execute(words: list[str], folder: Path | None = None) -> int:
    """Run a program in place of this one where the system can, so that signals reach it alone."""
    sys.stdout.flush()
    if folder:
        os.chdir(folder)
    if os.name == "nt":
        return subprocess.call(words, env=environment())
    os.execve(words[0], words, environment())


def test(rest: list[str]) -> int:
    """Run the checks, then pytest whose summary is the last line; with arguments, pytest alone."""
    failed = [] if rest else [name_of(check) for check in CHECKS if not passes(check)]
    told = {**environment(), "WORKPRINT_FAILED_CHECKS": ", ".join(failed)}
    code = subprocess.call([str(PYTHON), "-m", "pytest", "-q", *(rest or WORKERS)], cwd=ROOT, env=told)
    return code or (1 if failed else 0)


def passes(check: list[str]) -> bool:
    """Run one check over the project, show what it finds, and tell whether it found nothing."""
    ran = quietly([str(BIN / check[0]), *check[1:]])
    if ran.returncode:
        print(ran.stdout + ran.stderr, flush=True)
    say(f"{name_of(check)}: {'failed' if ran.returncode else 'ok'}")
    return ran.returncode == 0


def name_of(check: list[str]) -> str:
    """Return what a check is called, which is its words without the options."""
    return " ".join(word for word in check if not word.startswith("-"))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        say(str(stop))
        sys.exit(1)
    except PermissionError as error:
        say(f"cannot write {error.filename}: run this in a copy of the project that is yours")
        sys.exit(1)
    except KeyboardInterrupt:
        say("interrupted")
        sys.exit(130)

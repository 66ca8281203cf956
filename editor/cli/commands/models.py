"""List models and their terms; add one from a folder, fetch one, check those that are here."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from editor.cli.console import Console
from nodes.api.errors import BadInput

if TYPE_CHECKING:
    from editor.verbs.found import Found

NAME = "models"
HELP = "list, add, fetch and check models"

_HOW = "models [list] · models add FOLDER · models fetch NAME · models check [NAME]"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("words", nargs="*", metavar="list|add|fetch|check", help=_HOW)
    parser.add_argument("--can", metavar="CAPABILITY", help="list: only those that can do this")
    parser.add_argument(
        "--commercial", action="store_true", help="list: only those free for any commercial work"
    )
    parser.add_argument("--name", metavar="NAME", help="add: what to call it, instead of its folder's name")
    parser.add_argument(
        "--lora",
        metavar="FILE=WEIGHT",
        action="append",
        default=[],
        help="add: low-rank weights of the folder, added to its own; several in order",
    )
    parser.add_argument("--accept", action="store_true", help="fetch: accept the model's terms, on record")
    parser.add_argument(
        "--offline", action="store_true", help="fetch: only from what other programs have fetched"
    )


def run(args: argparse.Namespace, console: Console) -> int:
    """Do what the first word says; exit 1 where a check finds damage."""
    verb, *rest = args.words or ["list"]
    act = {"list": _list, "add": _add, "fetch": _fetch, "check": _check}.get(verb)
    if act is None:
        raise BadInput(f"Do '{verb}' with models", "that is none of list, add, fetch and check", hint=_HOW)
    found = act(rest, args, console)
    for note in found.notes:
        console.say(note)
    console.result(found.document, found.text)
    return 0 if found.document.get("ok", True) else 1


def _list(rest: list[str], args: argparse.Namespace, console: Console) -> "Found":
    from editor.verbs import models

    _only(rest, 0, 0, "list")
    return models(can=args.can, commercial=args.commercial)


def _add(rest: list[str], args: argparse.Namespace, console: Console) -> "Found":
    from editor.verbs import models_add

    (folder,) = _only(rest, 1, 1, "add")
    return models_add(Path(folder), name=args.name, loras=args.lora, progress=console.progress())


def _fetch(rest: list[str], args: argparse.Namespace, console: Console) -> "Found":
    from editor.verbs import models_fetch

    (name,) = _only(rest, 1, 1, "fetch")
    return models_fetch(name, accept=args.accept, offline=args.offline, progress=console.progress())


def _check(rest: list[str], args: argparse.Namespace, console: Console) -> "Found":
    from editor.verbs import models_check

    names = _only(rest, 0, 1, "check")
    return models_check(names[0] if names else None, progress=console.progress())


def _only(rest: list[str], least: int, most: int, verb: str) -> list[str]:
    if least <= len(rest) <= most:
        return rest
    why = "it is not said which" if len(rest) < least else f"'{rest[most]}' is one word too many"
    raise BadInput(f"Do '{verb}' with models", why, hint=_HOW)

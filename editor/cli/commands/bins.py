"""Sort the media of a project into bins.

  list                                  every piece of media, its bin, how many clips use it
  new BIN…                              make bins; A/B is a bin B in A
  add PATH… [bin=BIN]                   take in files, folders of pictures or patterns
  move MEDIA… bin=BIN                   put media into a bin; bin= takes it out of all
  rename MEDIA|BIN name=NAME            call it otherwise
  remove MEDIA|BIN…                     take it off the list; no file is touched, no clip loses its media
  remove-unused                         the same for all media that no clip uses
  relink MEDIA path=FILE                say where media lies now, for all clips that use it

Each is an edit: `workprint edit PROJECT undo` takes it back.

MEDIA is a name, a file's name or a path as `list` shows them.
"""

import argparse
from pathlib import Path

from editor.cli.console import Console
from editor.cli.opening import opened
from editor.cli.words import split_subjects

NAME = "bins"
HELP = "list media and sort it into bins, relink what moved"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument("verb", metavar="VERB", nargs="?", default="list", help="list, new, add, move …")
    parser.add_argument("words", nargs="*", metavar="MEDIA | BIN | key=value", help="what it is about")


def run(args: argparse.Namespace, console: Console) -> int:
    """Do it and say what changed, or list."""
    from editor.verbs import bins

    subjects, settings = split_subjects(args.words, f"bins {args.verb}")
    with opened(args.project, console, write=args.verb != "list") as project:
        done = bins(project, args.verb, subjects, dict(settings))
    console.result(done.to_json(), done.text())
    return 0

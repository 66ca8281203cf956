"""Lay out the graph of a shot, write on its canvas, fold nodes into groups.

  list                                        what lies where (also without a verb)
  layout [NODE…]                              put all, or these, into layers
  backdrop [TITLE] [under=NODE,… | at=X,Y] [size=W,H] [colour=blue]
  note TEXT [beside=NODE,… | at=X,Y]
  change ID [title=…] [text=…] [colour=…] [size=W,H]      a backdrop, note or group
  move ID… at=X,Y | by=X,Y                    what lies on a backdrop goes with it
  remove ID…                                  take backdrops and notes off
  group NODE… [title=…] | ungroup GROUP       fold nodes and groups into one, and unfold it
  expose NODE.param [title=…] [place=N] [group=GROUP]      show a parameter on the group it lies in
  hide NODE.param [group=GROUP]               show it there no more

`level=GROUP` has layout, backdrop, note and move work inside a group. GROUP is an id or a title. What the
graph makes does not change, and each change is an edit: `workprint edit PROJECT undo` takes it back.
"""

import argparse
from pathlib import Path

from editor.cli.console import Console
from editor.cli.opening import opened
from editor.cli.words import split_subjects

NAME = "graph"
HELP = "lay out a shot's graph, its backdrops, notes and groups"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument("shot", metavar="SHOT", help="a clip's name or id")
    parser.add_argument("verb", metavar="VERB", nargs="?", default="list", help="list, layout, note, group …")
    parser.add_argument("words", nargs="*", metavar="WORD | key=value", help="what it is about, and how")


def run(args: argparse.Namespace, console: Console) -> int:
    """Do it and say what changed, or list."""
    from editor.verbs import graph

    subjects, settings = split_subjects(args.words, f"graph {args.verb}")
    with opened(args.project, console, write=args.verb != "list") as project:
        done = graph(project, args.shot, args.verb, subjects, dict(settings))
    console.result(done.to_json(), done.text())
    return 0

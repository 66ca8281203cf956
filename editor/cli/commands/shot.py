"""Show or change the graph of a shot.

Nodes are added to the chain that feeds the shot's output:
  workprint shot P sh010 --add color.grade gain=1.2 lift=0.01,0,0 --add color.grade as=warm gamma=1.1
  key=VALUE sets a parameter, key=@NAME.port connects, key=FRAME:V;FRAME:V sets keyframes, as=NAME names.
  FRAME:V:smooth eases to the next key (hold, smooth, start, end).
  A value that follows a sound is seen, changed by hand, or left to follow:
  workprint shot P sh010 --add source.sound as=song file=song.wav --add audio.drive as=beat sound=@song
  workprint shot P sh010 --set grade gain=@beat --bake grade.gain
"""

import argparse
from pathlib import Path

from editor.cli.console import Console
from editor.cli.opening import opened

NAME = "shot"
HELP = "show or change the graph of a shot"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument("shot", metavar="SHOT", help="a clip's name or id")
    parser.add_argument("--graph", type=Path, metavar="FILE", help="take the graph from a JSON file")
    parser.add_argument(
        "--add", action="append", nargs="+", default=[], metavar=("NODE", "key=value"), help="append a node"
    )
    parser.add_argument(
        "--set", action="append", nargs="+", default=[], metavar=("NAME", "key=value"), help="set parameters"
    )
    parser.add_argument("--remove", action="append", default=[], metavar="NAME", help="remove a node")
    parser.add_argument(
        "--bake", action="append", default=[], metavar="NAME.param", help="turn a drive into keyframes"
    )
    parser.add_argument("--show", action="store_true", help="print the graph as JSON")


def run(args: argparse.Namespace, console: Console) -> int:
    """Apply the changes in the order graph, remove, set, add, bake, and show the result."""
    from editor.verbs import shot

    changes = args.graph is not None or args.add or args.set or args.remove or args.bake
    with opened(args.project, console, write=bool(changes)) as project:
        done = shot(
            project,
            args.shot,
            graph=args.graph,
            add=args.add,
            set_=args.set,
            remove=args.remove,
            bake=args.bake,
        )
    console.result(done.to_json(), done.text(whole=args.show))
    return 0

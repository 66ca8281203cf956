"""Run one node on a file: a movie, a picture, or a folder of pictures."""

import argparse

from editor.cli.console import Console
from editor.cli.storing import asked_of, storing_arguments
from editor.cli.words import split_pairs

NAME = "run"
HELP = "run one node on a file"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("node", metavar="NODE", help="a node's id, see: workprint nodes")
    parser.add_argument(
        "words", nargs="*", metavar="INPUT | key=value", help="the input file or folder, and parameters"
    )
    parser.add_argument(
        "-o", "--output", required=True, metavar="FILE|DIR", help="a movie, a picture or a folder"
    )
    parser.add_argument("--range", metavar="A-B", help="only these frames of the input, 0-based, inclusive")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="the seed (1)")
    parser.add_argument(
        "--size", metavar="WxH", help="with a node that makes pictures: how large (1920x1080)"
    )
    parser.add_argument("--rate", help="with a node that makes pictures: frames a second (24)")
    parser.add_argument(
        "--as",
        dest="made_as",
        choices=("matte", "cutout", "layers", "cryptomatte"),
        help="of a node that makes mattes: grey, without any curve of colour (matte); the picture with the "
        "matte as its alpha (cutout; .mov becomes ProRes 4444, straight); in EXR beside the picture a "
        "channel NAME.A for each object (layers), or a Cryptomatte",
    )
    parser.add_argument(
        "--names", metavar="A,B", help="of layers or a Cryptomatte: what the objects are called"
    )
    storing_arguments(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    """Run the node over the input."""
    from editor.verbs import run as run_node
    from nodes.graph.prompt_text import PROMPT_KEYS

    subject, settings = split_pairs(args.words, f"run {args.node}", PROMPT_KEYS)
    done = run_node(
        args.node,
        subject,
        args.output,
        settings=settings,
        range=args.range,
        seed=args.seed,
        asked=asked_of(args),
        size=args.size,
        rate=args.rate,
        made_as=args.made_as,
        names=[] if args.names is None else [name.strip() for name in args.names.split(",")],
        progress=console.progress(),
    )
    console.result(done.to_json(), done.text())
    return 0

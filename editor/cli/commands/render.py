"""Render the cut, or one shot, to a movie or a folder of pictures.

The codec follows the file's ending unless it is said: .mp4 and .mov are H.264, .mkv is lossless FFV1, .webm
is VP9, .mxf is DNxHR HQX, a folder holds EXR (float) or PNG. Bits, chroma, alpha and colour follow the codec
and the media unless they are said; what a codec cannot hold is refused with those that can. Ranges
are inclusive, in frames or timecodes of the cut.
"""

import argparse
from pathlib import Path

from editor.cli.console import Console
from editor.cli.opening import opened
from editor.cli.storing import asked_of, storing_arguments

NAME = "render"
HELP = "render the cut or a shot to a file"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument("--shot", metavar="SHOT", help="only this shot")
    parser.add_argument("--range", metavar="A-B", help="only these frames")
    parser.add_argument("-o", "--output", required=True, metavar="FILE|DIR", help="where to write")
    storing_arguments(parser)
    parser.add_argument("--handles", type=int, default=0, metavar="N", help="with --shot: frames of handles")
    parser.add_argument(
        "--live", action="store_true", help="run the shots' graphs instead of showing circled takes"
    )
    parser.add_argument(
        "--validate",
        type=float,
        nargs="?",
        const=1.0,
        default=0.0,
        metavar="SHARE",
        help="make a share of the kept results again and compare, all of them without a number",
    )


def run(args: argparse.Namespace, console: Console) -> int:
    """Render and say what was written."""
    from editor.verbs import render

    with opened(args.project, console) as project:
        done = render(
            project,
            args.output,
            shot=args.shot,
            range=args.range,
            asked=asked_of(args),
            handles=args.handles,
            live=args.live,
            validate=args.validate,
            progress=console.progress(),
        )
    console.result(done.to_json(), done.text())
    return 0

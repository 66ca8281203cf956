"""Tell how loud each sound track of a cut is, and all of them together.

Peak and RMS are in dB of full scale, of samples in stereo at 48 kHz after levels, fades and pans; loudness is
integrated, in LUFS (ITU-R BS.1770). Ranges are inclusive, in frames or timecodes of the cut.
"""

import argparse
from pathlib import Path

from editor.cli.console import Console
from editor.cli.opening import opened

NAME = "levels"
HELP = "tell how loud each track of a cut is"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument("--range", metavar="A-B", help="only these frames")


def run(args: argparse.Namespace, console: Console) -> int:
    """Print a row for each track, and one for the mix."""
    from editor.verbs import levels

    with opened(args.project, console) as project:
        found = levels(project, range=args.range, progress=console.progress())
    for note in found.notes:
        console.say(f"note: {note}")
    console.result(found.document, found.text)
    return 0

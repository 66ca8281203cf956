"""Change the cut by one edit, or take edits back.

  insert PATH [track=NAME] [at=TIME] [name=NAME] [source=A-B]   put media on a track, the rest moves on
  trim CLIP [head=N] [tail=N] [source=A-B] [ripple=yes]          take frames off (or give back, negative)
  split CLIP at=TIME                                             cut a clip in two
  lift CLIP                                                      take a clip out and leave a gap
  replace CLIP path=FILE [start=TIME]                            other media, same length
  relink CLIP path=FILE                                          the same media, lying elsewhere
  undo, redo                                                     also of edits made in earlier runs

TIME is a frame of the cut, from 0, or a timecode of it. A-B is inclusive and of the media, as start is:
its timecode, or frames as it numbers them, the files of a sequence by their numbers and all else from 0.
"""

import argparse
from pathlib import Path

from editor.cli.console import Console
from editor.cli.opening import opened
from editor.cli.words import split_words

NAME = "edit"
HELP = "insert, trim, split, lift, replace, relink, undo, redo"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument(
        "verb", metavar="EDIT", help="insert, trim, split, lift, replace, relink, undo or redo"
    )
    parser.add_argument(
        "words", nargs="*", metavar="CLIP | key=value", help="the clip, by name or id, and settings"
    )


def run(args: argparse.Namespace, console: Console) -> int:
    """Apply the edit and say what changed."""
    from editor.verbs import edit

    subject, settings = split_words(args.words, f"edit {args.verb}")
    with opened(args.project, console, write=True) as project:
        done = edit(project, args.verb, subject, settings)
    console.result(done.to_json(), done.text())
    return 0

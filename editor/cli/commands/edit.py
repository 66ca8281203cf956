"""Change the cut by one edit, or take edits back.

  insert PATH [track=NAME] [at=TIME] [name=NAME] [source=A-B | frames=N] [sound=yes|no|TRACK] [all=yes]
                                 put media on a track, the rest of it (with all, of every track) moves on
  overwrite PATH at=TIME [track=NAME] …                          put media over what stands there
  append PATH [track=NAME] …                                     put media at the end of a track
  trim CLIP [head=N] [tail=N] [source=A-B]                       take frames off (or give back, negative)
  ripple CLIP [head=N] [tail=N] [source=A-B] [all=yes]           the same, and what follows moves
  roll CLIP by=N [at=tail|head]                                  move the cut point between it and the next
  slip CLIP by=N                                                 other frames of its media, in the same place
  slide CLIP by=N                                                move it between its neighbours, which adapt
  split CLIP at=TIME                                             cut a clip in two
  move CLIP by=N [tracks=N] [insert=yes] [SEVERAL]               along the cut, to higher tracks
  duplicate CLIP by=N [tracks=N] [insert=yes] [SEVERAL]          a copy, as move would place it
  lift CLIP [SEVERAL] | range=A-B                                take clips out and leave gaps
  extract CLIP [SEVERAL] [all=yes] | range=A-B                   take clips or gaps out and close up
  link CLIP and=CLIP,… | unlink CLIP | enable CLIP | disable CLIP [SEVERAL]
  swap CLIP with=CLIP                                            let two clips change places
  nest CLIP [to=CLIP] [name=NAME] | unnest NEST                  put a stretch of clips into a nested stack
  fade CLIP [in=N] [out=N]                                       fade its picture or sound; 0 takes it away
  replace CLIP path=FILE [start=TIME]                            other media, same length
  relink CLIP path=FILE                                          the same media, lying elsewhere
  paste FILE [at=TIME] [insert=yes]                              put the clips of a timeline into the cut
  track [name=NAME] [kind=Audio] [above=TRACK]                   put a new track on top, or above another
  track TRACK [lock=yes] [mute=yes] [solo=yes] [height=N] [level=DB] [by=N] [name=NAME] [remove=yes]
  marker [CLIP] at=TIME [name=NAME] [colour=RED] [comment=TEXT]  mark a frame; unmark [CLIP] at=TIME
  set CLIP key=value …           translate=X,Y rotate=DEGREES scale=S crop=LEFT,TOP,RIGHT,BOTTOM opacity=0.5
                                 blend=screen level=-6 pan=0.5 fade_in=12 fade_out=12; FRAME:V;FRAME:V keys
  retime CLIP speed=S [mode=nearest|blend|flow] [ripple=yes]     slower 1/3, backwards -1, as it is 1
  retime CLIP freeze=TIME                                        hold the frame it shows then
  dissolve CLIP frames=N [at=tail|head] [align=centre|start|end] into what is beside it; 0 takes it away
  wipe CLIP frames=N [direction=right|up|left|down|DEGREES] [softness=0.1] …   the same, by an edge
  undo, redo                                                     also of edits made in earlier runs

SEVERAL is and=CLIP,CLIP for more clips, linked=yes for those they are linked with.
TIME is a frame of the cut, from 0, or a timecode of it. A-B is inclusive and of the media, as start is:
its timecode, or frames as it numbers them, the files of a sequence by their numbers and all else from 0.
"""

import argparse
from pathlib import Path

from editor.cli.console import Console
from editor.cli.opening import opened
from editor.cli.words import split_words

NAME = "edit"
HELP = "insert, overwrite, trim, ripple, roll, slip, slide, lift, set, retime … undo, redo"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument(
        "verb", metavar="EDIT", help="insert, trim, ripple, roll, lift, set, retime, dissolve, undo …"
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

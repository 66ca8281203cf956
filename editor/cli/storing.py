"""The arguments that say how what is rendered is stored."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nodes.engine.asked import Asked

_PICTURES = ("exr", "png", "jpeg", "tiff", "dpx")


def storing_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare --codec and what goes with it."""
    from nodes.media.movie_kinds import MOVIE_KINDS

    codecs = (*MOVIE_KINDS, *_PICTURES)
    parser.add_argument("--codec", choices=codecs, metavar="CODEC", help=f"how to write: {', '.join(codecs)}")
    parser.add_argument(
        "--bits",
        type=int,
        metavar="N",
        help="bits a sample: 8, 10, 12 of movies, 8 or 16 of PNG, 32 for float",
    )
    parser.add_argument("--chroma", metavar="4:2:2", help="of a movie: 4:2:0, 4:2:2 or 4:4:4")
    parser.add_argument("--alpha", action=argparse.BooleanOptionalAction, help="with or without alpha")
    parser.add_argument("--levels", metavar="full", help="of a movie: limited or full range of code values")
    parser.add_argument(
        "--colour", metavar="NAME", help="of a movie: rec709, rec601, rec2020, pq, hlg, srgb or p3"
    )
    parser.add_argument("--quality", type=int, metavar="N", help="of a movie: as its codec counts, 0 is best")


def asked_of(args: argparse.Namespace) -> Asked:
    """Return what the arguments ask for."""
    from nodes.engine.asked import Asked

    return Asked(
        codec=args.codec,
        bits=args.bits,
        chroma=args.chroma,
        alpha=args.alpha,
        levels=args.levels,
        colour=args.colour,
        quality=args.quality,
    )

"""Run the graphs of shots and keep the results as takes. A recipe that was run is not run again."""

import argparse
from pathlib import Path

from editor.cli.console import Console
from editor.cli.opening import opened

NAME = "take"
HELP = "render takes of shots"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument("words", nargs="*", metavar="SHOT", help="clips by name or id")
    parser.add_argument("--all", action="store_true", help="every clip that has a graph")
    parser.add_argument(
        "--count", type=int, default=1, metavar="N", help="how many takes, each with its own seed (1)"
    )
    parser.add_argument("--seed", type=int, metavar="S", help="the first seed (1)")
    parser.add_argument("--draft", action="store_true", help="half as wide and high")
    parser.add_argument(
        "--vary",
        metavar="NODE.param=A,B,C",
        action="append",
        default=[],
        help="a take for each value, also seed=1,2,3 or A..B:N; twice for a grid; the shot stays as it is",
    )
    parser.add_argument("--like", metavar="TAKE", help="the recipe of a take, with new seeds")
    parser.add_argument("--full", metavar="TAKE", help="a draft at full size")
    parser.add_argument("--plan", action="store_true", help="only tell how many takes, and about the cost")
    parser.add_argument("--handles", type=int, metavar="N", help="frames of handles (the project's)")


def run(args: argparse.Namespace, console: Console) -> int:
    """Make the takes; those that exist already are told and cost nothing."""
    from editor.verbs import take
    from editor.verbs.asking import Wishes
    from editor.verbs.planned import planned
    from editor.verbs.support import an_engine

    with opened(args.project, console) as project, an_engine(None) as engine:
        if args.plan or args.vary:
            wishes = Wishes(args.count, args.seed, args.draft, tuple(args.vary), args.like, args.full)
            plan = planned(project, args.words, wishes, every=args.all, handles=args.handles, engine=engine)
            if args.plan:
                console.result(plan.to_json(), plan.text())
                return 0
            console.say(plan.text())
        done = take(
            project,
            args.words,
            every=args.all,
            count=args.count,
            seed=args.seed,
            handles=args.handles,
            draft=args.draft,
            vary=args.vary,
            like=args.like,
            full=args.full,
            engine=engine,
            progress=console.progress(),
        )
    for shot, error in done.failed:
        console.complain(f"{shot}: {error}")
    console.result(done.to_json(), done.text())
    return done.exit_code

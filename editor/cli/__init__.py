"""The command line: the same verbs as `editor.verbs`, read from arguments and printed."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    import sys

    from .main import run

    sys.exit(run(sys.argv[1:]))

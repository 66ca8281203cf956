"""The command line: the same verbs as `editor.verbs`, read from arguments and printed."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    import sys

    from .stopping import CANCELLED, leave, stop_when_told

    try:
        stop_when_told()

        from editor._names import assert_own_names

        from .main import run
        from .streams import prepare_streams

        assert_own_names()
        prepare_streams()
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = CANCELLED
    leave(code)

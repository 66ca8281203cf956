"""The command line: the same verbs as `editor.verbs`, read from arguments and printed."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    import sys

    from editor._names import assert_own_names

    assert_own_names()
    try:
        from .main import prepare_streams, run, stop_when_told

        prepare_streams()
        stop_when_told()
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)

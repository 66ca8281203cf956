"""`python -m editor.cli`: the command line without an installed script."""

from editor.cli import main

main()

"""The command palette: every action, found by words."""

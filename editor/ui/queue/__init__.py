"""What runs and what waits: the line at the bottom of the window."""

"""What the window shows while no project is open, and the ways to one."""

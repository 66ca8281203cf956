"""What holds the window together: the table of panels, layouts, where a panel stands."""

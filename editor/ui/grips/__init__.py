"""Parameters of a node dragged on the picture."""

"""Nodes that show a picture of another time."""

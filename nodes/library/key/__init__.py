"""Nodes that make mattes out of pictures."""

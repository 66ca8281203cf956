"""Nodes that put pictures together and in their place."""

"""Nodes that bring pictures into a graph."""

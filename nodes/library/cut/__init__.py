"""Nodes that a cut is compiled to."""

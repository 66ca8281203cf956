"""Nodes that work on mattes."""

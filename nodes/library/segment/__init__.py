"""Nodes that find objects and what moves."""

"""Nodes that blur and sharpen."""

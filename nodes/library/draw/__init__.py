"""Nodes that draw pictures out of nothing."""

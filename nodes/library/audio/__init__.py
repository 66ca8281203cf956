"""Nodes that listen: values over time and whole films out of sound."""

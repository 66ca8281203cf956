"""Nodes that make moving pictures that were not there before."""

"""Nodes that give pictures the look of others."""

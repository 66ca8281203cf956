"""Evaluating graphs: keys, plans, runs, cache, and the process in which it happens."""

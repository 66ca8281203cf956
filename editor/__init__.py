"""Workprint's editor: document, exchange, takes, and the verbs of the command line as functions."""

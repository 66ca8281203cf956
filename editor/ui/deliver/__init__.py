"""Handing over: the cut back to its suite, movies and pictures of it."""

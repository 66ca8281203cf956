"""The demo: a sample cut made by a recipe of our own, and the work an editor would do on it."""

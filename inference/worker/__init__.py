"""The torch worker: the process in which models run, and what it is asked."""

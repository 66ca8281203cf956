"""Models as nodes meet them: capabilities that are served by the torch worker, over one line to it."""

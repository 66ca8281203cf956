"""From the document to jobs of the engine: a shot's graph with its media bound, a cut as one graph."""

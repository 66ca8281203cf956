"""The project's media: listed, sorted into bins, put into the cut."""

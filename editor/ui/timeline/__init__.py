"""The cut as tracks and clips: what is seen at a zoom, in plain Python, and the widget that draws it."""

"""The window: view-models that hold the state, widgets that draw it. The only place that knows Qt.

`observe`, `tasks` and `session` are plain Python, so that what the window does can be tested without it.
"""

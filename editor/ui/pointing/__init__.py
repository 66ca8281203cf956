"""Pointing at objects on the picture: the tools, what they leave in the document, the mattes they make."""

"""The viewer: the cut's picture, its transport and what is read off a pixel."""

"""A piece of media looked at by itself, to say what of it an edit is to take."""

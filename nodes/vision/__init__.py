"""Seeing: dense motion, mattes and what follows an object, as plain arrays in and out."""

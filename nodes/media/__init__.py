"""Files in and out: movies, image sequences, sound, colour."""

"""What can be heard in a sound, as plain arrays: onsets, beats, bars, bands, loudness, pitch.

Sound comes as an iterable of float32 blocks (count, channels), read once and never held, so that an hour
costs no more memory than the few numbers a second that are kept. Instants are whole samples from the
first one.
"""

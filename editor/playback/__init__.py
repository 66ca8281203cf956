"""Playing a cut: pictures and sound from the engine, in step with a clock. No Qt, no decoding.

Sound is the master clock: the time that plays is what the sink has taken. Pictures are fetched a little
ahead into a small ring, shown when their time comes, and dropped and counted when it has passed.
"""

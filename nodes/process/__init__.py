"""Child processes: start, call, watch, cancel, time out, restart; frames through mapped slots."""

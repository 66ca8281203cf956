"""The takes of a shot: made, looked at, circled, starred, thrown away."""

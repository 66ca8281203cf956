"""Scopes: what the shown picture's codes are, measured by the engine and drawn in a dock."""

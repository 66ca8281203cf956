"""The edits that can be taken back and made again, by name."""

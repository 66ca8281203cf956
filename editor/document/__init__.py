"""The cut as frozen values, its edits, its history, its folder."""

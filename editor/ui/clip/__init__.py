"""How the selected clip is laid, heard and played."""

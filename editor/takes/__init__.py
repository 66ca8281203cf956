"""Takes: renders of a shot, each with the recipe that made it and the record of the making."""

"""The window drawn into pictures, in every state that somebody should look at."""

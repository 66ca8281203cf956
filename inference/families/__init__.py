"""One module or folder for each family of models: how its weights are loaded and what it is asked."""

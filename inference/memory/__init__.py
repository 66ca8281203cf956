"""What a model needs of this machine's memory, what is free, and which plan fits."""

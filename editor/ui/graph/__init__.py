"""The graph of a shot: drawn as a chain, extended by search."""

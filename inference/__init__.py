"""Models: cards, memory, backends and the torch worker; the only place that imports torch."""

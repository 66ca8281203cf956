"""Model cards: what a model is, what it can do, what it takes and on which terms, as plain values."""

"""The graph of a shot as a frozen value: edits, checks, JSON, carrying old versions over.

Import from the modules: `model`, `edits`, `chain`, `order`, `validate`, `serialise`, `upgrade`, `text`.
"""

"""Which key does what: presets from `resources/keymaps`, the person's own keys, the dialog for both."""

"""Pictures of our own making: what the demo and the tests work on where nobody brought media."""

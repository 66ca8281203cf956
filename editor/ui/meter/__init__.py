"""The meter of what is heard."""

"""The words that people read, in their language."""

from .say import later, say, say_many

__all__ = ["later", "say", "say_many"]

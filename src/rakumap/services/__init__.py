"""The use cases, each one a sentence."""

"""How channels are reached; the only package that knows HTTP."""

"""Values and decisions that need nothing but the standard library."""

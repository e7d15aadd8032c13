"""Plain programs that do the same as rakumap, to measure it against: each runs in a process of its own."""

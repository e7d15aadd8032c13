"""Long runs that look for what must never happen: each suite counts its cases and can be repeated by seed."""

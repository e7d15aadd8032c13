"""Made from ui/*.ui by `dev.py assets`; change those, not these."""

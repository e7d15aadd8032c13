"""rakumap links marketplace listings to the items a seller stocks."""

__version__ = "0.1.0"

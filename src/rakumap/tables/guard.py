"""The formula guard of ``rakumap.core.guard``, where files are read and written."""

from rakumap.core.guard import STARTS, guarded, unguarded

__all__ = ["STARTS", "guarded", "unguarded"]

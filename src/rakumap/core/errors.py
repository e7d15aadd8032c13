"""The error tree: every failure has one fate.

``UserError`` is shown to the person (banner or one line on standard error), ``Cancelled`` is silent, and anything
that is not a ``RakumapError`` is a bug of ours and goes to the log and the crash dialog.
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of the command line (docs: "Exit codes" in the README)."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    RULE = 3
    CHANNEL = 4
    STORE = 5
    INTERRUPTED = 130


class RakumapError(Exception):
    """Base of everything rakumap raises on purpose."""


class UserError(RakumapError):
    """Something a person, a file or a channel caused; carries a code and values, never a sentence.

    ``rakumap.core.words`` turns the code and the values into the sentence. ``exit`` is what the command line
    exits with.
    """

    exit = Exit.REFUSED

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        """The code with its values, for logs."""
        return f"{self.code} {self.values}" if self.values else self.code


class RuleRefused(UserError):  # noqa: N818 - a word of the product
    """A rule forbids it now (force within 4 hours, channel disabled, held report)."""

    exit = Exit.RULE


class ChannelError(UserError):
    """The channel could not be reached, answered an error, or its report is unusable."""

    exit = Exit.CHANNEL


class StoreError(UserError):
    """The store is in use, newer than the program, read-only, full or damaged."""

    exit = Exit.STORE


class StaleChange(UserError):  # noqa: N818 - a word of the product
    """The row was changed by someone else since it was shown; read it again and decide anew."""


class Cancelled(RakumapError):  # noqa: N818 - a word of the product
    """The person asked to stop; nothing was applied."""

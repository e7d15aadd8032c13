"""The schema revisions this program knows, oldest first; each is a file in ``migrations/versions``."""

REVISIONS = ("0001", "0002", "0003", "0004", "0005")
LATEST = REVISIONS[-1]

"""Text made safe for the office formats."""

import re

# XML 1.0 allows tab, line feed, carriage return and these ranges only; anything else makes the file unreadable.
UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FORMULA = re.compile(r"^[ \u00a0]*[=+\-@\t\r]")


def printable(text: str) -> str:
    """Text without the characters that an office file cannot hold."""
    return UNPRINTABLE.sub(" ", text)


def cell(text: str) -> str:
    """Text for a spreadsheet cell: what a spreadsheet would run as a formula gets an apostrophe before it."""
    safe = printable(text)[:32_000]  # a cell holds 32,767 characters
    return f"'{safe}" if FORMULA.match(safe) else safe

"""Text made safe for the office formats."""

import re

# XML 1.0 allows tab, line feed, carriage return and these ranges only; anything else makes the file unreadable.
UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FORMULA = re.compile(r"^[ \u00a0]*[=+\-@\t\r]")
LONGEST = 32_000  # characters; a cell holds 32,767
BULLET = re.compile(r"^[ \t]*-[ \t]+", re.MULTILINE)
ITEM, MORE, PLAIN = "item", "more", "plain"


def printable(text: str) -> str:
    """Text without the characters that an office file cannot hold."""
    return UNPRINTABLE.sub(" ", text)


def cell(text: str) -> str:
    """Text for a spreadsheet cell: what a spreadsheet would run as a formula gets an apostrophe before it."""
    safe = printable(text)[:LONGEST]
    return f"'{safe}" if FORMULA.match(safe) else safe


def bulleted(text: str) -> str:
    """Text whose lines begin with "- " for a cell: with bullets, so that no apostrophe has to stand before it."""
    return BULLET.sub("• ", text)


def paragraphs(text: str) -> list[tuple[str, str]]:
    """The lines of a response that are not empty: an ITEM of a list, MORE of the one above, or PLAIN; and its words."""
    told: list[tuple[str, str]] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        more = line[0].isspace() and told and told[-1][0] != PLAIN
        kind = ITEM if BULLET.match(line) else MORE if more else PLAIN
        told.append((kind, BULLET.sub("", line, count=1).strip()))
    return told

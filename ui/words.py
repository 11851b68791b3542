"""Words that Streamlit would read as Markdown, made to be shown as they are."""

import re
from collections.abc import Sequence

LINKED = re.compile(r"(@|www(?=\.)|:(?=//))", re.I)  # of these a link is made even where they are escaped
ACTED_ON = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&])")


def plain(text: str) -> str:
    """Text on one line for a label, with every character that Markdown acts on escaped."""
    return ACTED_ON.sub(r"\\\1", LINKED.sub("\\1\u2060", " ".join(text.split())))


def counted(number: int, noun: str, several: str = "") -> str:
    """Such as "1 document" or "3 documents"; `several` is the plural where it does not end in s."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {several or noun + 's'}"


def several(names: Sequence[object], most: int = 3) -> str:
    """Such as "56, 57, 113 …" for a narrow column, which would cut a longer list off in the middle of a word."""
    return ", ".join(map(str, names[:most])) + (" …" if len(names) > most else "")

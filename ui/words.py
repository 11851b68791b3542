"""Words that Streamlit would read as Markdown, made to be shown as they are."""

import re

ACTED_ON = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&])")


def plain(text: str) -> str:
    """Text on one line for a label, with every character that Markdown acts on escaped."""
    return ACTED_ON.sub(r"\\\1", " ".join(text.split()))


def counted(number: int, noun: str) -> str:
    """Such as "1 document" or "3 documents"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"

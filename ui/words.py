"""Words that Streamlit would read as Markdown, made to be shown as they are."""

import re
from collections.abc import Sequence

LINKED = re.compile(r"(@|www(?=\.)|:(?=//))", re.I)  # of these a link is made even where they are escaped
ACTED_ON = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&])")

ON_A_PAGE = (  # what a sentence says to whoever types commands -> what it says to whoever sees the page
    (r"ctpat impact shows it; (.+), or confirm it --despite “reason”", r"\1, or confirm it with a reason"),
    (r"approve it --despite “reason”", "approve it with a reason"),
    (r" with --quote \"…\"", ""),
    (r", such as --kind policy, or --clear kind\.", " to change, or one to take back."),
    (r"--clear \w+ to go by what was read", "take it back to go by what is read"),
    (r": (?:--\w+|ctpat )[^:]*\.$", "."),
    (r" (?:See ctpat \w+|ctpat documents lists them)\.$", ""),
)


def on_a_page(told: str) -> str:
    """What went wrong without the commands that a page has buttons for."""
    for written, shown in ON_A_PAGE:
        told = re.sub(written, shown, told)
    return told


def plain(text: str) -> str:
    """Text on one line for a label, with every character that Markdown acts on escaped."""
    return ACTED_ON.sub(r"\\\1", LINKED.sub("\\1\u2060", " ".join(text.split())))


def counted(number: int, noun: str, several: str = "") -> str:
    """Such as "1 document" or "3 documents"; `several` is the plural where it does not end in s."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {several or noun + 's'}"


def several(names: Sequence[object], most: int = 3) -> str:
    """Such as "56, 57, 113 …" for a narrow column, which would cut a longer list off in the middle of a word."""
    return ", ".join(map(str, names[:most])) + (" …" if len(names) > most else "")

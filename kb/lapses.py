"""What words themselves say of time: last done long ago, due on a day gone by, or to begin in a year to come."""

import re
from datetime import date, timedelta

from kb.dates import ANY_MONTH, dates_in
from kb.time import RECORD_AGE

GRACE = timedelta(days=31)  # a review that was due this month may still be written up
_DATE = rf"(?:\d{{4}}-\d\d-\d\d|(?:\d{{1,2}}\.? )?(?:{ANY_MONTH})\.?,? (?:\d{{1,2}},? )?(?:19|20)\d\d)"
HINT = re.compile(r"\b(?:last|next|due|to be)\b", re.IGNORECASE)
_EVENT = r"(?:check|review|test|audit|assessment|inspection|training|revision|update|exercise|survey)"
_AGAIN = r"(?:again|repeated|renewed|reviewed|updated|revised)"
# "Last checked: January 14, 2025", "the last in October 2025"; not "last month", not "the last pallet".
LAST = re.compile(
    rf"\blast (?:[a-z]+ed|done|held|made|run|given|in|on|{_EVENT}|drill|refresher):? (?:[\w-]+:? ){{0,5}}?({_DATE})",
    re.IGNORECASE,
)
DUE = re.compile(
    rf"\b(?:next {_EVENT}|(?:was|is|are) due|to be (?:[\w-]+ ){{0,4}}?{_AGAIN})\b[^.;|]{{0,30}}?({_DATE})",
    re.IGNORECASE,
)
# What is done every second year may have been done two years ago.
SELDOM = re.compile(
    r"\b(?:every (?:second|other|third|two|three|five) years?|(?:two|three|five) years)\b", re.IGNORECASE
)
FROM_YEAR = re.compile(
    r"\b(?:from|starting|beginning|as of|effective|in|by|during|before)\b[^.;]{0,30}?\b(20\d\d)\b[^.;]{0,80}"
    r"\b(?:will|shall|is to|are to)\b",
    re.IGNORECASE,
)


def to_come(sentence: str, as_of: date) -> bool:
    """Whether a sentence says what will be so from a year that has not begun."""
    return "20" in sentence and any(int(found[1]) > as_of.year for found in FROM_YEAR.finditer(sentence))


def lapsed(words: str, as_of: date) -> str:
    """Why what words tell of has lapsed: done last over a year ago, or due on a day gone by; empty where it has not."""
    if not HINT.search(words) or SELDOM.search(words):
        return ""
    for found in LAST.finditer(words):
        day = named_day(found[1])
        if day and as_of - day > RECORD_AGE:
            return f"last done {found[1]}, over a year ago"
    for found in DUE.finditer(words):
        day = named_day(found[1])
        if day and as_of - day > GRACE:
            return f"due {found[1]}, which has gone by"
    return ""


def named_day(text: str) -> date | None:
    """The day that a text names, the first of a month where it names no day; None where it names none."""
    return next((written.value for written in dates_in(text)), None)

"""Questions about the base itself: what expires, which vendors answered No."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from kb.citations import cite
from kb.expiry import ends, horizon
from kb.expiry import told as horizon_told
from kb.model import Answer, Citation, Document, Grade, Kind, Passage
from kb.places import source
from kb.questionnaire import answered, worth

EXPIRY = re.compile(
    r"\b(?:which|list|any|all|what)\b.*\b(?:expir\w+|run(?:s|ning)? out|renewals?|out of date|lapse[sd]?)\b",
    re.IGNORECASE,
)
ANSWERED_NO = re.compile(r"\b(?:answer(?:ed|s)?|said|say|replied)\b.{0,30}\bno\b", re.IGNORECASE)
MONTHS = "january february march april may june july august september october november december".split()
MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
BEFORE = re.compile(r"\b(?P<how>before|until|by|till)\s+(?P<end>the end of\s+)?", re.IGNORECASE)
DAY = re.compile(
    rf"(?P<iso>\d{{4}}-\d\d-\d\d)|(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?:of\s+)?{MONTH}\b"
    r"(?:\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?\b(?!\d))?(?:,?\s+(?P<year>\d{4})\b)?",
    re.IGNORECASE,
)
MOST = 25  # rows of a list; a longer one is a matter for the pages


def list_expiring(
    question: str, documents: Sequence[Document], as_of: date, anniversary: date | None = None
) -> Answer | None:
    """The papers that have run out or will before the day a question names; None for another question.

    Without a day: before the annual review window closes, where the account's anniversary is known.
    """
    if not EXPIRY.search(question):
        return None
    ahead = horizon(anniversary, as_of)
    named = _until(question, as_of)
    until = named or ahead.until
    current = ((over, document) for document in documents if not document.superseded_by and (over := _ends(document)))
    rows = sorted((day, document.name, document) for day, document in current if day <= until)
    lines = [
        f"- {document.name} ({document.party or 'own'}): {'ended' if day < as_of else 'ends'} {day.isoformat()}"
        for day, _, document in rows[:MOST]
    ]
    more = [f"… and {len(rows) - MOST} more: the gap report lists them."] if len(rows) > MOST else []
    head = f"Papers that have run out or will by {until.isoformat()}: {len(rows)}."
    reason = "Letters count for a year from their date. Papers without a date of expiry are not listed."
    reason = reason if named else f"{horizon_told(ahead, as_of)} {reason}"
    return Answer(question, True, "\n".join([head, *lines, *more]), reason=reason)


def list_answered_no(
    question: str,
    rows: Iterable[tuple[Passage, Document]],
    verify: Callable[[Citation], Citation],
) -> Answer | None:
    """The questionnaire items that vendors answered No; None for another question."""
    if not ANSWERED_NO.search(question):
        return None
    found = [
        (document, cited)
        for passage, document in rows
        if document.kind is Kind.QUESTIONNAIRE and not document.superseded_by and answered(passage.fields)
        if worth(passage.fields)[0] is Grade.CONTRADICTS and (cited := verify(cite(passage, document))).verified
    ]
    parties = sorted({document.party or document.name for document, _ in found})
    head = f"{len(found)} items answered No, by {', '.join(parties)}." if found else "No vendor answered No."
    lines = [f"- {' '.join(cited.quote.split())} ({source(cited)})" for _, cited in found[:MOST]]
    return Answer(question, True, "\n".join([head, *lines]), citations=tuple(cited for _, cited in found[:MOST]))


def _ends(document: Document) -> date | None:
    """The last day on which a paper counts; None for what does not run out, and for records, which are many."""
    over = ends(document) if document.expires or document.kind in (Kind.LETTER, Kind.QUESTIONNAIRE) else None
    return over[0] if over else None


def _until(question: str, as_of: date) -> date | None:
    """The day a question names, the next one of its name where it names no year; None where it names none."""
    asked = BEFORE.search(question)
    found = DAY.match(question, asked.end()) if asked else None
    if not asked or not found:
        return None
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        month, day = MONTHS.index(found["month"].lower()) + 1, int(found["day"] or found["day2"] or 0)
        year = int(found["year"] or 0)
        if asked["end"] or (not day and asked["how"].lower() != "before"):
            first = date(year or as_of.year + (month < as_of.month), month, 1)
            return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)  # its last day
        named = date(year or as_of.year, month, day or 1)
        return named if year or named > as_of else named.replace(year=as_of.year + 1)
    except ValueError:  # such as 30 February
        return None

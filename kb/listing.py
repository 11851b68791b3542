"""Questions about the base itself: what expires, which vendors answered No."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from kb.citations import cite
from kb.gaps import EXPIRY_NOTICE_DAYS
from kb.model import Answer, Citation, Document, Grade, Kind, Passage
from kb.places import source
from kb.questionnaire import answered, worth
from kb.time import LETTER_AGE

EXPIRY = re.compile(
    r"\b(?:which|list|any|all|what)\b.*\b(?:expir\w+|run(?:s|ning)? out|renewals?|out of date|lapse[sd]?)\b",
    re.IGNORECASE,
)
ANSWERED_NO = re.compile(r"\b(?:answer(?:ed|s)?|said|say|replied)\b.{0,30}\bno\b", re.IGNORECASE)
MONTHS = "january february march april may june july august september october november december".split()
BEFORE = re.compile(
    rf"\b(?:before|until|by|till)\s+(?:the end of\s+)?({'|'.join(MONTHS)}|\d{{4}}-\d\d-\d\d)", re.IGNORECASE
)
MOST = 25  # rows of a list; a longer one is a matter for the pages


def list_expiring(question: str, documents: Sequence[Document], as_of: date) -> Answer | None:
    """The papers that have run out or will before the day a question names; None for another question."""
    if not EXPIRY.search(question):
        return None
    until = _until(question, as_of)
    rows = sorted((day, document) for document in documents if (day := _ends(document)) and day <= until)
    lines = [
        f"- {document.name} ({document.party or 'own'}): {'ended' if day < as_of else 'ends'} {day.isoformat()}"
        for day, document in rows[:MOST]
    ]
    head = f"Papers that have run out or will by {until.isoformat()}: {len(rows)}."
    reason = "Letters count for a year from their date. Papers without a date of expiry are not listed."
    return Answer(question, True, "\n".join([head, *lines]), reason=reason)


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
    """The day after which a paper does not count."""
    if document.superseded_by:
        return None
    if document.expires:
        return document.expires
    if document.kind is Kind.LETTER and document.effective:
        return document.effective + LETTER_AGE
    return None


def _until(question: str, as_of: date) -> date:
    """The day a question names, the next one of a month's name; otherwise EXPIRY_NOTICE_DAYS from now."""
    found = BEFORE.search(question)
    if not found:
        return as_of + timedelta(days=EXPIRY_NOTICE_DAYS)
    named = found[1].lower()
    if named not in MONTHS:
        return date.fromisoformat(named)
    month = MONTHS.index(named) + 1
    return date(as_of.year + (month <= as_of.month), month, 1)

"""Questions about the base itself: what expires, which vendors answered No."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from kb.asking_party import Named
from kb.asking_told import listed, names
from kb.citations import cite
from kb.dates import MONTH_NAMES, last_of_month, month_of
from kb.expiry import ends, horizon
from kb.expiry import told as horizon_told
from kb.model import Answer, Citation, Document, Grade, Kind
from kb.questionnaire import answered, worth
from kb.store import Store

EXPIRY = re.compile(
    r"\b(?:which|list|any|all|what)\b.*\b(?:expir\w+|run(?:s|ning)? out|renewals?|out of date|lapse[sd]?)\b",
    re.IGNORECASE,
)
ANSWERED_NO = re.compile(r"\b(?:answer(?:ed|s)?|said|say|replied)\b.{0,30}\bno\b", re.IGNORECASE)
MONTH = rf"(?P<month>{'|'.join(MONTH_NAMES)})"
BEFORE = re.compile(r"\b(?P<how>before|until|by|till)\s+(?P<end>the end of\s+)?", re.IGNORECASE)
DAY = re.compile(
    rf"(?P<iso>\d{{4}}-\d\d-\d\d)|(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?:of\s+)?{MONTH}\b"
    r"(?:\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?\b(?!\d))?(?:,?\s+(?P<year>\d{4})\b)?",
    re.IGNORECASE,
)
OVER = re.compile(r"\b(?:ha(?:s|ve) (?:run out|expired|lapsed|ended)|expired|out of date|lapsed)\b", re.IGNORECASE)
KINDS = {
    kind: re.compile(rf"\b{kind.value}s?\b", re.IGNORECASE)
    for kind in (Kind.LETTER, Kind.CERTIFICATE, Kind.QUESTIONNAIRE)
}


def _undated(_: Document) -> Citation | None:
    return None


def list_expiring(
    question: str,
    documents: Sequence[Document],
    as_of: date,
    anniversary: date | None = None,
    dated: Callable[[Document], Citation | None] = _undated,
) -> Answer | None:
    """The papers that have run out or will before the day a question names; None for another question.

    Without a day: those that are over where it asks for them, else up to the close of the annual review window. Of the
    kinds that the question names, or of every kind. `dated` gives the words that a paper's date was read from.
    """
    if not EXPIRY.search(question):
        return None
    ahead = horizon(anniversary, as_of)
    named = _until(question, as_of) or (as_of - timedelta(days=1) if OVER.search(question) else None)
    until = named or ahead.until
    kinds = [kind for kind, word in KINDS.items() if word.search(question)] or list(Kind)
    current = (document for document in documents if not document.superseded_by and document.kind in kinds)
    ending = ((over, document.name, document) for document in current if (over := _ends(document)))
    rows = sorted(row for row in ending if row[0] <= until)
    told = [
        (
            f"{document.name} ({document.party or 'own'}), {'ended' if day < as_of else 'ends'} {day.isoformat()}",
            dated(document),
        )
        for day, _, document in rows
    ]
    papers = " and ".join(f"{kind.value}s" for kind in kinds) if len(kinds) < len(Kind) else "papers"
    head = f"{papers.capitalize()} that have run out or will by {until.isoformat()}: {len(rows)}."
    reason = "Letters count for a year from their date. Papers without a date of expiry are not listed."
    reason = reason if named else f"{horizon_told(ahead, as_of)} {reason}"
    return listed(question, head, told, reason)


def list_answered_no(
    question: str,
    documents: Sequence[Document],
    store: Store,
    verify: Callable[[Citation], Citation],
    party: Named | None = None,
) -> Answer | None:
    """The questionnaire items that vendors, or the one named, answered No; None for another question."""
    if not ANSWERED_NO.search(question):
        return None
    forms = [each for each in (party.papers if party else documents) if each.kind is Kind.QUESTIONNAIRE]
    found = [
        (document.party or document.name, cited)
        for document in forms
        if not document.superseded_by
        for passage in store.passages(document.path)
        if answered(passage.fields) and worth(passage.fields)[0] is Grade.CONTRADICTS
        if (cited := verify(cite(passage, document))).verified
    ]
    nobody = f"{party.party if party else 'No vendor'} answered {'nothing ' if party else ''}No."
    head = f"{len(found)} items answered No, by {names(who for who, _ in found)}." if found else nobody
    return listed(
        question,
        head,
        found,
        f"{len(forms)} questionnaires were read." if len(forms) != 1 else "One questionnaire was read.",
    )


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
        month, day = month_of(found["month"]), int(found["day"] or found["day2"] or 0)
        year = int(found["year"] or 0)
        if asked["end"] or (not day and asked["how"].lower() != "before"):
            return last_of_month(year or as_of.year + (month < as_of.month), month)
        named = date(year or as_of.year, month, day or 1)
        return named if year or named > as_of else named.replace(year=as_of.year + 1)
    except ValueError:  # such as 30 February
        return None

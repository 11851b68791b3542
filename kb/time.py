"""How old evidence may be on the day of a judgement."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from kb.model import Document, Kind

YEAR = timedelta(days=366)
# A letter over a year old is stale (CBP expects partners' evidence to be renewed yearly).
LETTER_AGE = YEAR
# Records show that a thing is done, and the annual review asks for the last twelve months; a month's grace for filing.
RECORD_AGE = timedelta(days=396)
DAY_HEADING = re.compile(r"^(?:date|day|when|held|done|performed|completed|trained|time in|in)\b", re.IGNORECASE)
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")  # as sheets' cells of dates are read


def expired(document: Document, as_of: date) -> str:
    """Why a document no longer counts on a day, in words; empty while it does."""
    if document.superseded_by:
        return "superseded: another version or copy of it stands in its place"
    if document.expires and document.expires < as_of:
        return f"expired on {document.expires.isoformat()}"
    if document.effective is None:
        return ""
    if document.effective > as_of and document.kind in (Kind.POLICY, Kind.PROCEDURE, Kind.CERTIFICATE):
        return f"it takes effect on {document.effective.isoformat()} only"
    age = as_of - document.effective
    if document.kind is Kind.LETTER and age > LETTER_AGE:
        return f"the letter is of {document.effective.isoformat()}, over a year old"
    if document.kind in (Kind.RECORD, Kind.QUESTIONNAIRE) and age > RECORD_AGE:
        return f"the {document.kind} is of {document.effective.isoformat()}, over a year old"
    return ""


def out_of_date(document: Document, fields: Mapping[str, str], as_of: date) -> str:
    """Why what a document, or an entry of a log, says no longer counts on a day; empty while it does."""
    old = expired(document, as_of)
    return old or (_entry_expired(fields, as_of) if document.kind is Kind.RECORD else "")


def _entry_expired(fields: Mapping[str, str], as_of: date) -> str:
    """Why an entry of a log no longer counts on a day, by the day in a column of its own; empty while it does."""
    days = [day for heading, cell in fields.items() if DAY_HEADING.search(heading) and (day := _day(cell))]
    if days and as_of - max(days) > RECORD_AGE:
        return f"the entry is of {max(days).isoformat()}, over a year old"
    return ""


def _day(cell: str) -> date | None:
    found = ISO_DAY.match(cell.strip())
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:  # such as 2026-02-30
        return None


def yearly_overdue(document: Document, as_of: date) -> str:
    """Why a document cannot show a yearly review: its date is over a year back, or it has none; empty if it can."""
    if document.effective is None:
        return "it bears no date, so a yearly review is not shown"
    if as_of - document.effective > YEAR:
        return f"last dated {document.effective.isoformat()}, and a review is asked every year"
    return ""

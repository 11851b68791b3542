"""When a document was last reviewed, which version is in force, and which reviews are overdue."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from kb.asking_document import document_asked, versions_of
from kb.asking_fact import fact_cited
from kb.asking_told import listed
from kb.citations import cite
from kb.dates import last_of_month
from kb.model import Answer, Citation, Document, Passage
from kb.store import Store

OVERDUE = re.compile(
    r"\b(?:overdue|past due|late)\b.*\breview|\breviews?\b.*\b(?:overdue|past due|late)\b"
    r"|\b(?:due|missed)\b.{0,20}\breview",
    re.IGNORECASE,
)
REVIEWED = re.compile(
    r"\bwhen\b.*\b(?:reviewed|revised|updated|amended|review)\b"
    r"|\b(?:last|latest|most recent) (?:review|revision|update)\b"
    r"|\b(?:which|what) (?:version|revision|edition)\b|\b(?:current|latest) (?:version|revision|edition)\b",
    re.IGNORECASE,
)
OWNED = re.compile(r"^\W*who\b.*\b(?:owns?|is the owner of|approved|issued)\b", re.IGNORECASE)
DAY = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
STANDING = (("Version", "version"), ("Effective", "effective"), ("Next review", "next review"))
OWNERSHIP = (("Owner", "owner"), ("Approved by", "approval"))
HISTORY = re.compile(r"\brev(?:\.|ision)?\b|\bversion\b|\bissue\b|\bedition\b", re.IGNORECASE)
DUE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")


def list_overdue(
    question: str,
    documents: Sequence[Document],
    as_of: date,
    store: Store,
    verify: Callable[[Citation], Citation],
) -> Answer | None:
    """The current documents whose next review, by their own words, is over; None for another question."""
    if not OVERDUE.search(question):
        return None
    due = [(day, each) for each in documents if not each.superseded_by and (day := _next_review(each))]
    late = sorted((day, each.name, each) for day, each in due if day < as_of)
    rows = [
        (f"{name}, due by {day.isoformat()}", fact_cited(each, ("next review",), store, verify))
        for day, name, each in late
    ]
    head = f"Documents whose review is overdue on {as_of.isoformat()}: {len(rows)}."
    reason = f"Of {len(documents)} documents {len(due)} name the date of their next review."
    return listed(question, head, rows, reason)


def tell_review(
    question: str, documents: Sequence[Document], store: Store, verify: Callable[[Citation], Citation]
) -> Answer | None:
    """The version and the last review of the document that a question names, or whose it is; None for another one."""
    owned = OWNED.search(question)
    if not owned and not REVIEWED.search(question):
        return None
    found = document_asked(question, documents)
    if found is None:
        return None
    rows: list[tuple[str, Citation | None]] = []
    for told, name in OWNERSHIP if owned else STANDING:
        if cited := fact_cited(found, (name,), store, verify):
            rows.append((told, cited))
    last = None if owned else _last_entry(store.passages(found.path))
    if last and (checked := verify(cite(last, found))).verified:
        rows.append(("Last entry of its history", checked))
    if not rows:
        return None
    version = f", version {found.version}" if found.version else ""
    dated = f", of {found.effective.isoformat()}" if found.effective else ""
    older = ", ".join(each.name for each in versions_of(found, documents))
    return listed(
        question,
        f"{found.name}{version}{dated}.",
        rows,
        f"Earlier versions, no longer in force: {older}." if older else "",
    )


def _next_review(document: Document) -> date | None:
    """The last day of the time that it names for its next review."""
    named = next((fact.value for fact in document.facts if fact.name == "next review"), "")
    found = DUE.fullmatch(named.strip())
    if not found:
        return None
    year, month = int(found[1]), int(found[2])
    if not 1 <= month <= 12:
        return None
    return date(year, month, int(found[3])) if found[3] else last_of_month(year, month)


def _last_entry(passages: Sequence[Passage]) -> Passage | None:
    """The row of a history of revisions with the latest date."""
    rows = [
        (max(found.group() for found in DAY.finditer(passage.text)), passage)
        for passage in passages
        if passage.fields and HISTORY.search(" ".join(passage.fields)) and DAY.search(passage.text)
    ]
    return max(rows, key=lambda row: row[0])[1] if rows else None

"""What a vendor answered in its questionnaire: on a subject, to an item, or not at all."""

import re
from collections.abc import Callable, Iterable, Sequence

from kb.asking_party import Named, without_party
from kb.asking_told import listed
from kb.asking_window import best_window
from kb.asking_words import taken_apart_over
from kb.citations import cite
from kb.model import Answer, Citation, Document, Hit, Kind, Passage
from kb.questionnaire import NO, NOT_APPLICABLE, YES, answered
from kb.store import Store

ANSWERED = re.compile(r"\b(?:answer(?:s|ed)?|repl(?:y|ies|ied)|respon(?:d|ds|ded))\b", re.IGNORECASE)
UNANSWERED = re.compile(
    r"\b(?:unanswered|(?:left|leave|leaves) (?:\w+ )?(?:blank|empty|open|out)|not (?:been )?answer(?:ed)?"
    r"|did(?: not|n['’]t) answer|without (?:an )?answer)\b",
    re.IGNORECASE,
)
ITEM = re.compile(r"\b(?:item|question|no\.?|number)\s*(\d{1,3})\b", re.IGNORECASE)
FRAME = re.compile(r"\b(?:what|did|does|do|has|have|on|about|to|and|in|its|their|questionnaires?|it)\b", re.IGNORECASE)
SHOWN = 4
ENOUGH, BEHIND = 0.5, 0.2  # of a row's score, among one vendor's rows; dev half of eval/labels/answers.jsonl


def list_unanswered(
    question: str, party: Named | None, store: Store, verify: Callable[[Citation], Citation]
) -> Answer | None:
    """The items that a vendor left without an answer, or answered N/A; None for another question."""
    if party is None or not UNANSWERED.search(question):
        return None
    rows = _rows(party, store)
    if not rows:
        return None
    silent = [
        ("answered N/A" if row.fields["answer"].strip() else "", cited)
        for row, document in rows
        if _is_silent(row) and (cited := verify(cite(row, document))).verified
    ]
    head = f"{party.party} left {len(silent)} of {len(rows)} items without an answer, those with N/A counted in."
    return listed(question, head, silent)


def tell_answer(
    question: str,
    party: Named | None,
    search: Callable[[str, str], Sequence[Hit]],
    store: Store,
    verify: Callable[[Citation], Citation],
) -> Answer | None:
    """The rows of a vendor's questionnaire that a question asks about; None for another question."""
    if party is None or not ANSWERED.search(question):
        return None
    rows = _rows(party, store)
    if not rows:
        return None
    subject = without_party(question, party)
    item = ITEM.search(subject)
    if item:
        number = item[1]
        found = [(row, document) for row, document in rows if number in _numbers(row)]
        told = (
            f"Item {number} of {party.party}'s questionnaire"
            if found
            else f"{party.party}'s questionnaire has no item {number}."
        )
    elif not FRAME.sub("", ANSWERED.sub("", subject)).strip(" ?!.,"):
        return listed(question, _count(party, rows), _cited(_open(rows), verify))
    else:
        found = _about(subject, rows, search, store)
        told = f"{party.party} answered" if found else f"{party.party} answered nothing about that."
    return listed(question, f"{told}:" if found else told, _cited(found, verify), answered=bool(found))


def _about(
    subject: str,
    rows: Sequence[tuple[Passage, Document]],
    search: Callable[[str, str], Sequence[Hit]],
    store: Store,
) -> list[tuple[Passage, Document]]:
    asked = taken_apart_over(store)(ANSWERED.sub(" ", subject))
    known = {row.id: (row, document) for row, document in rows}
    hits = [hit for path in sorted({row.path for row, _ in rows}) for hit in search(subject, path)]
    windows = [
        window
        for hit in hits
        if hit.passage.id in known and (window := best_window(asked, hit, known[hit.passage.id][1]))
    ]
    windows.sort(key=lambda window: -window.score)
    least = max(ENOUGH, windows[0].score - BEHIND) if windows else 0.0
    return [known[window.hit.passage.id] for window in windows if window.score >= least][:SHOWN]


def _rows(party: Named, store: Store) -> list[tuple[Passage, Document]]:
    forms = [document for document in party.papers if document.kind is Kind.QUESTIONNAIRE]
    return [(row, form) for form in forms for row in store.passages(form.path) if answered(row.fields)]


def _cited(
    rows: Iterable[tuple[Passage, Document]], verify: Callable[[Citation], Citation]
) -> list[tuple[str, Citation | None]]:
    return [("", cited) for row, document in rows if (cited := verify(cite(row, document))).verified]


def _open(rows: Iterable[tuple[Passage, Document]]) -> list[tuple[Passage, Document]]:
    return [(row, document) for row, document in rows if NO.match(row.fields["answer"].strip())]


def _count(party: Named, rows: Sequence[tuple[Passage, Document]]) -> str:
    answers = [row.fields["answer"].strip() for row, _ in rows]
    yes, no = sum(bool(YES.match(said)) for said in answers), sum(bool(NO.match(said)) for said in answers)
    silent = sum(_is_silent(row) for row, _ in rows)
    return f"{party.party} answered {yes} of {len(rows)} items Yes and {no} No; {silent} have no answer or N/A. The No:"


def _is_silent(row: Passage) -> bool:
    said = row.fields["answer"].strip()
    return not said or bool(NOT_APPLICABLE.match(said))


def _numbers(row: Passage) -> set[str]:
    return {value.strip() for name, value in row.fields.items() if name in ("item", "number", "No.", "no", "#")}

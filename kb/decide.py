"""What a person wants to settle, checked against the documents and the criteria, and kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kb.access import require
from kb.assistant import Assistant
from kb.audit import person
from kb.citations import normalised
from kb.decisions import in_force, keep, kept, take_back
from kb.document_finding import document_named
from kb.errors import DecisionError
from kb.meanwhile import Seen, check, papers_of
from kb.model import Citation, Criterion, Decision, Document, Evidence, Grade, Judgement, Requirement, Ruling
from kb.people import Role
from kb.quoting import occurrences, whole_sentences
from kb.standing import CIRCULAR, UNFIT, Papers, asked

FEWEST = 8  # characters of a quote: fewer say nothing
LONGEST = 2000  # characters of a reason
ACCEPTING = (Ruling.ACCEPTED, Ruling.LINKED)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to settle."""

    ruling: Ruling
    subject: str  # a part such as "58.2", or a criterion
    file: str = ""  # a document's path, name or part of it; empty for "not applicable"
    quote: str = ""
    by: str = ""  # empty: as ctpat.toml or the login says
    reason: str = ""
    citation: Citation | None = None  # the very words, where they were clicked on rather than typed
    seen: Seen | None = None  # how far the person has seen what others did; None: that does not matter


def decide(assistant: Assistant, wish: Wish) -> list[Decision]:
    """Keep what a person settles: one decision for each passage that it is about.

    Raises DecisionError, UnknownDocumentError or UnknownCriterionError, and ChangedError for what the person has not
    seen yet; then nothing has changed. What the same person decided in the same words before is not decided again.
    """
    criterion, subject = _subject(assistant, wish)
    reason = " ".join(wish.reason.split())
    if len(reason) > LONGEST:
        raise DecisionError(f"The reason has {len(reason)} characters: give at most {LONGEST}.")
    if wish.ruling is Ruling.NOT_APPLICABLE and not reason:
        raise DecisionError(f'Why {subject} does not apply must be said: --reason "…".')
    by = _by(assistant, wish.by)
    cited = [None] if wish.ruling is Ruling.NOT_APPLICABLE else _cited(assistant, wish, criterion, subject)
    papers = assistant.papers()
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    made = [
        Decision(
            ruling=wish.ruling,
            subject=subject,
            asked=asked(subject, criterion),
            by=by,
            at=now,
            reason=reason,
            citation=citation,
            around=papers.around(citation) if citation and citation.quote else "",
            despite=papers.reservation(citation.path) if citation else "",
        )
        for citation in cited
    ]
    store, resting = assistant.base.store, papers_of(assistant.coverage(criterion.number)) if wish.seen else ()
    with store.transaction():
        if wish.seen:
            before = kept(store)
            there = [_same(each, before) for each in made]
            if all(there):
                return [each for each in there if each]
            check(store, wish.seen, subject, resting, by)
        return keep(store, made)


def undo(assistant: Assistant, number: int, by: str = "", seen: Seen | None = None) -> Decision:
    """Take a decision back; raises DecisionError where there is none of that number, ChangedError as decide does."""
    store, who = assistant.base.store, _by(assistant, by)
    about = next((each.subject for each in kept(store) if each.number == number), "") if seen else ""
    resting = papers_of(assistant.coverage(int(about.partition(".")[0]))) if about else ()
    with store.transaction():
        if seen and about:
            check(store, seen, about, resting, who)
        return take_back(store, number, who)


def _same(made: Decision, before: list[Decision]) -> Decision | None:
    """The decision in force that says the very same, if there is one."""
    alike = [each for each in in_force(before, made.subject) if each.subject == made.subject]
    return next((each for each in alike if _said(each) == _said(made)), None)


def _said(decision: Decision) -> tuple[object, ...]:
    cited = decision.citation
    place = (cited.path, cited.sha256, cited.start, cited.end) if cited else None
    return decision.ruling, decision.by, decision.reason, place


def _by(assistant: Assistant, named: str) -> str:
    require(assistant.settings, Role.EDITOR, "decide on evidence")
    by = person(assistant.settings, named)
    if not by:
        raise DecisionError('Who decides is not known: --by NAME, or user = "NAME" in ctpat.toml.')
    return by


def _subject(assistant: Assistant, wish: Wish) -> tuple[Criterion, str]:
    """The criterion, and the id of the part (or the criterion's number) that a decision is about."""
    number, dot, _ = wish.subject.partition(".")
    if not number.isdecimal():
        raise DecisionError(f"“{wish.subject}” is no part such as 58.2: ctpat criteria show 58 lists them.")
    criterion = assistant.catalogue.criterion(int(number))
    parts = [part.id for part in criterion.requirements]
    if dot and wish.subject not in parts:
        raise DecisionError(f"There is no part {wish.subject}: criterion {number} has {', '.join(parts)}.")
    if dot or wish.ruling is Ruling.NOT_APPLICABLE:
        return criterion, wish.subject
    if len(parts) > 1:
        raise DecisionError(f"Criterion {number} has the parts {', '.join(parts)}: say which one.")
    return criterion, parts[0]


def _cited(assistant: Assistant, wish: Wish, criterion: Criterion, part: str) -> list[Citation]:
    """The words that a decision is about; for a file as a whole, its citation without a quote."""
    document = document_named(assistant.documents(), wish.file)
    if wish.ruling in ACCEPTING and document.kind in CIRCULAR:
        raise DecisionError(
            f"{document.name} cannot be evidence: {UNFIT[document.kind]}. Name the document behind it, or put its kind"
            " right if it is something else."
        )
    judged = next(each for each in assistant.coverage(criterion.number).judgements if each.requirement.id == part)
    shown = [item for item in judged.evidence if item.citation.path == document.path]
    if wish.citation:
        if assistant.verify(wish.citation).verified:
            return [wish.citation]
        raise DecisionError(f"{document.name} has changed since these words were shown: look at it again.")
    if wish.quote:
        return [_quoted(assistant.papers(), document, wish.quote, shown)]
    if wish.ruling is Ruling.REJECTED:
        return [Citation(document.path, document.name, document.sha256, 0, 0, "")]
    if wish.ruling is Ruling.LINKED:
        return [_best(assistant, judged.requirement, document)]
    return _shown(judged, document, shown)


def _shown(judged: Judgement, document: Document, shown: Iterable[Evidence]) -> list[Citation]:
    """What `covers` shows of a file for a part; what speaks against it or does not count is accepted by words only."""
    part = judged.requirement.id
    fit = [item for item in shown if item.grade is not Grade.CONTRADICTS and item.counts]
    fresh = [item.citation for item in fit if item.decision is None]
    if fit and not fresh:
        raise DecisionError(f"{document.name} is accepted for {part} already: ctpat decisions {part}.")
    if not fresh:
        raise DecisionError(
            f'Of {document.name} nothing is shown for {part} that could be accepted: give the words with --quote "…",'
            f" or say that the file covers it: ctpat decide {part} link FILE."
        )
    return fresh


def _best(assistant: Assistant, part: Requirement, document: Document) -> Citation:
    citation = assistant.nearest(part, document.path)
    if citation is None:
        raise DecisionError(
            f'No passage of {document.name} reads like {part.id}: give the words that cover it with --quote "…".'
        )
    return citation


def _quoted(papers: Papers, document: Document, words: str, shown: Iterable[Evidence]) -> Citation:
    """The words as they stand in the document, with the rest of their sentences; nothing that is not there verbatim."""
    told = normalised(words)
    short = told if len(told) <= 80 else f"{told[:79]}…"
    if len(told) < FEWEST:
        raise DecisionError(f"“{short}” is too short to be found again: quote more of the words in {document.name}.")
    places = occurrences(papers.text(document.path), words)
    if not places:
        raise DecisionError(f"“{short}” does not stand in {document.name}: copy the words as they are there.")
    if len(places) > 1:
        spans = [(item.citation.start, item.citation.end) for item in shown]
        judged = [place for place in places if any(place[0] < end and start < place[1] for start, end in spans)]
        if len(judged) != 1:
            raise DecisionError(f"“{short}” stands in {document.name} {len(places)} times: quote more of the words.")
        places = judged
    start, end = places[0]
    for passage in papers.passages(document.path, start, end):
        first, last = whole_sentences(passage, *places[0])
        start, end = min(start, first), max(end, last)
    citation = papers.cite(document, start, end)
    if not citation.verified:
        raise DecisionError(f"The words in {document.name} cannot be read again: ingest the file anew.")
    return citation

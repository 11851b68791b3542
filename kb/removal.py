"""Takes documents out of the knowledge base, and tells before what would then be left without evidence."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from kb.assistant import Assistant
from kb.audit import person, record
from kb.base import KnowledgeBase
from kb.candidates import candidates
from kb.decided import decided
from kb.decisions import in_force, kept
from kb.errors import SourceError
from kb.judging import Judging
from kb.model import Coverage, Criterion, Document, Evidence, Grade, Hit, Judgement, Requirement, Status
from kb.responses import responses
from kb.scope import SECTIONS, Scope
from kb.settings import Settings
from kb.standing import Papers, asked, standing

INSIDE = "!/"  # between a file's path and the name of a file inside it
FROM_BEST = (Status.COVERED, Status.NOT_APPLICABLE, Status.PARTIAL, Status.CONFLICT, Status.STALE, Status.GAP)
SHOWS = (Grade.SUPPORTS, Grade.PARTIAL)


@dataclass(frozen=True, slots=True)
class Loss:
    """A part of a criterion that stands worse without the documents."""

    criterion: Criterion
    requirement: Requirement
    before: Status
    after: Status


@dataclass(frozen=True, slots=True)
class Effect:
    """What taking documents out does."""

    documents: tuple[Document, ...]  # those that go, with the files inside them
    losses: tuple[Loss, ...]  # by criterion
    answers: tuple[int, ...]  # criteria whose approved answer quotes one of them
    returning: tuple[Document, ...]  # earlier versions that take their place


def shown_for(coverages: Sequence[Coverage]) -> dict[str, list[str]]:
    """Path of a document -> the parts that it is shown as evidence for and counts."""
    parts: dict[str, dict[str, None]] = {}
    for coverage in coverages:
        for judged in coverage.judgements:
            for item in judged.evidence:
                if _shows(item):
                    parts.setdefault(item.citation.path, {})[judged.requirement.id] = None
    return {path: list(found) for path, found in parts.items()}


def effect_of(assistant: Assistant, documents: Sequence[Document]) -> Effect:
    """What would become of the criteria without some documents; nothing is changed.

    Raises SourceError for a file inside another one, which cannot go alone.
    """
    gone = _with_inside(documents, assistant.documents())
    paths = {document.path for document in gone}
    resting = [
        number
        for number, response in responses(assistant.base.store).items()
        if response.in_force and any(support.citation.path in paths for support in response.in_force.supports)
    ]
    older = [each for each in assistant.documents() if each.superseded_by in paths and each.path not in paths]
    return Effect(tuple(gone), tuple(_losses(assistant, paths)), tuple(resting), tuple(older))


def remove(
    base: KnowledgeBase, settings: Settings, documents: Sequence[Document], settle: Callable[[KnowledgeBase], object]
) -> None:
    """Take documents out, and delete those that are uploads of the workspace; originals elsewhere stay.

    `settle` finds anew which documents are superseded. Raises SourceError, AccessError or WorkspaceError.
    """
    with base.writing():
        gone = _with_inside(documents, base.documents())
        with base.store.transaction():
            for document in gone:
                base.store.remove(document.path)
            settle(base)
            removed = {document.name: document.sha256 for document in gone}
            record(base.store, person(settings), "documents removed", {"removed": removed})
    for document in gone:
        if Path(document.path).is_relative_to(settings.uploads):
            with suppress(OSError):  # it is out of the base; the copy can be deleted by hand
                Path(document.path).unlink()


def _with_inside(documents: Sequence[Document], known: Sequence[Document]) -> list[Document]:
    """The documents and the files inside them, each once."""
    paths = [document.path for document in documents]
    gone = [each for each in known if each.path in paths or each.path.startswith(tuple(f"{p}{INSIDE}" for p in paths))]
    for document in gone:
        outer = next((each for each in known if document.path.startswith(f"{each.path}{INSIDE}")), None)
        if outer and outer not in gone:
            raise SourceError(f"{document.name} stands inside {outer.name}: remove that, and it goes with it.")
    return gone


def _losses(assistant: Assistant, gone: Collection[str]) -> list[Loss]:
    touched = [
        (coverage.criterion, judged.requirement)
        for coverage in assistant.map()
        for judged in coverage.judgements
        if any(item.citation.path in gone and _shows(item) for item in judged.evidence)
    ]
    if not touched:
        return []
    with assistant.base.reading():
        found = candidates(assistant.base, [requirement for _, requirement in touched], assistant.documents())
        now, then = (_judged(assistant, touched, found, without) for without in ((), gone))
    pairs = zip(touched, now, then, strict=True)
    return [
        Loss(criterion, requirement, before.status, after.status)
        for (criterion, requirement), before, after in pairs
        if FROM_BEST.index(after.status) > FROM_BEST.index(before.status)
    ]


def _judged(
    assistant: Assistant,
    parts: Sequence[tuple[Criterion, Requirement]],
    found: Mapping[str, Sequence[Hit]],
    gone: Collection[str],
) -> list[Judgement]:
    """The parts judged on the documents that are not gone, by the program's own reading alone."""
    store = assistant.base.store
    judging = Judging(store, _left(assistant.documents(), gone), assistant.as_of)
    papers, made = Papers(judging.documents, store, assistant.as_of, judging.party), kept(store)
    judged = []
    for criterion, requirement in parts:
        left = [hit for hit in found[requirement.id] if hit.passage.path not in gone]
        evidence = judging.evidence(requirement, SECTIONS.get(criterion.section, Scope.ANY), left)
        settled = [standing(each, asked(each.subject, criterion), papers) for each in in_force(made, requirement.id)]
        judged.append(decided(requirement, evidence, settled, papers))
    return judged


def _left(documents: Iterable[Document], gone: Collection[str]) -> list[Document]:
    """What is left; an earlier version of what is gone holds again."""
    return [
        replace(document, superseded_by="") if document.superseded_by in gone else document
        for document in documents
        if document.path not in gone
    ]


def _shows(item: Evidence) -> bool:
    return item.counts and item.grade in SHOWS

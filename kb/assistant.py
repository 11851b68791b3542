"""The one core that every door calls: the command line, the pages, the evaluation."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from kb import __version__
from kb.answer import answer_criterion, answer_freely
from kb.base import KnowledgeBase
from kb.candidates import candidates
from kb.citations import Gate, cite
from kb.coverage import coverage, judgement
from kb.criteria import Catalogue, load_catalogue
from kb.draft import Phrase, draft
from kb.errors import UnknownCriterionError
from kb.evidence import judge
from kb.facets import Lens, Prepared
from kb.gaps import GapReport, expiring
from kb.likeness import judge_by_likeness
from kb.listing import list_answered_no, list_expiring
from kb.llm import load_model
from kb.model import Answer, Citation, Coverage, Criterion, Document, Draft, Evidence, Hit, Kind, Passage, Requirement
from kb.parties import party_of, short_names
from kb.phrasing import phrase
from kb.scope import SECTIONS, Scope
from kb.search import fused
from kb.settings import Settings

HITS = 40  # passages read for a free question
# A question about coverage is answered from a criterion; any other one from what the documents say.
ABOUT_COVERAGE = re.compile(
    r"\b(?:cover(?:s|ed|age|ing)?|criterion|criteria|evidence|gap|missing|comply|complian\w*|prove|proof)\b", re.I
)


class Assistant:
    """Finds, quotes, judges and drafts over one workspace, as of one day."""

    def __init__(self, settings: Settings, as_of: date | None = None) -> None:
        self.settings = settings
        self.as_of = as_of or date.today()
        self._coverages: dict[int, Coverage] = {}  # by criterion number, of the documents as they were at _changes
        self._prepared: dict[str, Prepared] = {}
        self._known_parties: dict[tuple[str, ...], str] = {}  # of the documents as they were at _changes
        self._changes = -1

    @cached_property
    def base(self) -> KnowledgeBase:
        """The store with its vectors; opened when first asked for."""
        return KnowledgeBase(self.settings)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The criteria, with the user's own wording where it was imported."""
        return load_catalogue(self.settings.overrides)

    def documents(self) -> list[Document]:
        """Every document, by name."""
        return self.base.store.documents()

    @property
    def warning(self) -> str:
        """What a reader must know of the state of the base; empty where there is nothing."""
        workspace = self.settings.workspace
        if not self.base.stamps():
            return f"{workspace} holds no documents yet, so all is a gap: ctpat --workspace {workspace} ingest FOLDER"
        since = self.base.unfinished
        return f"An ingest begun at {since} is not finished: what it has not read yet is not judged." if since else ""

    def coverage(self, number: int) -> Coverage:
        """Where one criterion stands; raises UnknownCriterionError."""
        self._renew()
        if number not in self._coverages:
            self._judge([self.catalogue.criterion(number)])
        return self._coverages[number]

    def map(self) -> tuple[Coverage, ...]:
        """Where every criterion stands, in portal order."""
        self._renew()
        self._judge([criterion for criterion in self.catalogue.criteria if criterion.number not in self._coverages])
        return tuple(self._coverages[criterion.number] for criterion in self.catalogue.criteria)

    def ask(self, question: str) -> Answer:
        """The answer to a question about a criterion or about what the documents say, or an honest no."""
        try:
            number = self._criterion_asked(question)
        except UnknownCriterionError as error:
            return Answer(question, False, str(error), reason=str(error))
        if number is not None:
            return answer_criterion(question, self.coverage(number), self._gate().verify)
        documents = {document.path: document for document in self.documents()}
        listed = self._listed(question, documents)
        if listed:
            return listed
        found = fused(self.base.searchable, question, HITS) if documents else []
        hits = [hit for hit in found if not documents[hit.passage.path].superseded_by]
        cited = [
            (hit, documents[hit.passage.path].kind, cite(hit.passage, documents[hit.passage.path])) for hit in hits
        ]
        return answer_freely(question, cited, self._gate().verify)

    def _listed(self, question: str, documents: dict[str, Document]) -> Answer | None:
        """The answer to a question about the base itself; None for one about what documents say."""
        vendors = (passage for path in documents for passage in self._questionnaire(documents[path]))
        return list_expiring(question, list(documents.values()), self.as_of) or list_answered_no(
            question, ((passage, documents[passage.path]) for passage in vendors), self.verify
        )

    def _questionnaire(self, document: Document) -> list[Passage]:
        return self.base.store.passages(document.path) if document.kind is Kind.QUESTIONNAIRE else []

    def draft(self, number: int) -> Draft:
        """The Partner Response of a criterion, as far as evidence carries one; raises UnknownCriterionError."""
        titles = {document.path: document.title for document in self.documents()}
        coverage = self.coverage(number)
        return draft(
            coverage,
            self.settings.company,
            self._gate().verify,
            lambda path: titles.get(path, ""),
            self._phrase(coverage.criterion.question),
        )

    def gap_report(self) -> GapReport:
        """Readiness, and every criterion that is not met."""
        documents = self.documents()
        return GapReport(
            company=self.settings.company,
            as_of=self.as_of,
            coverages=self.map(),
            documents=len(documents),
            expiring=expiring(documents, self.as_of),
            made_by=self.made_by(),
        )

    def told(self, coverage: Coverage) -> Answer:
        """A coverage told in words, with its quotes."""
        return answer_criterion(f"what covers {coverage.criterion.number}?", coverage, self.verify)

    def passage_counts(self) -> dict[str, int]:
        """Path -> number of passages."""
        return self.base.store.passage_counts()

    def made_by(self) -> dict[str, str]:
        """What a result rests on: program, catalogue, embedding model, state of the documents."""
        return {
            "program": f"ctpat-kb {__version__}",
            "catalogue": f"{self.catalogue.business_type} {self.catalogue.edition} {self.catalogue.sha256[:12]}",
            "embedder": self.base.embedder.name,
            "documents": str(self.base.store.changes),
            "as_of": self.as_of.isoformat(),
        }

    def verify(self, citation: Citation) -> Citation:
        """The citation, verified against the stored text."""
        return self._gate().verify(citation)

    def close(self) -> None:
        """Close the store, if it was opened."""
        if "base" in self.__dict__:
            self.base.close()

    def _phrase(self, question: str) -> Phrase | None:
        """How a party's block is worded; None without a configured language model."""
        model = load_model(self.settings)
        return (lambda party, quotes: phrase(model, question, party, quotes)) if model else None

    def _gate(self) -> Gate:
        return Gate(self.base.store.document, self.base.store.text)

    def _renew(self) -> None:
        """Forget judgements of documents that have changed since."""
        changes = self.base.store.changes
        if changes != self._changes:
            self._coverages.clear()
            self._prepared.clear()
            self._known_parties = short_names(self.documents())
            self._changes = changes

    def _criterion_asked(self, question: str) -> int | None:
        """The criterion that a question is about; None for a question about the documents."""
        number = self.catalogue.mentioned(question)
        if number is not None or not ABOUT_COVERAGE.search(question):
            return number
        named = self.catalogue.find(question)
        return self.catalogue.look_up(question).number if named else None

    def _judge(self, criteria: Sequence[Criterion]) -> None:
        documents = {document.path: document for document in self.documents()}
        gate = self._gate()
        requirements = [requirement for criterion in criteria for requirement in criterion.requirements]
        found = dict(zip([r.id for r in requirements], candidates(self.base, requirements), strict=True))
        for criterion in criteria:
            scope = SECTIONS.get(criterion.section, Scope.ANY)
            judged = [
                judgement(requirement, self._evidence(requirement, scope, found[requirement.id], documents, gate))
                for requirement in criterion.requirements
            ]
            self._coverages[criterion.number] = coverage(criterion, judged, self.as_of)

    def _evidence(
        self, requirement: Requirement, scope: Scope, hits: Sequence[Hit], documents: dict[str, Document], gate: Gate
    ) -> list[Evidence]:
        """The candidates of a requirement that are evidence of some grade, each quote verified."""
        found: list[Evidence] = []
        known = self._known_parties
        lens = Lens.of(requirement)
        for hit in hits:
            document = documents[hit.passage.path]
            if requirement.core:
                prepared = self._prepare(hit, document)
                judged = judge(requirement, lens, prepared, document, self.as_of, hit.dense or 0.0, scope)
            else:
                judged = judge_by_likeness(requirement, hit, document)
            if judged:
                party = party_of(hit.passage, judged.citation.start - hit.passage.start, document, known)
                found.append(replace(judged, citation=gate.verify(judged.citation), party=party))
        return [evidence for evidence in found if evidence.citation.verified]

    def _prepare(self, hit: Hit, document: Document) -> Prepared:
        key = hit.passage.id
        if key not in self._prepared:
            self._prepared[key] = Prepared(hit.passage, document.title)
        return self._prepared[key]

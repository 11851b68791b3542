"""The one core that every door calls: the command line, the pages, the evaluation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from kb import __version__
from kb.access import allowed
from kb.answer import answer_criterion
from kb.asking_route import Ground, answered
from kb.audit import person
from kb.base import KnowledgeBase
from kb.candidates import candidates, within
from kb.citations import Gate, cite
from kb.consult import Consultant
from kb.coverage import coverage
from kb.criteria import Catalogue, load_catalogue
from kb.decided import decided, nearest
from kb.decisions import in_force, kept
from kb.draft import Phrase, draft
from kb.expiry import horizon, lapses
from kb.gaps import GapReport
from kb.judging import Judging
from kb.llm import Later, load_model
from kb.matrix import Matrix, matrix
from kb.model import (
    Answer,
    Citation,
    Coverage,
    Criterion,
    Decision,
    Document,
    Draft,
    Evidence,
    Hit,
    Passage,
    Requirement,
)
from kb.party import Profile, open_answers, profile
from kb.people import Role
from kb.phrasing import SCHEMA as WORDINGS
from kb.phrasing import Writer, as_they_stand
from kb.prior import prior
from kb.responses import response
from kb.scope import SECTIONS, Scope
from kb.search import fused, lexical
from kb.settings import Settings
from kb.shortening import Shortener
from kb.snapshot import changes, keep, last_before, snapshot
from kb.standing import Papers, asked, standing
from kb.verdict import SCHEMA, Case

HITS = 40  # passages read for a free question
ALIKE = 8  # passages that a sentence of an earlier answer is held against


class Assistant:
    """Finds, quotes, judges and drafts over one workspace, as of one day."""

    def __init__(self, settings: Settings, as_of: date | None = None) -> None:
        self.settings = settings
        self.as_of = as_of or date.today()
        self._coverages: dict[int, Coverage] = {}  # by criterion number, of the documents as they were at _changes
        self._judging: Judging  # of the documents as they were at _changes
        self._papers: Papers  # likewise
        self._read: tuple[str, list[Document]] | None = None  # the passages' state and the documents at _changes
        self._decided: list[Decision] = []  # at _changes
        self._changes = -1

    @cached_property
    def base(self) -> KnowledgeBase:
        """The store with its vectors; opened when first asked for."""
        return KnowledgeBase(self.settings)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The criteria, with the user's own wording where it was imported."""
        return load_catalogue(self.settings.overrides)

    def read_criteria_again(self) -> None:
        """Have the criteria read anew when they are next asked for, as after an import; they are judged anew then."""
        self.__dict__.pop("catalogue", None)
        self._read, self._changes = None, -1

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
        with self.base.reading():
            self._renew()
            if number not in self._coverages:
                self._judge([self.catalogue.criterion(number)])
            return self._coverages[number]

    @property
    def judged(self) -> tuple[Coverage, ...]:
        """Where those criteria stand that have been judged already, in portal order; judges none."""
        self._renew()
        return tuple(self._coverages[number] for number in sorted(self._coverages))

    @property
    def unjudged(self) -> int:
        """How many criteria are not judged yet, of the documents and decisions as they are now; judges none."""
        return len(self.catalogue.criteria) - len(self.judged)

    def judge(self, most: int) -> None:
        """Judge at most so many of the criteria that are not judged yet, so that the map comes step by step."""
        with self.base.reading():
            self._renew()
            left = [criterion for criterion in self.catalogue.criteria if criterion.number not in self._coverages]
            self._judge(left[:most])

    def map(self) -> tuple[Coverage, ...]:
        """Where every criterion stands, in portal order."""
        with self.base.reading():
            self._renew()
            self._judge([criterion for criterion in self.catalogue.criteria if criterion.number not in self._coverages])
            return tuple(self._coverages[criterion.number] for criterion in self.catalogue.criteria)

    def ask(self, question: str, before: Answer | Sequence[Answer | str] = ()) -> Answer:
        """The answer to a question about a criterion, the base or what the documents say, or an honest no.

        `before` is what was asked before, oldest first: a question such as "and 57?" is read with its subject.
        """
        with self.base.reading():
            self._renew()
            return answered(question, before, self._ground())

    def _ground(self) -> Ground:
        return Ground(
            self.base.store,
            self._judging.documents,
            lambda question, within: fused(self.base.searchable, question, HITS, within),
            self.catalogue,
            self.coverage,
            self._judged_within,
            self._gate().verify,
            self.as_of,
            self.settings.anniversary,
        )

    def draft(self, number: int, open_items: bool = False, phrase: Phrase | None = None) -> Draft:
        """The Partner Response of a criterion, as far as evidence carries one; raises UnknownCriterionError.

        With `open_items` it also says what is open, in lines that begin with "Open:". Its quotes are worded by the
        language model of the settings, or by `phrase`.
        """
        coverage, papers, company = self.coverage(number), self.papers(), self.settings.company
        written = draft(coverage, company, papers, phrase or self._phrase(coverage), open_items)
        reviewed = response(self.base.store, number)
        told = prior(number, papers, self._alike, reviewed.in_force if reviewed else None, company)
        return replace(written, prior=tuple(told))

    def wording(self, number: int) -> Callable[[], Phrase] | None:
        """What has a language model word the quotes of a draft, for the `phrase` of `draft`; None where none may.

        It may take minutes and needs nothing of this assistant, so that nobody has to wait for it.
        """
        if not self._may_send:
            return None
        blocks: list[tuple[str, Sequence[str]]] = []

        def note(asked: Sequence[tuple[str, Sequence[str]]]) -> list[list[str]]:
            blocks.extend(asked)
            return as_they_stand(asked)

        draft(self.coverage(number), self.settings.company, self.papers(), note)
        writer = Writer(self._later, self.settings.model_address, person(self.settings), self.settings.database)
        return lambda: writer.worded(number, blocks)

    def _alike(self, sentence: str) -> list[Passage]:
        """The passages that have most of a sentence's words."""
        return [hit.passage for hit in lexical(self.base.searchable, sentence, ALIKE)]

    def gap_report(self) -> GapReport:
        """Readiness, and every criterion that is not met."""
        with self.base.reading():
            documents, coverages, made_by = self.documents(), self.map(), self.made_by()
            ahead = horizon(self.settings.anniversary, self.as_of)
            now = snapshot(coverages, self.as_of, made_by)
            before = last_before(self.base.store, now)
            named = {document.name: document for document in documents}
            return GapReport(
                company=self.settings.company,
                as_of=self.as_of,
                coverages=coverages,
                documents=len(documents),
                made_by=made_by,
                ahead=ahead,
                matrix=matrix(coverages, documents),
                expiring=lapses(documents, coverages, ahead),
                changes=changes(before, now, coverages, named) if before else None,
                prepared_by=self.settings.user,
            )

    def keep_report(self, report: GapReport) -> None:
        """Note what a saved report says, for the next one to be compared with; raises WorkspaceError.

        Whoever may only read saves a report too, and the next one is not compared with it.
        """
        if not allowed(self.settings, Role.EDITOR):
            return
        keep(self.base.store, snapshot(report.coverages, report.as_of, report.made_by))

    def parties(self) -> Matrix:
        """What each party shows for each criterion."""
        with self.base.reading():
            return matrix(self.map(), self.documents())

    def party(self, name: str, parties: Matrix) -> Profile:
        """One party of the matrix: its papers, what it shows, what is open, and what to ask of it."""
        answers = [
            answer
            for document in parties.papers[name]
            for answer in open_answers(document, self.base.store.passages(document.path))
            if self.verify(answer.citation).verified
        ]
        return profile(name, parties, self.as_of, horizon(self.settings.anniversary, self.as_of), answers)

    def told(self, coverage: Coverage) -> Answer:
        """A coverage told in words, with its quotes."""
        return answer_criterion(f"what covers {coverage.criterion.number}?", coverage, self.verify)

    def passage_counts(self) -> dict[str, int]:
        """Path -> number of passages."""
        return self.base.store.passage_counts()

    def decisions(self) -> list[tuple[Decision, bool]]:
        """Every decision as it stands today, oldest first, and whether a later one has taken its place."""
        papers, made = self.papers(), kept(self.base.store)
        return [
            (standing(each, self._wording(each.subject), papers), each not in in_force(made, each.subject))
            for each in made
        ]

    def papers(self) -> Papers:
        """The documents, as decisions are read against them."""
        self._renew()
        return self._papers

    def nearest(self, requirement: Requirement, path: str) -> Citation | None:
        """The words of one document that come nearest to a part and do not speak against it; None where none do."""
        self._renew()
        hits = within(self.base, requirement, path, HITS)
        judged = self._judging.evidence(requirement, self._scope(requirement), hits)
        return nearest(judged, [(hit, self.verify(cite(hit.passage, self._judging.documents[path]))) for hit in hits])

    def _judged_within(self, requirement: Requirement, path: str) -> list[Evidence]:
        """The evidence for a part in one document."""
        hits = within(self.base, requirement, path, HITS)
        return self._judging.evidence(requirement, self._scope(requirement), hits)

    def _scope(self, requirement: Requirement) -> Scope:
        return SECTIONS.get(self.catalogue.criterion(int(requirement.id.partition(".")[0])).section, Scope.ANY)

    def made_by(self) -> dict[str, str]:
        """What a result rests on: program, catalogue, embedding model, state of the documents."""
        return {
            "program": f"ctpat-kb {__version__}",
            "catalogue": f"{self.catalogue.business_type} {self.catalogue.edition} {self.catalogue.sha256[:12]}",
            "embedder": self.base.embedder.name,
            "documents": str(self.base.store.changes),
            "as_of": self.as_of.isoformat(),
            **({"verdicts": self.settings.model_name} if self._consultant else {}),
        }

    def verify(self, citation: Citation) -> Citation:
        """The citation, verified against the stored text."""
        return self._gate().verify(citation)

    def close(self) -> None:
        """Close the store, if it was opened."""
        if "base" in self.__dict__:
            self.base.close()

    def _phrase(self, coverage: Coverage) -> Phrase | None:
        """How quotes are worded; None without a configured language model, or for whoever may only read."""
        writer, number = self._writer if allowed(self.settings, Role.EDITOR) else None, coverage.criterion.number
        return (lambda blocks: writer.phrase(number, blocks)) if writer else None

    @property
    def note(self) -> str:
        """What a reader must know of a language model's part in what was judged and drafted last; empty for nothing."""
        asked = (self.__dict__.get(name) for name in ("_consultant", "_writer"))  # who nobody asked for says nothing
        return " ".join(each.note for each in asked if each and each.note)

    @cached_property
    def _writer(self) -> Writer | None:
        """Who lets a language model word quotes; None unless one is configured."""
        model = load_model(self.settings, WORDINGS)
        if model is None:
            return None
        return Writer(model, self.settings.model_address, person(self.settings), self.settings.database)

    def shortener(self) -> Shortener | None:
        """Who says an answer's quotes more shortly; None without a language model, or for whoever may only read."""
        if not self._may_send:
            return None
        return Shortener(self._later, self.settings.model_address, person(self.settings), self.settings.database)

    @property
    def _may_send(self) -> bool:
        """Whether quotes may go to a language model: one is configured, and whoever is at work may edit."""
        return bool(self.settings.model_address) and allowed(self.settings, Role.EDITOR)

    @cached_property
    def _later(self) -> Later:
        return Later(self.settings, WORDINGS)

    @cached_property
    def _consultant(self) -> Consultant | None:
        """Who lets a language model read passages; None unless one is configured and its verdicts are wanted."""
        model = load_model(self.settings, SCHEMA) if self.settings.model_verdicts else None
        if model is None:
            return None
        return Consultant(model, self.settings.model_address, person(self.settings), self.settings.database)

    def _wording(self, subject: str) -> str:
        """The wording of a part or a criterion today; empty where the catalogue has none of that number."""
        number = int(subject.partition(".")[0])
        return next((asked(subject, each) for each in self.catalogue.criteria if each.number == number), "")

    def _gate(self) -> Gate:
        return Gate(self.base.store.document, self.base.store.text)

    def _renew(self) -> None:
        """Forget judgements of documents that have changed since, and of criteria decided on since."""
        store = self.base.store
        changes = store.changes
        if changes == self._changes:
            return
        read, made = (store.vectors_state, store.documents()), kept(store)
        if read != self._read:
            self._coverages.clear()
            self._judging = Judging(store, read[1], self.as_of)
            self._papers = Papers(self._judging.documents, store, self.as_of, self._judging.party)
        for decision in (one for one in [*self._decided, *made] if one not in self._decided or one not in made):
            self._coverages.pop(int(decision.subject.partition(".")[0]), None)
        self._read, self._decided, self._changes = read, made, changes

    def _judge(self, criteria: Sequence[Criterion]) -> None:
        papers, made = self.papers(), kept(self.base.store)
        requirements = [requirement for criterion in criteria for requirement in criterion.requirements]
        found = candidates(self.base, requirements, self._judging.documents.values())
        evidence = self._evidence(criteria, found)
        for criterion in criteria:
            judged = [
                decided(
                    requirement,
                    evidence[requirement.id],
                    [standing(each, asked(each.subject, criterion), papers) for each in in_force(made, requirement.id)],
                    papers,
                )
                for requirement in criterion.requirements
            ]
            self._coverages[criterion.number] = coverage(criterion, judged, self.as_of)

    def _evidence(self, criteria: Sequence[Criterion], found: Mapping[str, Sequence[Hit]]) -> dict[str, list[Evidence]]:
        """Part -> its evidence among its hits, weighed with a language model's reading where the settings want it."""
        cases: list[Case] = []
        for criterion in criteria:
            scope = SECTIONS.get(criterion.section, Scope.ANY)
            for requirement in criterion.requirements:
                evidence = self._judging.evidence(requirement, scope, found[requirement.id])
                cases.append(Case(requirement, evidence, found[requirement.id], scope, self._judging.documents))
        consultant = self._consultant
        weighed = consultant.weigh(cases) if consultant else [list(case.evidence) for case in cases]
        return {case.requirement.id: pieces for case, pieces in zip(cases, weighed, strict=True)}

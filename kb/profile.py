"""The security profile: for each criterion the words for the portal, where they come from, and whose they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.assistant import Assistant
from kb.gaps import assigned
from kb.impact import What, finding
from kb.model import Citation, Coverage, Draft, Evidence, Status
from kb.originals import CHANGED, GONE, Originals
from kb.quoting import occurrences
from kb.response import Act, Response, Step, Support, made_by
from kb.responses import responses
from kb.standing import Papers

FEW = 12  # criteria
GIVES_WAY = (What.CHANGED, What.OUT, What.VANISHED)  # an approved text that rests on it is not handed out


class Standing(StrEnum):
    """Whose words a Partner Response is made of."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    DRAFT = "draft"  # today's, by the program; nobody has approved it
    NONE = "no text"


@dataclass(frozen=True, slots=True)
class Source:
    """A verified quote that a Partner Response rests on."""

    citation: Citation
    party: str  # empty for the company itself
    evidence: Evidence | None  # as it is judged today; None where today's judgement does not show that piece
    fault: str = ""  # what became of the file since it was read; empty where it is the same


@dataclass(frozen=True, slots=True)
class Entry:
    """One criterion of the profile."""

    coverage: Coverage
    text: str  # for the portal, without markup; empty where there is none
    standing: Standing
    draft: Draft  # today's
    sources: tuple[Source, ...] = ()
    version: Step | None = None  # that the text is, where people approved it
    cautions: tuple[str, ...] = ()  # what whoever uses the text must know; never for a validator
    owner: str = ""
    due: str = ""  # a day, or empty
    scss_status: str = ""
    scss_comments: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """The portal's number."""
        return self.coverage.criterion.number

    @property
    def told_standing(self) -> str:
        """Such as "approved, version 2 by B. Osei, 2026-11-20" or "draft, not approved"."""
        if self.version is None:
            return "draft, not approved" if self.standing is Standing.DRAFT else self.standing.value
        return f"{self.standing.value}, version {self.version.version} by {self.version.by}, {self.version.at[:10]}"

    @property
    def ready(self) -> str:
        """The text as far as it may leave the house: a draft that the company's own papers contradict may not."""
        contested = self.standing is Standing.DRAFT and self.coverage.status is Status.CONFLICT
        return "" if contested else self.text


@dataclass(frozen=True, slots=True)
class SecurityProfile:
    """The criteria of the profile in portal order, with what it rests on."""

    company: str
    as_of: date
    prepared_by: str
    made_by: dict[str, str]
    entries: tuple[Entry, ...]


def profile(assistant: Assistant, numbers: Sequence[int] | None = None, drafts: bool = False) -> SecurityProfile:
    """The profile of these criteria (None: of all), in portal order.

    The approved text of the review where there is one, else today's draft; with `drafts`, today's drafts throughout.
    Raises UnknownCriterionError.
    """
    wanted = None if numbers is None else sorted({assistant.catalogue.criterion(number).number for number in numbers})
    maker = _Maker(assistant, drafts)
    return SecurityProfile(
        company=assistant.settings.company,
        as_of=assistant.as_of,
        prepared_by=assistant.settings.user,
        made_by=assistant.made_by(),
        entries=tuple(maker.entry(each) for each in _coverages(assistant, wanted)),
    )


def entry(assistant: Assistant, number: int) -> Entry:
    """The one criterion of the profile; raises UnknownCriterionError."""
    return profile(assistant, [number]).entries[0]


def _coverages(assistant: Assistant, wanted: Sequence[int] | None) -> list[Coverage]:
    """Where these criteria stand; a few are judged one by one, which is quicker than judging all."""
    if wanted is not None and len(wanted) <= FEW:
        return [assistant.coverage(number) for number in wanted]
    return [each for each in assistant.map() if wanted is None or each.criterion.number in wanted]


def overlap(one: Citation, other: Citation) -> bool:
    """Whether two citations have words in common."""
    return one.path == other.path and one.start < other.end and other.start < one.end


class _Maker:
    """Makes entries over one state of responses and papers."""

    def __init__(self, assistant: Assistant, drafts: bool) -> None:
        self._assistant = assistant
        self._responses = {} if drafts else responses(assistant.base.store)
        self._papers: Papers = assistant.papers()
        self._originals = Originals(assistant.settings)

    def entry(self, coverage: Coverage) -> Entry:
        """What the profile says of a criterion."""
        number = coverage.criterion.number
        response = self._responses.get(number)
        draft = self._assistant.draft(number)
        version, cautions = self._in_force(response)
        cited = self._cited(version.supports) if version else [(each, "") for each in draft.citations if each.verified]
        sources = tuple(self._source(citation, party, coverage) for citation, party in cited)
        text, standing = (
            (version.words, _standing(response, version)) if version else (draft.portal_text, Standing.DRAFT)
        )
        changed = sorted({each.citation.document for each in sources if each.fault == CHANGED})
        if changed:
            text, version = "", None
            cautions.append(f"No text: {', '.join(changed)} {CHANGED}; read it in anew with ctpat ingest.")
        gone = sorted({each.citation.document for each in sources if each.fault == GONE})
        cautions += [f"{', '.join(gone)} {GONE}."] if gone else []
        if coverage.status is Status.CONFLICT:
            cautions.append("The documents contradict each other: see ctpat covers before anything is said.")
        owner, due = assigned(coverage)
        return Entry(
            coverage=coverage,
            text=text,
            standing=standing if text else Standing.NONE,
            draft=draft,
            sources=sources if text else (),
            version=version,
            cautions=tuple(cautions),
            owner=(response.owner if response else "") or owner,
            due=(response.due.isoformat() if response and response.due else "") or due,
            scss_status=response.scss_status if response else "",
            scss_comments=tuple(step.words for step in made_by((Act.SCSS_COMMENT,), response)) if response else (),
        )

    def _in_force(self, response: Response | None) -> tuple[Step | None, list[str]]:
        """The approved version, where it can still be handed out, and what must be known of it."""
        if response is None:
            return None, []
        newest, approved = response.newest, response.in_force
        waiting = f"Version {newest.version} by {newest.by} is {response.state.value}"
        if approved is None:
            return None, [f"{waiting} and not used: approve it first."]
        said = f"Version {approved.version}, approved,"
        cautions = [] if newest.version == approved.version else [f"{waiting}; {said} is used."]
        found = [
            each
            for support in approved.supports
            if (each := finding(support, self._papers)) and each.key not in response.settled
        ]
        broken = [each for each in found if each.what in GIVES_WAY]
        if broken:
            return None, [f"{said} is not used: {broken[0].why}. See ctpat impact."]
        cautions += [f"{each.why}. See ctpat impact." for each in found]
        return approved, cautions + _despite(response, approved)

    def _cited(self, supports: Iterable[Support]) -> list[tuple[Citation, str]]:
        """The evidence of a version where it stands today, verified, with its party."""
        own = self._assistant.settings.company
        found = [(self._today(support.citation), support.party) for support in supports]
        return [(citation, "" if party == own else party) for citation, party in found if citation]

    def _today(self, cited: Citation) -> Citation | None:
        papers = self._papers
        same = [each for each in papers.documents.values() if each.sha256 == cited.sha256]
        for document in sorted(same, key=lambda each: each.path != cited.path):
            moved = papers.cite(document, cited.start, cited.end)
            if moved.verified and moved.quote == cited.quote:
                return moved
        now = papers.documents.get(cited.path)
        places = occurrences(papers.text(cited.path), cited.quote) if now else []
        return papers.cite(now, *min(places, key=lambda each: abs(each[0] - cited.start))) if now and places else None

    def _source(self, citation: Citation, party: str, coverage: Coverage) -> Source:
        """A citation with the evidence that it is today, and with what became of its file."""
        pieces = [
            item for judged in coverage.judgements for item in judged.evidence if overlap(item.citation, citation)
        ]
        best = min(pieces, key=lambda item: (not item.counts, -item.strength), default=None)
        fault = self._originals.of(self._papers.documents[citation.path]).fault
        return Source(citation, party or (best.party if best else ""), best, fault)


def _standing(response: Response | None, version: Step) -> Standing:
    """Whether the version in force went into the portal."""
    steps = response.steps if response else ()
    sent = any(step.act is Act.SUBMITTED and step.version == version.version for step in steps)
    return Standing.SUBMITTED if sent else Standing.APPROVED


def _despite(response: Response, approved: Step) -> list[str]:
    """What a person approved although no evidence carries it."""
    steps = [step for step in response.steps if step.act is Act.APPROVED and step.version == approved.version]
    bare = steps[-1].uncarried if steps else ()
    if not bare:
        return []
    counted = (
        "1 sentence that no evidence carries was"
        if len(bare) == 1
        else f"{len(bare)} sentences that no evidence carries were"
    )
    return [f"{counted} approved by {steps[-1].by}: {steps[-1].words or 'no reason given'}."]

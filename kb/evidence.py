"""A passage judged for a requirement: its grade, the layer it proves, and why."""

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.citations import cite
from kb.entries import denied, voided
from kb.entries import unfinished as open_entry
from kb.facets import Lens, Prepared, Relevance
from kb.framing import framed, left_blank, taken_back, tells_answer
from kb.lapses import lapsed, to_come
from kb.membership import membership_claim
from kb.modality import HEDGE, PLAN, Mood, denies, mood
from kb.model import Document, Evidence, Grade, Kind, Layer, Requirement
from kb.questionnaire import answered, unfinished, worth
from kb.scope import Scope, systems_only
from kb.time import out_of_date, yearly_overdue

PARTNER_KINDS = (Kind.LETTER, Kind.QUESTIONNAIRE, Kind.CERTIFICATE)
RULE_KINDS = (Kind.POLICY, Kind.PROCEDURE, Kind.OTHER)
TRAINING = re.compile(
    r"\b(?:trainings?|trained|rosters?|attendance|attendees?|course|refresher|curriculum)\b", re.IGNORECASE
)
YEARLY = re.compile(
    r"\b(?:annual|annually|yearly|every year|each year|once a year|twelve months|12 months)\b", re.IGNORECASE
)
AFTER_REVIEW = re.compile(r"\bafter (?:the|each|such a) review\b", re.IGNORECASE)
REVIEW = re.compile(r"\b(?:review|reviewed|updated|checked|assess\w*)\b", re.IGNORECASE)
ABOUT_ITSELF = re.compile(
    r"[\d.\s§]*(?:purpose|scope|objectives?|introduction|overview|background|definitions?|references)\b", re.IGNORECASE
)
HISTORY = re.compile(
    r"\b(?:revision|change|version|document) (?:history|record|table|log)\b|\brevisions\b", re.IGNORECASE
)
DRAFT = re.compile(r"\b(?:draft|not approved|for comment)\b", re.IGNORECASE)
TAKES_UP = re.compile(r"(?:this|that|these|those|it|they|none|neither|which)\b", re.IGNORECASE)
DAY = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d\d\b")
NEXT_REVIEW = re.compile(r"\W*next (?:review|revision|audit)\b.{0,40}\d", re.IGNORECASE)  # a date to come shows nothing
FEWEST_WORDS = 4  # "Business continuity." names a matter and says nothing of it
WRITTEN = re.compile(r"\b(?:written|procedures?|polic(?:y|ies)|programmes?|plans?)\b", re.IGNORECASE)
MEMBERSHIP = re.compile(r"\b(?:in CTPAT|CTPAT certif|CTPAT or|certification|AEO)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the line runs between grades, by how near a passage comes to what is asked.

    Nearness is the cosine of the passage with kb.phrasings.wanted_vectors, less what its words leave unsaid.
    """

    core_weight: float  # what it loses where a core facet is not spoken in the quoted words themselves
    unspoken: float  # what it loses besides for each core facet that is nowhere spoken
    full_weight: float  # what it loses where none of the further facets is spoken
    shown: float  # nearness below which a passage is no evidence
    counts: float  # below which it is shown, and lifts no status
    warns: float  # the same for what contradicts or is out of date: a warning needs less
    full: float  # mean weight of the further facets below which support is partial


# Fitted on the dev half of labels by `python -m eval.fit`; the file says when, on what, and what they reached.
FITTED = Thresholds(**json.loads(Path(__file__).with_name("thresholds.json").read_text(encoding="utf-8"))["thresholds"])


@dataclass(frozen=True, slots=True)
class Verdict:
    """A grade with its reason."""

    grade: Grade
    reason: str = ""
    limits: bool = False
    lifts: bool = True  # false: no better than nothing, however near it comes
    incomplete: bool = False  # partial for nothing but what it leaves unsaid


def judge(
    requirement: Requirement,
    lens: Lens,
    prepared: Prepared,
    found: Relevance | None,
    document: Document,
    as_of: date,
    likeness: float = 0.0,
    scope: Scope = Scope.ANY,
    thresholds: Thresholds = FITTED,
) -> Evidence | None:
    """The passage as evidence for the requirement on a day, or None where it does not speak of it.

    `found` is what it says through the lens, `likeness` the cosine of passage and requirement; `scope` says how
    information systems count.
    """
    if found is None or _says_nothing(requirement, prepared, found, document, as_of):
        return None
    nearness = likeness - _unsaid(found, thresholds)
    if nearness < thresholds.shown or (not found.core_least and nearness < min(thresholds.counts, thresholds.warns)):
        return None  # where a core facet is unspoken, what does not count is not even the nearest there is
    beside = scope is not Scope.ANY and _of_systems(prepared, found)
    if beside and scope is Scope.OUTSIDE:
        return None
    enough = found.full_mean >= thresholds.full
    verdict = _verdict(requirement, lens, prepared, found, document, as_of, enough)
    if verdict.grade is Grade.CONTRADICTS and document.kind is Kind.RECORD and WRITTEN.search(requirement.text):
        return None  # a failure on one day does not unwrite a procedure
    if verdict.grade is Grade.SUPPORTS and beside:
        verdict = Verdict(Grade.PARTIAL, "it speaks of information systems and their rooms, not of the cargo side")
    counts = _counts(verdict, nearness, enough, thresholds)
    if not found.core_least and not counts:
        return None
    if verdict.grade is Grade.SUPPORTS and not counts:
        verdict = Verdict(Grade.PARTIAL, "the nearest that was found, and too little like what is asked to count")
    return Evidence(
        requirement=requirement.id,
        citation=cite(prepared.passage, document, found.start, found.end),
        kind=document.kind,
        grade=verdict.grade,
        layer=_layer(requirement, prepared, document),
        party=document.party,
        effective=document.effective,
        expires=document.expires,
        strength=round(min(max(nearness, 0.0), 1.0), 4),
        reasons=(verdict.reason,) if verdict.reason else (),
        counts=counts,
        limits=verdict.limits,
        lacks=tuple(name for name, weight in found.full.items() if not weight) if verdict.incomplete else (),
    )


def _of_systems(prepared: Prepared, found: Relevance) -> bool:
    """Whether the quoted words speak of information systems and their rooms only."""
    return systems_only(prepared.said(found.start, found.end), prepared.heading, prepared.title)


def _unsaid(found: Relevance, thresholds: Thresholds) -> float:
    """What a passage loses of its nearness for what it leaves unsaid."""
    unsaid = thresholds.core_weight * (1 - found.core_least) + thresholds.full_weight * (1 - found.full_mean)
    return unsaid + thresholds.unspoken * sum(not weight for weight in found.core.values())


def _counts(verdict: Verdict, nearness: float, enough: bool, thresholds: Thresholds) -> bool:
    """Whether a passage is near enough to be more than the nearest there is."""
    if not verdict.lifts or (verdict.grade is Grade.STALE and not enough):  # of today it would be partial at best
        return False
    warns = verdict.grade in (Grade.CONTRADICTS, Grade.STALE)
    return nearness >= (thresholds.warns if warns else thresholds.counts)


def asks_yearly_review(requirement: Requirement) -> bool:
    """Whether a requirement asks for the record of a yearly review."""
    periodic = YEARLY.search(requirement.text) or AFTER_REVIEW.search(requirement.text)
    return bool(periodic and REVIEW.search(requirement.text)) and requirement.layers[0] is Layer.RECORD


def _says_nothing(
    requirement: Requirement, prepared: Prepared, found: Relevance, document: Document, as_of: date
) -> bool:
    """CBP's text, a word or two and a log's column headings say nothing; a revision table tells of the paper only."""
    passage = prepared.passage
    if document.kind is Kind.CRITERIA or len(prepared.quoted(found).split()) < FEWEST_WORDS:
        return True
    if document.kind is Kind.RECORD and passage.locator.row is not None and not passage.fields:
        return True
    if NEXT_REVIEW.match(passage.text) and not lapsed(passage.text, as_of):
        return True
    return bool(HISTORY.search(passage.context)) and not asks_yearly_review(requirement)


def _verdict(
    requirement: Requirement,
    lens: Lens,
    prepared: Prepared,
    found: Relevance,
    document: Document,
    as_of: date,
    enough: bool,
) -> Verdict:
    if document.kind is Kind.PRIOR_ANSWER:
        return Verdict(Grade.CIRCULAR, "last year's answer is wording to reuse, not evidence")
    if document.kind is Kind.REGISTER:
        return Verdict(Grade.CLAIM_ONLY, "a register claims it; the document behind the claim is what counts")
    if document.kind is Kind.TEMPLATE:
        return Verdict(Grade.FORM_ONLY, "a form or template: it shows that a form exists, not that it is used")
    if tells_answer(prepared.preceding(found), prepared.quoted(found)):
        return Verdict(Grade.CIRCULAR, "it tells what was answered in the portal, which is no evidence")
    if old := out_of_date(document, prepared.passage.fields, as_of):
        return Verdict(Grade.STALE, old)
    if document.effective is None and document.kind in (Kind.LETTER, Kind.QUESTIONNAIRE):
        return Verdict(Grade.CLAIM_ONLY, f"the {document.kind} is neither dated nor signed as of a day")
    if document.kind is Kind.RECORD and document.effective is None and not DAY.search(prepared.passage.text):
        return Verdict(Grade.PARTIAL, "the record bears no date")
    if MEMBERSHIP.search(requirement.text) and (claim := membership_claim(prepared.passage.text, document, as_of)):
        return Verdict(Grade.CLAIM_ONLY, claim)
    if document.kind in PARTNER_KINDS and answered(prepared.passage.fields):
        grade, reason = worth(prepared.passage.fields)
        if grade is Grade.SUPPORTS:
            return _complete(found, enough, reason)
        return Verdict(grade, reason, limits=unfinished(prepared.passage.fields))
    if asks_yearly_review(requirement) and document.kind in RULE_KINDS:
        overdue = yearly_overdue(document, as_of)
        if overdue:
            return Verdict(Grade.STALE if document.effective else Grade.PARTIAL, overdue)
    if DRAFT.search(f"{document.title} {document.name}"):
        return Verdict(Grade.PARTIAL, "a draft: it is not in force", lifts=False)
    if requirement.layers[0] in (Layer.RECORD, Layer.TRAINING) and (
        past := lapsed(prepared.passage.text[found.start :], as_of)
    ):
        return Verdict(Grade.STALE, past)
    if any(to_come(sentence, as_of) for sentence in prepared.telling(found)):
        return Verdict(Grade.PARTIAL, "it speaks of a time to come", lifts=False)
    verdict = _by_mood(requirement, lens, prepared, found, document, enough)
    if document.kind is Kind.OTHER and document.effective is None and verdict.grade is Grade.SUPPORTS:
        return Verdict(Grade.PARTIAL, "an undated document of a kind that was not recognised: give its kind")
    return verdict


def _by_mood(
    requirement: Requirement, lens: Lens, prepared: Prepared, found: Relevance, document: Document, enough: bool
) -> Verdict:
    record = document.kind is Kind.RECORD
    reports = document.kind in (Kind.RECORD, Kind.LETTER)  # what they deny is a fact, not a prohibition
    moods = {mood(sentence, reports) for sentence in prepared.telling(found)}
    whole = {mood(sentence, reports) for sentence in prepared.telling(found, whole=True)}
    if record and requirement.layers[0] is Layer.PROCEDURE and voided(prepared.passage.fields):
        return Verdict(Grade.PARTIAL, "an entry that was cancelled says nothing of the rule", lifts=False)
    if record and prepared.passage.fields:  # a row denies what one of its cells denies, not what it mentions beside
        against = {Mood.DENIAL} if denied(prepared.passage.fields, lens.core.values()) else set()
        moods, whole = (moods - {Mood.DENIAL}) | against, (whole - {Mood.DENIAL}) | against
        if not against and open_entry(prepared.passage.fields):
            return Verdict(Grade.PARTIAL, "the entry stands open, or what it speaks of has run out", limits=True)
    elif record and TAKES_UP.match(prepared.following(found)) and denies(prepared.following(found)):
        return Verdict(Grade.CONTRADICTS, "it says that this is not so or was not done", limits=True)
    heading = " ".join(prepared.passage.locator.trail[-1:])
    if framed(prepared.preceding(found), heading):
        return Verdict(Grade.PARTIAL, "what stands before it says that it is not so, or only an example", lifts=False)
    if left_blank(prepared.quoted(found), prepared.following(found)):
        return Verdict(Grade.FORM_ONLY, "it is left blank")
    if taken_back(prepared.following(found)):
        return Verdict(Grade.PARTIAL, "the next sentence takes a part of it back", limits=True)
    if moods == {Mood.QUESTION}:
        return Verdict(Grade.FORM_ONLY, "it only asks")
    if Mood.DENIAL in whole:
        return Verdict(Grade.CONTRADICTS, "it says that this is not so or was not done", limits=True)
    if Mood.DENIAL in moods:
        return Verdict(Grade.PARTIAL, "it says that something is not so", lifts=False)
    if Mood.PLAN in moods:
        finished = moods != {Mood.PLAN}
        told = "it speaks of a plan, not of something finished"
        return Verdict(Grade.PARTIAL, told, limits=Mood.PLAN in whole, lifts=finished or Mood.PLAN in whole)
    if not record and any(PLAN.search(sentence) for sentence in prepared.beside(found)):
        return Verdict(Grade.PARTIAL, "the same clause says that a part of it is still to come", limits=True)
    if Mood.HEDGE in moods and not HEDGE.search(requirement.text):
        return Verdict(Grade.PARTIAL, "it leaves the matter to circumstances")
    if not asks_yearly_review(requirement) and ABOUT_ITSELF.match(heading):
        return Verdict(Grade.PARTIAL, "it says what the document is about, not what is done")
    return _complete(found, enough, "")


def _complete(found: Relevance, enough: bool, reason: str) -> Verdict:
    unsaid = [name.replace("_", " ") for name, weight in found.full.items() if not weight]
    if enough:
        return Verdict(Grade.SUPPORTS, reason)
    lacking = f"it does not say: {', '.join(unsaid)}" if unsaid else "it is not explicit"
    return Verdict(Grade.PARTIAL, f"{reason}; {lacking}" if reason else lacking, incomplete=bool(unsaid))


def _layer(requirement: Requirement, prepared: Prepared, document: Document) -> Layer | None:
    if document.kind in RULE_KINDS:
        # A dated, owned revision is the record of a policy's own yearly review.
        return Layer.RECORD if asks_yearly_review(requirement) and document.effective else Layer.PROCEDURE
    if document.kind in PARTNER_KINDS:
        return Layer.PARTNER
    return _layer_of_record(prepared, document) if document.kind in (Kind.RECORD, Kind.MEDIA) else None


def _layer_of_record(prepared: Prepared, document: Document) -> Layer:
    passage = prepared.passage
    about = f"{document.title} {document.name} {passage.context} {passage.locator.sheet}"
    return Layer.TRAINING if TRAINING.search(about) else Layer.RECORD

"""The nouns of the knowledge base: frozen records without behaviour, standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a document is; decides what it can prove."""

    CRITERIA = "criteria"
    POLICY = "policy"
    PROCEDURE = "procedure"
    RECORD = "record"
    QUESTIONNAIRE = "questionnaire"
    LETTER = "letter"
    CERTIFICATE = "certificate"
    PRIOR_ANSWER = "prior answer"
    REGISTER = "register"  # a control register or crosswalk: says what is claimed, proves nothing
    MEDIA = "media"
    TEMPLATE = "template"
    OTHER = "other"


# Kinds whose text never shows what the company does.
MUTE = (Kind.PRIOR_ANSWER, Kind.CRITERIA, Kind.REGISTER, Kind.TEMPLATE)


class Layer(StrEnum):
    """The kind of proof a requirement asks for."""

    PROCEDURE = "procedure"
    RECORD = "record"
    PARTNER = "partner"
    TRAINING = "training"
    TECHNOLOGY = "technology"


class Grade(StrEnum):
    """What a passage is worth as evidence for one requirement."""

    SUPPORTS = "supports"
    PARTIAL = "partial"
    CONTRADICTS = "contradicts"
    FORM_ONLY = "form only"
    CLAIM_ONLY = "claim only"
    STALE = "stale"
    WRONG_PARTY = "wrong party"
    CIRCULAR = "circular"


class Status(StrEnum):
    """Where a requirement or a criterion stands."""

    COVERED = "covered"
    PARTIAL = "partial"
    GAP = "gap"
    CONFLICT = "conflict"
    STALE = "stale"
    NOT_APPLICABLE = "not applicable"


class Ruling(StrEnum):
    """What a person decided."""

    ACCEPTED = "accepted"  # these words are evidence for the part
    REJECTED = "rejected"  # these words, or this file, are none
    NOT_APPLICABLE = "not applicable"
    LINKED = "linked"  # this file covers the part, whatever the search found


class Flag(StrEnum):
    """CBP's word for how binding a criterion is."""

    MUST = "Must"
    SHOULD = "Should"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something read from a document about itself, with the words it was read from."""

    name: str  # kind, title, party, site, effective, expires, version, language, approval, …
    value: str  # dates as ISO 8601
    words: str = ""  # the words it was read from; empty when read from the file's name or properties
    confidence: float = 1.0  # 0 to 1
    doubt: str = ""  # why a person should look at it; stands among the document's warnings too


@dataclass(frozen=True, slots=True)
class Document:
    """One source file as it was read."""

    path: str  # absolute path; the key
    name: str  # path relative to the folder that was ingested; what people see
    sha256: str  # of the file's bytes
    kind: Kind = Kind.OTHER
    title: str = ""
    party: str = ""  # whose paper it is: a vendor, an issuer; empty for the company itself
    site: str = ""
    effective: date | None = None  # effective, signed or performed on
    expires: date | None = None
    version: str = ""
    language: str = ""
    pages: int | None = None
    placeholders: int = 0  # blanks still to be filled in; a template has several
    superseded_by: str = ""  # path of the newer version, empty for the current one
    facts: tuple[Fact, ...] = ()
    warnings: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()  # names of the facts that a person put right


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a passage stands in its document."""

    page: int | None = None  # from 1
    clause: str = ""  # the document's own clause number, such as "2.1.1a"
    trail: tuple[str, ...] = ()  # headings above, outermost first
    sheet: str = ""
    row: int | None = None  # from 1, as the spreadsheet shows it


@dataclass(frozen=True, slots=True)
class Passage:
    """The smallest citable text: characters start to end of its document's text."""

    id: str
    path: str  # of its document
    start: int
    end: int
    text: str
    locator: Locator = Locator()
    context: str = ""  # heading trail or column headings: searched, never quoted
    fields: Mapping[str, str] = field(default_factory=dict)  # a table row by column role or heading


@dataclass(frozen=True, slots=True)
class DatedFlag:
    """A flag and the day from which it holds."""

    flag: Flag
    since: date


@dataclass(frozen=True, slots=True)
class Requirement:
    """One yes/no part of a criterion."""

    id: str  # "58.2"
    text: str
    layers: tuple[Layer, ...] = (Layer.PROCEDURE,)  # what is asked for first, then what is accepted instead
    core: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # facet -> terms; all facets must be spoken of
    full: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # facet -> terms; what full support adds
    lookalikes: tuple[str, ...] = ()
    search: tuple[str, ...] = ()  # words that documents use and the text does not


@dataclass(frozen=True, slots=True)
class Criterion:
    """One numbered question of the portal."""

    number: int
    msc_id: str  # text: "5.14" is not a decimal
    section: str
    title: str
    question: str
    flags: tuple[DatedFlag, ...]
    requirements: tuple[Requirement, ...]
    names: tuple[str, ...] = ()  # other ways a person names it
    title_confirmed: bool = False
    note: str = ""

    def flag(self, on: date) -> Flag:
        """The flag that holds on a day; before the first one's day, the first one."""
        held = [dated.flag for dated in self.flags if dated.since <= on]
        return held[-1] if held else self.flags[0].flag


@dataclass(frozen=True, slots=True)
class MscCriterion:
    """One row of CBP's published criteria; several portal questions may share it."""

    msc_id: str  # text: "5.14" is not a decimal
    criterion: str
    guidance: str  # advice, no requirement; may be empty
    flag: Flag


@dataclass(frozen=True, slots=True)
class MscDocument:
    """CBP's published criteria for one business type, of one edition."""

    name: str  # of the file
    business_type: str  # "importer", as the catalogue names it
    edition: date  # the first day of its month
    criteria: tuple[MscCriterion, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found by a search, best first; scores compare within one search only."""

    passage: Passage
    score: float
    lexical: float | None = None  # BM25, larger is better; None where that arm did not find it
    dense: float | None = None  # cosine similarity, -1 to 1


@dataclass(frozen=True, slots=True)
class Citation:
    """Quoted words and the place they were read from."""

    path: str
    document: str  # the document's name as people see it
    sha256: str
    start: int
    end: int
    quote: str
    locator: Locator = Locator()
    verified: bool = False  # true: the characters were re-read from the stored text at this hash and span
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person settled about a part or a criterion, with the words on which it was settled."""

    ruling: Ruling
    subject: str  # "58.2", or "58" for every part of the criterion
    asked: str  # the wording of the subject at the time
    by: str
    at: str  # ISO 8601 with the distance from UTC
    reason: str = ""
    citation: Citation | None = None  # None for "not applicable"; without a quote it is about the whole file
    around: str = ""  # the passages in which the quoted words stood
    despite: str = ""  # what spoke against the paper itself at the time, such as "expired on 2026-03-01"
    number: int = 0  # by which it is taken back; 0 until it is kept
    look_again: str = ""  # why it must be decided anew; found out at every judgement, never kept


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage judged for one requirement."""

    requirement: str
    citation: Citation
    kind: Kind
    grade: Grade
    layer: Layer | None  # the layer it proves; None where it proves none
    party: str
    effective: date | None
    expires: date | None
    strength: float  # 0 to 1; orders evidence of one grade
    reasons: tuple[str, ...] = ()
    counts: bool = True  # false: shown to a person as the nearest there is, but lifts no status
    limits: bool = False  # says that a part of what is asked is not so, or not yet: nothing is covered beside it
    lacks: tuple[str, ...] = ()  # facets it does not speak of, where that alone keeps it from supporting
    elsewhere: tuple[str, ...] = ()  # the company's other sites, where the paper is of one of them alone
    decision: Decision | None = None  # of the person who made it count
    by_meaning: bool = False  # shown for its meaning alone, at a part that nothing shows: never counts nor supports


@dataclass(frozen=True, slots=True)
class Judgement:
    """Where one requirement stands, and why."""

    requirement: Requirement
    status: Status
    evidence: tuple[Evidence, ...]
    missing: str  # empty when covered
    decisions: tuple[Decision, ...] = ()  # what people settled about it, oldest first
    decided: str = ""  # who settled the status, when and why; empty where the program came to the same by itself
    by_party: tuple[Evidence, ...] = ()  # the best piece of each party, kind and grade, however many others there are


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where one criterion stands: the judgements of its parts, taken together."""

    criterion: Criterion
    flag: Flag
    status: Status
    judgements: tuple[Judgement, ...]
    next_actions: tuple[str, ...]
    confidence: float  # 0 to 1: how sure the program is of the status
    note: str = ""  # such as "documented, not evidenced"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question, or an honest no."""

    question: str
    answered: bool
    text: str
    criterion: int | None = None
    citations: tuple[Citation, ...] = ()
    reason: str = ""  # why it is not answered, or what a reader must know
    nearest: Citation | None = None  # what comes nearest, where nothing answers


@dataclass(frozen=True, slots=True)
class PriorSentence:
    """A sentence of an earlier answer: wording to reuse, never evidence, and what of it today's evidence carries."""

    text: str
    origin: str  # the paper it stands in, or the version of the response, with who approved it and when
    carried_by: tuple[Citation, ...] = ()  # today's evidence that says the same; empty where none does
    nearest: Citation | None = None  # where none does: what comes nearest
    why: str = ""  # where none does: what it says beyond that


@dataclass(frozen=True, slots=True)
class Draft:
    """A Partner Response: text for the portal, and the same with citation markers for review."""

    criterion: int
    portal_text: str  # empty where the evidence carries none
    review_text: str
    citations: tuple[Citation, ...]
    open_items: tuple[str, ...] = ()
    told: tuple[str, ...] = ()  # how the portal text tells each citation, with its source
    prior: tuple[PriorSentence, ...] = ()  # of earlier answers to the criterion; no part of either text

"""Which papers run out, by when, and which criteria rest on them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kb.coverage import PROVES
from kb.model import Coverage, Document, Evidence, Grade, Judgement, Kind, Layer, Status
from kb.time import LETTER_AGE, RECORD_AGE, YEAR

NOTICE = timedelta(days=120)  # how far ahead is looked where the anniversary of the account is not known
WINDOW = timedelta(days=90)  # the annual review is open this long before the anniversary
Rest = tuple[str, bool]  # a paper's path; whether what counts is the yearly review that its own date stands for
ALWAYS = (Kind.LETTER, Kind.CERTIFICATE, Kind.QUESTIONNAIRE)  # told of though no criterion rests on them


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far ahead is looked: to the close of the annual review window, where the anniversary is known."""

    until: date
    opens: date | None = None


@dataclass(frozen=True, slots=True)
class Lapse:
    """A paper that has run out or will."""

    document: Document
    ends: date  # the last day on which it counts
    why: str
    criteria: tuple[int, ...]  # numbers of those that it is evidence for
    alone: tuple[str, ...]  # ids of covered parts that nothing else shows on the last day looked at


def horizon(anniversary: date | None, as_of: date) -> Horizon:
    """The end of the annual review window that is open or comes next; NOTICE ahead without an anniversary."""
    if anniversary is None:
        return Horizon(as_of + NOTICE)
    closes = next(day for year in (as_of.year, as_of.year + 1) if (day := _in_year(anniversary, year)) >= as_of)
    return Horizon(closes, closes - WINDOW)


def told(ahead: Horizon, as_of: date) -> str:
    """The horizon in a sentence."""
    if ahead.opens is None:
        days = (ahead.until - as_of).days
        return (
            f"Listed is what has run out or will by {ahead.until.isoformat()}, {days} days ahead: ctpat.toml names no"
            " anniversary of the account, so the annual review window is not known."
        )
    opens = f"{'is open since' if ahead.opens <= as_of else 'opens on'} {ahead.opens.isoformat()}"
    return f"The annual review window {opens} and closes on {ahead.until.isoformat()}."


def when(lapse: Lapse, ahead: Horizon, as_of: date) -> str:
    """Such as "out of date" or "inside the window"."""
    if lapse.ends < as_of:
        return "out of date"
    if ahead.opens is None:
        return f"in {(lapse.ends - as_of).days} days"
    return "inside the window" if lapse.ends >= ahead.opens else "before the window opens"


def ends(document: Document) -> tuple[date, str] | None:
    """The last day on which a paper counts, and why; None where it does not run out."""
    found = [(document.expires, "its own date of expiry")] if document.expires else []
    if document.effective and document.kind is Kind.LETTER:
        found.append((document.effective + LETTER_AGE, "a letter counts for a year from its date"))
    if document.effective and document.kind in (Kind.RECORD, Kind.QUESTIONNAIRE):
        found.append((document.effective + RECORD_AGE, f"a {document.kind} counts for 13 months from its date"))
    return min(found, default=None)


def lapses(documents: Iterable[Document], coverages: Sequence[Coverage], ahead: Horizon) -> tuple[Lapse, ...]:
    """The current papers that have run out or will by the horizon, soonest first.

    Partners' papers and what bears a date of expiry are told of always; records, and the yearly reviews of the
    company's own rules, where a criterion rests on them.
    """
    resting = _rests_on(coverages)
    listed: dict[Rest, tuple[Document, date, str]] = {}
    for document in (each for each in documents if not each.superseded_by):
        over, told_of = ends(document), document.kind in ALWAYS or document.expires is not None
        if over and over[0] <= ahead.until and (told_of or (document.path, False) in resting):
            listed[document.path, False] = (document, *over)
        if (document.path, True) in resting and document.effective and document.effective + YEAR <= ahead.until:
            listed[document.path, True] = (document, document.effective + YEAR, "its yearly review falls due")
    alone = _left_alone(coverages, listed)
    found = [
        Lapse(document, day, why, tuple(sorted(resting[key])), tuple(alone[key]))
        for key, (document, day, why) in listed.items()
    ]
    return tuple(sorted(found, key=lambda lapse: (lapse.ends, lapse.document.name)))


def _in_year(anniversary: date, year: int) -> date:
    try:
        return anniversary.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 2, 28)


def _rests_on(coverages: Sequence[Coverage]) -> dict[Rest, set[int]]:
    """Criteria by the paper that is evidence for them."""
    resting: dict[Rest, set[int]] = defaultdict(set)
    for coverage in coverages:
        for item in (piece for judged in coverage.judgements for piece in judged.evidence):
            if item.counts and item.grade in (Grade.SUPPORTS, Grade.PARTIAL, Grade.STALE):
                resting[_rest(item)].add(coverage.criterion.number)
    return resting


def _rest(item: Evidence) -> Rest:
    """A rule's own date is the record of its yearly review."""
    rule = item.kind in (Kind.POLICY, Kind.PROCEDURE, Kind.OTHER)
    return item.citation.path, item.layer is Layer.RECORD and rule


def _left_alone(coverages: Sequence[Coverage], listed: Collection[Rest]) -> dict[Rest, list[str]]:
    """Covered parts by the papers that run out, where all that proves the part does."""
    alone: dict[Rest, list[str]] = defaultdict(list)
    for judged in (judged for coverage in coverages for judged in coverage.judgements):
        proofs = {_rest(item) for item in _proofs(judged)}
        if judged.status is Status.COVERED and proofs and all(proof in listed for proof in proofs):
            for proof in sorted(proofs):
                alone[proof].append(judged.requirement.id)
    return alone


def _proofs(judged: Judgement) -> list[Evidence]:
    fits = {proof for layer in judged.requirement.layers for proof in PROVES[layer]}
    supports = [item for item in judged.evidence if item.grade is Grade.SUPPORTS and item.counts]
    return [item for item in supports if item.layer in fits]

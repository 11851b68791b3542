"""What a saved gap report said, kept in the store, and what has changed since."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from kb.coverage import PROVES
from kb.deciding import deciding
from kb.errors import WorkspaceError
from kb.expiry import ends
from kb.model import Coverage, Decision, Document, Evidence, Grade, Judgement, Status
from kb.store import Store
from kb.time import YEAR

NAME = "gap reports"  # named value of the store: JSON, oldest first
KEPT = 12  # reports; what is older is compared with no more
TOLD = 3  # papers a part, as many as a report shows
# From worst to best; what does not apply is neither.
RANK = {Status.GAP: 0, Status.STALE: 1, Status.CONFLICT: 2, Status.PARTIAL: 3, Status.COVERED: 4}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A saved report, as far as the next one is compared with it."""

    as_of: str  # ISO 8601
    at: str  # when it was saved
    criteria: Mapping[str, tuple[str, str]]  # number -> status and flag
    parts: Mapping[str, tuple[str, tuple[str, ...]]]  # id -> status, and the names of the papers that decided it
    rests_on: tuple[str, ...]  # program and catalogue


@dataclass(frozen=True, slots=True)
class Change:
    """A criterion that stands elsewhere than in the last report."""

    number: int
    title: str
    before: str
    after: str
    better: bool | None  # None where that cannot be said: it does not apply, or did not, or is new
    why: tuple[str, ...]  # empty where it is not known


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed since the last report."""

    since: date
    statuses: tuple[Change, ...]
    flags: tuple[str, ...]

    @property
    def summary(self) -> str:
        """Such as "Since the report of 2026-10-02: 3 better, 1 worse." """
        counts = {
            "better": sum(change.better is True for change in self.statuses),
            "worse": sum(change.better is False for change in self.statuses),
            "otherwise changed": sum(change.better is None for change in self.statuses),
        }
        told = ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "no criterion has changed"
        return f"Since the report of {self.since.isoformat()}: {told}."


def snapshot(coverages: Sequence[Coverage], as_of: date, made_by: Mapping[str, str]) -> Snapshot:
    """What a report says, in short."""
    judged = [judged for coverage in coverages for judged in coverage.judgements]
    return Snapshot(
        as_of=as_of.isoformat(),
        at=datetime.now().astimezone().isoformat(timespec="seconds"),
        criteria={str(each.criterion.number): (each.status.value, each.flag.value) for each in coverages},
        parts={each.requirement.id: (each.status.value, _papers(each)) for each in judged},
        rests_on=tuple(made_by.get(name, "") for name in ("program", "catalogue")),
    )


def keep(store: Store, new: Snapshot) -> None:
    """Keep what a saved report said, once however many forms it is saved in; raises WorkspaceError."""
    with store.transaction():
        held = _held(store)
        if held and _same(max(held, key=_order), new):
            return
        store.set_meta(NAME, json.dumps([asdict(each) for each in [*held, new][-KEPT:]], ensure_ascii=False))


def last_before(store: Store, now: Snapshot) -> Snapshot | None:
    """The last report up to this one's day that is not this very one; None where there is none."""
    held = [each for each in _held(store) if each.as_of <= now.as_of and not _same(each, now)]
    return max(held, key=_order, default=None)


def changes(
    before: Snapshot, now: Snapshot, coverages: Sequence[Coverage], documents: Mapping[str, Document]
) -> Changes:
    """What stands elsewhere than in an earlier report, and why as far as that is known.

    `documents` are the current ones by the name that people see.
    """
    found: list[Change] = []
    flags: list[str] = []
    for coverage in coverages:
        subject = coverage.criterion
        old, flag = before.criteria.get(str(subject.number), ("", ""))
        if old and flag != coverage.flag.value:
            since = next((f" since {each.since}" for each in subject.flags if each.flag is coverage.flag), "")
            flags.append(f"{subject.number} {subject.title}: {flag} → {coverage.flag.value}{since}")
        if old != coverage.status.value:
            why = tuple(_why(before, now, coverage, documents))
            better = _better(old, coverage.status)
            status = coverage.status.value
            found.append(Change(subject.number, subject.title, old or "not judged", status, better, why))
    order = {False: 0, True: 1, None: 2}
    found.sort(key=lambda change: (order[change.better], change.number))
    return Changes(date.fromisoformat(before.as_of), tuple(found), tuple(flags))


def flags_ahead(coverages: Sequence[Coverage], as_of: date, until: date) -> tuple[str, ...]:
    """The criteria that turn into a Must, or cease to be one, after a day and up to another."""
    return tuple(
        f"{coverage.criterion.number} {coverage.criterion.title}: {coverage.flag.value} → {dated.flag.value} from"
        f" {dated.since.isoformat()}"
        for coverage in coverages
        for dated in coverage.criterion.flags
        if as_of < dated.since <= until and dated.flag is not coverage.flag
    )


def _held(store: Store) -> list[Snapshot]:
    try:
        return [_from_json(values) for values in json.loads(store.meta(NAME) or "[]")]
    except (ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(
            f"What earlier reports said cannot be read in {store.path} ({error}). Restore the workspace from a backup."
        ) from error


def _from_json(values: dict[str, Any]) -> Snapshot:
    return Snapshot(
        as_of=values["as_of"],
        at=values["at"],
        criteria={number: (status, flag) for number, (status, flag) in values["criteria"].items()},
        parts={part: (status, tuple(papers)) for part, (status, papers) in values["parts"].items()},
        rests_on=tuple(values["rests_on"]),
    )


def _order(one: Snapshot) -> tuple[str, datetime]:
    return one.as_of, datetime.fromisoformat(one.at)


def _same(one: Snapshot, other: Snapshot) -> bool:
    return (one.as_of, one.criteria, one.parts) == (other.as_of, other.criteria, other.parts)


def _better(old: str, new: Status) -> bool | None:
    if not old or Status(old) not in RANK or new not in RANK:
        return None
    return RANK[new] > RANK[Status(old)]


def _papers(judged: Judgement) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.citation.document for item in deciding(judged, TOLD) if item.counts))


def _why(before: Snapshot, now: Snapshot, coverage: Coverage, documents: Mapping[str, Document]) -> list[str]:
    """What is known to have moved a criterion, part by part, each reason once."""
    reasons: dict[str, None] = {}
    for judged in coverage.judgements:
        old, papers = before.parts.get(judged.requirement.id, ("", ()))
        if old != judged.status.value:
            told = [
                *_decided(judged, before.at),
                *_gone(papers, documents),
                *_run_out(judged, before.as_of, now.as_of, documents),
                *_new(judged, papers, _better(old, judged.status)),
            ]
            reasons.update(dict.fromkeys(told))
    if not reasons and before.rests_on != now.rests_on:
        differ = [f"{old} → {new}" for old, new in zip(before.rests_on, now.rests_on, strict=False) if old != new]
        reasons[f"judged by another program or catalogue: {'; '.join(differ)}"] = None
    return list(reasons)


def _decided(judged: Judgement, at: str) -> list[str]:
    since = [each for each in judged.decisions if _later(each, at)]
    return [f"decided by {each.by} on {each.at[:10]}: {each.ruling.value}" for each in since]


def _later(decision: Decision, at: str) -> bool:
    return datetime.fromisoformat(decision.at) >= datetime.fromisoformat(at)


def _gone(papers: Sequence[str], documents: Mapping[str, Document]) -> list[str]:
    gone = [f"{name} is not there any more" for name in papers if name not in documents]
    return gone + [f"{name} is superseded" for name in papers if name in documents and documents[name].superseded_by]


def _run_out(judged: Judgement, before: str, now: str, documents: Mapping[str, Document]) -> list[str]:
    stale = (item for item in judged.evidence if item.grade is Grade.STALE and item.citation.document in documents)
    told = []
    for document in (documents[item.citation.document] for item in stale):
        days = [f"ran out on {over[0].isoformat()}"] if (over := ends(document)) else []
        days += [f"was due for review on {(document.effective + YEAR).isoformat()}"] if document.effective else []
        told += [f"{document.name} {day}" for day in days if before <= day[-10:] < now]
    return told


def _new(judged: Judgement, papers: Sequence[str], better: bool | None) -> list[str]:
    """The papers that decide it now and did not then: what supports where it is better, what speaks against else."""
    fits = {proof for layer in judged.requirement.layers for proof in PROVES[layer]}

    def moved(item: Evidence) -> bool:
        if better:
            return item.grade in (Grade.SUPPORTS, Grade.PARTIAL) and (item.layer in fits or item.decision is not None)
        return item.grade is Grade.CONTRADICTS or item.limits

    new = [item for item in deciding(judged, TOLD) if item.counts and moved(item)]
    names = dict.fromkeys(item.citation.document for item in new if item.citation.document not in papers)
    return [f"{'now shown by' if better else 'now spoken against by'} {name}" for name in names]

"""CBP's text of the criteria, an import of it and a comparison of two editions, as text and as values for JSON."""

from collections.abc import Sequence
from typing import Any

from kb.criteria_diff import Change, EditionDiff, Resting
from kb.criteria_official import OfficialReport, official_text
from kb.dates import month_told
from kb.model import MscCriterion, MscDocument

Json = dict[str, Any]


def official(document: MscDocument | None, msc_id: str) -> str:
    """CBP's text of one id with its edition, and its guidance apart; empty where it was not imported."""
    row = official_text(document, msc_id)
    if not document or not row:
        return ""
    guidance = f"\nGuidance (advice, not requirement): {row.guidance}" if row.guidance else ""
    return f"MSC {msc_id} ({month_told(document.edition)}, {row.flag.value}): {row.criterion}{guidance}"


def official_json(document: MscDocument | None, msc_id: str) -> Json | None:
    """CBP's text of one id with its edition, None where it was not imported."""
    row = official_text(document, msc_id)
    return _row(row) | _source(document) if document and row else None


def imported(report: OfficialReport) -> str:
    """What an import of CBP's text did."""
    document = report.document
    ids = [row.msc_id for row in document.criteria]
    lines = [
        f"{len(ids)} criteria read from {document.name} ({document.business_type}, {month_told(document.edition)});"
        f" kept in {report.path}.",
        f"ids: {', '.join(ids)}",
    ]
    if report.replaced:
        lines.append(f"in place of: {report.replaced.name} ({month_told(report.replaced.edition)})")
    if report.unknown:
        lines.append(f"without a question in the catalogue: {', '.join(report.unknown)}")
    if report.missing:
        lines.append(f"in the catalogue, not in the document: {', '.join(report.missing)}")
    if report.flags:
        lines.append("flags that differ; the catalogue's are kept, correct them from your portal if they are wrong:")
    for found in report.flags:
        held = f"{found.catalogue.flag.value} since {found.catalogue.since}"
        lines.append(f"  MSC {found.msc_id} {found.document.value}; question {found.number} {held}")
    return "\n".join(lines)


def imported_json(report: OfficialReport) -> Json:
    """What an import of CBP's text did."""
    ids = [row.msc_id for row in report.document.criteria]
    return _source(report.document) | {
        "count": len(ids),
        "ids": ids,
        "replaced": _source(report.replaced) if report.replaced else None,
        "unknown": list(report.unknown),
        "missing": list(report.missing),
        "flags_that_differ": [
            {
                "msc_id": found.msc_id,
                "number": found.number,
                "document": found.document.value,
                "catalogue": found.catalogue.flag.value,
                "since": found.catalogue.since.isoformat(),
            }
            for found in report.flags
        ],
        "kept_in": str(report.path),
    }


def diff(found: EditionDiff) -> str:
    """What changed between two editions, the words of both where they differ."""
    old, new = found.old, found.new
    lines = [f"{old.business_type}: {month_told(old.edition)} ({old.name}) → {month_told(new.edition)} ({new.name})"]
    lines += _single("added", "+", found.added) + _single("removed", "-", found.removed)
    lines += _both("reworded", found.reworded, "criterion") + _both("guidance reworded", found.guidance, "guidance")
    if found.flags:
        lines.append(f"flag changed ({len(found.flags)}):")
        lines += [f"  {each.old.msc_id}: {each.old.flag.value} → {each.new.flag.value}" for each in found.flags]
    return "\n".join(lines if len(lines) > 1 else [*lines, "no difference"])


def diff_json(found: EditionDiff) -> Json:
    """What changed between two editions."""
    return {
        "old": _source(found.old),
        "new": _source(found.new),
        "added": [_row(row) for row in found.added],
        "removed": [_row(row) for row in found.removed],
        "reworded": [_words(change, "criterion") for change in found.reworded],
        "guidance_reworded": [_words(change, "guidance") for change in found.guidance],
        "flag_changed": [
            {"msc_id": each.old.msc_id, "old": each.old.flag.value, "new": each.new.flag.value} for each in found.flags
        ],
    }


def resting(answers: Sequence[Resting]) -> str:
    """The approved answers that rest on changed criteria; empty where none do."""
    told = [
        f"  {each.criterion.number} {each.criterion.title} (MSC {each.criterion.msc_id}, {', '.join(each.why)}):"
        f" {each.response.state.value}"
        for each in answers
    ]
    return "\n".join([f"approved answers that rest on changed criteria ({len(told)}):", *told]) if told else ""


def resting_json(answers: Sequence[Resting]) -> list[Json]:
    """The approved answers that rest on changed criteria."""
    return [
        {
            "criterion": each.criterion.number,
            "msc_id": each.criterion.msc_id,
            "title": each.criterion.title,
            "state": each.response.state.value,
            "version": each.response.in_force.version if each.response.in_force else None,
            "why": list(each.why),
        }
        for each in answers
    ]


def _single(title: str, mark: str, rows: Sequence[MscCriterion]) -> list[str]:
    told = [f"  {mark} {row.msc_id} {row.flag.value}: {row.criterion}" for row in rows]
    return [f"{title} ({len(rows)}):", *told] if rows else []


def _both(title: str, changes: Sequence[Change], part: str) -> list[str]:
    told: list[str] = []
    for change in changes:
        words = _words(change, part)
        told += [f"  {change.old.msc_id}", f"    - {words['old']}", f"    + {words['new']}"]
    return [f"{title} ({len(changes)}):", *told] if changes else []


def _words(change: Change, part: str) -> Json:
    return {"msc_id": change.old.msc_id, "old": getattr(change.old, part), "new": getattr(change.new, part)}


def _row(row: MscCriterion) -> Json:
    return {"msc_id": row.msc_id, "criterion": row.criterion, "guidance": row.guidance, "flag": row.flag.value}


def _source(document: MscDocument) -> Json:
    return {
        "document": document.name,
        "business_type": document.business_type,
        "edition": document.edition.strftime("%Y-%m"),
    }

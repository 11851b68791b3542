"""The gap report as values for JSON: all that the other formats show."""

from typing import Any

from kb import as_json
from kb.expiry import when
from kb.export.layout import said, window_line
from kb.gaps import GapReport, assigned, weak
from kb.model import Coverage, Status
from kb.snapshot import Changes


def gap_values(report: GapReport) -> dict[str, Any]:
    """What `ctpat gaps --json` prints."""
    ahead = report.ahead
    return {
        "company": report.company,
        "as_of": report.as_of.isoformat(),
        "documents": report.documents,
        "summary": report.summary,
        "sections": {
            name: {status.value.replace(" ", "_"): count for status, count in row.items()}
            for name, row in report.sections.items()
        },
        "window": {
            "opens": ahead.opens.isoformat() if ahead.opens else None,
            "closes": ahead.until.isoformat() if ahead.opens else None,
            "until": ahead.until.isoformat(),
            "told": window_line(report),
        },
        "changes": _changes(report.changes) if report.changes else None,
        "flags_ahead": list(report.flags_ahead),
        "gaps": [_gap(coverage, report) for coverage in report.gaps],
        "criteria": [
            {"number": each.criterion.number, "flag": each.flag.value, "status": each.status.value, "note": each.note}
            for each in report.coverages
        ],
        "set_aside": [
            {"id": judged.requirement.id, "decided": judged.decided}
            for coverage in report.set_aside
            for judged in coverage.judgements
            if judged.status is Status.NOT_APPLICABLE
        ],
        "parties": [{"party": name, "criteria": list(numbers)} for name, numbers in report.parties.items()],
        "matrix": as_json.matrix(report.matrix),
        "expiring": _expiring(report),
        "made_by": report.made_by,
    }


def _gap(coverage: Coverage, report: GapReport) -> dict[str, Any]:
    owner, due = assigned(coverage)
    told = [
        {"id": judged.requirement.id, "grade": item.grade.value, "why": list(item.reasons), "said": said(item)}
        for judged in coverage.judgements
        if judged.status is not Status.COVERED
        for item in weak(judged)
    ]
    return as_json.coverage(coverage, report.as_of) | {"weak": told, "owner": owner or None, "due": due or None}


def _changes(found: Changes) -> dict[str, Any]:
    rows = [
        {
            "number": change.number,
            "title": change.title,
            "from": change.before,
            "to": change.after,
            "better": change.better,
            "why": list(change.why),
        }
        for change in found.statuses
    ]
    return {"since": found.since.isoformat(), "told": found.summary, "criteria": rows, "flags": list(found.flags)}


def _expiring(report: GapReport) -> list[dict[str, Any]]:
    return [
        {
            "document": lapse.document.name,
            "party": lapse.document.party or None,
            "kind": lapse.document.kind.value,
            "counts_until": lapse.ends.isoformat(),
            "when": when(lapse, report.ahead, report.as_of),
            "why": lapse.why,
            "criteria": list(lapse.criteria),
            "shown_by_nothing_else": list(lapse.alone),
        }
        for lapse in report.expiring
    ]

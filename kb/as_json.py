"""Results in the shapes that `--json` promises to other tools."""

from datetime import date
from typing import Any

from kb.criteria_import import ImportReport
from kb.matrix import Cell, Matrix, State
from kb.model import Answer, Citation, Coverage, Criterion, Decision, Document, Draft, Evidence, Judgement

Json = dict[str, Any]


def criterion(subject: Criterion, on: date) -> Json:
    """A criterion, with the flag that holds on a day."""
    return {
        "number": subject.number,
        "msc_id": subject.msc_id,
        "section": subject.section,
        "title": subject.title,
        "flag": subject.flag(on).value,
        "question": subject.question,
    }


def catalogue_entry(subject: Criterion, on: date) -> Json:
    """A criterion with its parts and all its dated flags."""
    return criterion(subject, on) | {
        "flags": [{"flag": dated.flag.value, "since": dated.since.isoformat()} for dated in subject.flags],
        "title_confirmed": subject.title_confirmed,
        "note": subject.note,
        "requirements": [
            {
                "id": part.id,
                "text": part.text,
                "layer": part.layers[0].value,
                "layers": [layer.value for layer in part.layers],
            }
            for part in subject.requirements
        ],
    }


def imported(report: ImportReport) -> Json:
    """What an import of the user's own wording did."""
    return {
        "rows": report.rows,
        "reworded": list(report.reworded),
        "added": list(report.added),
        "unchanged": list(report.unchanged),
        "flag_changed": list(report.flag_changed),
        "kept_in": str(report.path),
    }


def citation(subject: Citation) -> Json:
    """A citation as `ask` and `draft` show it."""
    return {
        "marker": subject.marker,
        "document": subject.document,
        "page": subject.locator.page,
        "clause": subject.locator.clause or None,
        "sheet": subject.locator.sheet or None,
        "row": subject.locator.row,
        "quote": subject.quote,
        "start": subject.start,
        "end": subject.end,
        "sha256": subject.sha256,
        "verified": subject.verified,
    }


def evidence(subject: Evidence) -> Json:
    """A piece of evidence as `covers` shows it."""
    shown = citation(subject.citation)
    del shown["marker"]
    return shown | {
        "kind": subject.kind.value,
        "grade": subject.grade.value,
        "layer": subject.layer.value if subject.layer else None,
        "party": subject.party or None,
        "date": subject.effective.isoformat() if subject.effective else None,
        "expires": subject.expires.isoformat() if subject.expires else None,
        "reason": "; ".join(subject.reasons),
        "counts": subject.counts,
        "decision": subject.decision.number if subject.decision else None,
    }


def decision(subject: Decision) -> Json:
    """What a person settled, and why it must be looked at again."""
    cited = subject.citation
    about = citation(cited) if cited else {}
    for name in ("marker", "verified"):
        about.pop(name, None)
    return {
        "number": subject.number,
        "ruling": subject.ruling.value,
        "subject": subject.subject,
        "by": subject.by,
        "at": subject.at,
        "reason": subject.reason,
        "look_again": subject.look_again or None,
        **about,
    }


def judgement(subject: Judgement) -> Json:
    """A requirement with its evidence."""
    return {
        "id": subject.requirement.id,
        "text": subject.requirement.text,
        "layer": subject.requirement.layers[0].value,
        "layers": [layer.value for layer in subject.requirement.layers],
        "status": subject.status.value,
        "evidence": [evidence(item) for item in subject.evidence],
        "missing": subject.missing,
        "decided": subject.decided or None,
        "decisions": [decision(item) for item in subject.decisions],
    }


def coverage(subject: Coverage, on: date) -> Json:
    """What `covers` prints."""
    return {
        "criterion": criterion(subject.criterion, on),
        "status": subject.status.value,
        "confidence": round(subject.confidence, 3),
        "note": subject.note,
        "requirements": [judgement(item) for item in subject.judgements],
        "next_actions": list(subject.next_actions),
        "as_of": on.isoformat(),
    }


def answer(subject: Answer) -> Json:
    """What `ask` prints."""
    return {
        "question": subject.question,
        "answered": subject.answered,
        "answer": subject.text,
        "criterion": subject.criterion,
        "citations": [citation(item) for item in subject.citations],
        "reason": subject.reason,
    }


def draft(subject: Draft) -> Json:
    """What `draft` prints."""
    return {
        "criterion": subject.criterion,
        "portal_text": subject.portal_text,
        "review_text": subject.review_text,
        "citations": [citation(item) for item in subject.citations],
        "open_items": list(subject.open_items),
        "told": list(subject.told),
        "prior_answers": [
            {
                "sentence": each.text,
                "origin": each.origin,
                "carried_by": [citation(item) for item in each.carried_by],
                "nearest": citation(each.nearest) if each.nearest else None,
                "why_not": each.why or None,
            }
            for each in subject.prior
        ],
    }


def document(subject: Document, passages: int) -> Json:
    """A document as `documents` lists it."""
    return {
        "document": subject.name,
        "path": subject.path,
        "sha256": subject.sha256,
        "kind": subject.kind.value,
        "title": subject.title,
        "party": subject.party or None,
        "site": subject.site or None,
        "date": subject.effective.isoformat() if subject.effective else None,
        "expires": subject.expires.isoformat() if subject.expires else None,
        "version": subject.version or None,
        "pages": subject.pages,
        "passages": passages,
        "placeholders": subject.placeholders,
        "superseded_by": subject.superseded_by or None,
        "warnings": list(subject.warnings),
        "corrected": list(subject.corrected),
    }


def cell(subject: Cell) -> Json:
    """What a party shows of a criterion, part by part."""
    telling = subject.evidence
    return {
        "number": subject.criterion.number,
        "msc_id": subject.criterion.msc_id,
        "title": subject.criterion.title,
        "state": subject.state.value,
        "evidence": evidence(telling) if telling else None,
        "parts": [
            {
                "id": part.requirement.id,
                "state": part.state.value,
                "evidence": evidence(part.evidence) if part.evidence else None,
            }
            for part in subject.parts
        ],
    }


def matrix(subject: Matrix) -> Json:
    """Parties by criterion: every cell in which anything is said."""
    return {
        "criteria": [{"number": c.number, "msc_id": c.msc_id, "title": c.title} for c in subject.criteria],
        "parties": [
            {
                "party": party,
                "documents": [each.name for each in subject.papers[party]],
                "counts": {state.value.replace(" ", "_"): count for state, count in subject.counts(party).items()},
                "cells": [cell(each) for each in subject.of(party) if each.state is not State.NOTHING],
            }
            for party in subject.parties
        ],
    }

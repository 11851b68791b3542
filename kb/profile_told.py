"""Portal texts and the security profile, as text and as values for JSON."""

from typing import Any

from kb import as_json
from kb.profile import Entry, SecurityProfile

Json = dict[str, Any]


def portal(entry: Entry) -> str:
    """Whose words a portal text is made of, and what whoever uses it must know, in sentences."""
    lines = [f"Criterion {entry.number}: {entry.told_standing}.", *entry.cautions]
    lines += [f"Open, not in the text: {item}" for item in entry.draft.open_items]
    return "\n".join(lines)


def why_none(entry: Entry) -> str:
    """Why a criterion has no portal text."""
    reasons = [*entry.cautions, *entry.draft.open_items]
    status = f"it stands at “{entry.coverage.status.value}”"
    return f"Criterion {entry.number} has no text for the portal: {status}. {' '.join(reasons)}".strip()


def texts(profile: SecurityProfile) -> str:
    """Every portal text under its criterion."""
    return "\n\n".join(_text(each) for each in profile.entries)


def entry_json(entry: Entry, of: SecurityProfile) -> Json:
    """An entry with its sources."""
    version = entry.version
    return as_json.criterion(entry.coverage.criterion, of.as_of) | {
        "status": entry.coverage.status.value,
        "portal_text": entry.text,
        "state": entry.standing.value,
        "version": version.version if version else None,
        "by": version.by if version else None,
        "at": version.at if version else None,
        "sources": [
            as_json.citation(each.citation) | {"party": each.party or None, "file": each.fault or "as it was read"}
            for each in entry.sources
        ],
        "cautions": list(entry.cautions),
        "owner": entry.owner or None,
        "due": entry.due or None,
        "scss_status": entry.scss_status or None,
        "scss_comments": list(entry.scss_comments),
        "draft": as_json.draft(entry.draft),
    }


def profile_json(profile: SecurityProfile) -> Json:
    """The whole profile."""
    return {
        "company": profile.company,
        "as_of": profile.as_of.isoformat(),
        "criteria": [entry_json(each, profile) for each in profile.entries],
        "made_by": profile.made_by,
    }


def _text(entry: Entry) -> str:
    subject = entry.coverage.criterion
    head = f"{subject.number} {subject.title} (MSC {subject.msc_id}), {entry.coverage.flag.value}"
    lines = [f"== {head}: {entry.coverage.status.value}; {entry.told_standing}"]
    lines += [entry.text] if entry.text else []
    lines += [f"  ({each})" for each in (*entry.cautions, *entry.draft.open_items)]
    return "\n".join(lines)

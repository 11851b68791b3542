"""The gap report as Markdown."""

from collections.abc import Sequence

from kb.decided import lines as told_of
from kb.export.layout import best_evidence, heading, readiness_rows, section_rows
from kb.gaps import GapReport
from kb.model import Coverage
from kb.places import source


def gap_report(report: GapReport) -> str:
    """The whole report as one Markdown text."""
    lines = [f"# {heading(report)}", "", f"As of {report.as_of.isoformat()}. {report.documents} documents read.", ""]
    lines += ["## Readiness", "", *_table(("Status", "Criteria"), readiness_rows(report)), ""]
    lines += [
        "## By section",
        "",
        *_table(("Section", "Covered", "Partial", "Stale", "Conflict", "Gap"), section_rows(report)),
    ]
    section = ""
    lines += ["", "## Open criteria, Musts first", ""]
    for coverage in report.gaps:
        title = f"{coverage.flag.value}: {coverage.criterion.section}"
        if title != section:
            section = title
            lines += [f"### {section}", ""]
        lines += _criterion(coverage)
    if report.parties:
        rows = [(party, ", ".join(map(str, numbers))) for party, numbers in report.parties.items()]
        lines += ["## Parties with open items", "", *_table(("Party", "Criteria"), rows), ""]
    if report.expiring:
        dated = [(d.name, d.party or "own", d.expires.isoformat() if d.expires else "") for d in report.expiring]
        lines += ["## Documents expired or expiring", "", *_table(("Document", "Party", "Expires"), dated), ""]
    made = ", ".join(f"{name} {value}" for name, value in report.made_by.items())
    lines += [
        "---",
        "",
        f"Made by {made}. Quotes are verbatim; statuses are the program's proposals for a person to decide.",
        "",
    ]
    return "\n".join(lines)


def _criterion(coverage: Coverage) -> list[str]:
    subject = coverage.criterion
    lines = [
        f"#### {subject.number} {subject.title} (MSC {subject.msc_id}): {coverage.status.value}",
        "",
        subject.question,
        "",
    ]
    if coverage.note:
        lines += [f"*{coverage.note}*", ""]
    for judgement in coverage.judgements:
        lines.append(f"- **{judgement.requirement.id} {judgement.status.value}**: {_plain(judgement.requirement.text)}")
        if judgement.missing:
            lines.append(f"  - Missing: {_plain(judgement.missing)}")
        lines += [f"  - {_plain(line)}" for line in told_of(judgement)]
        for evidence in best_evidence(judgement):
            reason = f" ({_plain('; '.join(evidence.reasons))})" if evidence.reasons else ""
            said = f"“{_plain(evidence.citation.quote)}”, {_plain(source(evidence.citation))}"
            lines.append(f"  - {evidence.grade.value}: {said}{reason}")
    lines += [f"- Next: {_plain(action)}" for action in coverage.next_actions]
    return [*lines, "- Owner: ____  Due: ____", ""]


def _plain(text: str) -> str:
    """Text on one line, with the characters that Markdown or HTML would act on made harmless."""
    line = " ".join(text.split())
    for character in "\\`*_[]<>|":
        line = line.replace(character, "\\" + character)
    return line


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return lines + ["| " + " | ".join(_plain(cell) for cell in row) + " |" for row in rows]

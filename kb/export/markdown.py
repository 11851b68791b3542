"""The gap report as Markdown."""

from collections.abc import Iterable, Sequence

from kb.export import layout
from kb.gaps import GapReport, assigned
from kb.model import Coverage, Status

WIDTH = 40  # characters of a bar
FILL = {
    Status.COVERED: "█",
    Status.PARTIAL: "▓",
    Status.STALE: "▒",
    Status.CONFLICT: "≠",
    Status.GAP: "░",
    Status.NOT_APPLICABLE: "–",
}


def gap_report(report: GapReport) -> str:
    """The whole report as one Markdown text."""
    lines = [f"# {plain(layout.heading(report))}", ""]
    lines += [f"As of {report.as_of.isoformat()}. {report.documents} documents read.", ""]
    lines += ["## Readiness", "", layout.readiness_line(report), "", layout.window_line(report), ""]
    lines += ["```text", *_bars(report), "```", "", *table(("Status", "Criteria"), layout.readiness_rows(report)), ""]
    lines += ["## By section", "", *table(layout.SECTION_HEAD, layout.section_rows(report)), ""]
    lines += ["## Since the last report", ""]
    lines += [plain(line) + "  " for line in layout.change_lines(report)]
    lines += ["", *_listed("", layout.CHANGE_HEAD, layout.change_rows(report))]
    lines += ["## Open criteria, Musts first", "", *_criteria(report)]
    lines += _listed("Parties with open items", layout.PARTY_HEAD, layout.party_rows(report))
    lines += _listed("Documents expired or expiring", layout.EXPIRY_HEAD, layout.expiry_rows(report))
    lines += _listed("Not applicable, by a person's decision", layout.ASIDE_HEAD, layout.aside_rows(report))
    lines += ["## Signatures", "", *_signatures(report), "", "---", "", plain(layout.made_line(report)), ""]
    return "\n".join(lines)


def _criteria(report: GapReport) -> Iterable[str]:
    section = ""
    for coverage in report.gaps:
        if layout.title(coverage) != section:
            section = layout.title(coverage)
            yield from (f"### {plain(section)}", "")
        yield from _criterion(coverage)


def _criterion(coverage: Coverage) -> list[str]:
    subject = coverage.criterion
    named = f"{subject.number} {subject.title} (MSC {subject.msc_id}): {coverage.status.value}"
    lines = [f"#### {plain(named)}", "", plain(subject.question), ""]
    if coverage.note:
        lines += [f"*{plain(coverage.note)}*", ""]
    for judged in coverage.judgements:
        lines.append(f"- **{judged.requirement.id} {judged.status.value}**: {plain(judged.requirement.text)}")
        lines += [f"  - {label}: {plain(text)}" for label, text in layout.part_lines(judged)]
    lines += [f"- Next: {plain(action)}" for action in coverage.next_actions]
    owner, due = assigned(coverage)
    return [*lines, f"- Owner: {plain(owner) or '____'}  Due: {due or '____'}", ""]


def _bars(report: GapReport) -> list[str]:
    """A bar a section: its length by the section's criteria, a sign for each status."""
    names = {name: " ".join(name.replace("`", "'").split()) for name in report.sections}
    longest = max((sum(row.values()) for row in report.sections.values()), default=0)
    widest = max(map(len, names.values()), default=0)
    legend = "   ".join(f"{sign} {status.value}" for status, sign in FILL.items())
    lines = [legend, ""]
    for name, row in report.sections.items():
        total = sum(row.values())
        cells = "".join(FILL[status] * row[status] for status in layout.READINESS)
        room = max(1, round(WIDTH * total / longest))
        bar = "".join(cells[place * total // room] for place in range(room))
        lines.append(f"{names[name].ljust(widest)}  {bar.ljust(WIDTH)}  {row[Status.COVERED]} of {total} covered")
    return lines


def _signatures(report: GapReport) -> list[str]:
    rows = [("Prepared by", report.prepared_by, "", ""), ("Approved by", "", "", "")]
    return table(("", "Name", "Signature", "Date"), rows)


def _listed(name: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    """A table under its heading; nothing where it has no rows."""
    titled = [f"## {name}", ""] if name else []
    return [*titled, *table(head, rows), ""] if rows else []


def plain(text: str) -> str:
    """Text on one line, with the characters that Markdown or HTML would act on made harmless."""
    line = " ".join(text.split())
    for character in "\\`*_[]<>|":
        line = line.replace(character, "\\" + character)
    return line


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    """The lines of a table of texts."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return lines + ["| " + " | ".join(plain(cell) for cell in row) + " |" for row in rows]

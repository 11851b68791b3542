"""Results as text for a terminal."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from kb.criteria_import import ImportReport
from kb.model import Answer, Coverage, Criterion, Document, Draft, Status
from kb.places import source

# Control characters, and those that turn the direction of what follows: a file's name could hide its end with them.
ACTED_ON = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
SYMBOL = {
    Status.COVERED: "✓",
    Status.PARTIAL: "◐",
    Status.GAP: "✗",
    Status.CONFLICT: "≠",
    Status.STALE: "◷",
    Status.NOT_APPLICABLE: "–",
}


def one_line(text: str) -> str:
    """Text on one line, without what a terminal would act on."""
    return safe(text.replace("\n", " ").replace("\t", " "))


def safe(text: str) -> str:
    """Text without the control characters that a terminal acts on; lines and tabs stay."""
    return ACTED_ON.sub("\ufffd", text)


def answer(subject: Answer) -> str:
    """An answer, and why it is none."""
    return "\n".join(filter(None, (subject.text, subject.reason if subject.reason != subject.text else "")))


def criterion(subject: Criterion, on: date) -> str:
    """A criterion with its parts."""
    confirmed = "" if subject.title_confirmed else " (our title)"
    lines = [
        f"{subject.number}  MSC {subject.msc_id}  {subject.flag(on).value}",
        f"{subject.section}: {subject.title}{confirmed}",
        subject.question,
        *(f"  {part.id} [{', '.join(part.layers)}] {part.text}" for part in subject.requirements),
    ]
    if len(subject.flags) > 1:
        lines.append("  Flags: " + ", ".join(f"{dated.flag.value} since {dated.since}" for dated in subject.flags))
    return "\n".join([*lines, f"  Note: {subject.note}"] if subject.note else lines)


def imported(report: ImportReport) -> str:
    """What an import of the user's own wording did."""
    parts = {"reworded": report.reworded, "added": report.added, "flag changed": report.flag_changed}
    lines = [f"{report.rows} rows read, {len(report.unchanged)} unchanged; kept in {report.path}."]
    return "\n".join(lines + [f"{name}: {', '.join(map(str, numbers))}" for name, numbers in parts.items() if numbers])


def criteria(subjects: Iterable[Criterion], on: date) -> str:
    """A line a criterion."""
    rows = [("No.", "MSC", "Flag", "Section", "Title")]
    rows += [(str(c.number), c.msc_id, c.flag(on).value, c.section, c.title) for c in subjects]
    return table(rows)


def coverages(subjects: Sequence[Coverage]) -> str:
    """A line a criterion, and the counts."""
    rows = [("", "No.", "MSC", "Flag", "Status", "Title", "Best evidence")]
    for subject in subjects:
        best = next((item for judged in subject.judgements for item in judged.evidence), None)
        rows.append(
            (SYMBOL[subject.status], str(subject.criterion.number), subject.criterion.msc_id, subject.flag.value)
            + (subject.status.value, subject.criterion.title, source(best.citation) if best else "")
        )
    counts = {status: sum(subject.status is status for subject in subjects) for status in Status}
    return table(rows) + "\n\n" + ", ".join(f"{count} {status.value}" for status, count in counts.items() if count)


def documents(subjects: Sequence[Document], passages: Mapping[str, int]) -> str:
    """A line a document."""
    if not subjects:
        return "No documents yet: ctpat ingest FOLDER."
    rows = [("Document", "Kind", "Party", "Date", "Expires", "Pages", "Passages", "")]
    rows += [
        (
            *(
                subject.name,
                subject.kind.value,
                subject.party,
                str(subject.effective or ""),
                str(subject.expires or ""),
            ),
            *(str(subject.pages or ""), str(passages.get(subject.path, 0))),
            "superseded" if subject.superseded_by else "",
        )
        for subject in subjects
    ]
    return table(rows)


def intake(report: Mapping[str, Any]) -> str:
    """What an ingest did, from its JSON form: the counts, then every file a person should look at."""
    files = report["files"]
    counts = Counter(file["status"] for file in files)
    lines = [", ".join(f"{count} {status}" for status, count in counts.items()) + f" in {report['seconds']:.1f} s"]
    indexed = [file for file in files if file["status"] == "indexed"]
    if indexed:
        rows = [("Read", "Kind", "Pages", "Passages", "Characters")]
        for file in indexed:
            share = f"{file['characters_in_passages']}/{file['characters']}"
            rows.append(
                (_tail(file["path"]), file["kind"] or "", str(file["pages"] or ""), str(file["passages"]), share)
            )
        lines.append(table(rows))
    unread = [
        (_tail(f["path"]), f["status"], f["reason"] or "")
        for f in files
        if f["status"] in ("failed", "skipped", "removed")
    ]
    if unread:
        lines.append("Not read:\n" + table(unread, most=110))
    warned = [(_tail(file["path"]), warning) for file in files for warning in file["warnings"]]
    if warned:
        lines.append("A person should look at:\n" + table(warned, most=110))
    return "\n\n".join(lines)


def _tail(path: str) -> str:
    """The last parts of a path, by which people know a file."""
    return "/".join(path.replace("\\", "/").split("/")[-2:])


def draft(subject: Draft) -> str:
    """The portal text, and the review text with its sources."""
    portal = f"For the portal:\n{subject.portal_text}\n\nFor review:\n" if subject.portal_text else ""
    return portal + subject.review_text


def table(rows: Sequence[Sequence[str]], most: int = 60) -> str:
    """Rows as aligned columns, each cell of at most `most` characters."""
    plain = [[one_line(cell) for cell in row] for row in rows]
    cut = [[cell if len(cell) <= most else cell[: most - 1] + "…" for cell in row] for row in plain]
    widths = [max(len(row[column]) for row in cut) for column in range(len(cut[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cut]
    return "\n".join(lines)

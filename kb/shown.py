"""Results as text for a terminal."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from kb.audit import Entry, detail_of
from kb.criteria_import import ImportReport
from kb.model import Answer, Coverage, Criterion, Decision, Document, Draft, PriorSentence, Status
from kb.places import source

# Control characters, and those that turn the direction of what follows: a file's name could hide its end with them.
ACTED_ON = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
MOST = 40  # lines of a list in the report of an ingest
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
        pieces = (item for judged in subject.judgements for item in judged.evidence)
        best = next((item for item in pieces if not item.by_meaning), None)
        by = next((judged.decided for judged in subject.judgements if judged.decided), "")
        rows.append(
            (SYMBOL[subject.status], str(subject.criterion.number), subject.criterion.msc_id, subject.flag.value)
            + (subject.status.value, subject.criterion.title, by or (source(best.citation) if best else ""))
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


def decisions(subjects: Sequence[tuple[Decision, bool]]) -> str:
    """A line a decision; whether a later one took its place stands with each."""
    if not subjects:
        return "No decisions yet: ctpat decide --help."
    rows = [("No.", "Part", "Decision", "By", "On", "Document", "Words or reason", "")]
    for subject, replaced in subjects:
        words = subject.citation.quote if subject.citation else ""
        state = "replaced" if replaced else f"look again: {subject.look_again}" if subject.look_again else ""
        rows.append(
            (str(subject.number), subject.subject, subject.ruling.value, subject.by, subject.at[:10])
            + (subject.citation.document if subject.citation else "", subject.reason or words, state)
        )
    return table(rows, most=70)


def audit(entries: Sequence[Entry]) -> str:
    """A line an entry of the audit trail."""
    rows = [("No.", "At", "Who", "What", "Detail")]
    rows += [(str(entry.number), entry.at, entry.who, entry.what, _detail(entry)) for entry in entries]
    return table(rows, most=110)


def _detail(entry: Entry) -> str:
    told = {name: value for name, value in detail_of(entry).items() if value not in ("", None, [], {}, 0)}
    return "; ".join(f"{name} {_short(value)}" for name, value in told.items())


def _short(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | dict) else str(value)


def intake(report: Mapping[str, Any]) -> str:
    """What an ingest did, from its JSON form: the counts, then every file a person should look at."""
    files = report["files"]
    counts = Counter(file["status"] for file in files)
    lines = [", ".join(f"{count} {status}" for status, count in counts.items()) + f" in {report['seconds']:.1f} s"]
    marked = {"read_by_ocr": "read by OCR", "partly_read": "partly read", "superseded": "superseded"}
    lines[0] += "".join(f"; {report['summary'][key]} {name}" for key, name in marked.items() if report["summary"][key])
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
    older = [(_tail(each["path"]), f"superseded by {_tail(each['by'])}") for each in report["superseded"]]
    if older:
        lines.append("Superseded:\n" + table(older[:MOST], most=110) + _more(older))
    look = [(_tail(each["path"]), each["what"], each["why"]) for each in report["look_at"] if each["what"] != "refused"]
    if look:
        hint = "\nPut a fact right with ctpat documents set FILE, or on the page Documents."
        lines.append("A person should look at:\n" + table(look[:MOST], most=150) + _more(look) + hint)
    return "\n\n".join(lines)


def _more(rows: Sequence[Any]) -> str:
    return f"\n… and {len(rows) - MOST} more: --json tells all." if len(rows) > MOST else ""


def _tail(path: str) -> str:
    """The last parts of a path, by which people know a file."""
    return "/".join(path.replace("\\", "/").split("/")[-2:])


def draft(subject: Draft) -> str:
    """The portal text, and the review text with its sources."""
    portal = f"For the portal:\n{subject.portal_text}\n\nFor review:\n" if subject.portal_text else ""
    return portal + subject.review_text + _prior(subject.prior)


def _prior(sentences: Sequence[PriorSentence]) -> str:
    """Earlier answers as wording, each sentence marked with what carries it today."""
    lines: list[str] = []
    for origin in dict.fromkeys(each.origin for each in sentences):
        lines += ["", f"Wording of an earlier answer, no evidence ({origin}):"]
        for each in (each for each in sentences if each.origin == origin):
            if each.carried_by:
                lines.append(f"✓ {each.text}\n    still carried by {'; '.join(map(source, each.carried_by))}")
            else:
                near = f"; nearest: {source(each.nearest)}: “{one_line(each.nearest.quote)}”" if each.nearest else ""
                lines.append(f"✗ {each.text}\n    not carried today: {each.why}{near}")
    return "".join(f"\n{line}" for line in lines)


def table(rows: Sequence[Sequence[str]], most: int = 60) -> str:
    """Rows as aligned columns, each cell of at most `most` characters."""
    plain = [[one_line(cell) for cell in row] for row in rows]
    cut = [[cell if len(cell) <= most else cell[: most - 1] + "…" for cell in row] for row in plain]
    widths = [max(len(row[column]) for row in cut) for column in range(len(cut[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cut]
    return "\n".join(lines)

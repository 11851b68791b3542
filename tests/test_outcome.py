"""The report of an ingest: what was read, how, and what a person should look at; in the terminal, as JSON and kept."""

from pathlib import Path

import pytest
from door import ctpat

from ingest.outcome import FileOutcome, FileStatus, IntakeReport
from kb.model import Document, Fact, Kind
from kb.store import Store


def document(name: str, *warnings: str, **values: object) -> Document:
    defaults: dict[str, object] = {"sha256": name, "kind": Kind.POLICY}
    return Document(f"/d/{name}", name, warnings=warnings, **(defaults | values))  # type: ignore[arg-type]


def report(*documents: Document, refused: str = "") -> IntakeReport:
    outcomes = [FileOutcome(each.path, FileStatus.INDEXED) for each in documents]
    outcomes += [FileOutcome(f"/d/{refused}", FileStatus.FAILED, "It is damaged.")] if refused else []
    return IntakeReport(tuple(outcomes), 1.0, documents)


@pytest.mark.parametrize(
    ("warning", "what"),
    [
        ("Pages 1, 2 were read by OCR: check their figures.", "read by OCR"),
        ("Page 3 could not be read (PdfiumError).", "partly read"),
        ("It has hidden text, which was not read.", "partly read"),
        ("It has tracked changes; it was read as if all were accepted: accept or reject them.", "tracked changes"),
        ('Sheet "x" is hidden; it was read.', "note"),
    ],
)
def test_each_warning_is_told_with_what_it_is_about(warning: str, what: str) -> None:
    found = report(document("a.pdf", warning)).look_at()
    assert [(each.document, each.what, each.why) for each in found] == [("a.pdf", what, warning)]


def test_a_doubt_is_told_with_its_fact_and_a_refused_file_with_its_reason() -> None:
    doubtful = document("a.pdf", "No date.", facts=(Fact("effective", "", "", 0.0, "No date."),))
    found = report(doubtful, refused="b.pdf").look_at()
    assert [(each.what, each.why) for each in found] == [("refused", "It is damaged."), ("effective", "No date.")]


def test_of_superseded_documents_only_mere_copies_are_to_be_looked_at() -> None:
    new = document("new.pdf", sha256="1")
    old = document("old.pdf", "Page 1 was read by OCR.", sha256="2", superseded_by=new.path)
    copy = document("copy.pdf", sha256="1", superseded_by=new.path)
    told = report(new, old, copy)
    assert [(each.document, each.what) for each in told.look_at()] == [("copy.pdf", "copy")]
    assert told.summary()["superseded"] == 2 and told.summary()["read"] == 3


def test_an_ingest_tells_it_in_the_terminal_as_json_and_keeps_it(tmp_path: Path) -> None:
    papers, workspace = tmp_path / "papers", tmp_path / "w"
    papers.mkdir()
    rules = "\n".join(f"{number}. The guard must count the seals in box {number}." for number in range(30))
    for version, year in ((1, 2024), (2, 2026)):
        head = f"# Seal Procedure\n\nRevision: {version}\nEffective date: {year}-01-05\n\n"
        (papers / f"seals {year}.md").write_text(head + rules, encoding="utf-8")
    (papers / "lunch.txt").write_text("Lunch is at noon in the canteen.\n", encoding="utf-8")
    (papers / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    told = ctpat("--json", "ingest", papers, workspace=workspace).json
    assert told["summary"] | {"seconds": 0} == {
        **{"read": 3, "unchanged": 0, "read_by_ocr": 0, "partly_read": 0, "refused": 1},
        **{"skipped": 0, "removed": 0, "superseded": 1, "seconds": 0},
    }
    assert [(each["document"], each["by"]) for each in told["superseded"]] == [
        ("seals 2024.md", str(papers / "seals 2026.md"))
    ]
    assert {(Path(each["path"]).name, each["what"]) for each in told["look_at"]} == {
        ("broken.pdf", "refused"),
        ("lunch.txt", "kind"),
    }
    again = ctpat("ingest", papers, workspace=workspace).out
    assert "superseded by papers/seals 2026.md" in again and "What kind of document" in again
    kept = Store(workspace / "store.sqlite3").meta("intake report")
    assert '"superseded": 1' in kept and "lunch.txt" in kept

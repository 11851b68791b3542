"""Intake end to end, with the real readers and a knowledge base held in memory."""

import json
import os
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from pathlib import Path
from threading import Event

import pytest

from ingest.intake import Source
from ingest.isolate import Isolation
from ingest.outcome import FileOutcome, FileStatus, IntakeReport
from ingest.pipeline import ingest
from ingest.prepare import Entry, Preparation, Prepared
from kb.errors import RefusedFileError, SourceError, WorkspaceError
from kb.model import Document, Kind


class Memory:
    """A knowledge base in memory."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.batches: list[int] = []
        self.foreseen = 0

    def stamps(self) -> dict[str, tuple[str, int, int]]:
        return {path: (entry.document.sha256, entry.size, entry.modified) for path, entry in self.entries.items()}

    def foresee(self, entries: Sequence[Entry]) -> None:
        self.foreseen += len(entries)

    def put_many(self, entries: Sequence[Entry], gone: Sequence[str] = ()) -> None:
        self.batches.extend([len(entries)] if entries else [])
        self.entries.update((entry.document.path, entry) for entry in entries)
        for path in gone:
            del self.entries[path]

    def touch_many(self, stamps: Iterable[tuple[str, int, int]]) -> None:
        for path, size, modified in stamps:
            self.entries[path] = self.entries[path]._replace(size=size, modified=modified)

    def documents(self) -> list[Document]:
        return [entry.document for entry in self.entries.values()]

    def update(self, documents: Iterable[Document]) -> None:
        for document in documents:
            self.entries[document.path] = self.entries[document.path]._replace(document=document)

    def text(self, path: Path | str) -> str:
        return self.entries[str(path)].text


@pytest.fixture
def base() -> Memory:
    return Memory()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "documents"
    write(root / "policies" / "seals.md", "# Seal Policy\n\n**Version:** 2\n\nSeals must be kept in a safe.\n")
    write(root / "records" / "log.csv", "Date,Seal\n2026-01-02,BHG1\n2026-01-03,BHG2\n")
    return root


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def mail(attachment: str, name: str = "letter.txt") -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "Ann <a@vigilane.example>", "Procedures"
    message["Date"] = "Wed, 11 Feb 2026 10:00:00 +0000"
    message.set_content("The letter is attached.")
    message.add_attachment(attachment.encode(), maintype="text", subtype="plain", filename=name)
    return message.as_bytes()


def of(report: IntakeReport, path: Path | str) -> FileOutcome:
    return next(outcome for outcome in report.outcomes if outcome.path == str(path))


def test_a_folder_is_read_into_documents_and_passages_and_every_character_is_accounted_for(
    base: Memory, folder: Path
) -> None:
    heard: list[str] = []
    report = ingest([folder], base, heard.append)
    assert report.counts() == {"indexed": 2}
    document = base.entries[str(folder / "policies" / "seals.md")].document
    assert (document.name, document.kind, document.version) == ("policies/seals.md", Kind.POLICY, "2")
    assert all(outcome.characters == outcome.characters_in_passages > 0 for outcome in report.outcomes)
    assert sorted(line.partition(" ")[2] for line in heard) == ["policies/seals.md", "records/log.csv"]


def test_the_largest_file_is_begun_first_and_holds_up_no_other(
    base: Memory, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "a_scan.md", "Seals are checked at the gate.\n" * 1000)
    begun: list[str] = []
    told = Event()
    prepare = Preparation.prepare

    def slowly(self: Preparation, source: Source) -> Prepared:
        begun.append(source.name)
        assert source.name != "a_scan.md" or told.wait(20), "the scan waits until another file was told of"
        return prepare(self, source)

    def hear(line: str) -> None:
        if "a_scan.md" not in line:
            told.set()

    monkeypatch.setattr(Preparation, "prepare", slowly)
    monkeypatch.setattr("ingest.pipeline.AHEAD_BYTES", 1000)  # also where it is larger than all that may be ahead
    assert ingest([folder], base, hear).counts() == {"indexed": 3}
    assert begun[0] == "a_scan.md"


def test_an_interrupt_keeps_what_was_read_and_waits_for_no_file_that_is_being_read(
    base: Memory, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "a_scan.md", "Seals are checked at the gate.\n" * 1000)
    stopped, waited = Event(), []
    prepare = Preparation.prepare

    def slowly(self: Preparation, source: Source) -> Prepared:
        if source.name == "a_scan.md":
            waited.append(stopped.wait(20))
        return prepare(self, source)

    def interrupt(line: str) -> None:
        if line.startswith("2/3"):
            raise KeyboardInterrupt

    monkeypatch.setattr(Preparation, "prepare", slowly)
    monkeypatch.setattr(Isolation, "stop", lambda self: stopped.set())
    with pytest.raises(KeyboardInterrupt):
        ingest([folder], base, interrupt)
    assert waited == [True]
    assert len(base.entries) == 1 and not any("a_scan" in path for path in base.entries)


def test_a_stopped_reading_ends_at_once_and_is_no_bad_page() -> None:
    scan = Path(__file__).parents[1] / "corpus/documents/vendors/zhenyuan/Factory_load_letter_signed_scan.pdf"
    with Isolation() as isolation, ThreadPoolExecutor(1) as thread:
        reading = thread.submit(isolation.read, scan)
        time.sleep(0.3)  # reading it takes seconds
        isolation.stop()
        with pytest.raises(RefusedFileError, match="stopped"):
            reading.result(timeout=10)
        with pytest.raises(RefusedFileError, match="stopped"):
            isolation.read(scan)


def test_the_report_as_json_has_one_entry_for_each_file(base: Memory, folder: Path) -> None:
    written = json.loads(ingest([folder], base).to_json())
    assert set(written) == {"files", "seconds", "summary", "superseded", "look_at"}
    keys = ("path", "status", "reason", "kind", "pages", "passages", "characters", "characters_in_passages", "warnings")
    assert tuple(written["files"][0])[: len(keys)] == keys
    assert written["files"][0]["path"] == str(folder / "policies" / "seals.md")


def test_nothing_is_read_again_that_has_not_changed(base: Memory, folder: Path) -> None:
    ingest([folder], base)
    os.utime(folder / "records" / "log.csv", (1, 1))
    report = ingest([folder], base)
    assert report.counts() == {"unchanged": 2} and base.batches == [2]
    assert base.entries[str(folder / "records" / "log.csv")].modified == 1_000_000_000
    assert of(report, folder / "policies" / "seals.md").kind == "policy"


def test_a_changed_file_replaces_what_was_read_of_it(base: Memory, folder: Path) -> None:
    ingest([folder], base)
    path = write(folder / "policies" / "seals.md", "# Seal Policy\n\nSeals must be counted every week.\n")
    assert of(ingest([folder], base), path).status is FileStatus.INDEXED
    assert "every week" in base.text(path) and "safe" not in base.text(path)


def test_a_file_that_is_gone_is_removed_and_one_elsewhere_stays(base: Memory, folder: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other" / "a.md", "# Other Policy\n\nBadges are worn.\n")
    ingest([folder, other], base)
    (folder / "records" / "log.csv").unlink()
    report = ingest([folder], base)
    assert of(report, folder / "records" / "log.csv").status is FileStatus.REMOVED
    assert str(other) in base.entries and str(folder / "records" / "log.csv") not in base.entries


def test_a_new_version_that_cannot_be_read_leaves_the_older_text(base: Memory, folder: Path) -> None:
    ingest([folder], base)
    path = folder / "policies" / "seals.md"
    path.write_bytes(b"")
    outcome = of(ingest([folder], base), path)
    assert outcome.status is FileStatus.FAILED and "stays" in outcome.reason
    assert "kept in a safe" in base.text(path)


def test_one_bad_file_does_not_cost_the_others(base: Memory, folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\nrubbish")
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    (folder / "program.bin").write_bytes(bytes(range(256)) * 4)
    report = ingest([folder], base)
    assert report.counts() == {"indexed": 2, "failed": 2, "skipped": 1}
    assert "save" in of(report, folder / "old.doc").reason


def test_an_attachment_is_a_document_of_its_own_and_goes_with_its_mail(base: Memory, folder: Path) -> None:
    path = folder / "vendors" / "vigilane" / "mail.eml"
    path.parent.mkdir(parents=True)
    path.write_bytes(mail("The procedures are written."))
    inner = f"{path}!/letter.txt"
    assert of(ingest([folder], base), inner).status is FileStatus.INDEXED
    assert base.entries[inner].document.name == "vendors/vigilane/mail.eml!/letter.txt"
    assert "procedures are written" in base.text(inner)
    known = {fact.name: fact.value for fact in base.entries[inner].document.facts}
    assert known["mail subject"] and known["mail sent"].startswith("20") and "@" in known["mail sender"]
    assert of(ingest([folder], base), inner).status is FileStatus.UNCHANGED
    path.write_bytes(mail("Another letter.", "other.txt"))
    assert of(ingest([folder], base), inner).status is FileStatus.REMOVED
    path.unlink()
    assert of(ingest([folder], base), f"{path}!/other.txt").status is FileStatus.REMOVED
    assert not any("mail.eml" in known for known in base.entries)


def test_attachments_cannot_write_outside_their_folder_nor_hide_one_another(base: Memory, tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@b.example", "Two"
    message.set_content("Two letters.")
    for text in ("First letter.", "Second letter."):
        message.add_attachment(text.encode(), maintype="text", subtype="plain", filename="../../evil.txt")
    path = tmp_path / "mail.eml"
    path.write_bytes(message.as_bytes())
    ingest([path], base)
    inside = [known for known in base.entries if "!/" in known]
    assert len(inside) == 2 and not any(".." in known.partition("!/")[2] for known in inside)
    assert not list(tmp_path.rglob("evil*"))


def test_a_caption_is_read_with_its_picture_and_a_changed_caption_is_noticed(base: Memory, folder: Path) -> None:
    film = folder / "media" / "yard.mp4"
    film.parent.mkdir()
    film.write_bytes(b"\0\0\0\x18ftypmp42" + b"\0" * 64)
    caption = write(folder / "media" / "yard.md", "---\ndate: 2026-05-06\nplace: DCW\n---\nThe lot has no fence.\n")
    report = ingest([folder], base)
    assert of(report, film).kind == "media"
    assert of(report, caption).status is FileStatus.SKIPPED
    write(caption, "---\ndate: 2026-05-06\nplace: DCW\n---\nThe lot has a fence now.\n")
    assert of(ingest([folder], base), film).status is FileStatus.INDEXED
    assert "a fence now" in base.text(film)


def test_lock_files_hidden_files_and_links_out_of_the_folder_are_not_read(
    base: Memory, folder: Path, tmp_path: Path
) -> None:
    secret = write(tmp_path / "elsewhere" / "secret.md", "# Secret\n\nNot to be read.\n")
    write(folder / "~$seals.docx", "lock")
    write(folder / ".hidden" / "a.md", "# Hidden\n\nText.\n")
    write(folder / "Thumbs.db", "x")
    try:
        (folder / "link.md").symlink_to(secret)
        (folder / "loop").symlink_to(folder, target_is_directory=True)
    except OSError:
        pytest.skip("links cannot be made here")
    report = ingest([folder], base)
    skipped = {Path(outcome.path).name for outcome in report.outcomes if outcome.status is FileStatus.SKIPPED}
    assert skipped == {"~$seals.docx", "link.md", "loop"}
    assert len(base.entries) == 2


def test_names_stay_when_a_file_is_ingested_again_by_another_path(base: Memory, folder: Path) -> None:
    ingest([folder], base)
    path = write(folder / "policies" / "seals.md", "# Seal Policy\n\nNew text.\n")
    ingest([path], base)
    assert base.entries[str(path)].document.name == "policies/seals.md"


def test_the_older_of_two_revisions_is_marked_and_unmarked_when_the_newer_one_goes(base: Memory, folder: Path) -> None:
    newer = write(folder / "new.md", "# Seal Policy\n\n**Version:** 3\n\nSeals must be kept in a safe.\n")
    older = folder / "policies" / "seals.md"
    ingest([folder], base)
    assert base.entries[str(older)].document.superseded_by == str(newer)
    newer.unlink()
    ingest([folder], base)
    assert base.entries[str(older)].document.superseded_by == ""


def test_many_files_are_put_in_batches(base: Memory, tmp_path: Path) -> None:
    for number in range(70):
        write(tmp_path / "many" / f"{number}.txt", f"Gate {number} is locked at night.")
    ingest([tmp_path / "many"], base)
    assert base.batches == [16, 16, 16, 16, 6]


def test_a_folder_that_is_gone_is_taken_out_only_when_that_is_asked_for(
    base: Memory, folder: Path, tmp_path: Path
) -> None:
    ingest([folder], base)
    folder.rename(tmp_path / "moved")
    with pytest.raises(SourceError, match="--gone"):
        ingest([folder], base)
    assert base.entries
    report = ingest([folder], base, gone=True)
    assert not base.entries and set(report.counts()) == {"removed"}


def test_a_thousand_unchanged_files_are_passed_over_in_under_a_second(base: Memory, tmp_path: Path) -> None:
    for number in range(1000):
        write(tmp_path / "many" / f"{number}.md", f"# Note {number}\n\nSeal {number} is counted.\n")
    ingest([tmp_path / "many"], base)
    begun = time.process_time()  # what else the machine does is no matter
    again = ingest([tmp_path / "many"], base)
    assert again.counts() == {"unchanged": 1000} and time.process_time() - begun < 1.0


@pytest.mark.parametrize("name", ["CON.txt", "nul.txt", "com1.notes.txt"])
def test_an_attachment_named_like_a_device_of_windows_is_laid_down_under_another_name(
    name: str, base: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid: list[str] = []
    plain = Path.write_bytes
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "mail.eml").write_bytes(mail("Seals are kept in a safe.", name))
    monkeypatch.setattr(Path, "write_bytes", lambda path, data: (laid.append(path.name), plain(path, data))[1])
    ingest([tmp_path / "d"], base)
    assert laid == [f"_{name}"]
    assert f"{tmp_path / 'd' / 'mail.eml'}!/{name}" in base.entries


def test_a_missing_path_and_a_folder_without_documents_are_told_at_once(base: Memory, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is not there"):
        ingest([tmp_path / "nowhere"], base)
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="no files"):
        ingest([tmp_path / "empty"], base)
    write(tmp_path / "code" / "a.py", "print()")
    with pytest.raises(SourceError, match="no file of a type"):
        ingest([tmp_path / "code"], base)


def test_a_knowledge_base_that_cannot_be_written_ends_the_ingest_with_its_error(base: Memory, folder: Path) -> None:
    def full(entries: Sequence[Entry], gone: Sequence[str]) -> None:
        raise WorkspaceError("The disk is full.")

    base.put_many = full  # type: ignore[method-assign]
    with pytest.raises(WorkspaceError, match="disk is full"):
        ingest([folder], base)


def test_emptying_a_known_folder_removes_its_documents(base: Memory, folder: Path) -> None:
    ingest([folder], base)
    for path in list(folder.rglob("*.*")):
        path.unlink()
    assert ingest([folder], base).counts() == {"removed": 2}
    assert base.entries == {}

"""A backup carries all that cannot be made again, is checked before it is restored, and overwrites nothing."""

import hashlib
import json
import shutil
import sqlite3
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from door import ctpat, told_in_one_line
from files import bruised
from nouns import document
from yard_case import PROCEDURE, SECURE, Case

from kb.originals import CHANGED, Originals
from kb.settings import Settings

COMMANDS = (["map"], ["covers", "56"], ["decisions"], ["review"], ["review", "56"], ["documents"], ["draft", "56"],
            ["audit"], ["criteria", "show", "56"], ["impact"])  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A workspace in which people have worked; tests only read it."""
    return worked(tmp_path_factory.mktemp("case"))


def worked(tmp_path: Path) -> Case:
    made = Case(tmp_path, yard=PROCEDURE)
    with (made.workspace / "ctpat.toml").open("a", encoding="utf-8") as settings:
        settings.write('model_key = "sk-very-secret"\nanniversary = 2027-01-15\n')
    rows = "Number,Question\n56,Are our boxes kept where nobody can reach them?\n"
    (tmp_path / "wording.csv").write_text(rows, encoding="utf-8")
    (made.workspace / "uploads").mkdir()
    shutil.copy(made.documents / "yard.md", made.workspace / "uploads" / "upload.md")
    for step in (
        ["ingest", str(made.workspace / "uploads")],
        ["criteria", "import", str(tmp_path / "wording.csv")],
        ["decide", "11", "not-applicable", "--reason", "no such thing here"],
        ["documents", "set", "yard.md", "--expires", "2027-03-31"],
        ["gaps", "-o", str(tmp_path / "gaps.md")],
        ["review", "56", "--start"],
        ["review", "56", "--submit-for-review"],
        ["review", "56", "--owner", "B. Osei"],
    ):
        ran = made.run(*step)
        assert ran.code == 0, (step, ran.err)
    return made


def backed_up(case: Case, target: Path) -> Path:
    ran = case.run("backup", str(target))
    assert ran.code == 0, ran.err
    return target


def restored(archive: Path, workspace: Path) -> Any:
    ran = ctpat("--json", "restore", archive, workspace=workspace)
    assert ran.code == 0, ran.err
    return ran.json


def refused(archive: Path, workspace: Path) -> str:
    return told_in_one_line(ctpat("restore", archive, workspace=workspace))


def changed(archive: Path, change: Callable[[dict[str, bytes], dict[str, Any]], None]) -> Path:
    """The backup with its files and its manifest as somebody altered them."""
    with zipfile.ZipFile(archive) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    change(files, manifest)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("manifest.json", json.dumps(manifest))
        for name, content in files.items():
            packed.writestr(name, content)
    return archive


def listed(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def test_restored_elsewhere_it_answers_as_before(case: Case, tmp_path: Path) -> None:
    before = {" ".join(command): case.run(*command).json for command in COMMANDS}
    archive, other = backed_up(case, tmp_path / "backup.zip"), tmp_path / "elsewhere" / "base"
    told = restored(archive, other)
    assert told["audit_bad"] is None and told["counts"]["documents"] == 2
    for command, known in before.items():
        ran = ctpat("--json", *command.split(), workspace=other)
        assert ran.code == 0 and ran.json == known, command
    assert ctpat("audit", "verify", workspace=other).code == 0
    gaps = ctpat("--json", "gaps", workspace=other).json
    assert gaps["changes"] is None or gaps["changes"]["since"] == "2026-11-22", "earlier reports are there too"
    assert (other / "uploads" / "upload.md").read_bytes() == (case.documents / "yard.md").read_bytes()


def test_secrets_and_what_can_be_made_again_are_not_in_it(case: Case, tmp_path: Path) -> None:
    told = case.run("backup", str(tmp_path / "backup.zip")).json
    assert told["kept_back"] == ["model_key"]
    with zipfile.ZipFile(tmp_path / "backup.zip") as packed:
        names = set(packed.namelist())
        content = b"".join(packed.read(name) for name in names)
    assert names == {"manifest.json", "store.sqlite3", "ctpat.toml", "criteria.json", "uploads/upload.md"}
    assert b"sk-very-secret" not in content and b'company = "Alder"' in content
    other = Path(shutil.copytree(case.workspace, tmp_path / "other"))
    (other / "ctpat.toml").write_text('company = "A"\nmodel_key = """\nsk-very-secret"""\n', encoding="utf-8")
    told = ctpat("--json", "backup", tmp_path / "other.zip", workspace=other).json
    assert told["kept_back"] == ["ctpat.toml"], "a secret over several lines: the whole file stays here"
    assert b"sk-very-secret" not in (tmp_path / "other.zip").read_bytes()


def test_a_workspace_that_holds_something_is_never_written_over(case: Case, tmp_path: Path) -> None:
    archive = backed_up(case, tmp_path / "backup.zip")
    before = (case.workspace / "store.sqlite3").read_bytes()
    assert "not empty" in refused(archive, case.workspace)
    assert (case.workspace / "store.sqlite3").read_bytes() == before
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").write_text("mine", encoding="utf-8")
    assert "not empty" in refused(archive, other)
    assert [each.name for each in other.iterdir()] == ["mine.txt"]


def test_it_is_one_state_while_somebody_writes(case: Case, tmp_path: Path) -> None:
    """A writer adds two rows at a time; a copy taken meanwhile has both of a pair or neither."""
    stop = threading.Event()

    def write() -> None:
        database = sqlite3.connect(case.workspace / "store.sqlite3", timeout=30)
        number = 0
        while not stop.is_set():
            with database:
                for half in ("a", "b"):
                    database.execute("INSERT INTO meta VALUES (?, ?)", (f"pair {half}{number}", "x" * 2000))
            number += 1
            time.sleep(0.001)
        database.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for place in range(3):
            backed_up(case, tmp_path / f"{place}.zip")
    finally:
        stop.set()
        writer.join()
    for place in range(3):
        restored(tmp_path / f"{place}.zip", tmp_path / f"base {place}")
        database = sqlite3.connect(tmp_path / f"base {place}" / "store.sqlite3")
        halves = dict(
            database.execute("SELECT substr(name, 6, 1), count(*) FROM meta WHERE name LIKE 'pair %' GROUP BY 1")
        )
        assert halves.get("a", 0) == halves.get("b", 0)


def test_a_damaged_backup_is_refused_and_leaves_nothing(case: Case, tmp_path: Path) -> None:
    archive, other = backed_up(case, tmp_path / "backup.zip"), tmp_path / "other"
    whole = archive.read_bytes()
    archive.write_bytes(whole[: len(whole) // 2])
    refused(archive, other)
    archive.write_bytes(whole)
    changed(archive, lambda files, manifest: files.update({"ctpat.toml": b'company = "Mallory"\n'}))
    assert "not of the size" in refused(archive, other)
    archive.write_bytes(whole)

    def turn(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
        files["ctpat.toml"] = files["ctpat.toml"].replace(b"Alder", b"Elder")

    assert "not what was backed up" in refused(changed(archive, turn), other)
    archive.write_bytes(whole)
    assert "is damaged" in refused(bruised(archive, "store.sqlite3"), other)
    archive.write_bytes(b"no zip at all")
    assert "is no backup" in refused(archive, other)
    assert "cannot be read" in refused(tmp_path / "nothing.zip", other)
    assert not other.exists() and not list(tmp_path.glob(".*"))


def test_a_backup_of_a_newer_program_is_refused_in_a_sentence(case: Case, tmp_path: Path) -> None:
    archive = backed_up(case, tmp_path / "backup.zip")
    whole = archive.read_bytes()
    for field in ("version", "schema"):
        archive.write_bytes(whole)
        changed(archive, lambda files, manifest, field=field: manifest.update({field: 99, "program": "ctpat-kb 9.1"}))
        assert "made by a newer program (ctpat-kb 9.1)" in refused(archive, tmp_path / "other")


@pytest.mark.parametrize(
    "name",
    ["../evil.txt", "uploads/../../evil.txt", "/tmp/evil.txt", "uploads\\..\\evil.txt", "C:/evil.txt", "notes.txt",
     "uploads//evil.txt", "writer.lock", "sign-in.toml"],
)  # fmt: skip
def test_a_file_that_would_climb_out_is_refused(case: Case, tmp_path: Path, name: str) -> None:
    def add(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
        files[name] = b"evil"
        manifest["files"].append(listed(name, b"evil"))

    archive = changed(backed_up(case, tmp_path / "backup.zip"), add)
    refused(archive, tmp_path / "deep" / "other")
    assert not (tmp_path / "deep" / "other").exists() and not list(tmp_path.rglob("evil.txt"))


def test_what_unpacks_to_far_more_than_its_size_is_refused(case: Case, tmp_path: Path) -> None:
    def add(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
        files["uploads/zeros.bin"] = bytes(60_000_000)
        manifest["files"].append(listed("uploads/zeros.bin", files["uploads/zeros.bin"]))

    archive = changed(backed_up(case, tmp_path / "backup.zip"), add)
    assert "not of the size" in refused(archive, tmp_path / "other") and not (tmp_path / "other").exists()


def test_a_link_in_a_backup_is_refused(case: Case, tmp_path: Path) -> None:
    archive = backed_up(case, tmp_path / "backup.zip")
    content = b"/etc/passwd"
    changed(archive, lambda files, manifest: manifest["files"].append(listed("uploads/link", content)))
    with zipfile.ZipFile(archive, "a") as packed:
        entry = zipfile.ZipInfo("uploads/link")
        entry.external_attr = 0o120777 << 16
        packed.writestr(entry, content)
    assert "outside the workspace" in refused(archive, tmp_path / "other")


def test_an_upload_of_a_moved_workspace_is_found_in_the_new_one(tmp_path: Path) -> None:
    case = worked(tmp_path)
    case.run("decide", "56", "link", "upload.md")
    archive, other = backed_up(case, tmp_path / "backup.zip"), tmp_path / "other"
    restored(archive, other)
    shutil.rmtree(case.workspace)
    shutil.rmtree(case.documents)
    ran = ctpat("--json", "export", "package", "-o", tmp_path / "package", "56", "--internal", workspace=other)
    assert ran.code == 0, ran.err
    left = {each["document"] for each in ran.json["files_left_out"]}
    assert not any("upload" in name for name in left)
    told = ctpat("--json", "covers", "56", workspace=other).json
    assert any(SECURE in item["quote"] for item in told["requirements"][0]["evidence"])


def test_the_file_inside_a_damaged_file_has_changed(tmp_path: Path) -> None:
    outer = tmp_path / "letter.docx"
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("seals.md", "Seals are kept in a safe. " * 20)
    bruised(outer, "seals.md")
    inside = document(path=f"{outer}!/seals.md", name="letter.docx!/seals.md")
    assert Originals(Settings(workspace=tmp_path)).of(inside).fault == CHANGED


def test_labels_are_carried_and_a_name_that_cannot_be_restored_is_told(case: Case, tmp_path: Path) -> None:
    work = Path(shutil.copytree(case.workspace, tmp_path / "work"))
    (work / "labels").mkdir()
    (work / "labels" / "ours.csv").write_text("Criterion,File\n56,yard.md\n", encoding="utf-8")
    odd = work / "uploads" / "Letter 12:30?.txt"
    try:
        odd.write_text("A letter.", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    ran = ctpat("backup", tmp_path / "told.zip", workspace=work)
    assert "Not in it" in ran.out and "uploads/Letter 12:30?.txt" in ran.out
    told = ctpat("--json", "backup", tmp_path / "backup.zip", workspace=work).json
    assert told["left_out"] == ["uploads/Letter 12:30?.txt"]
    restored(tmp_path / "backup.zip", tmp_path / "other")
    assert (tmp_path / "other" / "labels" / "ours.csv").read_bytes() == (work / "labels" / "ours.csv").read_bytes()
    assert {each.name for each in (tmp_path / "other" / "uploads").iterdir()} == {"upload.md"}


def test_there_must_be_something_to_back_up(tmp_path: Path) -> None:
    ran = ctpat("backup", tmp_path / "backup.zip", workspace=tmp_path / "none")
    assert "nothing to back up" in told_in_one_line(ran) and not (tmp_path / "none").exists()

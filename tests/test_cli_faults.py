"""What can be wrong with files, folders and workspaces: told in one line, and nothing is lost."""

import contextlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import Base
from door import ctpat, told_in_one_line
from small import SEALS, write_documents

import kb.index

# Files and folders


@pytest.mark.parametrize("given", ["missing", "empty", "silent", "odd"])
def test_a_folder_without_anything_to_read_is_told_in_one_line_and_loses_nothing(given: str, tmp_path: Path) -> None:
    base = two_papers(tmp_path)
    folder = tmp_path / given
    if given != "missing":
        folder.mkdir()
    if given == "silent":
        (folder / "Thumbs.db").write_bytes(b"x")
    if given == "odd":
        (folder / "program.exe").write_bytes(b"MZ")
    line = told_in_one_line(ctpat("--json", "ingest", folder, workspace=base.workspace))
    assert str(folder) in line
    assert len(ctpat("--json", "documents", workspace=base.workspace).json["documents"]) == 2


def two_papers(folder: Path) -> Base:
    documents = folder / "documents"
    (documents / "records").mkdir(parents=True)
    (documents / "seals.md").write_text(SEALS, encoding="utf-8")
    (documents / "records" / "log.csv").write_text(
        "Date,Seal number\n2026-01-02,ALD1\n2026-01-03,ALD2\n", encoding="utf-8"
    )
    return read(Base(folder / "workspace", documents, {}))


def read(base: Base) -> Base:
    told = ctpat("--json", "ingest", base.documents, workspace=base.workspace)
    assert told.code == 0, told.err
    return Base(base.workspace, base.documents, told.json)


def statuses(base: Base) -> dict[str, str]:
    files: Any = base.intake["files"]
    return {Path(file["path"]).name: file["status"] for file in files}


def test_reading_the_same_twice_touches_nothing(tmp_path: Path) -> None:
    base = two_papers(tmp_path)
    assert statuses(base) == {"seals.md": "indexed", "log.csv": "indexed"}
    before = ctpat("--json", "map", workspace=base.workspace).json["made_by"]
    again = read(base)
    assert statuses(again) == {"seals.md": "unchanged", "log.csv": "unchanged"}
    assert float(str(again.intake["seconds"])) < 1.0
    assert ctpat("--json", "map", workspace=base.workspace).json["made_by"] == before


def test_changing_one_file_reads_one_file_and_deleting_it_removes_it_everywhere(tmp_path: Path) -> None:
    base = two_papers(tmp_path)
    (base.documents / "seals.md").write_text("# Seal Policy\n\nThe unicorn guards the seals.\n", encoding="utf-8")
    assert statuses(read(base)) == {"seals.md": "indexed", "log.csv": "unchanged"}
    found = ctpat("--json", "ask", "Who guards the seals?", workspace=base.workspace).json
    assert "unicorn" in found["answer"]
    assert "custodian has the key" not in json.dumps(ctpat("--json", "map", workspace=base.workspace).json)
    (base.documents / "seals.md").unlink()
    assert statuses(read(base)) == {"seals.md": "removed", "log.csv": "unchanged"}
    assert ctpat("--json", "ask", "Who guards the seals?", workspace=base.workspace).json["answered"] is False
    assert [row["document"] for row in ctpat("--json", "documents", workspace=base.workspace).json["documents"]] == [
        "records/log.csv"
    ]


def test_an_unreadable_and_a_lying_file_are_told_and_the_others_are_read(tmp_path: Path) -> None:
    base = two_papers(tmp_path)
    (base.documents / "lies.pdf").write_text("This is not a PDF at all.", encoding="utf-8")
    (base.documents / "lies.docx").write_bytes(b"%PDF-1.7 nor a Word file")
    (base.documents / "lies.xlsx").write_bytes(os.urandom(300))
    (base.documents / "blank.md").write_text("", encoding="utf-8")
    shut = base.documents / "shut.md"
    shut.write_text("Seals.", encoding="utf-8")
    shut.chmod(0)
    told = read(base)
    files: Any = told.intake["files"]
    by_name = {Path(file["path"]).name: file for file in files}
    for name in ("lies.docx", "lies.xlsx", "blank.md"):
        assert by_name[name]["status"] == "failed", name
        assert by_name[name]["reason"].endswith(".") and "\n" not in by_name[name]["reason"], name
    readable = by_name["lies.pdf"]  # text under a wrong name: read as what it is, and said so
    assert readable["status"] == "failed" or readable["warnings"]
    if os.geteuid() != 0:
        assert by_name["shut.md"]["status"] == "failed" and "permission" in by_name["shut.md"]["reason"].lower()
    assert by_name["seals.md"]["status"] == "unchanged"
    shut.chmod(0o600)


def test_a_file_that_becomes_unreadable_keeps_what_was_read_of_it(tmp_path: Path) -> None:
    base = two_papers(tmp_path)
    (base.documents / "records" / "log.csv").rename(base.documents / "records" / "log.xlsx")
    assert statuses(read(base))["log.xlsx"] == "failed"
    (base.documents / "seals.md").write_bytes(b"\x00\x01\x02\x03" * 100)
    told = read(base)
    assert statuses(told)["seals.md"] in ("failed", "indexed")
    if statuses(told)["seals.md"] == "failed":
        found = ctpat("--json", "ask", "Who has the key of the seal cabinet?", workspace=base.workspace).json
        assert found["answered"] is True


@pytest.mark.parametrize("given", ["hollow", "hollow/empty.md", "hollow/lies.docx", "hollow/pipe.md"])
def test_where_nothing_could_be_read_each_file_has_its_reason_and_the_command_says_so(
    given: str, tmp_path: Path
) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("the system has no pipes with names")
    hollow = tmp_path / "hollow"
    hollow.mkdir()
    (hollow / "empty.md").write_bytes(b"")
    (hollow / "lies.docx").write_text("plain text", encoding="utf-8")
    os.mkfifo(hollow / "pipe.md")
    told = ctpat("--json", "ingest", tmp_path / given, workspace=tmp_path / "w")
    assert told.code == 1
    assert told.err.strip().splitlines()[-1].startswith("ctpat: Nothing was read: ")
    reasons = {Path(file["path"]).name: file["reason"] for file in told.json["files"]}
    said = {"empty.md": "empty (no bytes)", "lies.docx": "plain text", "pipe.md": "a pipe"}
    assert len(reasons) == (3 if given == "hollow" else 1)
    for name, reason in reasons.items():
        assert said[name] in reason and "\n" not in reason


def test_a_file_without_read_permission_is_told_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = two_papers(tmp_path)
    shut = base.documents / "shut.md"
    shut.write_text("Seals are kept.", encoding="utf-8")
    unlocked = Path.open

    def locked(path: Path, *values: Any, **named: Any) -> Any:  # the tests may run as root, who may read anything
        if path == shut:
            raise PermissionError(13, "Permission denied", str(path))
        return unlocked(path, *values, **named)

    monkeypatch.setattr(Path, "open", locked)
    told = read(base)
    assert statuses(told) == {"seals.md": "unchanged", "log.csv": "unchanged", "shut.md": "failed"}
    files: Any = told.intake["files"]
    assert "Permission denied" in next(file["reason"] for file in files if file["status"] == "failed")


def test_an_empty_path_is_not_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("# A\n\nSeals are kept.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for command in (["ingest", ""], ["demo", ""], ["gaps", "-o", ""], ["criteria", "import", " "]):
        told_in_one_line(ctpat(*command, workspace=tmp_path / "w"))
    told_in_one_line(ctpat("--workspace", "", "documents"))


def test_names_with_control_characters_do_not_reach_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "a\x1b[31m\nb.md").write_text("# A\n\nSeals are kept.\n", encoding="utf-8")
    (tmp_path / "d" / "c\x9b2J\u202efdp.md").write_text("", encoding="utf-8")
    told = [ctpat("ingest", tmp_path / "d", workspace=tmp_path / "w")]
    told += [ctpat("documents", workspace=tmp_path / "w"), ctpat("ask", "Where are seals?", workspace=tmp_path / "w")]
    told += [ctpat("--json", "ingest", tmp_path / "d", workspace=tmp_path / "w")]
    told += [ctpat("ingest", tmp_path / "no\x1b\nsuch", workspace=tmp_path / "w")]
    for ran in told:
        assert not set("\x1b\x9b\u202e") & set(ran.out + ran.err) and "\nb.md" not in ran.out + ran.err
    assert {Path(file["path"]).name for file in told[3].json["files"]} == {"a\x1b[31m\nb.md", "c\x9b2J\u202efdp.md"}


# A damaged workspace


def damaged(small: Base, tmp_path: Path) -> Path:
    workspace = tmp_path / "workspace"
    shutil.copytree(small.workspace, workspace)
    return workspace


@pytest.fixture
def indexed(small: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with an index of its vectors, as a large one has."""
    monkeypatch.setattr(kb.index, "EXACT_MOST", 0)
    workspace = damaged(small, tmp_path)
    assert ctpat("--json", "ingest", small.documents, workspace=workspace).code == 0
    assert (workspace / "vectors" / "chroma.sqlite3").is_file()
    return workspace


def test_vectors_that_are_garbage_are_rebuilt_and_nothing_is_lost(indexed: Path) -> None:
    workspace = indexed
    before = ctpat("--json", "covers", "56", workspace=workspace).json
    for file in (workspace / "vectors").rglob("*"):
        if file.is_file():
            file.write_bytes(b"garbage" * 50)
    after = ctpat("--json", "covers", "56", workspace=workspace)
    assert after.code == 0, after.err
    assert after.json == before and "Traceback" not in after.err


def test_an_index_that_is_gone_or_a_file_costs_no_answer_and_the_next_ingest_makes_it_anew(
    small: Base, indexed: Path
) -> None:
    workspace = indexed
    before = ctpat("--json", "covers", "56", workspace=workspace).json
    shutil.rmtree(workspace / "vectors")
    for _ in range(2):
        assert ctpat("--json", "covers", "56", workspace=workspace).json == before
        assert ctpat("--json", "ingest", small.documents, workspace=workspace).code == 0
        assert (workspace / "vectors" / "chroma.sqlite3").is_file()
        shutil.rmtree(workspace / "vectors")
        (workspace / "vectors").write_text("a file in its place", encoding="utf-8")


@pytest.mark.parametrize("content", [b"", b"This is no database. " * 500, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_store_that_is_no_database_is_told_in_one_line_and_left_alone(content: bytes, tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    store = workspace / "store.sqlite3"
    store.write_bytes(content)
    told = ctpat("--json", "documents", workspace=workspace)
    if content:
        assert "store.sqlite3" in told_in_one_line(told)
        assert store.read_bytes() == content
    else:
        assert told.json == {"documents": []}


def test_a_store_with_a_damaged_page_is_told_in_one_line(small: Base, tmp_path: Path) -> None:
    workspace = damaged(small, tmp_path)
    store = workspace / "store.sqlite3"
    for beside in workspace.glob("store.sqlite3-*"):
        beside.unlink()
    whole = store.read_bytes()
    store.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    for command in (["documents"], ["covers", "56"], ["ask", "Who has the key of the seal cabinet?"], ["gaps"]):
        assert "store.sqlite3" in told_in_one_line(ctpat("--json", *command, workspace=workspace))


def test_a_garbled_record_of_the_store_is_told_in_one_line(small: Base, tmp_path: Path) -> None:
    workspace = damaged(small, tmp_path)
    with closing(sqlite3.connect(workspace / "store.sqlite3")) as store, store:
        store.execute("UPDATE document SET record = '{not JSON' WHERE path LIKE '%seal_control%'")
    for command in (["documents"], ["map"], ["ingest", str(small.documents)]):
        assert "store.sqlite3" in told_in_one_line(ctpat("--json", *command, workspace=workspace))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("as_of = 'soon'", "as_of"),
        ("colour = 'red'", "colour"),
        ("not toml [", "ctpat.toml"),
        ("company = 7", "company"),
        ("as_of = 2026-11-22T08:00:00", "as_of"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(text: str, named: str, tmp_path: Path) -> None:
    (tmp_path / "ctpat.toml").write_text(text, encoding="utf-8")
    assert named in told_in_one_line(ctpat("--json", "documents", workspace=tmp_path))


def test_a_workspace_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    told_in_one_line(ctpat("--json", "documents", workspace=tmp_path / "file" / "workspace"))


@pytest.mark.parametrize(
    "arguments", [["documents"], ["map"], ["gaps"], ["ask", "Are seals counted?"], ["covers", "56"], ["draft", "56"]]
)
def test_a_workspace_without_documents_gives_an_honest_no(arguments: list[str], tmp_path: Path) -> None:
    told = ctpat("--json", *arguments, workspace=tmp_path / "new")
    assert told.code == 0 and '"grade"' not in told.out and '"verified"' not in told.out
    assert arguments == ["documents"] or "holds no documents yet" in told.err


def test_an_ingest_that_broke_off_is_told_until_the_next_one_ends(tmp_path: Path) -> None:
    from kb.base import KnowledgeBase
    from kb.settings import load_settings

    (tmp_path / "seals.md").write_text("# Seals\n\nSeals must be kept in a locked cabinet.\n", encoding="utf-8")
    workspace = tmp_path / "workspace"
    assert ctpat("ingest", tmp_path / "seals.md", workspace=workspace).code == 0
    base = KnowledgeBase(load_settings(workspace))
    with contextlib.suppress(KeyboardInterrupt), base.writing():
        raise KeyboardInterrupt  # as a kill would leave it
    base.close()
    assert "is not finished" in ctpat("covers", "56", workspace=workspace).err
    assert ctpat("ingest", tmp_path / "seals.md", workspace=workspace).code == 0
    assert "is not finished" not in ctpat("covers", "56", workspace=workspace).err


def test_the_demo_leaves_somebodys_own_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "my notes.txt").write_text("mine", encoding="utf-8")
    line = told_in_one_line(ctpat("--json", "demo", tmp_path))
    assert "not empty" in line and [path.name for path in tmp_path.iterdir()] == ["my notes.txt"]


def test_a_demo_into_a_file_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert "is a file" in told_in_one_line(ctpat("demo", tmp_path / "file"))
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


# As a process


def test_while_another_process_writes_an_ingest_says_who_and_a_question_is_answered(
    small: Base, tmp_path: Path
) -> None:
    workspace = damaged(small, tmp_path)
    holder = "import sys; from pathlib import Path; from kb.writer import lock\n"
    holder += "with lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    root = Path(__file__).parents[1]
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(workspace)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
    ) as other:
        assert other.stdout and other.stdin and other.stdout.readline() == "held\n"
        line = told_in_one_line(ctpat("--json", "ingest", small.documents, workspace=workspace))
        assert str(other.pid) in line and "try again" in line
        assert ctpat("--json", "ask", "Who has the key of the seal cabinet?", workspace=workspace).json["answered"]
        other.stdin.close()
    assert ctpat("--json", "ingest", small.documents, workspace=workspace).code == 0


def process(*arguments: str, **values: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kb.cli", *arguments]
    root = Path(__file__).parents[1]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, cwd=root, **values)


def test_the_process_prints_progress_on_standard_error_and_json_alone_on_standard_output(tmp_path: Path) -> None:
    write_documents(tmp_path / "documents")
    told = process("ingest", str(tmp_path / "documents"), "--json", "--workspace", str(tmp_path / "w"))
    assert told.returncode == 0, told.stderr
    assert len(json.loads(told.stdout)["files"]) == 8
    assert re.search(r"^\d/8 policies/seal_control.md$", told.stderr, re.M) and "8/8 " in told.stderr


def test_the_workspace_comes_from_the_environment_and_a_terminal_of_another_code_page_breaks_nothing(
    small: Base,
) -> None:
    values = os.environ | {"CTPAT_WORKSPACE": str(small.workspace), "PYTHONIOENCODING": "cp1252"}
    told = process("covers", "56", env=values)
    assert told.returncode == 0 and "fenced yard" in told.stdout and told.stderr == ""


def test_a_reader_that_goes_away_is_no_crash(small: Base) -> None:
    command = f"{sys.executable} -m kb.cli --workspace {small.workspace} criteria list | head -1"
    root = Path(__file__).parents[1]
    told = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, cwd=root)
    assert "Traceback" not in told.stderr

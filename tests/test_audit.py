"""The audit trail: it tells what was done, nothing in it can be changed unnoticed, and older stores get it too."""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from door import ctpat, told_in_one_line

from kb.audit import entries, record, verify
from kb.errors import WorkspaceError
from kb.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "store.sqlite3")
    for number in range(1, 6):
        record(made, "A. Marsh", "decision", {"number": number, "quote": "“café” \udce9"})
    return made


def tampered(store: Store, *statements: str) -> None:
    """What somebody does who opens the file with another tool and takes the guards away first."""
    with sqlite3.connect(store.path) as other:
        for trigger in ("audit_unchanged", "audit_undeleted", "audit_appended"):
            other.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            other.execute(statement)
    other.close()


def test_entries_stand_in_their_order_and_the_chain_is_whole(store: Store) -> None:
    assert [json.loads(entry.detail)["number"] for entry in entries(store)] == [1, 2, 3, 4, 5]
    assert [entry.number for entry in entries(store, last=2)] == [4, 5]
    found = verify(store)
    assert (found.entries, found.bad, found.head) == (5, 0, entries(store)[-1].hash)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET who = 'nobody' WHERE number = 3",
        "UPDATE audit SET who = who",
        "DELETE FROM audit WHERE number = 5",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit VALUES (3, 'x', 'x', 'x', '{}', '', '')",
        "INSERT INTO audit VALUES (9, 'x', 'x', 'x', '{}', '', '')",
    ],
)
def test_the_store_refuses_to_change_or_delete_an_entry(statement: str, store: Store) -> None:
    with sqlite3.connect(store.path) as other, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute(statement)
    other.close()
    assert verify(store).bad == 0 and len(entries(store)) == 5


@pytest.mark.parametrize(
    ("statement", "bad"),
    [
        ("UPDATE audit SET who = 'nobody' WHERE number = 3", 3),
        ("UPDATE audit SET detail = replace(detail, '4', '5') WHERE number = 4", 4),
        ("UPDATE audit SET at = '2020-01-01' WHERE number = 1", 1),
        ("UPDATE audit SET who = x'00' WHERE number = 2", 2),
        ("UPDATE audit SET detail = 'garbled' WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number = 5", 5),
        ("DELETE FROM audit WHERE number = 1", 1),
        ("DELETE FROM audit", 1),
        ("INSERT INTO audit VALUES (6, 'x', 'x', 'x', '{}', '', '')", 6),
        ("DELETE FROM meta WHERE name = 'audit head'", 6),
    ],
)
def test_whoever_gets_round_that_is_found_out_with_the_first_bad_entry(statement: str, bad: int, store: Store) -> None:
    tampered(store, statement)
    found = verify(store)
    assert found.bad == bad and found.reason


def test_an_entry_lands_with_what_it_tells_of_or_not_at_all(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.set_meta("made", "yes")
        record(store, "A. Marsh", "correction", {})
        raise ZeroDivisionError
    assert store.meta("made") == "" and len(entries(store)) == 5 and verify(store).bad == 0


def test_two_processes_that_write_at_once_make_one_chain(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from kb.store import Store; from kb.audit import record\n"
        "store = Store(Path(sys.argv[1]))\n"
        "for number in range(40): record(store, sys.argv[2], 'test', {'number': number})\n"
    )
    path = tmp_path / "store.sqlite3"
    environment = {"PYTHONPATH": str(Path(__file__).parents[1])}
    running = [subprocess.Popen([sys.executable, "-c", program, path, who], env=environment) for who in "ab"]
    assert [process.wait(60) for process in running] == [0, 0]
    found = verify(Store(path))
    assert (found.entries, found.bad) == (80, 0)


# The commands


def test_what_is_done_by_commands_is_listed_and_verified(tmp_path: Path) -> None:
    workspace, documents = tmp_path / "w", tmp_path / "d"
    documents.mkdir()
    (documents / "yard.md").write_text("# Yard\n\nAll containers are stored in a fenced yard.\n", encoding="utf-8")
    wording = tmp_path / "own.csv"
    wording.write_text("number,question\n56,Are units kept safe?\n", encoding="utf-8")
    assert ctpat("ingest", documents, workspace=workspace).code == 0
    assert ctpat("criteria", "import", wording, workspace=workspace).code == 0
    given = ("56", "not-applicable", "--reason", "no units", "--by", "B. Osei")
    assert ctpat("decide", *given, workspace=workspace).code == 0
    assert ctpat("decide", "undo", "1", "--by", "C. Vale", workspace=workspace).code == 0
    told = ctpat("--json", "audit", workspace=workspace).json["entries"]
    what = [entry["what"] for entry in told]
    assert what == ["documents read", "ingest", "criteria import", "decision", "decision taken back"]
    assert list(told[0]["detail"]["read"]) == ["yard.md"] and told[2]["detail"]["reworded"] == [56]
    assert [entry["who"] for entry in told[3:]] == ["B. Osei", "C. Vale"] and told[3]["detail"]["reason"] == "no units"
    last = ctpat("--json", "audit", "--last", "1", workspace=workspace).json["entries"]
    assert last == told[-1:]
    assert ctpat("--json", "audit", "verify", workspace=workspace).json["whole"] is True
    assert ctpat("audit", "--last", "none", workspace=workspace).code == 2
    store = Store(workspace / "store.sqlite3")
    tampered(store, "UPDATE audit SET who = 'A. Marsh' WHERE number = 4")
    broken = ctpat("--json", "audit", "verify", workspace=workspace)
    assert broken.code == 1 and broken.json["bad"] == 4 and "entry 4" in broken.err


# Stores of an earlier program, and those that may only be read


def older(path: Path) -> None:
    """Make a store as the program before this one left it."""
    Store(path).close()
    with sqlite3.connect(path) as other:
        for name in ("decision", "audit"):
            other.execute(f"DROP TABLE {name}")
    other.close()


def test_a_store_of_an_earlier_program_goes_on_working(tmp_path: Path) -> None:
    older(tmp_path / "store.sqlite3")
    store = Store(tmp_path / "store.sqlite3")
    record(store, "A. Marsh", "test", {})
    assert verify(store).entries == 1
    with sqlite3.connect(store.path) as other, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        other.execute("DELETE FROM audit")
    other.close()


UNREADABLE = 77
READ_ONLY = """
import os, sys
from pathlib import Path
from kb.store import Store
from kb.audit import entries, record
from kb.errors import WorkspaceError
from kb.opening import SCHEMA
if os.getuid() == 0:
    os.setuid(65534)
if not os.access(SCHEMA, os.R_OK):
    sys.exit(77)
store = Store(Path(sys.argv[1]))
assert store.documents() == [] and store.decisions() == [] and entries(store) == []
assert list(store.word_places("seal")) == []
try:
    record(store, "A. Marsh", "test", {})
except WorkspaceError as error:
    print(error)
"""


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="needs a system with users")
@pytest.mark.parametrize("folder_too", [False, True])
@pytest.mark.parametrize("old", [False, True])
def test_a_store_that_may_only_be_read_opens(old: bool, folder_too: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:  # not below tmp_path, which other users may not enter
        path = Path(folder) / "store.sqlite3"
        Store(path).close()
        if old:
            older(path)
        path.parent.chmod(0o555 if folder_too else 0o777)
        path.chmod(0o444)
        environment = {"PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONDONTWRITEBYTECODE": "1"}
        told = subprocess.run([sys.executable, "-c", READ_ONLY, path], capture_output=True, text=True, env=environment)
        path.parent.chmod(0o755)
    if told.returncode == UNREADABLE:
        pytest.skip("another user may not read the program here")
    assert told.returncode == 0, told.stderr
    assert "cannot be written" in told.stdout


def test_a_damaged_trail_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite3").write_bytes(b"no database at all" * 100)
    with pytest.raises(WorkspaceError):
        Store(tmp_path / "store.sqlite3")
    assert "store.sqlite3" in told_in_one_line(ctpat("--json", "audit", "verify", workspace=tmp_path))

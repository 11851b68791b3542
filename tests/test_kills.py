"""What an ingest leaves that is killed, watched by readers, or meets a full disk: old whole or new whole, no loss."""

import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from door import ctpat, told_in_one_line

import kb.base
import kb.index

if not hasattr(os, "fork"):
    pytest.skip("eval.kills forks processes, which cannot be done here", allow_module_level=True)

from eval import kills_child as child
from eval.kills_check import contents, differences, index_faults, parted, unsound
from eval.kills_folder import editions, lay
from kb.errors import WorkspaceError
from kb.store import Store

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]
SEED = 3
ROWS = 10  # of each log


def test_ingests_killed_anywhere_leave_each_file_old_or_new_and_the_next_one_makes_all_good(tmp_path: Path) -> None:
    output = tmp_path / "kills.json"
    command = [sys.executable, "-m", "eval.kills", "--quick", "--kills", "12", "--seed", str(SEED), "--output", output]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert told.returncode == 0, told.stdout + told.stderr
    figures = json.loads(output.read_text(encoding="utf-8"))
    assert (figures["kills"], figures["faults"]) == (12, [])


def ingest_with_room(workspace: Path, documents: Path, room: int) -> tuple[int, str]:
    """`ctpat ingest` where no file may become larger than the room (bytes), as on a full disk; code and messages."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    return _ingest(workspace, documents)


def ingest_halting(workspace: Path, documents: Path, halted: Path, free: Path) -> tuple[int, str]:
    """`ctpat ingest` that halts before its second batch is swapped, until it is let go on."""
    swap, calls = kb.base.KnowledgeBase.swap, []

    def halting(self: Any, *given: Any) -> None:
        calls.append(given)
        if len(calls) == 2:
            halted.write_text(str(os.getpid()), encoding="utf-8")
            while not free.exists():
                time.sleep(0.02)
        swap(self, *given)

    kb.base.KnowledgeBase.swap = halting  # type: ignore[method-assign]
    return _ingest(workspace, documents)


def _ingest(workspace: Path, documents: Path) -> tuple[int, str]:
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as said:
        code = child.ingest(workspace, documents, real=False, most=0)
    return code, said.getvalue()


def another_process() -> ProcessPoolExecutor:
    """A process for one piece of work, started anew: one forked from these tests would inherit locks."""
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


class Place:
    """A folder with its base, embedded with a stand-in."""

    def __init__(self, folder: Path) -> None:
        self.documents, self.workspace = folder / "documents", folder / "workspace"
        self.store = self.workspace / "store.sqlite3"
        self.folders = editions(SEED, ROWS, office=False)

    def ingest(self, edition: str) -> None:
        lay(self.documents, self.folders[edition])
        told = ctpat("ingest", self.documents, workspace=self.workspace)
        assert told.code == 0, told.err

    def clean(self, edition: str) -> Any:
        """Lay an edition down; what a clean ingest makes of it."""
        lay(self.documents, self.folders[edition])
        return contents(self.documents.parent / f"clean {edition}" / "store.sqlite3")


@contextmanager
def stand_in() -> Iterator[None]:
    """Embed with the stand-in, and have an index, which could go wrong, of a base as small as this."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kb.base, "load_embedder", lambda settings: child.Stub())
        patch.setattr(kb.index, "EXACT_MOST", 0)
        yield


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with its documents and a clean base of each edition."""
    place = Place(tmp_path_factory.mktemp("kills"))
    place.documents.mkdir()
    with stand_in():
        for edition in ("fresh", "update"):
            place.workspace = place.documents.parent / f"clean {edition}"
            place.ingest(edition)
    return place.documents.parent


@pytest.fixture
def place(cleaned: Path) -> Iterator[Place]:
    """The base of the fresh edition, which a test may change, beside the clean ones."""
    made = Place(cleaned)
    lay(made.documents, made.folders["fresh"])
    shutil.rmtree(made.workspace, ignore_errors=True)
    shutil.copytree(cleaned / "clean fresh", made.workspace)
    with stand_in():
        yield made


def test_the_checks_notice_a_file_that_is_neither_old_nor_new_and_vectors_that_are_not_the_texts(place: Place) -> None:
    old, new = contents(place.store), place.clean("update")
    name = next(path for path in sorted(old) if path in new and old[path]["text"] != new[path]["text"])
    assert parted({**old, name: new[name]}, old, new) == []
    assert parted({**old, name: {**old[name], "passages": new[name]["passages"]}}, old, new)
    assert parted({path: each for path, each in old.items() if path != name}, old, new)
    assert differences(new, new) == [] and differences(old, new)


def test_readers_go_on_during_an_ingest_and_find_each_file_whole(tmp_path: Path, place: Place) -> None:
    old, new = contents(place.store), place.clean("update")
    halted, free = tmp_path / "halted", tmp_path / "free"
    with another_process() as other:
        ended = other.submit(ingest_halting, place.workspace, place.documents, halted, free)
        while not halted.exists() and not ended.done():
            time.sleep(0.02)
        try:
            found = contents(place.store)
            assert found not in (old, new) and parted(found, old, new) == []
            rows = ctpat("--json", "documents", workspace=place.workspace).json["documents"]
            assert len(rows) == len(found)
            for command in (["ask", "Who counts the seals at the gate?"], ["covers", "56"]):
                told = ctpat("--json", *command, workspace=place.workspace)
                assert told.code == 0 and "is not finished" in told.err, told.err
            line = told_in_one_line(ctpat("ingest", place.documents, workspace=place.workspace))
            assert f"Process {halted.read_text(encoding='utf-8')} (since 20" in line and "try again" in line
        finally:
            free.touch()
        assert ended.result()[0] == 0
    assert differences(contents(place.store), new) == []


def test_who_reads_in_one_state_keeps_it_while_another_writes(place: Place) -> None:
    from kb.assistant import Assistant
    from kb.settings import load_settings

    with closing(Assistant(load_settings(place.workspace))) as assistant:
        with assistant.base.reading():
            before = assistant.ask("Which items are in the log?").citations
            place.ingest("update")
            assert assistant.ask("Which items are in the log?").citations == before
        assert {row.sha256 for row in assistant.documents()} == {
            each["stamp"][0] for each in place.clean("update").values()
        }


@pytest.mark.parametrize("room", [0.0, 0.6, 1.0, 1.3])
def test_a_full_disk_is_told_in_one_line_and_loses_nothing(room: float, place: Place) -> None:
    old, new = contents(place.store), place.clean("update")
    most = int(place.store.stat().st_size * room)  # of any one file: what is longer is refused as on a full disk
    with another_process() as other:
        code, said = other.submit(ingest_with_room, place.workspace, place.documents, most).result()
    assert code == 0 if room > 1 else code == 1, said
    assert "Traceback" not in said
    assert code == 0 or said.strip().splitlines()[-1].startswith("ctpat: ")
    found = contents(place.store)
    assert parted(found, old, new) == [] and unsound(place.store) == []
    assert ctpat("--json", "ask", "Who counts the seals?", workspace=place.workspace).code == 0
    place.ingest("update")
    assert differences(contents(place.store), new) == []


def test_an_ingest_into_a_store_that_cannot_be_opened_leaves_it_and_the_index_alone(place: Place) -> None:
    content = b"This is no database. " * 500
    place.store.write_bytes(content)
    before = {path: path.stat().st_mtime_ns for path in (place.workspace / "vectors").rglob("*")}
    assert "store.sqlite3" in told_in_one_line(ctpat("ingest", place.documents, workspace=place.workspace))
    assert place.store.read_bytes() == content
    assert {path: path.stat().st_mtime_ns for path in (place.workspace / "vectors").rglob("*")} == before


def test_a_mail_that_cannot_be_read_any_more_keeps_what_was_read_of_it_and_of_its_attachments(place: Place) -> None:
    old = contents(place.store)
    inside = [path for path in old if "letter 2.eml!/" in path]
    assert len(inside) == 2
    (place.documents / "mail" / "letter 2.eml").write_bytes(b"")
    told = ctpat("ingest", place.documents, workspace=place.workspace)
    assert told.code == 0 and "stays" in told.out
    assert differences(contents(place.store), old) == []


def test_without_room_for_the_files_inside_a_mail_it_is_read_whole_the_next_time(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = contents(place.store), place.clean("update")

    def full(*given: Any, **named: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "TemporaryDirectory", full)
        told = ctpat("ingest", place.documents, workspace=place.workspace)
        assert told.code == 0 and "No space left on device" in told.out
    found = contents(place.store)
    assert all(found[path] == old[path] for path in old if ".eml" in path)
    place.ingest("update")
    assert differences(contents(place.store), new) == []


def test_a_fault_inside_one_step_undoes_the_whole_step(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    old = contents(place.store)
    lay(place.documents, place.folders["delete"])

    def broken(self: Store, path: str) -> None:
        raise WorkspaceError("The disk broke.")

    monkeypatch.setattr(Store, "remove", broken)
    assert "The disk broke" in told_in_one_line(ctpat("ingest", place.documents, workspace=place.workspace))
    found = contents(place.store)
    assert found.keys() == old.keys()
    monkeypatch.undo()


def test_after_an_ingest_the_index_holds_what_the_store_holds(place: Place) -> None:
    for edition in ("update", "delete"):
        place.ingest(edition)
        with closing(Store(place.store)) as store:
            found, folder = contents(place.store), place.workspace / "vectors"
            faults = index_faults(found, folder, store.vectors_state, child.Stub(), most=0)
        assert faults == []

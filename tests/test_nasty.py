"""Hostile and broken files end as indexed or as a refusal that says what to do; nothing in them runs or is fetched."""

import re
import socket
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from nasty import CASES, UNIX, expectation, make_removable, write_cases
from nasty_case import SEEN, TEXT
from nasty_text import HEAD

from eval.intake import row_of, with_expected
from ingest.intake import walk
from ingest.isolate import Isolation
from ingest.outcome import FileOutcome, FileStatus
from ingest.prepare import MOST_ATTACHMENTS, Preparation, Prepared

pytestmark = pytest.mark.slow
QUICK = [case for case in CASES if not case.large and (UNIX or not case.unix)]
SECONDS = 20.0  # that one file may take in this test
ADVICE = re.compile(
    r"\b(save|split|open|get|replace|unpack|rename|put|write|check|leave|move|ingest|cut|scan|print|export|close)\b",
    re.I,
)
NOTHING_TO_DO = re.compile(r"is the caption of|lock file|mail's decoration|no text of its own")
WATCH = """
import os, sys
def told(event, details):
    if event in ("socket.connect", "socket.getaddrinfo", "os.system", "os.exec", "os.posix_spawn", "subprocess.Popen"):
        with open(os.environ["NASTY_LOG"], "a") as log:
            log.write(f"{event} {details!r}\\n")
sys.addaudithook(told)
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[Prepared], list[FileOutcome]]]:
    """All quick cases read once, by processes that note down whatever is started or connected to."""
    top = tmp_path_factory.mktemp("nasty")
    folder = top / "documents"
    folder.mkdir()
    (top / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    write_cases(folder, QUICK)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(top))
        patch.setenv("NASTY_LOG", str(top / "log"))
        patch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a file made the program connect"))
        patch.chdir(top)
        found = walk([folder])
        with Isolation(2, time_limit=SECONDS) as isolation:
            prepare = Preparation(isolation, {}, {}).prepare
            prepared = [prepare(source) for source in found.sources]
    yield top, prepared, [*found.outcomes, *(outcome for each in prepared for outcome in each.outcomes)]
    make_removable(folder)


def test_each_case_comes_to_what_is_expected_of_it(ran: tuple[Path, list[Prepared], list[FileOutcome]]) -> None:
    top, prepared, outcomes = ran
    doubts = {fact.doubt for each in prepared for entry in each.entries for fact in entry.document.facts}
    files = [row_of(asdict(outcome), [str(top / "documents")], doubts) for outcome in outcomes]
    assert with_expected({"files": files}, [expectation(case) for case in QUICK])["not as expected"] == []


def test_each_refusal_says_what_to_do_and_names_no_folder_of_ours(
    ran: tuple[Path, list[Prepared], list[FileOutcome]],
) -> None:
    for outcome in ran[2]:
        if outcome.status is not FileStatus.INDEXED:
            assert ADVICE.search(outcome.reason) or NOTHING_TO_DO.search(outcome.reason), outcome
            assert str(ran[0]) not in outcome.reason and "/tmp/ctpat-" not in outcome.reason, outcome
        for words in (outcome.reason, *outcome.warnings):
            assert words[-1:] in ".…" and "object has no attribute" not in words, outcome


def test_every_character_read_of_them_is_in_a_passage(ran: tuple[Path, list[Prepared], list[FileOutcome]]) -> None:
    read = [outcome for outcome in ran[2] if outcome.status is FileStatus.INDEXED]
    assert len(read) > 60
    assert all(outcome.characters == outcome.characters_in_passages for outcome in read)


def test_the_sound_part_of_a_hostile_file_is_found(ran: tuple[Path, list[Prepared], list[FileOutcome]]) -> None:
    texts = {entry.document.name: entry.text for each in ran[1] for entry in each.entries}
    for name in ("pdf/javascript.pdf", "docx/fetches_template.docx", "docx/tables_100000.docx", "html/scripts.html"):
        assert SEEN in texts[name]
    assert "padlocks" in texts["xlsx/rows_far_apart.xlsx"]


def test_nothing_is_run_fetched_or_laid_down_elsewhere(ran: tuple[Path, list[Prepared], list[FileOutcome]]) -> None:
    top = ran[0]
    log = (top / "log").read_text(encoding="utf-8") if (top / "log").exists() else ""
    assert [line for line in log.splitlines() if "tesseract" not in line] == []
    documents = top / "documents"
    for place in (top, top.parent, Path("/tmp"), Path("/etc"), documents, Path.cwd()):
        assert not list(place.glob("canary*"))
    everything = " ".join(entry.text for each in ran[1] for entry in each.entries)
    assert "root:x:0" not in everything and "127.0.0.1" not in everything


def test_no_file_takes_longer_than_its_limit(ran: tuple[Path, list[Prepared], list[FileOutcome]]) -> None:
    slow = [(outcome.path, outcome.seconds) for outcome in ran[2] if outcome.seconds > 2 * SECONDS]
    assert slow == []


def test_the_set_is_large_and_each_case_has_a_name_of_its_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 150


@pytest.fixture
def preparation() -> Iterator[Preparation]:
    with Isolation() as isolation:
        yield Preparation(isolation, {}, {})


@pytest.mark.parametrize("change", ["grows", "vanishes", "shrinks"])
def test_a_file_that_changes_while_it_is_read_is_said_to(
    change: str, preparation: Preparation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.txt"
    path.write_text(TEXT * 3, encoding="utf-8")
    [source] = walk([tmp_path]).sources
    read = Isolation.read

    def read_and_change(self: Isolation, file: Path, *names: Any) -> Any:
        reading = read(self, file, *names)
        path.unlink() if change == "vanishes" else path.write_text(TEXT * (9 if change == "grows" else 1))
        return reading

    monkeypatch.setattr(Isolation, "read", read_and_change)
    [outcome] = preparation.prepare(source).outcomes
    assert outcome.status is FileStatus.INDEXED
    assert outcome.warnings[-1] == "It changed while it was read: ingest it again when it is finished."


def test_a_file_that_vanishes_before_it_is_read_is_refused(preparation: Preparation, tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_text(TEXT, encoding="utf-8")
    [source] = walk([tmp_path]).sources
    path.unlink()
    [outcome] = preparation.prepare(source).outcomes
    assert outcome.status is FileStatus.FAILED and "check that it is there" in outcome.reason


def test_files_that_lie_too_deep_or_are_too_many_inside_a_file_are_told(
    ran: tuple[Path, list[Prepared], list[FileOutcome]],
) -> None:
    mail = [outcome for outcome in ran[2] if "attachments_500.eml!/" in outcome.path]
    assert sum(outcome.status is FileStatus.INDEXED for outcome in mail) == MOST_ATTACHMENTS
    assert len(mail) == 500 and "save this one as a file" in mail[-1].reason
    deep = [outcome for outcome in ran[2] if "embedded_deep.pdf!/" in outcome.path]
    assert len(deep) == 4 and "too deep" in deep[-1].reason


def test_a_folder_named_like_a_mails_files_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_text(f"{HEAD}\n{TEXT}", encoding="utf-8")
    (tmp_path / "mail.eml!").mkdir()
    (tmp_path / "mail.eml!" / "letter.txt").write_text(TEXT, encoding="utf-8")
    found = walk([tmp_path])
    assert [source.name for source in found.sources] == ["mail.eml"]
    assert "rename the folder" in found.outcomes[0].reason

"""While another program writes to the store for long, reading goes on and a write is told to try again soon."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from driven import click, drawn, opened
from streamlit.testing.v1 import AppTest
from yard_case import PROCEDURE, SECURE, Case

from kb.errors import BusyError
from kb.patience import patiently, waiting
from kb.store import Store
from ui.intake import Intake

pytestmark = pytest.mark.usefixtures("no_assistant_of_another_module")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path, yard=PROCEDURE)


@pytest.fixture
def window(case: Case, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return opened(case.workspace, monkeypatch, "criteria", criterion="56")


@contextmanager
def writing_elsewhere(workspace: Path) -> Iterator[None]:
    """Another program in the middle of a long write."""
    with closing(sqlite3.connect(workspace / "store.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_write_waits_as_long_as_it_may_and_readers_in_other_threads_do_not(case: Case) -> None:
    with closing(Store(case.workspace / "store.sqlite3")) as store, writing_elsewhere(case.workspace):
        told: list[str] = []

        def write() -> None:
            try:
                with waiting(1.0):
                    store.set_meta("a", "b")
            except BusyError as error:
                told.append(str(error))

        writer = threading.Thread(target=write)
        begun = time.monotonic()
        writer.start()
        time.sleep(0.1)
        with store.snapshot():
            assert store.documents()
        assert time.monotonic() - begun < 0.9
        writer.join()
        assert time.monotonic() - begun >= 1.0
    assert "nothing was changed: try again" in told[0]


def test_a_step_gets_its_turn_when_the_other_program_is_done(case: Case) -> None:
    with closing(Store(case.workspace / "store.sqlite3")) as store, waiting(0):
        with writing_elsewhere(case.workspace):
            timer = threading.Timer(0.4, lambda: None)
            timer.start()
            with pytest.raises(BusyError):
                patiently(lambda: store.set_meta("a", "b"), 0.2)
            timer.cancel()
        patiently(lambda: store.set_meta("a", "b"), 0.2)
        assert store.meta("a") == "b"


def test_a_reading_waits_for_the_other_program_and_no_page_waits_for_the_reading(case: Case) -> None:
    case.write("gate", "# Gate rules\n\nEffective date: 2026-03-02\n\nThe gate is locked at night.\n")
    lock = threading.RLock()
    with closing(case.assistant()) as assistant:
        intake = Intake(assistant, lock)
        assistant.documents()
        with writing_elsewhere(case.workspace):
            intake.start([case.documents])
            for _ in range(20):
                begun = time.monotonic()
                with lock, assistant.base.store.snapshot():
                    assert assistant.documents()
                assert time.monotonic() - begun < 1.0
                time.sleep(0.1)
            assert intake.running
        intake.wait()
        assert not intake.failed and "gate.md" in [document.name for document in assistant.documents()]


def test_a_decision_that_found_no_turn_is_told_and_made_by_a_click_on_try_again(window: AppTest, case: Case) -> None:
    with writing_elsewhere(case.workspace):
        begun = time.monotonic()
        click(window, "reject evidence 56.1")
        assert time.monotonic() - begun < 10  # of which the wait is 2.5 seconds
        assert "Another program is writing" in window.error[0].value and SECURE in drawn(window)
    assert case.decisions() == []
    click(window, "again decision failed")
    assert not window.error and [row["ruling"] for row in case.decisions()] == ["rejected"]


def test_a_text_and_a_comment_that_found_no_turn_stay_typed_and_are_kept_by_trying_again(
    window: AppTest, case: Case
) -> None:
    click(window, "begin")
    with writing_elsewhere(case.workspace):
        window.text_area(key="text 56 1").set_value(f"Alder: {SECURE}").run()
        assert "try again" in window.error[0].value
        assert window.text_area(key="text 56 1").value == f"Alder: {SECURE}"
    click(window, "again review failed")
    assert case.run("review", "56").json["text"] == f"Alder: {SECURE}"
    with writing_elsewhere(case.workspace):
        window.text_area(key="SCSS comment 56 0").set_value("Which gate?\nAnd its lock?").run()
        assert window.text_area(key="SCSS comment 56 0").value == "Which gate?\nAnd its lock?"
    click(window, "again review failed")
    assert case.run("review", "56").json["history"][-1]["words"] == "Which gate?\nAnd its lock?"


def test_an_answer_is_shown_while_another_program_writes_and_kept_when_it_is_done(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = opened(case.workspace, monkeypatch, "ask")
    with writing_elsewhere(case.workspace):
        ask.chat_input[0].set_value("Where are containers stored?").run()
        assert SECURE in drawn(ask) and "could not be kept yet" in drawn(ask)
    ask.run()
    assert "could not be kept yet" not in drawn(ask)
    with closing(Store(case.workspace / "store.sqlite3")) as store:
        assert len(store.audit()) and sum(map(len, [store.asked(who) for who in _askers(store)])) == 1


def _askers(store: Store) -> set[str]:
    with closing(sqlite3.connect(store.path)) as other:
        return {str(row[0]) for row in other.execute("SELECT person FROM asked")}

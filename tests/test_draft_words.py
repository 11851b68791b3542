"""A language model words drafts for whoever may edit, is not asked over and over, and keeps nobody waiting."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from driven import click, drawn, opened
from lying_server import LyingServer, answering, sent
from test_ask_words import configured
from yard_case import PROCEDURE, SECURE, Case

from kb import access
from kb.access import acting_as
from kb.assistant import Assistant
from kb.audit import record
from kb.people import Member, Role
from kb.settings import load_settings
from ui import session

pytestmark = pytest.mark.usefixtures("no_assistant_of_another_test")

TAB = "Draft for the portal"
WORDED = "in a language model's words"
WAIT = 10.0  # seconds
PERSON = '\n[[people]]\nname = "Vi Lund"\nlogin = "{0}"\nrole = "{0}"\n'


@pytest.fixture
def server() -> Iterator[LyingServer]:
    made = LyingServer(answering(repeated))
    yield made
    made.close()


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path, yard=PROCEDURE)


def repeated(quotes: list[str]) -> str:
    return json.dumps({"sentences": [{"number": n, "words": quote} for n, quote in enumerate(quotes, start=1)]})


@contextmanager
def acting(case: Case, role: Role) -> Iterator[Assistant]:
    """An assistant over the case, asked by somebody of a role."""
    settings = load_settings(case.workspace)
    with acting_as(Member("Vi Lund", "vi", role)), closing(Assistant(settings, settings.as_of)) as made:
        yield made


def test_whoever_may_only_read_has_nothing_sent_and_sees_quotes(case: Case, server: LyingServer) -> None:
    configured(case, server)
    with acting(case, Role.VIEWER) as assistant:
        assert assistant.wording(56) is None and assistant.shortener() is None
        assert f"“{SECURE}”" in assistant.draft(56).portal_text
    assert not server.heard
    with acting(case, Role.EDITOR) as assistant:
        assert assistant.wording(56) and assistant.shortener()
        assert f"“{SECURE}”" not in assistant.draft(56).portal_text
    assert server.heard


def test_a_viewers_page_shows_quotes_and_an_editors_the_models_words(
    case: Case, server: LyingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured(case, server)
    with (case.workspace / "ctpat.toml").open("a", encoding="utf-8") as settings:
        settings.writelines(PERSON.format(role) for role in ("viewer", "editor"))
    monkeypatch.setattr(access, "login_name", lambda: "viewer")
    app = opened(case.workspace, monkeypatch, "criteria", criterion="56", tab=TAB)
    assert f"“{SECURE}”" in drawn(app) and WORDED not in drawn(app) and not server.heard
    monkeypatch.setattr(access, "login_name", lambda: "editor")
    assert WORDED in drawn(app.run())
    monkeypatch.setattr(access, "login_name", lambda: "viewer")
    assert WORDED not in drawn(app.run())


def test_a_model_that_fails_is_asked_once_for_a_state_of_the_base(
    case: Case, server: LyingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured(case, server)
    server.say = sent(500, "application/json", b"{}")
    app = opened(case.workspace, monkeypatch, "criteria", criterion="56", tab=TAB)
    asked = len(server.heard)
    assert asked and f"“{SECURE}”" in drawn(app)
    for _ in range(3):
        with session.assistant() as assistant:  # what others do is no reason to ask again
            record(assistant.base.store, "B. Osei", "report saved", {})
        drawn(app.run())
    assert len(server.heard) == asked
    case.write("gate", PROCEDURE.replace("guard walks the fence", "guard walks around the fence"))
    case.ingest()
    drawn(app.run())
    assert len(server.heard) > asked


def test_a_model_that_is_configured_or_removed_later_changes_the_draft(
    case: Case, server: LyingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = case.workspace / "ctpat.toml"
    without = settings.read_text(encoding="utf-8")
    app = opened(case.workspace, monkeypatch, "criteria", criterion="56", tab=TAB)
    assert WORDED not in drawn(app)
    configured(case, server)
    assert WORDED in drawn(app.run())
    settings.write_text(without, encoding="utf-8")
    assert WORDED not in drawn(app.run())


def test_no_page_waits_while_a_response_is_begun_and_its_edits_ask_no_model(
    case: Case, server: LyingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured(case, server)
    free: list[bool] = []

    def say(quotes: list[str]) -> str:
        lock = session._current().lock
        free.append(lock.acquire(timeout=WAIT))
        if free[-1]:
            lock.release()
        return repeated(quotes)

    server.say = answering(say)
    app = opened(case.workspace, monkeypatch, "criteria", criterion="56", tab="Response and review")
    click(app, "begin")
    text = str(app.text_area(key="text 56 1").value)
    assert SECURE in text and f"“{SECURE}”" not in text
    assert free and all(free)
    asked = len(server.heard)
    app.text_area(key="text 56 1").set_value(f"{text}\nAlder: {SECURE}").run()
    assert app.text_area(key="text 56 2").value and "No evidence carries" not in drawn(app)
    assert len(server.heard) == asked

"""Ask with a language model: its words come sentence by sentence, none before its quote carries it, no page waits."""

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import streamlit
from driven import drawn, opened, page
from lying_server import LyingServer, answering, completed, hanging_up, sent, streamed
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.testing.v1 import AppTest
from test_shortening import CHECK, LIE, LOG, SHORT, VISITORS, entry, pieces
from yard_case import PROCEDURE, SECURE, Case

from kb.assistant import Assistant
from kb.history import Exchange
from kb.model import Answer, Locator
from kb.phrasing import Wording
from kb.settings import load_settings
from ui import session
from ui.ask_words import Shortening, Words

pytestmark = pytest.mark.usefixtures("no_assistant_of_another_test")

QUESTION = "what do we say about the visitor log?"
PAPERS = {
    "visitors": f"# Visitor rules\n\nEffective date: 2026-03-02\n\n{VISITORS}\n",
    "log": f"# Visitor log\n\nEffective date: 2026-03-02\n\n{LOG}\n",
    "check": f"# Log checks\n\nEffective date: 2026-03-02\n\n{CHECK}\n",
}
ASKING = "says these quotes more shortly"
WAIT = 10.0  # seconds


@pytest.fixture(scope="module")
def server() -> Iterator[LyingServer]:
    made = LyingServer(completed(""))
    yield made
    made.close()


@pytest.fixture
def app(server: LyingServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    case = Case(tmp_path, **PAPERS)
    configured(case, server)
    return opened(case.workspace, monkeypatch, "ask")


def configured(case: Case, server: LyingServer) -> None:
    with (case.workspace / "ctpat.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'model_address = "{server.address}"\nmodel_name = "tiny"\n')


class Screen:
    """All that was ever sent to the browser, in its order."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def note(self, message: object) -> None:
        self.said.append(str(message))

    def waits_for(self, words: str) -> bool:
        """Whether words came to the screen within some seconds."""
        ends = time.monotonic() + WAIT
        while time.monotonic() < ends:
            if any(words in each for each in self.said):
                return True
            time.sleep(0.02)
        return False


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    made = Screen()
    monkeypatch.setattr(ForwardMsgQueue, "_before_enqueue_msg", made.note)
    return made


def ask(app: AppTest, question: str = QUESTION) -> AppTest:
    """Put a question and look at the page, as a browser does, until the model has ended."""
    app.chat_input[0].set_value(question).run()
    assert not app.exception
    return settled(app)


def settled(app: AppTest) -> AppTest:
    """The page when the model has ended."""
    ends = time.monotonic() + 6 * WAIT
    while any(ASKING in caption.value for caption in app.caption):
        assert time.monotonic() < ends, "the model does not end"
        app.run()
    return app


def words_of(quotes: list[str], lie_of: str = "") -> list[str]:
    """The short words of quotes, in their order; a lie of one of them."""
    short = dict(zip((CHECK, VISITORS, LOG), SHORT, strict=True)) | {lie_of: LIE}
    return [short[quote] for quote in quotes]


def slowly(screen: Screen, waited: list[bool], made: Callable[[list[str]], list[str]]) -> Callable[..., Iterable[str]]:
    """Pieces of an answer, each but the first only when the one before it is on the screen."""

    def say(quotes: list[str]) -> Iterable[str]:
        yield '{"sentences": ['
        for place, words in enumerate(made(quotes)):
            yield f"{',' if place else ''}{entry(place + 1, words)}"
            if words != LIE:
                waited.append(screen.waits_for(words))
        yield "]}"

    return say


def test_quotes_stand_at_once_and_each_sentence_comes_while_the_model_writes_the_next(
    app: AppTest, server: LyingServer, screen: Screen
) -> None:
    waited: list[bool] = []
    begun: list[bool] = []

    def say(quotes: list[str]) -> Iterable[str]:
        begun.append(screen.waits_for(ASKING))
        begun.extend(any(quote in each for each in screen.said) for quote in quotes)
        return slowly(screen, waited, words_of)(quotes)

    server.say = streamed(say)
    shown = drawn(ask(app))
    assert waited == [True, True, True] and begun == [True] * 4
    assert all(words in shown and quote in shown for words, quote in zip(SHORT, (CHECK, VISITORS, LOG), strict=True))
    assert ASKING not in shown


def test_a_sentence_that_fails_midway_is_on_the_screen_at_no_moment(
    app: AppTest, server: LyingServer, screen: Screen
) -> None:
    waited: list[bool] = []
    server.say = streamed(slowly(screen, waited, lambda quotes: words_of(quotes, lie_of=CHECK)))
    shown = drawn(ask(app))
    assert waited == [True, True]
    assert SHORT[1] in shown and SHORT[2] in shown and CHECK in shown
    assert "said of 1 quote did not keep to the words of the document and is not shown" in shown
    for part in (LIE, "armed", "searched"):
        assert not [each for each in screen.said if part in each]


def test_a_cut_line_leaves_what_passed_and_the_quotes_and_a_sentence(app: AppTest, server: LyingServer) -> None:
    server.say = streamed(lambda quotes: pieces(words_of(quotes)[0], end=', {"number": 2, "words": "Vis'), finish="")
    shown = drawn(ask(app))
    assert sum(words in shown for words in SHORT) == 1
    assert all(quote in shown for quote in (CHECK, VISITORS, LOG))
    assert "no words for 2 quotes" in shown and "broke off in the middle of its answer" in shown
    assert "the quote stands alone" in shown


def test_no_answer_and_no_stream_leave_the_quotes(app: AppTest, server: LyingServer) -> None:
    server.say = hanging_up
    shown = drawn(ask(app))
    assert CHECK in shown and "no words for 3 quotes" in shown
    server.say = completed("I cannot help with that.")
    shown = drawn(ask(app, "what is said about the visitor log?"))
    assert CHECK in shown and "not in the form asked for" in shown


def test_a_server_that_does_not_stream_is_heard_at_its_end(app: AppTest, server: LyingServer) -> None:
    server.say = lambda handler, asked: completed(
        json.dumps({"sentences": [{"number": n, "words": w} for n, w in enumerate([SHORT[0]], start=1)]})
    )(handler, asked)
    shown = drawn(ask(app, "who checks the visitor log at the end of each week?"))
    assert SHORT[0] in shown


def test_the_words_outlive_a_reload_and_are_not_asked_for_again(
    app: AppTest, server: LyingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.say = streamed(lambda quotes: pieces(*words_of(quotes, lie_of=CHECK)))
    drawn(ask(app))
    before = len(server.heard)
    streamlit.cache_resource.clear()
    shown = drawn(page(AppTest.from_file(app._script_path, default_timeout=120), "ask"))
    assert SHORT[1] in shown and SHORT[2] in shown and LIE not in shown
    assert "said of 1 quote" in shown
    shown = drawn(ask(app))
    assert SHORT[1] in shown and len(server.heard) == before


def test_other_pages_do_not_wait_while_the_model_writes(app: AppTest, server: LyingServer, screen: Screen) -> None:
    go_on = threading.Event()

    def say(quotes: list[str]) -> Iterable[str]:
        go_on.wait(WAIT)
        yield from pieces(*words_of(quotes))

    server.say = streamed(say)
    app.chat_input[0].set_value(QUESTION).run()
    assert screen.waits_for(ASKING)
    other = page(AppTest.from_file(app._script_path, default_timeout=120), "ask")
    assert CHECK in drawn(other) and ASKING not in drawn(other)
    assert ASKING in drawn(app.run())  # what runs beside the page goes on through a click
    go_on.set()
    assert SHORT[0] in drawn(settled(app))


def test_another_question_ends_what_is_being_written(app: AppTest, server: LyingServer) -> None:
    ended = threading.Event()

    def endless(quotes: list[str]) -> Iterable[str]:
        try:
            yield from pieces(*words_of(quotes))[:-1]
            for _ in range(int(WAIT * 100)):
                time.sleep(0.01)
                yield " "
        finally:
            ended.set()

    server.say = streamed(endless)
    app.chat_input[0].set_value(QUESTION).run()
    drawn(app.chat_input[0].set_value("who won the chess tournament in Reykjavik?").run())
    assert ended.wait(WAIT / 2)


def test_nothing_more_is_sent_when_the_settings_name_no_model_any_more(
    server: LyingServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = "The visitor log cabinet is locked by the receptionist at the end of each day, and its key is kept there."
    case = Case(tmp_path, **PAPERS, keys=f"# Visitor log keys\n\nEffective date: 2026-03-02\n\n{locked}\n")
    file = case.workspace / "ctpat.toml"
    without = file.read_text(encoding="utf-8")
    configured(case, server)

    def say(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        file.write_text(without, encoding="utf-8")
        sent(500, "application/json", b'{"error": {"message": "All is guarded."}}')(handler, asked)

    server.say = say
    before = len(server.heard)
    monkeypatch.setenv("CTPAT_WORKSPACE", str(case.workspace))
    with closing(Assistant(load_settings())) as assistant:
        shortener = assistant.shortener()
    assert shortener
    about = Exchange(Answer(QUESTION, answered=True, text=""), "", "", 0, 0, 0)
    asking = Shortening(about, shortener, [CHECK, VISITORS, LOG, locked])
    asking.start()
    ends = time.monotonic() + WAIT
    while asking.running and time.monotonic() < ends:
        time.sleep(0.02)
    assert asking.trouble == "it was stopped" and len(server.heard) == before + 1


def test_a_servers_own_words_of_a_failure_are_not_on_the_page(
    app: AppTest, server: LyingServer, screen: Screen
) -> None:
    server.say = sent(500, "application/json", b'{"error": {"message": "Every yard is guarded by armed officers."}}')
    shown = drawn(ask(app))
    assert "status 500" in shown and not [each for each in screen.said if "armed" in each]


def test_a_model_that_can_stand_nowhere_leaves_the_page(
    server: LyingServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = Case(tmp_path, **PAPERS)
    with (case.workspace / "ctpat.toml").open("a", encoding="utf-8") as settings:
        settings.write('model_address = "http://ö..local/v1"\nmodel_name = "tiny"\n')
    shown = drawn(ask(opened(case.workspace, monkeypatch, "ask")))
    assert CHECK in shown and "correct it in the settings" in shown


def test_a_quote_that_stands_twice_has_its_words_above_both(monkeypatch: pytest.MonkeyPatch) -> None:
    slots = [Mock(), Mock()]
    monkeypatch.setattr("ui.ask_words.st.empty", iter(slots).__next__)
    words = Words("tiny", [CHECK], {CHECK: Wording("", CHECK, SHORT[0], "")}, None)
    for _ in slots:
        words.above(Mock(quote=CHECK, locator=Locator()))
    words.fill()
    assert all(SHORT[0] in slot.html.call_args.args[0] for slot in slots)


def test_without_a_model_nothing_is_asked_and_nothing_else_is_drawn(
    server: LyingServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(server.heard)
    app = opened(Case(tmp_path, **PAPERS).workspace, monkeypatch, "ask")
    shown = drawn(ask(app))
    assert CHECK in shown and "language model" not in shown and len(server.heard) == before


def test_a_criterion_is_answered_without_a_models_words(app: AppTest, server: LyingServer) -> None:
    before = len(server.heard)
    drawn(ask(app, "what covers criterion 56?"))
    drawn(ask(app, "who won the chess tournament in Reykjavik?"))
    assert len(server.heard) == before


def test_no_page_waits_while_a_draft_is_worded(
    server: LyingServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = Case(tmp_path, yard=PROCEDURE)
    configured(case, server)
    free: list[bool] = []

    def say(quotes: list[str]) -> str:
        lock = session._current().lock
        free.append(lock.acquire(timeout=WAIT))
        lock.release()
        return json.dumps({"sentences": [{"number": n, "words": quote} for n, quote in enumerate(quotes, start=1)]})

    server.say = answering(say)
    shown = drawn(opened(case.workspace, monkeypatch, "criteria", criterion="56", tab="Draft for the portal"))
    assert free == [True]
    assert SECURE in shown and f"“{SECURE}”" not in shown.partition("Sources:")[0]
    assert "in a language model's words" in shown

"""A language model's words of an answer's quotes, sentence by sentence while it writes; none that the quote does not
carry."""

import json
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from lying_server import LyingServer, Say, answering, completed, hanging_up, quotes_in, sent, streamed
from test_lying_model import BLOCKS, LIES, SAID, true

from kb.audit import entries
from kb.errors import ModelUnavailableError
from kb.llm import Later, OpenAICompatible
from kb.phrasing import SCHEMA, Wording
from kb.settings import Settings
from kb.shortening import Shortener, arrived, made, shorter
from kb.store import Store

CHECK = "The visitor log is checked by the guard at the end of each week, and gaps are told to the manager."
VISITORS = (
    "Visitors show a photo identification at the reception (by the main door) and sign the visitor log before they"
    " enter."
)
LOG = "The visitor log is kept by the receptionist for two years in the archive room (second floor) of the office."
QUOTES = [CHECK, VISITORS, LOG]
SHORT = [
    "The guard checks the visitor log at the end of each week.",
    "Visitors show a photo identification at the reception and sign the visitor log before they enter.",
    "The visitor log is kept for two years in the archive room of the office.",
]
LIE = "Visitors are searched by armed guards at the reception before they enter the yard and the office."


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.llm.SECONDS", 3.0)


@pytest.fixture(scope="module")
def server() -> Iterator[LyingServer]:
    made = LyingServer(completed(""))
    yield made
    made.close()


def entry(number: int, words: str) -> str:
    return json.dumps({"number": number, "words": words})


def pieces(*words: str, end: str = "]}") -> list[str]:
    """An answer in small pieces, a wording for each quote."""
    whole = '{"sentences": [' + ", ".join(entry(number, each) for number, each in enumerate(words, start=1)) + end
    return [whole[place : place + 7] for place in range(0, len(whole), 7)]


def shortener(server: LyingServer, name: str, folder: Path) -> Shortener:
    model = OpenAICompatible(server.address, name, "", SCHEMA)
    return Shortener(model, server.address, "A. Marsh", folder / "store.sqlite3")


def told(server: LyingServer, name: str, folder: Path) -> tuple[list[Wording], str]:
    heard: list[Wording] = []
    return heard, shortener(server, name, folder).shorten(QUOTES, heard.append)


def test_an_entry_counts_when_it_is_whole_and_the_first_for_a_number_stands() -> None:
    answer = 'So: {"sentences": [{"number": 1, "words": "One."}, {"number": 1, "words": "Two."}, {"number": 2, "wor'
    assert arrived(answer) == {1: "One."}
    assert all(arrived(answer[:length]) == {} for length in range(answer.index("}")))
    assert arrived('{"sentences": ' + "[" * 100_000) == arrived("") == arrived('{"answers": []}') == {}
    assert arrived('{"sentences": [{"number": true, "words": "One."}, {"number": 2, "words": ["Two."]}]}') == {}


def test_each_sentence_is_told_while_the_next_is_not_written_yet(server: LyingServer, tmp_path: Path) -> None:
    told_of = [threading.Event() for _ in QUOTES]
    waited: list[bool] = []

    def slowly(quotes: list[str]) -> Iterable[str]:
        yield '{"sentences": ['
        for place, words in enumerate(SHORT):
            yield f"{',' if place else ''}{entry(place + 1, words)}"
            waited.append(told_of[place].wait(5))
        yield "]}"

    server.say = streamed(slowly)
    heard: list[Wording] = []

    def hear(wording: Wording) -> None:
        told_of[len(heard)].set()
        heard.append(wording)

    assert shortener(server, "slow", tmp_path).shorten(QUOTES, hear) == ""
    assert waited == [True, True, True]
    assert [(each.quote, shorter(each)) for each in heard] == list(zip(QUOTES, SHORT, strict=True))
    assert server.heard[-1]["stream"] is True


def test_a_sentence_that_its_quote_does_not_carry_is_told_with_its_fault_between_those_that_pass(
    server: LyingServer, tmp_path: Path
) -> None:
    server.say = streamed(lambda quotes: pieces(SHORT[0], LIE, SHORT[2]))
    heard, trouble = told(server, "midway", tmp_path)
    assert [shorter(each) for each in heard] == [SHORT[0], "", SHORT[2]]
    assert "words that the quote does not have" in heard[1].fault and not trouble


@pytest.mark.parametrize("lie", SAID)
def test_no_lie_passes_while_it_streams(lie: str, server: LyingServer, tmp_path: Path) -> None:
    def lying(quotes: list[str]) -> Iterable[str]:
        said = SAID[lie](quotes)
        return [said[place : place + 50] for place in range(0, len(said), 50)] if isinstance(said, str) else [""]

    server.say = streamed(lying)
    heard: list[Wording] = []
    before = len(server.heard)
    shortener(server, lie, tmp_path).shorten([quote for _, quotes in BLOCKS for quote in quotes], heard.append)
    told = [(len(quotes), SAID[lie](quotes)) for quotes in map(quotes_in, server.heard[before:])]
    numbers = [n for many, said in told if isinstance(said, str) for n in arrived(said) if 0 < n <= many]
    assert told and bool(heard) == bool(numbers)
    assert [shorter(each) for each in heard if shorter(each)] == []


@pytest.mark.parametrize("lie", [name for name in LIES if name not in SAID])
def test_no_fault_on_the_wire_passes_or_is_a_crash(
    lie: str, server: LyingServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.llm.SECONDS", 0.5)
    monkeypatch.setattr("kb.llm.STREAM", 0.5)
    server.say = LIES[lie]
    before = len(server.heard)
    heard, trouble = told(server, lie, tmp_path)
    assert len(server.heard) > before
    assert not any(map(shorter, heard))
    assert not re.search("Gateway|Welcome|Seals|[<{]", trouble)


def test_what_came_before_the_line_was_cut_stands_and_the_rest_is_asked_again_another_time(
    server: LyingServer, tmp_path: Path
) -> None:
    server.say = streamed(lambda quotes: pieces(*SHORT[:2], end=', {"number": 3, "wor'), finish="")
    heard, trouble = told(server, "cut", tmp_path)
    assert [shorter(each) for each in heard] == SHORT[:2]
    assert "broke off in the middle" in trouble
    asks = shortener(server, "cut", tmp_path)
    assert asks.known(QUOTES) == {}
    server.say = streamed(lambda quotes: pieces(*SHORT))
    assert [shorter(each) for each in told(server, "cut", tmp_path)[0]] == SHORT
    assert {quote: shorter(each) for quote, each in asks.known(QUOTES).items()} == dict(zip(QUOTES, SHORT, strict=True))


def test_a_server_that_stops_in_an_event_ends_in_a_sentence(server: LyingServer, tmp_path: Path) -> None:
    server.say = sent(200, "text/event-stream", b'data: {"choices": [{"index": 0, "delta": {"content": "{', missing=99)
    heard, trouble = told(server, "half an event", tmp_path)
    assert heard == [] and "half an event" in trouble


def test_an_answer_cut_for_its_length_keeps_what_is_whole(server: LyingServer, tmp_path: Path) -> None:
    server.say = streamed(lambda quotes: pieces(*SHORT[:2], end=', {"number": 3, "wor'), finish="length")
    heard, trouble = told(server, "long", tmp_path)
    assert [shorter(each) for each in heard] == SHORT[:2] and not trouble
    assert len(shortener(server, "long", tmp_path).known(QUOTES)) == 2


def test_a_server_that_does_not_stream_is_asked_for_the_whole_and_from_then_on_at_once(server: LyingServer) -> None:
    answer = "".join(pieces(*SHORT))
    server.say = completed(answer)
    model = OpenAICompatible(server.address, "deaf", "", SCHEMA)
    before = len(server.heard)
    assert ["".join(model.stream("Hello")) for _ in range(2)] == [answer] * 2
    assert [bool(asked.get("stream")) for asked in server.heard[before:]] == [True, False, False]


def test_a_server_that_refuses_a_stream_or_a_form_is_asked_without(server: LyingServer) -> None:
    def refuses(name: str) -> None:
        refused = sent(400, "application/json", b'{"error": {"message": "no"}}')
        whole = lambda handler, asked: (  # noqa: E731
            streamed(lambda quotes: ["whole"]) if asked.get("stream") else completed("whole")
        )(handler, asked)
        server.say = lambda handler, asked: (refused if asked.get(name) else whole)(handler, asked)

    for name, again in (("stream", False), ("response_format", True)):
        refuses(name)
        model = OpenAICompatible(server.address, name, "", SCHEMA)
        assert ["".join(model.stream("Hello")) for _ in range(2)] == ["whole"] * 2
        assert bool(server.heard[-1].get("stream")) is again
    server.say = sent(400, "application/json", b'{"error": {"message": "no"}}')
    with pytest.raises(ModelUnavailableError):
        list(OpenAICompatible(server.address, "never", "", SCHEMA).stream("Hello"))


def test_what_is_stopped_ends_and_the_line_is_closed(server: LyingServer, tmp_path: Path) -> None:
    sent_all, ended = [], threading.Event()

    def endless(quotes: list[str]) -> Iterable[str]:
        try:
            yield from pieces(*SHORT)[:-1]
            for _ in range(1000):
                yield " " * 10_000
            sent_all.append(True)
        finally:
            ended.set()

    heard: list[Wording] = []
    server.say = streamed(endless)
    asks = shortener(server, "stopped", tmp_path)
    assert asks.shorten(QUOTES, heard.append, lambda: bool(heard)) == "it was stopped"
    assert ended.wait(5) and not sent_all


MANY = [f"{quote[:-1]} of site {site}." for site in range(4) for quote in QUOTES]  # four questions


@pytest.mark.parametrize("sends", [1, 2, 3])
@pytest.mark.parametrize("say", [hanging_up, sent(400, "application/json", b"{}")])
def test_nothing_is_sent_once_it_is_stopped_and_the_trail_says_what_was_not(
    say: Say, sends: int, server: LyingServer, tmp_path: Path
) -> None:
    before = len(server.heard)
    server.say = say
    asks = shortener(server, "stopped while it fails", tmp_path)
    assert asks.shorten(MANY, unheard, lambda: len(server.heard) >= before + sends)
    assert len(server.heard) == before + sends
    asked, answered = trail(tmp_path)
    questions = [each["part"] for each in asked["asked"]]
    told = answered["answered"]
    assert len(questions) == 4 and told and all("failed" in each for each in told)
    assert [each["part"] for each in told] + answered["not_sent"] == questions
    assert len(told) == (sends if say is hanging_up else 1)


def test_what_came_before_it_was_stopped_is_on_the_trail(server: LyingServer, tmp_path: Path) -> None:
    heard: list[Wording] = []
    server.say = streamed(lambda quotes: pieces(*SHORT))
    assert shortener(server, "noted stop", tmp_path).shorten(MANY, heard.append, lambda: bool(heard))
    _, answered = trail(tmp_path)
    (told,) = answered["answered"]
    assert told["failed"] == "StoppedError" and told["characters"] > 50 and len(answered["not_sent"]) == 3


def test_what_raises_while_it_hears_is_on_the_trail_too(server: LyingServer, tmp_path: Path) -> None:
    def fails(wording: Wording) -> None:
        raise KeyError(wording.said)

    server.say = streamed(lambda quotes: pieces(*SHORT))
    with pytest.raises(KeyError):
        shortener(server, "raises", tmp_path).shorten(MANY, fails)
    _, answered = trail(tmp_path)
    assert answered["answered"][0]["failed"] == "KeyError" and len(answered["not_sent"]) == 3


@pytest.mark.parametrize("status", [200, 301, 401, 404, 500])
def test_a_servers_own_words_of_a_failure_are_told_to_nobody(status: int, server: LyingServer, tmp_path: Path) -> None:
    body = b'{"error": {"message": "All containers are guarded.", "type": "guarded", "code": "guarded"}}'
    server.say = (
        sent(status, "text/event-stream", b"data: " + body + b"\n\n")
        if status == 200
        else sent(status, "application/json", body)
    )
    heard, trouble = told(server, "tiny", tmp_path)
    assert heard == [] and "guarded" not in trouble and trouble.startswith("The language model tiny did not answer: ")
    assert status == 200 or f"(status {status})" in trouble


def test_each_wording_is_held_to_its_quote_once(
    server: LyingServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def gate(words: str, quote: str, party: str) -> str:
        calls.append(quote)
        return ""

    monkeypatch.setattr("kb.shortening.held", gate)
    server.say = streamed(lambda quotes: list("".join(pieces(*SHORT))))
    told(server, "letters", tmp_path)
    assert calls == QUOTES


@pytest.mark.parametrize("words", [LOG.removesuffix("."), LOG.replace(" by", ", by"), LOG.replace(" by", " – by")])
def test_words_that_are_no_fewer_are_not_called_short(words: str) -> None:
    (wording,) = made(f'{{"sentences": [{entry(1, words)}]}}', [LOG])
    assert shorter(wording) == ""


def test_an_address_that_is_none_is_told_when_it_is_asked(tmp_path: Path) -> None:
    address = "http://ö..local/v1"
    model = Later(Settings(model_address=address, model_name="m"), SCHEMA)
    asks = Shortener(model, address, "A. Marsh", tmp_path / "store.sqlite3")
    asks.prepare()
    assert "model_address" in asks.shorten(QUOTES, unheard)


def test_nothing_of_the_shell_goes_along(server: LyingServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-the-shell")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-of-the-shell")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Mine: of-the-shell\nAuthorization: Bearer of-the-shell")
    came: list[str] = []

    def say(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        came.append(str(handler.headers))
        completed("".join(pieces(*SHORT)))(handler, asked)

    server.say = say
    assert len(told(server, "shell", tmp_path)[0]) == 3
    assert len(came) == 2 and all("of-the-shell" not in each and "Bearer none" in each for each in came)


def unheard(wording: Wording) -> None:
    pytest.fail(f"nothing is to be heard, but this is: {wording}")


def trail(folder: Path) -> list[dict[str, Any]]:
    """What the audit trail says of the questions asked, and of the answers."""
    with closing(Store(folder / "store.sqlite3")) as store:
        return [json.loads(each.detail) for each in entries(store)]


def test_what_was_sent_is_on_the_trail_and_is_sent_once(server: LyingServer, tmp_path: Path) -> None:
    server.say = streamed(lambda quotes: pieces(*SHORT))
    before = len(server.heard)
    assert told(server, "noted", tmp_path) == told(server, "noted", tmp_path)
    assert len(server.heard) == before + 1
    with closing(Store(tmp_path / "store.sqlite3")) as store:
        noted = [(each.what, json.loads(each.detail)) for each in entries(store)]
    assert [what for what, _ in noted] == ["language model asked", "language model answered"]
    assert {detail["for"] for _, detail in noted} == {"answers"} and "custodian" not in json.dumps(noted)


def test_what_is_true_passes_in_both_ways(server: LyingServer, tmp_path: Path) -> None:
    server.say = answering(true)
    heard, trouble = told(server, "copied", tmp_path)
    assert [each.said for each in heard] == QUOTES and not any(map(shorter, heard)) and not trouble

"""The quotes of an answer in a language model's shorter words, each given out as soon as it is held to its quote."""

import json
import re
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path

from kb.asker import Asked, Asker
from kb.citations import normalised
from kb.composing import Shelf
from kb.errors import ModelUnavailableError
from kb.llm import LanguageModel, Later
from kb.model import Answer, Citation
from kb.phrasing import LONGEST_ANSWER, Wording, chunks, held, prompt

WORTH = 12  # words; a quote of fewer is short as it is
LISTED = re.compile(r'"sentences"\s*:\s*\[')
BETWEEN = re.compile(r"[\s,]*")


class Shortener:
    """Says quotes more shortly with a language model; where it fails or its words do not hold, the quotes stand."""

    def __init__(self, model: LanguageModel, address: str, who: str, store: Path) -> None:
        self.name = model.name
        self.address = address
        self._model = model
        self._asker = Asker(model, address, who, store, "answers", lambda answer: bool(arrived(answer)))

    def prepare(self) -> None:
        """Make the model ready, which takes seconds the first time; what is wrong with it is told when it is asked."""
        if isinstance(self._model, Later):
            with suppress(ModelUnavailableError):
                self._model.prepare()

    def known(self, quotes: Sequence[str]) -> dict[str, Wording]:
        """Quote -> what the model made of it when it was asked before; nothing is sent."""
        asked = self._asked(quotes)
        told = self._asker.kept(list(asked))
        given = [each for question, chunk in asked.items() for each in made(told.get(question.key, ""), chunk)]
        return {each.quote: each for each in given}

    def shorten(
        self, quotes: Sequence[str], heard: Callable[[Wording], None], stopped: Callable[[], bool] = lambda: False
    ) -> str:
        """Tell what the model makes of each quote while it still writes the next; returns what went wrong, if anything.

        It sends no more and ends before its end where it finds itself stopped.
        """
        asked, given = self._asked(quotes), set[str]()

        def hear(question: Asked, answer: str) -> None:
            for wording in made(answer, asked[question], given):
                given.add(wording.quote)
                heard(wording)

        told = self._asker.ask(list(asked), LONGEST_ANSWER, hear, stopped)
        for question in asked:  # those that nobody had to be asked again
            hear(question, told.answers.get(question.key, ""))
        return told.trouble

    def _asked(self, quotes: Sequence[str]) -> dict[Asked, list[str]]:
        """The questions to the model, each with its quotes."""
        return {
            self._asker.question("quotes of an answer", prompt(chunk), *chunk): chunk
            for chunk in chunks(list(dict.fromkeys(quotes)))
        }


def to_shorten(answer: Answer, shelf: Shelf) -> list[str]:
    """The quotes of an answer that are worth it: what documents say in sentences, no rows, lists or judgements."""
    lines = answer.text.splitlines()
    alone = [each for each in answer.citations if any(line.startswith(f"{each.marker} “") for line in lines)]
    found = [flat(each) for each in alone if each.verified and not _in_a_table(each, shelf)]
    return [quote for quote in dict.fromkeys(found) if len(quote.split()) >= WORTH]


def flat(citation: Citation) -> str:
    """A citation's words on one line, without the number of their clause."""
    words, clause = " ".join(citation.quote.split()), citation.locator.clause
    return words.removeprefix(f"{clause} ") if clause else words


def made(answer: str, quotes: Sequence[str], but: Collection[str] = ()) -> list[Wording]:
    """What an answer, as far as it has come, makes of quotes `but` some; `fault` says why a quote stands instead."""
    said = arrived(answer)
    told = [(quotes[number - 1], " ".join(said[number].split())) for number in said if 0 < number <= len(quotes)]
    return [Wording("", quote, words, held(words, quote, "")) for quote, words in told if quote not in but]


def shorter(wording: Wording) -> str:
    """The words to show; empty where they do not hold or are no fewer than the quote's own."""
    return "" if wording.fault or _length(wording.said) >= _length(wording.quote) else wording.said


def arrived(answer: str) -> dict[int, str]:
    """Number of a quote -> its wording, of each entry that is whole in an answer that may go on.

    The first for a number stands: it is held to the quote as it is, whatever comes after it.
    """
    decoder, given = json.JSONDecoder(), dict[int, str]()
    listed = LISTED.search(answer)
    place = listed.end() if listed else len(answer)
    while (begin := _after(answer, place)) < len(answer) and answer[begin] == "{":
        try:
            entry, place = decoder.raw_decode(answer, begin)
        except (ValueError, RecursionError):  # not whole yet, or never
            break
        number, words = entry.get("number"), entry.get("words")
        if isinstance(number, int) and not isinstance(number, bool) and isinstance(words, str):
            given.setdefault(number, words)
    return given


def _length(words: str) -> int:
    return sum(any(map(str.isalnum, word)) for word in normalised(words).split())


def _after(answer: str, place: int) -> int:
    found = BETWEEN.match(answer, place)
    return found.end() if found else place


def _in_a_table(citation: Citation, shelf: Shelf) -> bool:
    return any(each.fields for each in shelf.passages(citation.path, citation.start, citation.end))

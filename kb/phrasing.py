"""Quotes in a language model's order of words, each held to its own quote; what does not hold stays a quote."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.asker import Asked, Asker, Told
from kb.assurances import claims_coverage
from kb.carried import MARKER, fault
from kb.draft import Phrase
from kb.llm import LanguageModel
from kb.prompts import load_prompt
from kb.sentences import sentences
from kb.wording import tokens

MOST = 3  # quotes to a question: a small model mixes up more
ROOM = 1200  # characters of them together
LONGEST_ANSWER = 6000  # characters
LEAST = 0.5  # share of a quote's words that a wording keeps; one that drops more loses evidence
PLAIN = re.compile(r"[^<>{}\[\]\\`|]+")  # a wording is no markup
STARTS = 20  # places in an answer at which JSON may begin
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "required": ["sentences"],
    "additionalProperties": False,
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["number", "words"],
                "additionalProperties": False,
                "properties": {"number": {"type": "integer"}, "words": {"type": "string"}},
            },
        }
    },
}


@dataclass(frozen=True, slots=True)
class Wording:
    """What a model made of a quote."""

    party: str
    quote: str
    said: str  # empty where it said nothing of this quote
    fault: str  # why the quote stands instead; empty where what was said holds


class Writer:
    """Words quotes with a language model; where it fails or its words do not hold, the quotes stand."""

    def __init__(self, model: LanguageModel, address: str, who: str, store: Path) -> None:
        self.note = ""  # what a user must know of the last draft; empty where all went well
        self.made: list[Wording] = []  # of the last draft
        self._asker = Asker(model, address, who, store, "drafts", lambda answer: parsed(answer) is not None)

    def phrase(self, number: int, blocks: Sequence[tuple[str, Sequence[str]]]) -> list[list[str]]:
        """A wording of each quote of each party, for a criterion; empty where the quote must stand as it is."""
        parted = [(party, chunk) for party, quotes in blocks for chunk in chunks(quotes)]
        asked = [self._question(number, party, chunk) for party, chunk in parted]
        told = self._asker.ask(asked, LONGEST_ANSWER)
        self.made = [
            wording
            for (party, chunk), each in zip(parted, asked, strict=True)
            for wording in wordings(told.answers.get(each.key, ""), chunk, party)
        ]
        self.note = self._noted(told)
        words = iter([wording.said if not wording.fault else "" for wording in self.made])
        return [[next(words) for _ in quotes] for _, quotes in blocks]

    def worded(self, number: int, blocks: Sequence[tuple[str, Sequence[str]]]) -> Phrase:
        """The same as `phrase`, for whoever asks for those quotes later: what was not asked now stands as it is."""
        said = {
            (party, quote): words
            for (party, quotes), given in zip(blocks, self.phrase(number, blocks), strict=True)
            for quote, words in zip(quotes, given, strict=True)
        }
        return lambda asked: [[said.get((party, quote), "") for quote in quotes] for party, quotes in asked]

    def _question(self, number: int, party: str, quotes: Sequence[str]) -> Asked:
        return self._asker.question(f"{number} {party}", prompt(quotes), *quotes)

    def _noted(self, told: Told) -> str:
        held = sum(not wording.fault for wording in self.made)
        if not self.made or held == len(self.made):
            return ""
        why = f": {told.trouble.rstrip('.')}" if told.trouble else ""
        return (
            f"Of {len(self.made)} quotes {held} stand in the words of the language model {self._asker.name}; the others"
            f" stand as they are{why or ', since its words did not keep to them'}."
        )


def as_they_stand(blocks: Sequence[tuple[str, Sequence[str]]]) -> list[list[str]]:
    """No wording of any quote, for a draft that asks no language model."""
    return [[""] * len(quotes) for _, quotes in blocks]


def parsed(answer: str) -> dict[int, str] | None:
    """Number of a quote -> its wording, of the first JSON of that form; None where there is none.

    A number that is given twice has none. An answer that breaks off is none: what came after may have taken it back.
    """
    if len(answer) > LONGEST_ANSWER:
        return None
    decoder = json.JSONDecoder()
    for begin in [found.start() for found in re.finditer(r"\{", answer)][:STARTS]:
        try:
            value, _ = decoder.raw_decode(answer, begin)
        except (ValueError, RecursionError):
            continue
        listed = value.get("sentences") if isinstance(value, dict) else None
        if isinstance(listed, list):
            return _by_number(listed)
    return None


def wordings(answer: str, quotes: Sequence[str], party: str) -> list[Wording]:
    """What an answer makes of each quote, and why it does not hold."""
    said = parsed(answer)
    if said is None:
        why = "its answer is not in the form asked for" if answer.strip() else "no answer"
        return [Wording(party, quote, "", why) for quote in quotes]
    told = [(quote, " ".join(said.get(place, "").split())) for place, quote in enumerate(quotes, start=1)]
    return [Wording(party, quote, words, held(words, quote, party)) for quote, words in told]


def held(words: str, quote: str, party: str) -> str:
    """Why a wording does not stand for a quote; empty where it does."""
    if not words:
        return "nothing said of this quote"
    if MARKER.search(words) or not PLAIN.fullmatch(words):
        return "marks or markup in it"
    if claims_coverage(words):
        return "an assurance"
    if why := fault(words, [quote], party):
        return why
    told = [words[start:end] for start, end in sentences(words)]
    if len(told) > len(set(told)):
        return "a sentence told twice"
    if len(tokens(words)) < LEAST * len(tokens(quote)):
        return "most of the quote left out"
    return ""


def prompt(quotes: Sequence[str]) -> str:
    """What a model is asked; it names no party: small models put a name that they have seen before every sentence."""
    told = "\n".join(f'[{place}] "{fenced(quote)}"' for place, quote in enumerate(quotes, start=1))
    return load_prompt("partner_response").filled(quotes=told)


def fenced(quote: str) -> str:
    """A quote that cannot close the fence it stands in."""
    return " ".join(quote.split()).replace(">>>", "> > >").replace("<<<", "< < <")


def _by_number(listed: Sequence[Any]) -> dict[int, str]:
    given: dict[int, str] = {}
    twice: set[int] = set()
    for entry in listed:
        number, words = (entry.get("number"), entry.get("words")) if isinstance(entry, dict) else (None, None)
        if isinstance(number, int) and not isinstance(number, bool) and isinstance(words, str):
            twice |= {number} & given.keys()
            given[number] = words
    return {number: words for number, words in given.items() if number not in twice}


def chunks(quotes: Sequence[str]) -> list[list[str]]:
    """Quotes in their order, as many together as go into a question."""
    parted: list[list[str]] = []
    for quote in quotes:
        if parted and len(parted[-1]) < MOST and sum(map(len, parted[-1])) + len(quote) <= ROOM:
            parted[-1].append(quote)
        else:
            parted.append([quote])
    return parted

"""What a language model reads in the passages of a part: one more signal, held to the words that it quotes."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from kb.assurances import claims_coverage, without_assurances
from kb.citations import normalised
from kb.coverage import judgement
from kb.evidence import FEWEST_WORDS
from kb.modality import Mood, mood
from kb.model import Document, Evidence, Grade, Hit, Kind, Requirement, Status
from kb.scope import Scope, systems_only
from kb.sentences import sentences
from kb.terms import stems

MOST = 5  # passages shown for a part
ROOM = 2400  # characters of them together: a small model on a laptop reads that in ten seconds
LONGEST = 900  # characters of a passage shown: a longer one is not shown, since what is cut off may take it back
LONGEST_WORDS = 400  # characters of words quoted
LONGEST_ANSWER = 8000  # characters; more is no answer for MOST passages
STARTS = 20  # places in an answer at which JSON may begin
NUMBER = re.compile(r"\s*\[?([0-9]{1,2})\]?\s*")
STEP = {Status.COVERED: 2, Status.PARTIAL: 1}  # every other status is 0
WEAK_MOODS = (Mood.PLAN, Mood.HEDGE, Mood.DENIAL, Mood.QUESTION)


class Reading(StrEnum):
    """What a model says that a passage shows of a part."""

    SUPPORTS = "supports"
    PARTIAL = "partial"
    CONTRADICTS = "contradicts"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class Opinion:
    """A reading of one passage with the words it rests on, which stand in that passage."""

    reading: Reading
    words: str


@dataclass(frozen=True, slots=True)
class Case:
    """A part with the evidence that the program found for it, the hits it was found in, and its section's scope."""

    requirement: Requirement
    evidence: Sequence[Evidence]
    hits: Sequence[Hit]
    scope: Scope
    documents: Mapping[str, Document]  # by path


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage that a model is shown."""

    places: tuple[int, ...]  # in the evidence of its case: of the piece, and of others found in the very same words
    passage: str  # id
    document: str  # its name
    text: str  # what is shown, white space and typography made alike


SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "required": ["passages"],
    "additionalProperties": False,
    "properties": {
        "passages": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["number", "words", "verdict"],
                "additionalProperties": False,
                "properties": {
                    "number": {"type": "integer"},
                    "words": {"type": "string"},
                    "verdict": {"type": "string", "enum": [reading.value for reading in Reading]},
                },
            },
        }
    },
}


def to_show(case: Case) -> list[Shown]:
    """The passages of a part on which a model's reading can change anything, best first; empty where it can nowhere.

    Where documents disagree a person settles it. What speaks against a part, is out of date or is no proof stays as is.
    """
    if judgement(case.requirement, case.evidence).status is Status.CONFLICT:
        return []
    order = sorted(
        (place for place, item in enumerate(case.evidence) if _movable(item)),
        key=lambda place: (
            (case.evidence[place].grade is not Grade.SUPPORTS, not case.evidence[place].counts)
            + (-case.evidence[place].strength,)
        ),
    )
    found: dict[str, Shown] = {}
    for shown in (each for place in order if (each := _shown(place, case))):
        same = found.get(shown.text)
        found[shown.text] = replace(same, places=same.places + shown.places) if same else shown
    fitting = [sum(len(text) for text in list(found)[: order + 1]) <= ROOM for order in range(len(found))]
    return [shown for shown, fits in zip(found.values(), fitting, strict=True) if fits][:MOST]


def parsed(answer: str) -> list[Mapping[str, Any]] | None:
    """The entries of the first JSON in an answer, whatever is wrapped round it; None where there is none.

    A single entry inside of something that breaks off is none: what came after it may have taken it back.
    """
    if len(answer) > LONGEST_ANSWER:
        return None
    decoder = json.JSONDecoder()
    for order, found in enumerate(list(re.finditer(r"[{\[]", answer))[:STARTS]):
        try:
            value, _ = decoder.raw_decode(answer, found.start())
        except (ValueError, RecursionError):
            continue
        entries = _entries(value)
        if entries and not (order and entries == [value]):
            return entries
    return None


def opinions(answer: str, shown: Sequence[Shown]) -> dict[int, Opinion]:
    """Place in the evidence -> what an answer says of it; what is not quoted from that very passage is left out.

    So is what a passage that claims or orders is quoted with, and all that is said of a passage in two ways.
    """
    said: dict[int, list[Opinion | None]] = {}
    for entry in parsed(answer) or ():
        number = _number(entry.get("number"))
        if 1 <= number <= len(shown):
            said.setdefault(number - 1, []).append(_opinion(entry, shown[number - 1].text))
    agreed = {order: told[0] for order, told in said.items() if len({each and each.reading for each in told}) == 1}
    return {place: opinion for order, opinion in agreed.items() if opinion for place in shown[order].places}


def weighed(case: Case, told: Mapping[int, Opinion], model: str) -> list[Evidence]:
    """The evidence of a part with what a model (by name) read in it: each piece a step lower or higher, or as it was.

    The part's status falls, stays, or rises by one step where a piece was raised; otherwise nothing is raised.
    """
    before = judgement(case.requirement, case.evidence).status
    lowered = [_lowered(item, told.get(place), model) for place, item in enumerate(case.evidence)]
    raised = lowered
    if not any(item.counts and (item.limits or item.grade is Grade.CONTRADICTS) for item in case.evidence):
        raised = [_raised(item, told.get(place), model, case) for place, item in enumerate(lowered)]
    for most, pieces in ((int(raised != lowered), raised), (0, lowered)):
        after = judgement(case.requirement, pieces).status
        conflicts = after is Status.CONFLICT and before is not Status.CONFLICT
        if not conflicts and STEP.get(after, 0) - STEP.get(before, 0) <= most:
            return pieces
    return list(case.evidence)


def _movable(item: Evidence) -> bool:
    return item.grade in (Grade.SUPPORTS, Grade.PARTIAL) and not item.limits and not item.by_meaning


def _shown(place: int, case: Case) -> Shown | None:
    """What is shown of the passage that a piece was found in: all of it but what claims or orders."""
    cited = case.evidence[place].citation
    inside = (hit.passage for hit in case.hits if hit.passage.path == cited.path)
    passage = next((each for each in inside if each.start <= cited.start and cited.end <= each.end), None)
    if passage is None:
        return None
    text = normalised(re.sub("•+\\.?", "…", without_assurances(passage).text))
    return Shown((place,), passage.id, cited.document, text) if 0 < len(text) <= LONGEST else None


def _entries(value: Any) -> list[Mapping[str, Any]]:
    if isinstance(value, dict):
        lists = [each for each in value.values() if isinstance(each, list)]
        value = lists[0] if len(lists) == 1 else [value]
    return [each for each in value if isinstance(each, dict) and "verdict" in each] if isinstance(value, list) else []


def _number(value: Any) -> int:
    """A passage's number, also where it is written as text; 0 where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return 0
    found = NUMBER.fullmatch(str(value)) if isinstance(value, str) else None
    return int(found[1]) if found else value if isinstance(value, int) else 0


def _opinion(entry: Mapping[str, Any], text: str) -> Opinion | None:
    verdict, words = entry.get("verdict"), entry.get("words")
    if not isinstance(verdict, str) or not isinstance(words, str) or not words.strip():
        return None
    label, quoted = verdict.strip().lower(), normalised(words)
    if label not in {reading.value for reading in Reading} or len(quoted) > LONGEST_WORDS:
        return None
    if len(quoted.split()) < FEWEST_WORDS or not _stands_in(quoted, text) or claims_coverage(quoted):
        return None
    return Opinion(Reading(label), quoted)


def _stands_in(words: str, text: str) -> bool:
    """Whether words stand in a text as whole words: "lock the gate" does not stand in "unlock the gate"."""
    return bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text))


def _told(item: Evidence, opinion: Opinion, model: str) -> tuple[str, ...]:
    before = tuple(f"without it: {reason}" for reason in item.reasons if reason)
    return (f"the language model {model} reads it as {opinion.reading}: “{opinion.words}”", *before)


def _lowered(item: Evidence, opinion: Opinion | None, model: str) -> Evidence:
    if opinion is None or not _movable(item):
        return item
    if item.grade is Grade.SUPPORTS and opinion.reading is not Reading.SUPPORTS:
        return replace(item, grade=Grade.PARTIAL, reasons=_told(item, opinion, model), lacks=())
    apart = opinion.reading in (Reading.UNRELATED, Reading.CONTRADICTS)
    if item.grade is Grade.PARTIAL and item.counts and apart:
        return replace(item, counts=False, reasons=_told(item, opinion, model), lacks=())
    return item


def _raised(item: Evidence, opinion: Opinion | None, model: str, case: Case) -> Evidence:
    """A piece a step higher where nothing but what it leaves unsaid, or how near it comes, keeps it lower."""
    if opinion is None or opinion.reading is not Reading.SUPPORTS or item.grade is not Grade.PARTIAL:
        return item
    if not _movable(item) or not _may_rise(item, opinion, case):
        return item
    if not item.counts:
        return replace(item, counts=True, reasons=_told(item, opinion, model), lacks=())
    if item.lacks and not _systems_only(item, case):
        return replace(item, grade=Grade.SUPPORTS, reasons=_told(item, opinion, model), lacks=())
    return item


def _may_rise(item: Evidence, opinion: Opinion, case: Case) -> bool:
    """Whether a quote is of one sentence of the cited words, which speak of the whole core, of no plan, with no hedge.

    A model that copies a passage as a whole has not said what its reading rests on.
    """
    entry = item.kind in (Kind.RECORD, Kind.LETTER)
    cited = [item.citation.quote[start:end] for start, end in sentences(item.citation.quote)]
    core = any(name in case.requirement.core for name in item.lacks)
    weak = any(mood(sentence, entry) in WEAK_MOODS for sentence in cited)
    return not core and not weak and any(_stands_in(opinion.words, normalised(sentence)) for sentence in cited)


def _systems_only(item: Evidence, case: Case) -> bool:
    """Whether words are of information systems where cargo, yards or buildings are asked about."""
    document = case.documents[item.citation.path]
    heading = " ".join(item.citation.locator.trail[-1:])
    about = (stems(item.citation.quote), stems(heading), stems(document.title))
    return case.scope is not Scope.ANY and systems_only(*about)

"""Answers of a workspace measured against labelled questions: answered or refused rightly, and by the right words."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from statistics import mean
from typing import Any

from eval.metrics import paired_interval
from eval.overlap import overlaps
from kb.answer import QUOTES
from kb.assistant import Assistant
from kb.citations import normalised
from kb.errors import LabelsError
from kb.model import Answer, Citation

SHIPPED = Path(__file__).parent / "labels" / "answers.jsonl"
NORMAL = 1.96  # standard deviations of a 95 % interval


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what a person found in the documents."""

    id: str
    base: str  # the documents it is about: sample, grc_library; empty where a file holds one base only
    type: str
    text: str
    answerable: bool
    evidence: tuple[tuple[str, str], ...]  # (file, quoted words); no words: any words of the file
    before: tuple[str, ...] = ()  # what was asked before
    as_of: str = ""  # the day it was judged on, ISO 8601


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a question."""

    question: Question
    answer: Answer
    verified: int  # citations that are so, read again
    seconds: float

    @property
    def right(self) -> list[bool]:
        """Of each citation, whether it shares words with a labelled quote."""
        return [any(_shares(cited, *label) for label in self.question.evidence) for cited in self.answer.citations]

    @property
    def recall(self) -> float:
        """Share of the labelled quotes that are cited; a free answer shows QUOTES at most, so no more are asked for."""
        found = sum(any(_shares(cited, *label) for cited in self.answer.citations) for label in self.question.evidence)
        return min(found / min(len(self.question.evidence), QUOTES), 1.0)


def measure(assistant: Assistant, path: Path = SHIPPED, split: str = "all", base: str = "") -> dict[str, Any]:
    """Figures of the answers to a file's questions (JSON lines) of one base and split; raises LabelsError."""
    questions = [each for each in read_questions(path, split) if each.base in ("", base or each.base)]
    bases = sorted({each.base for each in questions})
    if len(bases) != 1:
        named = f"no questions of base {base}" if base else f"questions of several bases ({', '.join(bases)}): name one"
        raise LabelsError(f"{path} holds {named} (--base).")
    days = {each.as_of for each in questions} - {"", assistant.as_of.isoformat()}
    if days:
        raise LabelsError(f"{path} was labelled as of {min(days)}: measure with --as-of {min(days)}.")
    assistant.ask("Is the program warm?")  # the first question opens the index and the model
    outcomes = [_outcome(assistant, question) for question in questions]
    return {"base": bases[0], "split": split} | _figures(outcomes) | {"made_by": assistant.made_by()}


def read_questions(path: Path, split: str = "all") -> list[Question]:
    """The questions of a file, those of one split; raises LabelsError naming the file and the line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LabelsError(f"{path} cannot be read: {error}. Give a JSON lines file of questions.") from error
    read = [_question(path, place, line) for place, line in enumerate(lines, start=1) if line.strip()]
    found = [question for belongs, question in read if split in ("all", belongs)]
    if not found:
        raise LabelsError(f"{path} holds no questions of split {split}.")
    return found


def _question(path: Path, place: int, line: str) -> tuple[str, Question]:
    try:
        entry = json.loads(line)
        question = Question(
            id=str(entry["id"]),
            base=str(entry.get("base", "")),
            type=str(entry["type"]),
            text=str(entry["question"]),
            answerable=bool(entry["answerable"]),
            evidence=tuple((str(item["file"]), str(item.get("quote", ""))) for item in entry["evidence"]),
            before=tuple(map(str, entry.get("before", ()))),
            as_of=str(entry.get("as_of", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        needs = "it needs id, type, question, answerable, evidence"
        raise LabelsError(f"{path}, line {place}: not a question ({error!r}); {needs}.") from error
    if question.answerable != bool(question.evidence):
        raise LabelsError(f"{path}, line {place}: an answerable question, and no other, has evidence.")
    return str(entry.get("split", "test")), question


def _outcome(assistant: Assistant, question: Question) -> Outcome:
    begun = time.perf_counter()
    answer = assistant.ask(question.text, question.before)
    seconds = time.perf_counter() - begun
    verified = sum(assistant.verify(cited).verified for cited in answer.citations)
    return Outcome(question, answer, verified, seconds)


def _figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    types = sorted({each.question.type for each in outcomes})
    seconds = sorted(each.seconds for each in outcomes)
    return {
        "n": len(outcomes),
        **_shares_of(outcomes),
        "seconds_p50": round(seconds[len(seconds) // 2], 4),
        "seconds_p95": round(seconds[int(len(seconds) * 0.95)], 4),
        "by_type": {name: _shares_of([each for each in outcomes if each.question.type == name]) for name in types},
        "mistakes": [told for each in outcomes if (told := _mistake(each))],
    }


def _shares_of(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Shares with their 95 % intervals: Wilson's for answered, refused and right, the bootstrap's for the means."""
    should = [each for each in outcomes if each.question.answerable]
    should_not = [each for each in outcomes if not each.question.answerable]
    answered = [each for each in should if each.answer.answered]
    cited = [each for each in answered if each.answer.citations]
    citations = sum(len(each.answer.citations) for each in outcomes)
    figures: dict[str, Any] = {
        "answerable": len(should),
        "unanswerable": len(should_not),
        "answered_when_it_should": share(len(answered), len(should)),
        "with_a_labelled_quote": share(sum(any(each.right) for each in answered), len(should)),
        "refused_when_it_should": share(sum(not each.answer.answered for each in should_not), len(should_not)),
        "citation_precision": _mean([mean(each.right) for each in cited]),
        "citation_recall": _mean([each.recall for each in should]),
        "citations": citations,
        "citations_verified": share(sum(each.verified for each in outcomes), citations),
    }
    return {name: value for name, value in figures.items() if value is not None}


def share(part: int, whole: int) -> dict[str, Any] | None:
    """A share with Wilson's 95 % interval; None of nothing."""
    if not whole:
        return None
    found, square = part / whole, NORMAL**2
    middle = (found + square / (2 * whole)) / (1 + square / whole)
    reach = NORMAL * sqrt(found * (1 - found) / whole + square / (4 * whole**2)) / (1 + square / whole)
    low, high = max(middle - reach, 0.0), min(middle + reach, 1.0)
    return {"value": round(found, 4), "ci": [round(low, 4), round(high, 4)], "of": whole}


def _mean(values: Sequence[float]) -> dict[str, Any] | None:
    if not values:
        return None
    found, low, high = paired_interval(values, [0.0] * len(values))
    return {"value": round(found, 4), "ci": [round(low, 4), round(high, 4)], "of": len(values)}


def _shares(cited: Citation, file: str, quote: str) -> bool:
    if not Path(cited.path).as_posix().endswith(f"/{file}"):
        return False
    one, other = normalised(cited.quote), normalised(quote)
    return one in other or other in one or overlaps(one, other)


def _mistake(outcome: Outcome) -> dict[str, Any] | None:
    """What is wrong with an answer, the gravest first; None where nothing is."""
    question, answer = outcome.question, outcome.answer
    wrong = len(answer.citations) - outcome.verified
    if wrong:
        kind = f"{wrong} citations not verified"
    elif not question.answerable and answer.answered:
        kind = "answered, and there is no answer"
    elif question.answerable and not answer.answered:
        kind = "refused, and there is an answer"
    elif question.answerable and not any(outcome.right):
        kind = "answered by other words"
    else:
        return None
    cited = [{"document": each.document, "quote": each.quote[:200]} for each in answer.citations[:3]]
    return {"id": question.id, "question": question.text, "before": list(question.before), "wrong": kind} | {
        "cited": cited,
        "reason": answer.reason[:300],
        "labelled": [f"{file}: {quote[:160]}" for file, quote in question.evidence[:3]],
    }


def as_text(figures: Mapping[str, Any]) -> str:
    """The figures for a terminal, with the mistakes."""
    lines = [f"{name.replace('_', ' ')}: {_told(figures[name])}" for name in figures if name not in APART]
    lines += [f"  {name}: {_row(row)}" for name, row in figures["by_type"].items()]
    for mistake in sorted(figures["mistakes"], key=lambda each: str(each["wrong"])):
        after = f" (after {'; '.join(mistake['before'])})" if mistake["before"] else ""
        lines.append(f"  {mistake['id']} {mistake['wrong']}: {mistake['question']}{after}")
        shown = [f"{each['document']}: {each['quote']}" for each in mistake["cited"]] or [mistake["reason"]]
        lines += [f"    {' '.join(told.split())[:160]}" for told in shown]
    return "\n".join(lines)


APART = ("mistakes", "made_by", "by_type")


def _told(value: Any) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    return f"{value['value']} ({value['ci'][0]} to {value['ci'][1]}, of {value['of']})"


def _row(row: Mapping[str, Any]) -> str:
    named = ("answered_when_it_should", "with_a_labelled_quote", "refused_when_it_should", "citation_precision")
    told = [f"{name.replace('_', ' ')} {row[name]['value']}" for name in named if name in row]
    return f"{row['answerable'] + row['unanswerable']} questions; {', '.join(told)}"

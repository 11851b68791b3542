"""Asks a language model what it reads in the passages of parts: within limits of time, kept, and on the audit trail."""

import json
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kb.audit import record
from kb.errors import ModelUnavailableError, WorkspaceError
from kb.llm import LanguageModel
from kb.model import Evidence
from kb.phrasing import fenced
from kb.prompts import load_prompt
from kb.store import Store
from kb.verdict import LONGEST_ANSWER, Case, Shown, opinions, parsed, to_show, weighed

ANSWERS = "language model verdicts"  # named value of the store: key of a question -> answer as it came, newest last
KEPT = 1000  # answers
BATCH = 8  # questions to an entry of the audit trail
OVERALL = 300.0  # seconds for all questions of a run; the next run asks the rest
USELESS = 3  # answers in a row that are none, after which no more is asked
REST = 600.0  # seconds without a question after that


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked about one part."""

    part: str
    prompt: str
    shown: Sequence[Shown]
    key: str  # the same for the same part, passages, model, address and prompt


@dataclass(slots=True)
class Told:
    """What became of the questions of a run."""

    answers: dict[str, str]  # key -> answer
    asked: int = 0
    unread: int = 0  # answers without any reading in the form asked for
    trouble: str = ""  # why it ended before its end, or the last failure


@dataclass(slots=True)
class Batch:
    """What became of the questions of one entry of the audit trail."""

    answers: dict[str, str] = field(default_factory=dict)  # key -> answer
    told: list[dict[str, Any]] = field(default_factory=list)  # of each question sent: size and sum of the answer
    unsent: list[str] = field(default_factory=list)  # parts


class Consultant:
    """Weighs evidence with what a language model reads in it; where that fails, as if there were none."""

    def __init__(self, model: LanguageModel, address: str, who: str, store: Path) -> None:
        self.note = ""  # what a user must know of the last run; empty where all went well
        self._model = model
        self._address = _public(address)
        self._who = who
        self._path = store
        self._silent_until = 0.0

    def weigh(self, cases: Sequence[Case]) -> list[list[Evidence]]:
        """The evidence of each case, moved by what the model said of it as kb.verdict.weighed allows."""
        if not cases:
            return []
        shown = [to_show(case) for case in cases]
        questions = [self._question(case, seen) if seen else None for case, seen in zip(cases, shown, strict=True)]
        told = self._told([question for question in questions if question])
        return [
            weighed(case, opinions(told.answers[question.key], question.shown), self._model.name)
            if question and question.key in told.answers
            else list(case.evidence)
            for case, question in zip(cases, questions, strict=True)
        ]

    def _question(self, case: Case, shown: Sequence[Shown]) -> Question:
        passages = "\n".join(f"[{number}] {fenced(each.text)}" for number, each in enumerate(shown, start=1))
        prompt = load_prompt("verdict").filled(requirement=case.requirement.text, passages=passages)
        rests_on = [self._model.name, self._address, prompt, [each.passage for each in shown]]
        return Question(case.requirement.id, prompt, shown, sha256(json.dumps(rests_on).encode()).hexdigest())

    def _told(self, questions: Sequence[Question]) -> Told:
        told = Told({})
        try:
            with closing(Store(self._path)) as store:
                told.answers = _kept(store)
                fresh = [question for question in questions if question.key not in told.answers]
                if fresh and time.monotonic() < self._silent_until:
                    told.trouble = "it gave no useful answer a short while ago"
                elif fresh:
                    self._ask_all(store, fresh, told)
        except WorkspaceError as error:  # without an audit trail nothing is sent
            told.trouble = str(error)
        self.note = self._noted(questions, told)
        return told

    def _ask_all(self, store: Store, questions: Sequence[Question], told: Told) -> None:
        ends = time.monotonic() + OVERALL
        useless = 0
        for begin in range(0, len(questions), BATCH):
            batch = questions[begin : begin + BATCH]
            self._audit(store, "language model asked", asked=[_sum(each.part, each.prompt) for each in batch])
            done = Batch()
            try:
                for question in batch:
                    if useless >= USELESS:
                        self._silent_until = time.monotonic() + REST
                    elif time.monotonic() > ends:
                        told.trouble = f"its {OVERALL:.0f} seconds were over; the next run asks the rest"
                    else:
                        useless = 0 if self._ask(question, told, done) else useless + 1
                        continue
                    done.unsent.append(question.part)
            finally:  # also where a user stops it: what was sent and what came back is kept
                self._keep(store, done)
            if done.unsent:
                return

    def _ask(self, question: Question, told: Told, done: Batch) -> bool:
        """Whether an answer came that can be read."""
        told.asked += 1
        begun = time.monotonic()
        try:
            answer = self._model.complete(question.prompt)[: LONGEST_ANSWER + 1]
        except ModelUnavailableError as error:
            told.trouble = " ".join(str(error).split())[:200]
            done.told.append({"part": question.part, "failed": type(error.__cause__ or error).__name__})
            return False
        seconds = round(time.monotonic() - begun, 1)
        done.told.append(_sum(question.part, answer) | {"seconds": seconds})
        if answer.strip():
            done.answers[question.key] = told.answers[question.key] = answer
        readable = bool(parsed(answer))
        told.unread += not readable
        return readable

    def _keep(self, store: Store, done: Batch) -> None:
        with store.transaction():
            newest = list((_kept(store) | done.answers).items())[-KEPT:]
            store.set_meta(ANSWERS, json.dumps(dict(newest)))
            self._audit(store, "language model answered", answered=done.told, not_sent=done.unsent)

    def _audit(self, store: Store, what: str, **detail: Any) -> None:
        record(store, self._who, what, {"model": self._model.name, "address": self._address} | detail)

    def _noted(self, questions: Sequence[Question], told: Told) -> str:
        without = sum(
            question.key not in told.answers or not parsed(told.answers[question.key]) for question in questions
        )
        if not without:
            return ""
        why = told.trouble or "its answers are not in the form asked for"
        return (
            f"The language model {self._model.name} gave no reading of {without} of {len(questions)} parts, which stand"
            f" as judged without it: {why.rstrip('.')}."
        )


def _kept(store: Store) -> dict[str, str]:
    """The answers kept; none where somebody garbled them."""
    try:
        kept = json.loads(store.meta(ANSWERS) or "{}")
    except ValueError:
        kept = None
    return {str(key): str(value) for key, value in kept.items()} if isinstance(kept, dict) else {}


def _sum(part: str, text: str) -> dict[str, Any]:
    return {"part": part, "characters": len(text), "sha256": sha256(text.encode(errors="replace")).hexdigest()}


def _public(address: str) -> str:
    """An address without the name, password or query that may stand in it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "an address that cannot be read"
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()

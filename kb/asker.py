"""Asks a language model within limits of time; what it answered is kept, and what was sent to whom is on the trail."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kb.audit import record
from kb.errors import ModelUnavailableError, WorkspaceError
from kb.llm import LanguageModel
from kb.store import Store

KEPT = 1000  # answers
BATCH = 8  # questions to an entry of the audit trail
OVERALL = 300.0  # seconds for all questions of a run; the next run asks the rest
USELESS = 3  # answers in a row that are none, after which no more is asked
REST = 600.0  # seconds without a question after that
STOPPED = "it was stopped"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a language model."""

    about: str  # as the audit trail names it: a part, or a criterion and a party
    prompt: str
    key: str  # the same for the same prompt, passages, model and address: then the answer kept is used


Heard = Callable[[Asked, str], None]
Stopped = Callable[[], bool]  # whether nobody waits for the answers any more


class _StoppedError(Exception):
    """Nobody waits for the answer any more."""


@dataclass(slots=True)
class Told:
    """What became of the questions of a run."""

    answers: dict[str, str]  # key -> answer
    asked: int = 0
    trouble: str = ""  # why it ended before its end, or the last failure


@dataclass(slots=True)
class Batch:
    """What became of the questions of one entry of the audit trail."""

    answers: dict[str, str] = field(default_factory=dict)  # key -> answer
    told: list[dict[str, Any]] = field(default_factory=list)  # of each question sent: size and sum of what came
    unsent: list[str] = field(default_factory=list)
    came: str = ""  # of the answer under way


Say = Callable[[Asked, Batch], str]  # the answer to a question; raises ModelUnavailableError


class Asker:
    """Asks one model for one purpose; where that fails, as if there were none."""

    def __init__(
        self, model: LanguageModel, address: str, who: str, store: Path, purpose: str, useful: Callable[[str], bool]
    ) -> None:
        self.name = model.name
        self.purpose = purpose  # such as "verdicts"; named in the audit trail
        self._model = model
        self._address = public(address)
        self._who = who
        self._path = store
        self._useful = useful  # whether an answer can be read at all
        self._silent_until = 0.0

    @property
    def shelf(self) -> str:
        """The named value of the store in which answers are kept: key -> answer as it came, newest last."""
        return f"language model {self.purpose}"

    def question(self, about: str, prompt: str, *rests_on: str) -> Asked:
        """A question; it is asked anew where the prompt, what it rests on, the model or the address changes."""
        told = json.dumps([self.name, self._address, prompt, rests_on])
        return Asked(about, prompt, sha256(told.encode(errors="replace")).hexdigest())

    def ask(
        self,
        questions: Sequence[Asked],
        longest: int,
        heard: Heard | None = None,
        stopped: Stopped = lambda: False,
    ) -> Told:
        """The answers, each cut off behind its character `longest`; a question without one is missing.

        `heard` is told what is there of an answer whenever more has come; what it raises ends the asking. Nothing more
        is sent once it is `stopped`, and the answer under way is broken off.
        """
        told = Told({})
        try:
            with closing(Store(self._path)) as store:
                told.answers = self._kept(store)
                fresh = [question for question in questions if question.key not in told.answers]
                if fresh and time.monotonic() < self._silent_until:
                    told.trouble = "it gave no useful answer a short while ago"
                elif fresh:
                    self._ask_all(store, fresh, told, partial(self._whole, longest, heard, stopped), stopped)
        except WorkspaceError as error:  # without an audit trail nothing is sent
            told.trouble = str(error)
        return told

    def kept(self, questions: Sequence[Asked]) -> Mapping[str, str]:
        """Key -> the answer of those questions that were answered before; nobody is asked."""
        try:
            with closing(Store(self._path)) as store:
                held = self._kept(store)
        except WorkspaceError:
            return {}
        return {question.key: held[question.key] for question in questions if question.key in held}

    def _ask_all(self, store: Store, questions: Sequence[Asked], told: Told, say: Say, stopped: Stopped) -> None:
        ends = time.monotonic() + OVERALL
        useless = 0
        for begin in range(0, len(questions), BATCH):
            batch = questions[begin : begin + BATCH]
            self._audit(store, "language model asked", asked=[_sum(each.about, each.prompt) for each in batch])
            done = Batch()
            try:
                for question in batch:
                    if stopped():
                        told.trouble = STOPPED
                    elif useless >= USELESS:
                        self._silent_until = time.monotonic() + REST
                    elif time.monotonic() > ends:
                        told.trouble = f"its {OVERALL:.0f} seconds were over; the next run asks the rest"
                    else:
                        useless = 0 if self._ask(question, told, done, say) else useless + 1
                        continue
                    break
            finally:  # also where a user stops it: what was sent and what came back is kept
                done.unsent = [each.about for each in batch[len(done.told) :]]
                self._keep(store, done)
            if done.unsent:
                return

    def _ask(self, question: Asked, told: Told, done: Batch, say: Say) -> bool:
        """Whether an answer came that can be read."""
        told.asked += 1
        done.came = ""
        begun = time.monotonic()
        try:
            answer = say(question, done)
        except BaseException as error:
            failed = type(error.__cause__ or error).__name__.removeprefix("_")
            done.told.append(_sum(question.about, done.came) | {"failed": failed})
            if not isinstance(error, ModelUnavailableError | _StoppedError):
                raise
            told.trouble = STOPPED if isinstance(error, _StoppedError) else " ".join(str(error).split())[:200]
            return False
        seconds = round(time.monotonic() - begun, 1)
        done.told.append(_sum(question.about, answer) | {"seconds": seconds})
        if answer.strip():
            done.answers[question.key] = told.answers[question.key] = answer
        return self._useful(answer)

    def _whole(self, longest: int, heard: Heard | None, stopped: Stopped, question: Asked, done: Batch) -> str:
        """An answer, as it comes if somebody is to hear it."""
        if heard is None:
            return self._model.complete(question.prompt)[: longest + 1]
        said = ""
        with closing(self._model.stream(question.prompt)) as pieces:
            for piece in pieces:
                done.came = said = (said + piece)[: longest + 1]
                if stopped():
                    raise _StoppedError
                heard(question, said)
                if len(said) > longest:
                    break
        return said

    def _keep(self, store: Store, done: Batch) -> None:
        with store.transaction():
            newest = list((self._kept(store) | done.answers).items())[-KEPT:]
            store.set_meta(self.shelf, json.dumps(dict(newest)))
            self._audit(store, "language model answered", answered=done.told, not_sent=done.unsent)

    def _audit(self, store: Store, what: str, **detail: Any) -> None:
        sent = {"model": self.name, "address": self._address, "for": self.purpose}
        record(store, self._who, what, sent | detail)

    def _kept(self, store: Store) -> dict[str, str]:
        """The answers kept; none where somebody garbled them."""
        try:
            kept = json.loads(store.meta(self.shelf) or "{}")
        except ValueError:
            kept = None
        return {str(key): str(value) for key, value in kept.items()} if isinstance(kept, dict) else {}


def public(address: str) -> str:
    """An address without the name, password or query that may stand in it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "an address that cannot be read"
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def _sum(about: str, text: str) -> dict[str, Any]:
    return {"part": about, "characters": len(text), "sha256": sha256(text.encode(errors="replace")).hexdigest()}

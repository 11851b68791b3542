"""Weighs the evidence of parts with what a language model reads in their passages."""

from collections.abc import Sequence
from pathlib import Path

from kb.asker import Asked, Asker, Told
from kb.llm import LanguageModel
from kb.model import Evidence
from kb.phrasing import fenced
from kb.prompts import load_prompt
from kb.verdict import LONGEST_ANSWER, Case, Shown, opinions, parsed, to_show, weighed


class Consultant:
    """Weighs evidence with what a language model reads in it; where that fails, as if there were none."""

    def __init__(self, model: LanguageModel, address: str, who: str, store: Path) -> None:
        self.note = ""  # what a user must know of the last run; empty where all went well
        self._asker = Asker(model, address, who, store, "verdicts", lambda answer: bool(parsed(answer)))

    def weigh(self, cases: Sequence[Case]) -> list[list[Evidence]]:
        """The evidence of each case, moved by what the model said of it as kb.verdict.weighed allows."""
        if not cases:
            return []
        shown = [to_show(case) for case in cases]
        questions = [self._question(case, seen) if seen else None for case, seen in zip(cases, shown, strict=True)]
        asked = [question for question in questions if question]
        told = self._asker.ask(asked, LONGEST_ANSWER)
        self.note = self._noted(asked, told)
        return [
            weighed(case, opinions(told.answers[question.key], seen), self._asker.name)
            if question and question.key in told.answers
            else list(case.evidence)
            for case, question, seen in zip(cases, questions, shown, strict=True)
        ]

    def _question(self, case: Case, shown: Sequence[Shown]) -> Asked:
        passages = "\n".join(f"[{number}] {fenced(each.text)}" for number, each in enumerate(shown, start=1))
        prompt = load_prompt("verdict").filled(requirement=case.requirement.text, passages=passages)
        return self._asker.question(case.requirement.id, prompt, *(each.passage for each in shown))

    def _noted(self, questions: Sequence[Asked], told: Told) -> str:
        without = sum(
            question.key not in told.answers or not parsed(told.answers[question.key]) for question in questions
        )
        if not without:
            return ""
        why = told.trouble or "its answers are not in the form asked for"
        return (
            f"The language model {self._asker.name} gave no reading of {without} of {len(questions)} parts, which stand"
            f" as judged without it: {why.rstrip('.')}."
        )

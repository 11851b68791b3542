"""Answers measured against labelled questions: figures worked out by hand, and labels that stand in their files."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from door import ctpat

from eval.answers import SHIPPED, as_text, measure, read_questions, share
from kb.assistant import Assistant
from kb.citations import normalised
from kb.errors import LabelsError
from kb.model import Answer, Citation
from kb.store import Store

if TYPE_CHECKING:
    from conftest import Base

LIBRARY = Path(__file__).parents[2] / "shared" / "data" / "grc_library" / "documents"


class Answering:
    """Stands in for an assistant whose answers are given by question."""

    def __init__(self, **answers: Answer) -> None:
        self.as_of = date(2026, 11, 22)
        self.before: list[Any] = []
        self._answers = answers

    def ask(self, question: str, before: Any = ()) -> Answer:
        self.before.append(before)
        return self._answers.get(question.rstrip("?"), Answer(question, False, "Not in the documents."))

    def verify(self, citation: Citation) -> Citation:
        return replace(citation, verified=citation.sha256 == "good")

    def made_by(self) -> dict[str, str]:
        return {"program": "test"}


def cited(quote: str, file: str = "policies/seals.md", sha256: str = "good") -> Citation:
    return Citation(f"/papers/{file}", file, sha256, 0, len(quote), quote, verified=True)


def answer(*citations: Citation) -> Answer:
    return Answer("", True, "…", citations=citations)


def question(key: str, *evidence: tuple[str, str], **values: Any) -> dict[str, Any]:
    told = [{"file": file, "quote": quote} for file, quote in evidence]
    return {"id": key, "type": "fact", "question": f"{key}?", "answerable": bool(told), "evidence": told} | values


def written(folder: Path, *questions: dict[str, Any]) -> Path:
    path = folder / "answers.jsonl"
    path.write_text("\n".join(map(json.dumps, questions)) + "\n", encoding="utf-8")
    return path


KEPT = "Seals are kept in a locked cabinet of the dock office."
COUNTED = "The custodian counts the seals at the end of every month."
SEALS = "policies/seals.md"


def test_answered_refused_right_precision_and_recall_are_counted(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        question("right", (SEALS, KEPT), (SEALS, COUNTED)),  # one of its two citations is labelled, one label is found
        question("other", (SEALS, KEPT)),  # answered by other words
        question("silent", (SEALS, KEPT)),  # refused, wrongly
        question("nothing", type="none"),  # refused, rightly
        question("invented", type="none"),  # answered, wrongly
    )
    figures = measure(
        cast(
            Assistant,
            Answering(
                right=answer(cited(KEPT), cited("The canteen opens at noon on every day.")),
                other=answer(cited(COUNTED)),
                invented=answer(cited(KEPT, sha256="bad")),
            ),
        ),
        path,
    )
    assert figures["answered_when_it_should"]["value"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["with_a_labelled_quote"]["value"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["refused_when_it_should"]["value"] == 0.5
    assert figures["citation_precision"]["value"] == 0.25  # of 1 of 2, and 0 of 1
    assert figures["citation_recall"]["value"] == pytest.approx(0.5 / 3, abs=1e-4)
    assert figures["citations_verified"]["value"] == 0.75
    assert figures["by_type"]["none"]["refused_when_it_should"]["of"] == 2
    assert {each["id"] for each in figures["mistakes"]} == {"other", "silent", "invented"}
    assert "refused, and there is an answer: silent?" in as_text(figures)


def test_words_of_another_file_are_not_the_labelled_ones(tmp_path: Path) -> None:
    path = written(tmp_path, question("q", (SEALS, KEPT)))
    figures = measure(cast(Assistant, Answering(q=answer(cited(KEPT, "old/seals.md")))), path)
    assert figures["with_a_labelled_quote"]["value"] == 0.0


def test_a_label_without_words_is_met_by_any_of_its_file(tmp_path: Path) -> None:
    path = written(tmp_path, question("q", (SEALS, "")))
    assert measure(cast(Assistant, Answering(q=answer(cited(KEPT)))), path)["with_a_labelled_quote"]["value"] == 1.0


def test_what_was_asked_before_is_given_along(tmp_path: Path) -> None:
    stand_in = Answering()
    measure(cast(Assistant, stand_in), written(tmp_path, question("q", (SEALS, KEPT), before=["what covers 56?"])))
    assert stand_in.before[-1] == ("what covers 56?",)


def test_an_interval_of_wilson_is_as_tables_have_it() -> None:
    assert share(8, 10) == {"value": 0.8, "ci": [0.4902, 0.9433], "of": 10}
    assert share(0, 0) is None


def test_questions_of_several_bases_must_be_told_apart(tmp_path: Path) -> None:
    path = written(tmp_path, question("a", base="one"), question("b", base="two"))
    with pytest.raises(LabelsError, match="several bases"):
        measure(cast(Assistant, Answering()), path)
    assert measure(cast(Assistant, Answering()), path, base="two")["n"] == 1


def test_labels_of_another_day_are_not_measured_on_this_one(tmp_path: Path) -> None:
    path = written(tmp_path, question("a", as_of="2025-01-01"))
    with pytest.raises(LabelsError, match="--as-of 2025-01-01"):
        measure(cast(Assistant, Answering()), path)


@pytest.mark.parametrize(
    "wrong",
    [
        "{",
        '{"id": "a"}',
        json.dumps(question("a") | {"answerable": True}),
        json.dumps(question("a", ("f", "q")) | {"answerable": False}),
    ],
)
def test_a_line_that_is_no_question_is_named(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(f"{json.dumps(question('fine'))}\n{wrong}\n", encoding="utf-8")
    with pytest.raises(LabelsError, match="line 2"):
        read_questions(path)


def test_the_shipped_questions_are_many_of_both_sorts_and_halved() -> None:
    questions = read_questions(SHIPPED)
    assert len(questions) >= 100 and len({each.id for each in questions}) == len(questions)
    assert sum(each.answerable for each in questions) >= 75 and sum(not each.answerable for each in questions) >= 30
    assert abs(len(read_questions(SHIPPED, "dev")) - len(read_questions(SHIPPED, "test"))) <= 15


def test_the_labelled_quotes_stand_in_the_sample_companys_documents(sample: "Base") -> None:
    store = Store(sample.workspace / "store.sqlite3")
    texts = {each.path: normalised(store.text(each.path)) for each in store.documents()}
    store.close()
    for each in (one for one in read_questions(SHIPPED) if one.base == "sample"):
        for file, quote in each.evidence:
            (text,) = [text for path, text in texts.items() if Path(path).as_posix().endswith(f"/{file}")]
            assert normalised(quote) in text, (each.id, quote)


@pytest.mark.skipif(not LIBRARY.is_dir(), reason="the library is not here")
def test_the_labelled_quotes_stand_in_the_librarys_documents() -> None:
    for each in (one for one in read_questions(SHIPPED) if one.base == "grc_library"):
        for file, quote in each.evidence:
            text = (LIBRARY / file).read_text(encoding="utf-8").replace("*", "").replace("`", "")
            assert normalised(quote.replace("*", "")) in normalised(text), (each.id, quote)


@pytest.mark.slow
def test_the_sample_is_answered_and_refused_as_the_dev_half_says(sample: "Base") -> None:
    ran = ctpat("--json", "eval", "answers", "--base", "sample", "--split", "dev", workspace=sample.workspace)
    assert ran.code == 0, ran.err
    figures = ran.json
    assert figures["citations_verified"]["value"] == 1.0
    assert figures["answered_when_it_should"]["value"] >= 0.85 and figures["with_a_labelled_quote"]["value"] >= 0.8
    assert figures["refused_when_it_should"]["value"] >= 0.8 and figures["citation_precision"]["value"] >= 0.6

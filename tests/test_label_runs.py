"""The user's own labels: a plain reading, runs compared, labels made of decisions and fed back."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from door import told_in_one_line
from yard_case import PROCEDURE, SECURE, Case

from eval.label_rows import Row, reading, worst
from eval.label_runs import KEPT, Run, compare, evaluate, keep, last_before, runs
from kb.store import Store


def row(number: int, **values: Any) -> Row:
    given = {"criterion": number, "title": "", "section": "Yard", "label": "", "said": "gap", "right": None}
    given |= {"labelled": ["a.md"], "rank": 1, "document_rank": 1, "shown": [], "rejected_shown": []}
    return given | values


def run_of(day: int, **criteria: tuple[bool | None, bool | None]) -> Run:
    said = {key.lstrip("c"): outcome for key, outcome in criteria.items()}
    return Run(f"2026-11-{day}T10:00:00+00:00", "labels.xlsx", "a", "all", {}, {}, said)


def test_a_reading_says_how_many_criteria_do_not_show_their_document() -> None:
    rows = [row(1), row(2, document_rank=6, rank=None), row(3, document_rank=None, rank=None), row(4, labelled=[])]
    told = "2 of 3 criteria would not show a document that you named among the first 5 (2, 3)"
    assert reading(rows) == [f"{told}; 2 would not show the words or page."]


def test_a_reading_says_what_is_called_covered_and_is_not() -> None:
    rows = [
        row(1, labelled=[], label="gap", said="covered", right=False),
        row(2, labelled=[], label="covered", said="covered", right=True),
        row(3, labelled=[], label="covered", said="partial", right=False),
    ]
    told = "2 of 3 criteria are judged otherwise than you did; 1 of them are called covered where you found a gap"
    assert reading(rows) == [f"{told} or a part (1)."]
    assert [one["criterion"] for one in worst(rows)] == [1]


def test_runs_are_compared_criterion_by_criterion() -> None:
    before = run_of(20, c1=(True, True), c2=(False, True), c3=(None, False), c4=(True, False), c5=(True, True))
    now = run_of(22, c1=(True, True), c2=(True, True), c3=(None, True), c4=(False, True), c6=(True, True))
    compared = compare(before, now)
    assert (compared.better, compared.worse) == ((2, 3), (4,))
    assert compared.summary == "2 better, 1 worse than on 2026-11-20 (better: 2, 3; worse: 4)."
    assert "labels have changed" in compare(before, replace(now, sha256="b")).summary


def test_runs_that_say_the_same_are_kept_once_and_only_the_last_ones(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.sqlite3")
    keep(store, run_of(10, c1=(True, None)))
    keep(store, run_of(11, c1=(True, None)))
    assert [one.at[:10] for one in runs(store)] == ["2026-11-10"]
    other = replace(run_of(12, c1=(False, None)), split="dev")
    keep(store, other)
    before = last_before(store, run_of(13, c1=(False, None)))
    assert before is not None and before.at[:10] == "2026-11-10"
    for day in range(KEPT + 3):
        keep(store, run_of(20, c1=(bool(day % 2), None)))
    assert len(runs(store)) == KEPT
    store.close()


def test_labels_made_of_decisions_are_edited_and_fed_back(tmp_path: Path) -> None:
    case = Case(tmp_path, yard=PROCEDURE)
    case.decide("56.1", "accept", "yard.md", "--quote", SECURE)
    case.decide("59", "not-applicable", "--reason", "no such units")
    sheet = tmp_path / "labels.xlsx"
    assert case.run("eval", "make-labels", "-o", str(sheet)).json == {"file": str(sheet), "rows": 2}

    from openpyxl import load_workbook

    book = load_workbook(sheet)
    first = [cell.value for cell in book.active[2]]
    assert [first[place] for place in (0, 1, 2, 4, 5)] == ["56", "56.1", "yard.md", None, "accepted"]
    assert SECURE in str(first[3])
    assert [cell.value for cell in book.active[3]][6] == "not applicable"
    book.active.cell(2, 7, "partial")  # the person fills in the status
    book.save(sheet)

    told = case.run("eval", "labels", str(sheet)).json
    yard = next(one for one in told["criteria"] if one["criterion"] == 56)
    assert yard["rank"] == yard["document_rank"] == 1 and yard["label"] == "partial"
    assert told["reading"][0].startswith("0 of 1 criteria would not show a document that you named among the first 5;")
    assert told["notes"] == [
        "2 decisions of people are left out, since labels made from them would measure themselves."
    ]


def test_what_a_person_rejected_is_told_where_the_program_shows_it(tmp_path: Path) -> None:
    case = Case(tmp_path, yard=PROCEDURE)
    case.decide("56.1", "reject", "yard.md", "--quote", SECURE)
    sheet = tmp_path / "labels.csv"
    case.run("eval", "make-labels", "-o", str(sheet))
    told = case.run("eval", "labels", str(sheet)).json
    assert told["criteria"][0]["rejected_shown"] == ["yard.md"] and told["rejected_shown"] == 1
    assert "accuracy" not in told, "nobody said a status"


def test_a_run_is_compared_with_the_one_before_the_documents_changed(tmp_path: Path) -> None:
    case = Case(tmp_path, yard="# Notes\n\nNothing of interest.\n")
    labels = tmp_path / "labels.csv"
    labels.write_text("criterion,file\n56,yard.md\n", encoding="utf-8")
    first = case.run("eval", "labels", str(labels)).json
    assert first["compared"] is None and first["reading"][0].startswith("1 of 1 criteria would not show")
    case.write("yard", PROCEDURE)
    case.ingest()
    then = case.run("eval", "labels", str(labels)).json
    assert then["compared"]["better"] == [56] and "1 better, 0 worse than on 20" in then["reading"][-1]
    again = case.run("eval", "labels", str(labels)).json
    assert again["compared"]["better"] == [56], "a run that says the same is compared with the last other one"


def test_a_name_that_no_document_has_is_told(tmp_path: Path) -> None:
    case = Case(tmp_path, yard=PROCEDURE)
    labels = tmp_path / "labels.csv"
    labels.write_text("criterion,file\n56,yrad.md\n", encoding="utf-8")
    assistant = case.assistant()
    assert evaluate(assistant, labels)["notes"] == ["No document here is named yrad.md: see the labels."]
    assistant.close()


def test_what_cannot_be_made_or_read_is_told_in_a_sentence(tmp_path: Path) -> None:
    case = Case(tmp_path, yard=PROCEDURE)
    assert "no decisions" in told_in_one_line(case.run("eval", "make-labels", "-o", str(tmp_path / "x.xlsx")))
    assert ".xlsx or .csv" in told_in_one_line(case.run("eval", "make-labels", "-o", str(tmp_path / "x.pdf")))
    labels = tmp_path / "labels.csv"
    labels.write_text("criterion,file\n999,yard.md\n", encoding="utf-8")
    assert "999" in told_in_one_line(case.run("eval", "labels", str(labels)))


@pytest.mark.parametrize("kept", ["not json", json.dumps([{"at": "x"}])])
def test_runs_that_were_garbled_are_told(kept: str, tmp_path: Path) -> None:
    case = Case(tmp_path, yard=PROCEDURE)
    assistant = case.assistant()
    assistant.base.store.set_meta("label runs", kept)
    assistant.close()
    labels = tmp_path / "labels.csv"
    labels.write_text("criterion,file\n56,yard.md\n", encoding="utf-8")
    assert "Earlier runs of labels cannot be read" in told_in_one_line(case.run("eval", "labels", str(labels)))

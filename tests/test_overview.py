"""What waits for work is on its list, and nothing is judged again that has not changed."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from yard_case import PROCEDURE, SECURE, Case

from kb import review as way
from kb.assistant import Assistant
from kb.decide import Wish, decide
from kb.model import Criterion, Flag, Ruling, Status
from kb.overview import Overview, intake_problems, overview
from kb.response import Act
from kb.settings import load_settings
from kb.worklist import List, Row


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return Case(tmp_path_factory.mktemp("overview"), yard=PROCEDURE)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path, yard=PROCEDURE)


def opened(case: Case) -> Assistant:
    settings = replace(load_settings(case.workspace), anniversary=date(2027, 2, 14))
    return Assistant(settings, date.today())  # the day on which responses are approved below


@pytest.fixture
def assistant(case: Case) -> Iterator[Assistant]:
    with closing(opened(case)) as one:
        yield one


def row(found: Overview, number: int) -> Row:
    return next(row for row in found.rows if row.coverage.criterion.number == number)


def test_counts_are_of_one_flag_or_of_all(built: Case) -> None:
    with closing(opened(built)) as assistant:
        found = overview(assistant)
        assert sum(found.counts().values()) == len(found.rows) == 140
        musts = found.report.summary["must_open"]
    counted = found.counts(Flag.MUST)
    assert sum(counted[status] for status in Status if status not in (Status.COVERED, Status.NOT_APPLICABLE)) == musts
    assert sum(sum(each.values()) for each in found.sections(Flag.MUST).values()) == sum(counted.values())


def test_a_row_says_whose_it_is_where_its_response_stands_and_what_was_done_last(assistant: Assistant) -> None:
    assert (row(overview(assistant), 56).state, row(overview(assistant), 56).last) == ("not begun", None)
    way.start(assistant, 56)
    way.note(assistant, 56, Act.OWNER, "B. Osei")
    now = row(overview(assistant), 56)
    assert (now.state, now.owner) == ("drafted", "B. Osei")
    assert now.last is not None and now.last.what == "owner" and now.last.by == "A. Marsh"


def test_an_owner_named_in_a_decision_owns_the_criterion_until_the_response_names_one(assistant: Assistant) -> None:
    decide(assistant, Wish(Ruling.NOT_APPLICABLE, "58.1", reason="no such units; owner: C. Burgoyne"))
    found = row(overview(assistant), 58)
    assert found.owner == "C. Burgoyne"
    assert found.last is not None and found.last.what == "not applicable"


def test_what_is_approved_inside_the_window_is_not_due_any_more(assistant: Assistant) -> None:
    review = overview(assistant).review
    assert review is not None
    if not review.is_open:
        pytest.skip("outside of the review window today")
    way.start(assistant, 56)
    assert List.DUE in row(overview(assistant), 56).lists
    way.move(assistant, 56, way.Move(Act.SENT))
    way.move(assistant, 56, way.Move(Act.APPROVED))
    assert List.DUE not in row(overview(assistant), 56).lists


def test_an_approved_answer_whose_evidence_changed_is_on_its_list(case: Case) -> None:
    with closing(opened(case)) as assistant:
        way.start(assistant, 56)
        way.move(assistant, 56, way.Move(Act.SENT))
        way.move(assistant, 56, way.Move(Act.APPROVED))
        assert not overview(assistant).listed(List.EVIDENCE)
        case.write("yard", PROCEDURE.replace("locked", "lacked"))
        case.ingest()
        assert [row.coverage.criterion.number for row in overview(assistant).listed(List.EVIDENCE)] == [56]


def test_what_stands_elsewhere_than_in_the_last_report_is_on_its_list(assistant: Assistant) -> None:
    assert not overview(assistant).listed(List.CHANGED)
    assistant.keep_report(overview(assistant).report)
    decide(assistant, Wish(Ruling.NOT_APPLICABLE, "58", reason="no such units"))
    assert [row.coverage.criterion.number for row in overview(assistant).listed(List.CHANGED)] == [58]


def test_sentences_that_no_evidence_carries_are_on_their_list(assistant: Assistant) -> None:
    way.start(assistant, 56)
    assert not overview(assistant).listed(List.UNCARRIED)
    way.edit(assistant, 56, f"{SECURE} Twelve cameras watch it.", 1)
    assert [row.coverage.criterion.number for row in overview(assistant).listed(List.UNCARRIED)] == [56]


def test_a_decision_has_its_own_criterion_judged_again_and_no_other(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = overview(assistant)
    judged: list[int] = []
    judge = Assistant._judge

    def counted(self: Assistant, criteria: Sequence[Criterion]) -> None:
        judged.extend(criterion.number for criterion in criteria)
        judge(self, criteria)

    monkeypatch.setattr(Assistant, "_judge", counted)
    assert overview(assistant) is before and not judged
    decide(assistant, Wish(Ruling.NOT_APPLICABLE, "58", reason="no such units"))
    judged.clear()
    found = overview(assistant).report.coverages
    assert judged == [58]
    assert next(each for each in found if each.criterion.number == 58).status is Status.NOT_APPLICABLE
    with closing(Assistant(assistant.settings, assistant.as_of)) as another:
        assert another.map() == found


def test_a_problem_of_the_intake_stays_until_somebody_puts_it_right(built: Case) -> None:
    with closing(opened(built)) as assistant:
        (document,) = assistant.documents()
    look = [
        {"path": document.path, "document": document.name, "what": "kind", "why": "guessed"},
        {"path": "/gone.zip", "document": "gone.zip", "what": "refused", "why": "not a kind that is read"},
    ]
    warned = replace(document, warnings=("guessed",))
    assert [each.file for each in intake_problems({"look_at": look}, [warned])] == ["gone.zip", document.name]
    assert [each.file for each in intake_problems({"look_at": look}, [document])] == ["gone.zip"]


def test_a_file_with_several_doubts_is_one_file_to_look_at(built: Case) -> None:
    with closing(opened(built)) as assistant:
        (document,) = assistant.documents()
    look = [
        {"path": document.path, "document": document.name, "what": "kind", "why": "guessed"},
        {"path": document.path, "document": document.name, "what": "date", "why": "none found"},
        {"path": "/a/log.zip", "document": "a/log.zip", "what": "refused", "why": "not a kind that is read"},
        {"path": "/b/log.zip", "document": "b/log.zip", "what": "refused", "why": "not a kind that is read"},
    ]
    warned = replace(document, warnings=("guessed", "none found"))
    found = intake_problems({"look_at": look}, [warned])
    assert [(each.file, each.what, each.why) for each in found][2:] == [
        (document.name, "kind, date", "guessed; none found")
    ]
    assert len(found) == 3

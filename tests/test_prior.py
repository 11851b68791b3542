"""Earlier answers are wording: which of their sentences the papers of today carry, and none is taken for evidence."""

from pathlib import Path

import pytest
from door import ctpat
from yard_case import PROCEDURE, SECURE, Case

from kb import review
from kb.response import Act

EARLIER = f"""# Portal responses, annual review 2025

## Secure Storage IIT (56)

Asked, in short: where do units stand?

Partner Response: {SECURE} The guard walks the fence each night. All units are watched by cameras.

They were counted on 2025-03-01.

Documents: none. SCSS comment: The guard walks the fence each night.

## Seals (71)

Partner Response: Seals are counted.
"""


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return Case(tmp_path_factory.mktemp("prior"), procedure=PROCEDURE, portal_responses_2025=EARLIER)


def test_each_sentence_is_offered_with_what_carries_it_today_or_with_why_nothing_does(yard: Case) -> None:
    told = yard.assistant().draft(56).prior
    assert [each.text for each in told] == [
        SECURE,
        "The guard walks the fence each night.",
        "All units are watched by cameras.",
        "They were counted on 2025-03-01.",
    ]
    assert [[cited.document for cited in each.carried_by] for each in told] == [["procedure.md"]] * 2 + [[], []]
    assert all(each.why for each in told[2:]) and not any(each.why for each in told[:2])
    assert told[1].carried_by[0].quote == "1.2 The guard walks the fence each night." and told[1].carried_by[0].verified
    assert all(each.origin.startswith("Portal responses") for each in told)


def test_what_stands_under_another_number_or_behind_the_answer_is_no_part_of_it(yard: Case) -> None:
    assistant = yard.assistant()
    assert [each.text for each in assistant.draft(71).prior] == ["Seals are counted."]
    assert assistant.draft(5).prior == ()


def test_nothing_of_it_stands_in_the_texts_and_the_command_marks_it(yard: Case) -> None:
    draft = yard.assistant().draft(56)
    for words in ("watched by cameras", "2025-03-01"):
        assert words not in draft.portal_text + draft.review_text
    shown = ctpat("draft", "56", workspace=yard.workspace).out
    before, _, after = shown.partition("Wording of an earlier answer, no evidence")
    assert "cameras" not in before and "✗ All units are watched by cameras.\n    not carried today: " in after
    assert f"✓ {SECURE}\n    still carried by procedure.md, clause 1.1" in after
    rows = yard.run("draft", "56").json["prior_answers"]
    assert [bool(row["carried_by"]) for row in rows] == [True, True, False, False] and rows[2]["why_not"]


def test_the_response_in_force_comes_first_and_loses_what_its_paper_loses(tmp_path: Path) -> None:
    case = Case(tmp_path, procedure=PROCEDURE, portal_responses_2025=EARLIER)
    assistant = case.assistant()
    review.start(assistant, 56)
    text = assistant.draft(56).portal_text + "\n- All units are watched by cameras."
    review.edit(assistant, 56, text)
    for move in (review.Move(Act.SENT), review.Move(Act.APPROVED, "seen on site")):
        review.move(assistant, 56, move)
    told = [each for each in assistant.draft(56).prior if each.origin.startswith("version 2")]
    assert [bool(each.carried_by) for each in told] == [True] * (len(told) - 1) + [False]
    assert told[0].text == assistant.draft(56).told[0] and told[-1].text == "All units are watched by cameras."
    assistant.close()
    case.write("procedure", PROCEDURE.replace("fenced yard, whose", "open yard, whose"))
    case.ingest()
    assistant = case.assistant()
    told = [each for each in assistant.draft(56).prior if each.origin.startswith("version 2")]
    assert not told[0].carried_by and told[0].why == "procedure.md is not what it was"
    assistant.close()

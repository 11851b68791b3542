"""What a person decides wins over the program, holds as long as its words do, and raises nothing after that."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from door import ctpat, told_in_one_line
from yard_case import ANSWERS, CERTIFICATE, FORM, LOG, PROCEDURE, SECURE, YARD, YARD_RULES, Case

from kb.cli import parser
from kb.model import Decision


@pytest.fixture
def handbook(tmp_path: Path) -> Case:
    return Case(tmp_path, handbook=YARD_RULES)


@pytest.fixture
def yard(tmp_path: Path) -> Case:
    return Case(tmp_path, yard=PROCEDURE)


def test_a_file_that_a_person_links_covers_the_part_in_the_layer_asked_for(handbook: Case) -> None:
    assert handbook.part()["status"] == "gap"
    told = handbook.decide("link", "handbook.md", "56.1", "--quote", "whose barrier only the night porter opens")
    assert told["status"] == "covered"
    part = handbook.part()
    (piece,) = [item for item in part["evidence"] if item["decision"] == 1]
    assert piece["grade"] == "supports" and piece["verified"] and piece["layer"] == part["layer"]
    assert piece["quote"] == YARD, "the whole sentence stands for the words in it"
    today = date.today().isoformat()
    assert piece["reason"].startswith("linked by A. Marsh on ")
    assert part["decided"] and "decided by A. Marsh on " in part["decided"] and today[:4] in part["decided"]


def test_words_are_found_whatever_their_spaces_and_quotation_marks_and_no_others_are(handbook: Case) -> None:
    handbook.write("handbook", YARD_RULES.replace("night porter", "“night”\u00a0porter"))
    handbook.ingest()
    told = handbook.decide("56.1", "accept", "handbook.md", "--quote", 'only the "night"\n porter opens')
    assert "“night” porter" in told["decisions"][0]["quote"]
    failed = handbook.run("decide", "56.1", "accept", "handbook.md", "--quote", "only the day porter opens")
    assert "does not stand in handbook.md" in told_in_one_line(failed)


def test_without_words_the_passage_of_the_file_that_comes_nearest_is_linked_or_words_are_asked_for(yard: Case) -> None:
    assert yard.decide("56.1", "link", "yard.md")["decisions"][0]["quote"].endswith(SECURE)
    failed = yard.run("decide", "196.1", "link", "yard.md")
    assert "--quote" in told_in_one_line(failed) and len(yard.decisions()) == 1


def test_accepting_a_file_takes_what_covers_shows_of_it(yard: Case) -> None:
    shown = [item["quote"] for item in yard.part()["evidence"]]
    assert shown
    told = yard.decide("56", "accept", "yard")
    assert [decision["quote"] for decision in told["decisions"]] == shown
    again = told_in_one_line(yard.run("decide", "56.1", "accept", "yard.md"))
    assert "already" in again and len(yard.decisions()) == len(shown)


def test_what_was_rejected_never_shows_as_evidence_of_that_part(yard: Case) -> None:
    assert yard.part()["status"] == "covered"
    yard.decide("56.1", "reject", "yard.md", "--quote", "whose gate is locked", "--note", "the gate is gone")
    part = yard.part()
    assert part["status"] == "gap" and SECURE not in str(part["evidence"])
    assert "the gate is gone" in part["decided"]
    told = yard.decide("undo", "1")
    assert told["taken_back"][0]["number"] == 1 and told["status"] == "covered" and yard.decisions() == []


def test_a_rejected_file_is_no_evidence_until_words_of_it_are_accepted(yard: Case) -> None:
    yard.decide("56.1", "reject", "yard.md")
    assert yard.part()["evidence"] == []
    yard.decide("56.1", "accept", "yard.md", "--quote", SECURE)
    assert yard.part()["status"] == "covered"
    yard.decide("56.1", "reject", "yard.md")
    assert yard.part()["status"] == "gap"
    assert [row["replaced"] for row in yard.decisions()] == [True, True, False]


# A decision holds as long as its words do


def link(case: Case, name: str = "handbook", words: str = YARD) -> None:
    assert case.decide("56.1", "link", f"{name}.md", "--quote", words)["decisions"]


def test_it_survives_reading_again_other_changes_of_the_file_and_a_new_name(handbook: Case) -> None:
    link(handbook)
    handbook.write("handbook", YARD_RULES.replace("opens at seven", "opens at eight").replace("# Site", "# The site"))
    handbook.ingest()
    assert handbook.part()["status"] == "covered" and not handbook.part()["decisions"][0]["look_again"]
    (handbook.documents / "handbook.md").write_text(YARD_RULES, encoding="utf-8")
    handbook.ingest()
    (handbook.documents / "handbook.md").rename(handbook.documents / "rules.md")
    handbook.ingest()
    part = handbook.part()
    assert part["status"] == "covered" and part["evidence"][0]["document"] == "rules.md"


@pytest.mark.parametrize(
    ("old", "new"), [("only the", "not only the"), ("opens.\n", "opens. This is planned.\n"), ("lot C", "lot D")]
)
def test_one_word_more_in_or_beside_it_and_it_covers_nothing_until_somebody_has_looked(
    old: str, new: str, handbook: Case
) -> None:
    link(handbook)
    handbook.write("handbook", YARD_RULES.replace(old, new))
    handbook.ingest()
    told = handbook.run("covers", "56").json
    (part,) = told["requirements"]
    assert part["status"] == "gap" and "handbook.md has changed" in part["decisions"][0]["look_again"]
    assert "Look again at decision 1" in told["next_actions"][0]
    assert "Look again at decision 1" in ctpat("covers", "56", workspace=handbook.workspace).out
    assert "Look again at decision 1" in ctpat("gaps", workspace=handbook.workspace).out
    assert "look again" in ctpat("decisions", workspace=handbook.workspace).out


def test_a_file_that_is_gone_covers_nothing(handbook: Case) -> None:
    link(handbook)
    (handbook.documents / "handbook.md").unlink()
    handbook.write("other", "# Other\n\nThe canteen is closed.\n")
    handbook.ingest()
    assert handbook.part()["status"] == "gap"
    assert "not there any more" in handbook.part()["decisions"][0]["look_again"]


def test_a_file_that_is_superseded_covers_nothing(handbook: Case) -> None:
    link(handbook)
    assistant = handbook.assistant()
    (paper,) = assistant.documents()
    assistant.base.update([replace(paper, superseded_by="/papers/newer.md")])
    (judged,) = assistant.coverage(56).judgements
    assistant.close()
    assert judged.status.value in ("gap", "stale") and "superseded" in judged.decisions[0].look_again


def test_a_paper_that_has_run_out_since_lifts_nothing_and_one_accepted_as_it_was_makes_partial(tmp_path: Path) -> None:
    old = CERTIFICATE.replace("yard security", "site protection").replace("Rio", "Sierra").replace("2231", "9")
    case = Case(tmp_path, fresh=CERTIFICATE.format(until="2026-12-31"), old=old.format(until="2026-03-01"))
    words = "keeps containers in a guarded and fenced yard with a locked gate"
    link(case, "fresh", words)
    assert case.part()["status"] == "covered"
    later = case.part(56, "--as-of", "2027-02-01")
    assert later["status"] in ("gap", "stale") and "expired on 2026-12-31" in later["decisions"][0]["look_again"]
    case.decide("undo", "1")
    case.decide("56.1", "accept", "old.md", "--quote", words)
    part = case.part()
    assert part["status"] == "partial" and not part["decisions"][0]["look_again"]
    reason = next(item["reason"] for item in part["evidence"] if item["decision"])
    assert reason.startswith("accepted by A. Marsh on ") and reason.endswith("; expired on 2026-03-01")


def test_a_form_is_partial_at_most_and_an_earlier_answer_cannot_be_accepted(tmp_path: Path) -> None:
    case = Case(tmp_path, form_TEMPLATE=FORM, portal_responses_2025=ANSWERS)
    case.decide("56.1", "accept", "form_TEMPLATE.md", "--quote", "are stored in the secure and fenced yard of [SITE]")
    assert case.part()["status"] == "partial"
    failed = case.run("decide", "link", "56.1", "portal_responses_2025.md")
    assert "cannot be evidence" in told_in_one_line(failed) and len(case.decisions()) == 1


def test_rejected_words_that_are_changed_a_little_raise_nothing_until_somebody_has_looked(yard: Case) -> None:
    yard.decide("56.1", "reject", "yard.md", "--quote", SECURE)
    yard.write("yard", PROCEDURE.replace("whose gate is locked", "whose gates are locked"))
    yard.ingest()
    part = yard.part()
    assert part["status"] == "gap" and part["decisions"][0]["look_again"]


def test_a_decision_on_a_part_that_is_worded_anew_must_be_looked_at_again(tmp_path: Path) -> None:
    case = Case(tmp_path, yard=PROCEDURE)
    case.decide("113", "not-applicable", "--reason", "no cargo crosses the land border")
    assert case.run("covers", "113").json["status"] == "not applicable"
    wording = tmp_path / "own.csv"
    wording.write_text("number,question\n113,Is each driver asked who he is?\n", encoding="utf-8")
    assert case.run("criteria", "import", str(wording)).code == 0
    told = case.run("covers", "113").json
    assert told["status"] != "not applicable" and "wording" in told["requirements"][0]["decisions"][0]["look_again"]


def test_accepted_words_lift_no_limit_that_stands_beside_them(tmp_path: Path) -> None:
    case = Case(tmp_path, yard=PROCEDURE, log=LOG)
    against = [item for item in case.part()["evidence"] if item["grade"] in ("contradicts", "partial")]
    assert against and case.part()["status"] != "covered"
    case.decide("56.1", "accept", "yard.md", "--quote", SECURE)
    assert case.part()["status"] != "covered"


# Not applicable


def test_what_does_not_apply_is_left_out_of_the_gaps_with_its_reason(yard: Case) -> None:
    before = yard.run("gaps").json
    several = next(row["criterion"]["number"] for row in before["gaps"] if len(row["requirements"]) > 1)
    yard.decide("not-applicable", str(several), "--reason", "no such cargo", "--by", "B. Osei")
    after = yard.run("gaps").json
    assert after["summary"]["not_applicable"] == 1
    assert len(after["gaps"]) == len(before["gaps"]) - 1
    told = yard.run("covers", str(several)).json
    assert {part["status"] for part in told["requirements"]} == {"not applicable"}
    draft = yard.run("draft", str(several)).json
    assert draft["portal_text"] == "" and "no such cargo" in draft["review_text"] and draft["open_items"] == []
    assert "decided by B. Osei" in ctpat("map", workspace=yard.workspace).out
    row = next(row for row in yard.run("map").json["criteria"] if row["criterion"]["number"] == several)
    assert row["status"] == "not applicable" and row["requirements"][0]["missing"]


def test_a_part_that_does_not_apply_does_not_keep_the_others_from_counting(yard: Case) -> None:
    criterion = next(c for c in yard.assistant().catalogue.criteria if len(c.requirements) == 2)
    first, second = (part.id for part in criterion.requirements)
    yard.decide("not-applicable", first, "--reason", "none here")
    assert yard.run("covers", str(criterion.number)).json["status"] == "gap"
    yard.decide("link", second, "yard.md", "--quote", SECURE)
    assert yard.run("covers", str(criterion.number)).json["status"] == "covered"


def test_the_report_says_who_decided_what(yard: Case, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    yard.decide("56.1", "reject", "yard.md", "--reason", "=not our yard")
    assert "not our yard" in ctpat("gaps", workspace=yard.workspace).out
    assert ctpat("gaps", "-o", tmp_path / "r.xlsx", workspace=yard.workspace).code == 0
    head, *rows = load_workbook(tmp_path / "r.xlsx")["Criteria"].iter_rows(values_only=True)
    row = next(row for row in rows if row[head.index("Number")] == "56")
    assert "decided by A. Marsh" in str(row[head.index("Decided")]).replace("Decided", "decided")


# What is wrong is told, and changes nothing


@pytest.fixture(scope="module")
def undecided(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Any]:
    """A workspace on which nobody has decided, and its audit trail and map."""
    case = Case(tmp_path_factory.mktemp("undecided"), yard=PROCEDURE)
    return case, (case.run("audit").json, case.run("map").json)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["56.1", "accept", "nowhere.pdf"], "nowhere.pdf"),
        (["56.9", "accept", "yard.md"], "56.9"),
        (["999", "not-applicable", "--reason", "x"], "999"),
        (["56", "not-applicable"], "--reason"),
        (["56.1", "accept", "yard.md", "--quote", "these words are nowhere"], "these words are nowhere"),
        (["56.1", "reject", "yard.md", "--quote", "these words are nowhere"], "these words are nowhere"),
        (["56.1", "accept", "yard.md", "--quote", "gate"], "too short"),
        (["196.1", "accept", "yard.md"], "196.1"),
        (["undo", "7"], "7"),
    ],
)
def test_what_cannot_be_decided_is_told_in_a_sentence_and_nothing_is_kept(
    arguments: list[str], said: str, undecided: tuple[Case, Any]
) -> None:
    case, before = undecided
    assert said in told_in_one_line(case.run("decide", *arguments))
    assert (case.run("audit").json, case.run("map").json) == before and case.decisions() == []


@pytest.mark.parametrize(
    "arguments",
    [["accept"], ["56.1", "yard.md"], ["undo"], ["undo", "x"], ["56.1", "accept"], ["56.1", "accept", "a.md", "b.md"]],
)
def test_a_decision_that_is_not_one_ends_with_the_usage(arguments: list[str], tmp_path: Path) -> None:
    told = ctpat("decide", *arguments, workspace=tmp_path)
    assert told.code == 2 and "ctpat decide PART accept FILE" in told.err and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "words",
    [["58.2", "accept", "f.md"], ["accept", "58.2", "f.md"], ["link", "f.md", "58.2"], ["f.md", "reject", "58.2"]],
)
def test_part_word_and_file_stand_in_any_order(words: list[str]) -> None:
    asked = parser().parse_args(["decide", *words])
    assert (asked.part, asked.file) == ("58.2", "f.md") and asked.ruling.value in ("accepted", "linked", "rejected")


def test_a_decision_is_never_read_for_more_than_its_words(yard: Case) -> None:
    """Whoever writes into the store past the program gets no quote that is not in the document."""
    from kb.decisions import keep

    assistant = yard.assistant()
    yard.decide("56.1", "accept", "yard.md", "--quote", "The guard walks the fence each night")
    (real,) = (decision for decision, _ in assistant.decisions())
    assert isinstance(real, Decision) and real.citation
    forged = replace(real.citation, quote="All containers are watched by armed guards.")
    keep(assistant.base.store, [replace(real, citation=forged)])
    (judged,) = assistant.coverage(56).judgements
    assistant.close()
    assert "armed guards" not in str([item.citation.quote for item in judged.evidence])
    assert judged.decisions[-1].look_again


def test_what_is_rejected_stays_out_of_the_version_that_takes_its_place_until_somebody_has_looked(yard: Case) -> None:
    yard.decide("56.1", "reject", "yard.md", "--quote", SECURE)
    yard.write("yard_2", PROCEDURE.replace("2026-03-02", "2026-09-01").replace("each night", "each night and at noon"))
    yard.ingest()
    assistant = yard.assistant()
    old, new = assistant.documents()
    assistant.base.update([replace(old, superseded_by=new.path), replace(new, superseded_by="")])
    (judged,) = assistant.coverage(56).judgements
    assistant.close()
    assert "superseded" in judged.decisions[0].look_again
    assert judged.status.value != "covered" and not [e for e in judged.evidence if e.grade.value == "supports"]


def test_a_decision_that_was_garbled_is_told_in_one_line(yard: Case) -> None:
    assistant = yard.assistant()
    assistant.base.store.add_decision('{"ruling": "splendid"}')
    assistant.close()
    assert "backup" in told_in_one_line(yard.run("covers", "56"))

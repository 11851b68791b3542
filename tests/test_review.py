"""A Partner Response goes from draft to portal step by step, nothing of it is lost, and nobody is overwritten."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from door import ctpat, told_in_one_line
from msc_pdf import write_msc
from yard_case import PROCEDURE, SECURE, YARD_RULES, Case

from kb import review
from kb.audit import detail_of, entries, verify
from kb.errors import ReviewError
from kb.model import Citation
from kb.response import Act, Support
from kb.review_told import differences
from kb.supports import Checked, check

WALK = "The guard walks the fence each night."


@pytest.fixture
def yard(tmp_path: Path) -> Case:
    return Case(tmp_path, yard=PROCEDURE)


def take(case: Case, *arguments: str, number: int = 56) -> Any:
    ran = case.run("review", str(number), *arguments)
    assert ran.code == 0, ran.err
    return ran.json


def refused(case: Case, *arguments: str) -> str:
    return told_in_one_line(case.run("review", "56", *arguments))


def write(case: Case, text: str, *arguments: str) -> Any:
    return take(case, *told(case, text), *arguments)


def told(case: Case, text: str) -> tuple[str, str]:
    file = case.workspace / "answer.txt"
    file.write_text(text, encoding="utf-8")
    return "--text", str(file)


def test_a_draft_goes_to_the_portal_and_back_with_a_reason(yard: Case) -> None:
    started = take(yard, "--start")
    assert started["state"] == "drafted" and started["version"] == 1 and SECURE in started["text"]
    assert started["uncarried"] == [] and {cited["quote"] for cited in started["citations"]} >= {SECURE}
    assert take(yard, "--submit-for-review")["state"] == "in review"
    approved = take(yard, "--approve", "--by", "B. Osei")
    assert approved["state"] == "approved" and approved["reviewed"]["by"] == "B. Osei"
    assert take(yard, "--submitted")["state"] == "submitted"
    assert "--return" in refused(yard, "--return", "  ")
    returned = take(yard, "--return", "the SCSS asks for the gate")
    assert returned["state"] == "drafted" and returned["approved_version"] is None
    assert [(step["what"], step["by"]) for step in returned["history"]] == [
        ("started", "A. Marsh"),
        ("sent to review", "A. Marsh"),
        ("approved", "B. Osei"),
        ("submitted", "A. Marsh"),
        ("returned", "A. Marsh"),
    ]
    assert returned["history"][-1]["words"] == "the SCSS asks for the gate"
    text = ctpat("review", "56", workspace=yard.workspace).out
    assert "Criterion 56: drafted, version 1" in text and "the SCSS asks for the gate" in text


@pytest.mark.parametrize(
    ("before", "step", "why"),
    [
        ((), "--approve", "only one that is in review"),
        ((), "--submitted", "only one that is approved"),
        ((), "--reviewed", "only one that is approved or submitted"),
        (("--submit-for-review",), "--submit-for-review", "only one that is drafted"),
        (("--submit-for-review", "--approve"), "--approve", "only one that is in review"),
    ],
)
def test_no_step_can_be_left_out(before: tuple[str, ...], step: str, why: str, yard: Case) -> None:
    take(yard, "--start")
    for each in before:
        take(yard, each)
    state = take(yard)
    assert why in refused(yard, step)
    assert take(yard) == state


def test_every_version_of_the_text_is_kept_with_who_and_when_and_an_edit_reopens_what_was_approved(yard: Case) -> None:
    first = take(yard, "--start")["text"]
    take(yard, "--submit-for-review")
    take(yard, "--approve")
    text = f"Alder: {SECURE}\n\n- {WALK}"
    edited = write(yard, text, "--by", "B. Osei")
    assert edited["state"] == "drafted" and edited["version"] == 2
    assert edited["approved_version"] == 1 and edited["approved_text"] == first, "what is in the portal stays known"
    assert [(row["version"], row["by"], row["words"]) for row in edited["versions"]] == [
        (1, "A. Marsh", first),
        (2, "B. Osei", text),
    ]
    assert all(row["at"][:4].isdecimal() for row in edited["versions"])
    assert write(yard, text, "--on", "2")["version"] == 2, "the same text makes no version"


def test_two_people_who_edit_do_not_overwrite_each_other(yard: Case) -> None:
    take(yard, "--start")
    write(yard, f"{SECURE} {WALK}", "--on", "1", "--by", "B. Osei")
    line = refused(yard, *told(yard, WALK), "--on", "1", "--by", "C. Ruiz")
    assert "B. Osei changed the response to 56 on " in line and "version 2 stands" in line and "step 3" in line
    kept = take(yard)
    assert kept["text"] == f"{SECURE} {WALK}" and kept["version"] == 2 and kept["by"] == "B. Osei"
    assert [(row["by"], row["words"], row["version"]) for row in kept["set_aside"]] == [("C. Ruiz", WALK, 1)]
    assert "say on which version" in refused(yard, *told(yard, WALK), "--by", "C. Ruiz")
    assert "no version 9" in refused(yard, *told(yard, WALK), "--on", "9")
    take(yard, "--submit-for-review")
    assert "B. Osei changed the response" in refused(yard, "--approve", "--on", "1")
    assert write(yard, WALK, "--on", "2", "--by", "C. Ruiz")["version"] == 3


def test_a_step_that_falls_between_looking_and_saving_does_not_get_lost(
    yard: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(yard, "--start")
    one, other = yard.assistant(), yard.assistant()
    held = review._held

    def slow(*values: Any) -> Any:
        monkeypatch.setattr(review, "_held", held)
        review.edit(other, 56, WALK, 1, "B. Osei")
        return held(*values)

    monkeypatch.setattr(review, "_held", slow)
    with pytest.raises(ReviewError, match=r"B\. Osei changed the response"):
        review.edit(one, 56, SECURE, 1, "C. Ruiz")
    found = review.of(one, 56)
    assert found.newest.words == WALK and found.steps[-1].act is Act.SET_ASIDE and found.steps[-1].words == SECURE
    one.close()
    other.close()


def test_the_history_cannot_be_changed_and_each_step_is_in_the_audit_trail(yard: Case) -> None:
    take(yard, "--start")
    write(yard, WALK)
    take(yard, "--comment", "the night shift only")
    assistant = yard.assistant()
    store = assistant.base.store
    made = [entry for entry in entries(store) if entry.what.startswith("response ")]
    assert [entry.what for entry in made] == ["response started", "response edited", "response comment"]
    assert detail_of(made[1])["version"] == 2 and len(detail_of(made[1])["sha256"]) == 64
    assert verify(store).bad == 0
    assistant.close()
    for statement in (
        "UPDATE response_step SET record = ''",
        "DELETE FROM response_step",
        "INSERT OR REPLACE INTO response_step VALUES (1, 56, '')",
    ):
        with sqlite3.connect(store.path) as other, pytest.raises(sqlite3.IntegrityError, match="append-only"):
            other.execute(statement)
        other.close()


def test_a_step_and_its_entry_in_the_audit_trail_land_together_or_not_at_all(
    yard: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(yard, "--start")
    assistant = yard.assistant()
    before = len(entries(assistant.base.store))

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("kb.responses.record", full)
    with pytest.raises(Exception, match="disk is full"):
        review.note(assistant, 56, Act.OWNER, "D. Prewitt")
    assert review.of(assistant, 56).owner == "" and len(entries(assistant.base.store)) == before
    assistant.close()


def test_owner_due_date_comments_and_what_the_portal_shows_are_kept(yard: Case) -> None:
    take(yard, "--start")
    take(yard, "--owner", "D. Prewitt")
    assert "is not a day" in refused(yard, "--due", "1 Feb")
    take(yard, "--due", "2027-02-01")
    take(yard, "--comment", "ask the night shift")
    take(yard, "--scss-comment", "Name the gate.\nAnd the guard.")
    found = take(yard, "--scss-status", "Returned")
    assert (found["owner"], found["due"], found["scss_status"]) == ("D. Prewitt", "2027-02-01", "Returned")
    assert found["comments"][0]["words"] == "ask the night shift"
    assert found["scss_comments"][0]["words"] == "Name the gate.\nAnd the guard."
    listed = yard.run("review").json["responses"]
    (row,) = [each for each in listed if each["number"] == 56]
    assert row["owner"] == "D. Prewitt" and {each["state"] for each in listed} == {"drafted", "not begun"}
    text = ctpat("review", workspace=yard.workspace).out
    assert "D. Prewitt" in text and "2027-02-01" in text and "1 drafted" in text
    assert take(yard, "--owner", "")["owner"] is None


def test_what_no_evidence_carries_is_kept_and_marked_and_needs_a_reason_to_be_approved(yard: Case) -> None:
    take(yard, "--start")
    boast = "Twelve cameras watch the yard day and night."
    found = write(yard, f"{SECURE} {boast}")
    assert found["text"].endswith(boast) and found["uncarried"] == [boast]
    take(yard, "--submit-for-review")
    line = refused(yard, "--approve")
    assert boast in line and "--despite" in line
    approved = take(yard, "--approve", "--despite", "seen on site, record to follow")
    assert approved["history"][-1]["words"] == "seen on site, record to follow"
    assert approved["history"][-1]["uncarried"] == [boast]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        (SECURE, 0),
        ("Containers and trailers, empty or loaded, are stored inside the fenced yard.", 0),
        (f"All our sites are fenced. {SECURE}", 1),
        (SECURE.replace("the fenced yard", "the fenced and lit yard"), 1),
        (SECURE.replace("are stored", "are not stored"), 1),
        (f"Rio Logistics: {SECURE}", 1),
        (f"- Alder: {SECURE}\n\nOpen: lighting of the rear lot, due 2027-03-01.", 0),
        ("Open: lighting of the rear lot. All gates are guarded.", 1),
        (f"- Alder: “{SECURE}” (Yard procedure, 1.1).", 0),
        (f"- Alder: “{SECURE}” (Yard procedure, 1.1). “{SECURE}” (Yard procedure, 9.9).", 1),
    ],
)
def test_a_sentence_is_carried_by_the_words_of_its_own_party_or_marked(text: str, marked: int, yard: Case) -> None:
    take(yard, "--start")
    assert len(write(yard, text)["uncarried"]) == marked


def test_one_partys_evidence_does_not_carry_a_sentence_about_another() -> None:
    seals = "Seals lie in a locked cabinet of the dock."
    citation = Citation("/papers/letter.md", "letter.md", "a" * 64, 0, len(seals), seals)
    theirs = [Support(citation, "Harborline", seals)]
    assert check(f"- Harborline: {seals}", theirs, "Alder") == Checked(tuple(theirs), ())
    assert check(f"Harborline keeps order.\n- Harborline:\n{seals}", theirs, "Alder").uncarried == (
        "Harborline keeps order.",
    )
    for text in (seals, f"- Alder: {seals}", f"- Harborline: {seals}\n- {seals}", f"Pelican: {seals}"):
        assert check(text, theirs, "Alder").uncarried, text


def test_a_must_that_is_not_covered_is_approved_only_if_its_text_says_what_is_open(tmp_path: Path) -> None:
    case = Case(tmp_path, handbook=YARD_RULES)
    assert take(case, "--start")["text"] == ""
    assert "no text yet" in refused(case, "--submit-for-review")
    write(case, "Units rest on lot C.")
    take(case, "--submit-for-review")
    line = refused(case, "--approve", "--despite", "we know")
    assert "is a Must and not covered: 56.1 (gap)" in line and "Open:" in line
    write(case, "Open: the fence of lot C, due 2027-03-01.")
    assert take(case, "--approve")["state"] == "approved"


def test_what_cannot_be_done_is_told_in_a_sentence(yard: Case) -> None:
    assert "--start" in refused(yard, "--comment", "early")
    take(yard, "--start")
    assert "has a response, drafted, version 1 by A. Marsh" in refused(yard, "--start")
    assert "is empty" in refused(yard, *told(yard, " \n"))
    assert "cannot be read" in refused(yard, "--text", str(yard.workspace / "none.txt"))
    assert "of which criterion" in told_in_one_line(yard.run("review", "--start"))
    assert ctpat("review", "56", "--start", "--approve", workspace=yard.workspace).code == 2


def test_a_store_of_an_earlier_program_gets_the_history_too(yard: Case) -> None:
    with sqlite3.connect(yard.workspace / "store.sqlite3") as store:
        store.execute("DROP TABLE response_step")
    store.close()
    assert take(yard, "--start")["version"] == 1


def test_two_editions_compared_name_the_approved_answers_that_rest_on_the_difference(
    yard: Case, tmp_path: Path
) -> None:
    rows = [
        ("5.1", "Containers must be stored in a secure area to prevent unauthorised access.", "", "Must"),
        ("9.1", "Fences must enclose the yard where cargo is stored and handled at all times.", "", "Must"),
        ("12.9", "People who run the technology must be trained in its use and its upkeep.", "", "Must"),
    ]
    changed = [(rows[0][0], rows[0][1].replace("secure", "locked"), *rows[0][2:]), *rows[1:]]
    old, new = write_msc(tmp_path / "old.pdf", rows), write_msc(tmp_path / "new.pdf", changed)
    assert yard.run("criteria", "diff", str(old), str(new)).json["approved_answers"] == []
    take(yard, "--start")
    assert yard.run("criteria", "diff", str(old), str(new)).json["approved_answers"] == [], "not approved yet"
    take(yard, "--submit-for-review")
    take(yard, "--approve")
    (found,) = yard.run("criteria", "diff", str(old), str(new)).json["approved_answers"]
    assert (found["criterion"], found["msc_id"], found["why"], found["state"]) == (56, "5.1", ["reworded"], "approved")
    text = ctpat("criteria", "diff", old, new, workspace=yard.workspace).out
    assert "approved answers that rest on changed criteria (1)" in text and "56 " in text
    assert yard.run("criteria", "diff", str(old), str(old)).json["approved_answers"] == []


def test_the_difference_of_two_texts_gives_both_back() -> None:
    old, new = (
        "The gate is locked at 18:00.\nThe guard has the key.",
        "The gate is locked at 19:00.\nOnly he has the key.",
    )
    pieces = differences(old, new)
    assert "".join(words for kind, words in pieces if kind != "new") == old
    assert "".join(words for kind, words in pieces if kind != "gone") == new
    assert ("gone", "18:00") in [(kind, words.strip()) for kind, words in pieces]

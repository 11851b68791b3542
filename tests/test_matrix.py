"""Parties by criterion: each by its own papers, and none by another's."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from conftest import Base
from door import ctpat, told_in_one_line
from nouns import AS_OF, SEALS, covered_by, criterion, document, evidence, row, standing

from kb.commands_parties import matrix_text
from kb.errors import UnknownPartyError
from kb.expiry import horizon
from kb.matrix import Matrix, State, matrix, party_key
from kb.model import Coverage, Document, Evidence, Grade, Judgement, Kind, Layer, Status
from kb.party import Profile, open_answers, profile

ZHEN, RIO = "Zhenyuan Woodcraft (Shenzhen) Co., Ltd.", "Transportes Río Lindero S.A. de C.V."
FENCE = replace(SEALS, id="71.2", text="The yard is fenced.")


def piece(grade: Grade, party: str, kind: Kind = Kind.LETTER, name: str = "", **values: Any) -> Evidence:
    return evidence(grade, kind, party=party, paper={"name": name or f"{party[:4]}.pdf"}, **values)


def paper(party: str, kind: Kind = Kind.LETTER, name: str = "", **values: Any) -> Document:
    return document(kind, party=party, name=name or f"{party[:4]}.pdf", **values)


def judged(*pieces: Evidence) -> Coverage:
    return covered_by(criterion(71), standing(*pieces))


def laid(*coverages: Coverage, papers: tuple[Document, ...] = (paper(ZHEN), paper(RIO))) -> Matrix:
    return matrix(coverages, papers)


@pytest.mark.parametrize(
    ("grade", "state"),
    [
        (Grade.SUPPORTS, State.SHOWN),
        (Grade.PARTIAL, State.PARTLY),
        (Grade.CONTRADICTS, State.AGAINST),
        (Grade.STALE, State.STALE),
        (Grade.CLAIM_ONLY, State.CLAIM),
        (Grade.FORM_ONLY, State.UNANSWERED),
    ],
)
def test_a_cell_says_what_the_partys_own_paper_is_worth(grade: Grade, state: State) -> None:
    found = laid(judged(piece(grade, ZHEN)))
    cell = found.cells[ZHEN, 71]
    assert cell.state is state and cell.evidence and cell.evidence.grade is grade
    assert found.cells[RIO, 71].state is State.NOTHING and found.cells[RIO, 71].evidence is None


def test_a_partys_piece_is_seen_though_many_better_ones_of_others_crowd_it_out() -> None:
    others = [piece(Grade.SUPPORTS, f"Vendor {number}", strength=0.9) for number in range(20)]
    shown = standing(*others, piece(Grade.SUPPORTS, ZHEN, strength=0.1))
    assert ZHEN not in {item.party for item in shown.evidence}
    assert laid(covered_by(criterion(71), shown)).cells[ZHEN, 71].state is State.SHOWN


def test_what_speaks_against_is_told_before_what_supports_and_a_limit_makes_it_partly() -> None:
    both = laid(judged(piece(Grade.SUPPORTS, ZHEN), piece(Grade.CONTRADICTS, ZHEN)))
    assert both.cells[ZHEN, 71].state is State.AGAINST
    limit = piece(Grade.PARTIAL, ZHEN, Kind.QUESTIONNAIRE, quote="The annex is to follow.", limits=True)
    limited = laid(judged(piece(Grade.SUPPORTS, ZHEN), limit)).cells[ZHEN, 71]
    assert limited.state is State.PARTLY and limited.evidence == limit


def test_one_part_of_two_is_not_the_criterion() -> None:
    parts = standing(piece(Grade.SUPPORTS, ZHEN)), standing(requirement=FENCE)
    cell = laid(covered_by(criterion(71, SEALS, FENCE), *parts)).cells[ZHEN, 71]
    assert cell.state is State.PARTLY and cell.shown == "partly (1 of 2 parts shown)"
    apart = replace(parts[1], status=Status.NOT_APPLICABLE)
    assert laid(covered_by(criterion(71, SEALS, FENCE), parts[0], apart)).cells[ZHEN, 71].state is State.SHOWN


def test_what_our_rules_say_of_a_party_is_not_its_own_word_but_our_record_of_it_counts() -> None:
    ours = evidence(Grade.SUPPORTS, Kind.PROCEDURE, party=ZHEN, paper={"name": "manual.docx"})
    assert laid(judged(ours)).cells[ZHEN, 71].state is State.OURS
    visit = evidence(Grade.SUPPORTS, Kind.RECORD, party=ZHEN, paper={"name": "audit.pdf"})
    assert laid(judged(ours, visit)).cells[ZHEN, 71].state is State.SHOWN
    lapsed = evidence(Grade.STALE, Kind.RECORD, party=ZHEN, paper={"name": "risk.pdf"})  # ours to renew, not its
    assert laid(judged(lapsed)).cells[ZHEN, 71].state is State.OURS
    its = piece(Grade.SUPPORTS, ZHEN, Kind.PROCEDURE)  # its own post orders
    assert laid(judged(its)).cells[ZHEN, 71].state is State.SHOWN


def test_criteria_that_ask_for_partners_evidence_are_shown_though_nobody_speaks() -> None:
    asked = criterion(18, replace(SEALS, id="18.1", layers=(Layer.PARTNER,)))
    silent = criterion(5, replace(SEALS, id="5.1"))
    found = laid(covered_by(asked, standing()), covered_by(silent, standing()))
    assert [each.number for each in found.criteria] == [18]


def test_two_spellings_of_a_name_are_one_party_and_another_firm_is_not() -> None:
    assert party_key("Rio Lindero, S.A. de C.V.") == party_key("RÍO LINDERO") != party_key("Rio Bravo S.A. de C.V.")
    found = laid(judged(piece(Grade.SUPPORTS, "Zhenyuan Woodcraft (Shenzhen) Co Ltd")))
    assert found.parties == (RIO, ZHEN) and found.cells[ZHEN, 71].state is State.SHOWN


@pytest.mark.parametrize("told", ["Zhenyuan", "zhenyuan woodcraft", ZHEN, "woodcraft"])
def test_a_party_is_found_by_a_part_of_its_name(told: str) -> None:
    assert laid().named(told) == ZHEN


def test_a_party_is_found_without_its_accents() -> None:
    assert laid().named("rio lindero") == RIO


def test_an_unknown_party_is_answered_with_the_nearest_names() -> None:
    with pytest.raises(UnknownPartyError, match="Did you mean Zhenyuan"):
        laid().named("Zenyuan")
    with pytest.raises(UnknownPartyError, match="ctpat parties lists them"):
        laid().named("Quux")
    twins = laid(papers=(paper("Alder Goods Ltd", name="a"), paper("Alder Wood Ltd", name="b")))
    with pytest.raises(UnknownPartyError, match="can be Alder Goods Ltd, Alder Wood Ltd"):
        twins.named("Alder")


def of(*pieces: Evidence, papers: tuple[Document, ...] = (paper(ZHEN),), answers: Any = ()) -> Profile:
    return profile(ZHEN, laid(judged(*pieces), papers=papers), AS_OF, horizon(date(2014, 2, 14), AS_OF), answers)


def test_what_is_asked_of_a_party_names_the_words_and_what_is_needed() -> None:
    said = "8 | Fence? | No | None yet."
    asks = of(piece(Grade.CONTRADICTS, ZHEN, Kind.QUESTIONNAIRE, quote=said, reasons=("the vendor answers No",))).asks
    assert any(said in ask and "what you will change" in ask and SEALS.text.rstrip(".") in ask for ask in asks)


def test_one_passage_that_bears_on_two_parts_is_asked_about_once() -> None:
    limit = piece(Grade.PARTIAL, ZHEN, quote="To follow.", reasons=("planned",))
    parts: list[Judgement] = [standing(limit), standing(limit, requirement=FENCE)]
    laid_out = laid(covered_by(criterion(71, SEALS, FENCE), *parts), papers=(paper(ZHEN),))
    asks = [ask for ask in profile(ZHEN, laid_out, AS_OF, horizon(None, AS_OF)).asks if "To follow." in ask]
    assert len(asks) == 1 and SEALS.text.rstrip(".") in asks[0] and FENCE.text.rstrip(".") in asks[0]


def test_what_is_sent_to_a_party_quotes_nothing_of_our_own_records() -> None:
    quote = "Inspector M. Osei found the gate open."
    found = of(evidence(Grade.CONTRADICTS, Kind.RECORD, party=ZHEN, quote=quote, paper={"name": "our_audit.docx"}))
    assert found.cells[0].state is State.AGAINST
    assert any("By our records this is open" in ask for ask in found.asks)
    assert not any("Osei" in ask or "our_audit" in ask for ask in found.asks)


def test_papers_that_have_run_out_or_will_are_asked_for_anew() -> None:
    old = paper(ZHEN, name="old.pdf", effective=date(2025, 5, 6))
    soon = paper(ZHEN, Kind.CERTIFICATE, name="soon.pdf", expires=date(2027, 2, 1))
    late = paper(ZHEN, Kind.CERTIFICATE, name="late.pdf", expires=date(2029, 2, 1))
    told = of(papers=(old, soon, late))
    assert {each.document.name: each.over for each in told.papers} == {
        "old.pdf": True,
        "soon.pdf": False,
        "late.pdf": False,
    }
    assert any("current version of old.pdf" in ask and "2026-05-07" in ask for ask in told.asks)
    assert any("before 2027-02-01: soon.pdf" in ask for ask in told.asks)
    assert not any("late.pdf" in ask for ask in told.asks)
    assert not any("questionnaire filled in" in ask for ask in told.asks)  # a certificate will do


def test_a_party_without_questionnaire_or_certificate_is_asked_for_one() -> None:
    assert any("security questionnaire filled in and signed" in ask for ask in of().asks)


def test_an_undated_questionnaire_is_to_be_signed_before_its_rows_are_asked_about() -> None:
    blank = paper(ZHEN, Kind.QUESTIONNAIRE, effective=None)
    claim = piece(Grade.CLAIM_ONLY, ZHEN, Kind.QUESTIONNAIRE, reasons=("neither dated nor signed",))
    asks = of(claim, papers=(blank,)).asks
    assert len([ask for ask in asks if "date and sign" in ask]) == 1 and not any(
        "Please say how" in ask for ask in asks
    )


def test_open_answers_that_bear_on_no_part_are_asked_about_too_and_good_ones_are_not() -> None:
    form = paper(ZHEN, Kind.QUESTIONNAIRE)
    rows = [
        row("1", "Fence?", "No", "Shelved until 2027 for want of money.", form),
        row("2", "Guards?", "Yes", "Two by day and two by night.", form),
        row("3", "Cameras?", "", "", form),
        row("4", "Days of recording", "60", "", form),
    ]
    found = open_answers(form, rows)
    assert [each.state for each in found] == [State.AGAINST, State.UNANSWERED]
    asks = of(papers=(form,), answers=found).asks
    assert any("Fence?" in ask for ask in asks) and not any("Guards?" in ask for ask in asks)
    assert open_answers(replace(form, effective=None), rows) == []


def test_more_parties_than_letters_are_shown_in_blocks() -> None:
    many = tuple(paper(f"Vendor {number:02} Ltd", name=f"{number}.pdf") for number in range(30))
    text = matrix_text(laid(judged(piece(Grade.SUPPORTS, "Vendor 03 Ltd")), papers=many))
    assert text.count("\nZ  Vendor 25 Ltd") == 1 and text.count("A  Vendor 26 Ltd") == 1
    assert "ctpat documents set" in matrix_text(laid(papers=()))


# Through the command line


def test_the_command_shows_the_matrix_and_one_party_with_what_to_ask(small: Base) -> None:
    told = ctpat("--json", "parties", workspace=small.workspace).json
    names = [each["party"] for each in told["parties"]]
    assert any("Harborline" in name for name in names) and any("Pelican" in name for name in names)
    harborline = next(each for each in told["parties"] if "Harborline" in each["party"])
    assert 56 in {cell["number"] for cell in harborline["cells"]}
    for cell in harborline["cells"]:
        assert cell["evidence"]["verified"] and cell["evidence"]["party"] == harborline["party"]
    one = ctpat("parties", "harborline", workspace=small.workspace)
    assert one.code == 0 and "To ask of Harborline" in one.out and "In the process of extending" in one.out
    as_json = ctpat("--json", "parties", "harborline", workspace=small.workspace).json
    assert as_json["papers"][0]["date"] == "2026-04-17" and as_json["ask"]


def test_a_party_that_is_not_there_ends_with_a_sentence(small: Base) -> None:
    assert "Did you mean Harborline" in told_in_one_line(ctpat("parties", "Harbourline", workspace=small.workspace))


def test_a_saved_report_is_what_the_next_one_is_compared_with(small: Base, tmp_path: Any) -> None:
    first = ctpat("--json", "gaps", "-o", tmp_path / "a.md", workspace=small.workspace).json
    again = ctpat("--json", "gaps", "-o", tmp_path / "a.docx", workspace=small.workspace).json
    assert again["changes"] == first["changes"]
    later = ctpat("--as-of", "2028-03-01", "--json", "gaps", workspace=small.workspace).json
    assert later["changes"]["since"] == "2026-11-22"
    assert all(row["from"] != row["to"] for row in later["changes"]["criteria"])

"""The evidence of a criterion taken together."""

from dataclasses import replace
from datetime import date

import pytest
from nouns import AS_OF, RECENT, SEALS, covered_by, criterion, document, evidence, judged, standing, status

from kb.coverage import judgement
from kb.model import DatedFlag, Flag, Grade, Judgement, Kind, Layer, Requirement, Status

LESS = (Grade.FORM_ONLY, Grade.CLAIM_ONLY, Grade.CIRCULAR, Grade.WRONG_PARTY)
RECORDED = Requirement("65.1", "Inspections are recorded.", (Layer.RECORD,))


def part(identity: str, said: Status) -> Judgement:
    missing = "" if said is Status.COVERED else f"{identity} lacks something."
    return Judgement(replace(SEALS, id=identity), said, (), missing)


@pytest.mark.parametrize(
    ("grades", "expected"),
    [
        ((Grade.SUPPORTS,), Status.COVERED),
        ((Grade.SUPPORTS, Grade.PARTIAL), Status.COVERED),
        ((Grade.SUPPORTS, Grade.STALE), Status.COVERED),
        ((Grade.PARTIAL,), Status.PARTIAL),
        ((Grade.PARTIAL, Grade.STALE), Status.PARTIAL),
        ((Grade.STALE,), Status.STALE),
        ((Grade.STALE, Grade.CLAIM_ONLY), Status.STALE),
        ((Grade.CONTRADICTS,), Status.GAP),
        ((), Status.GAP),
    ],
)
def test_grades_make_the_status_of_a_part(grades: tuple[Grade, ...], expected: Status) -> None:
    assert status(*(evidence(grade) for grade in grades)) is expected


def test_a_record_that_contradicts_is_a_conflict_and_any_other_paper_keeps_a_part_from_being_covered() -> None:
    own = evidence(Grade.SUPPORTS)
    assert status(own, evidence(Grade.CONTRADICTS, Kind.RECORD)) is Status.CONFLICT
    for kind in (Kind.POLICY, Kind.QUESTIONNAIRE, Kind.LETTER):
        assert status(own, evidence(Grade.CONTRADICTS, kind)) in (Status.PARTIAL, Status.CONFLICT), kind


@pytest.mark.parametrize("grade", LESS)
def test_what_only_looks_like_evidence_lifts_nothing(grade: Grade) -> None:
    assert status(evidence(grade)) is Status.GAP
    assert status(*(evidence(grade) for _ in range(9))) is Status.GAP


def test_what_does_not_count_lifts_nothing_and_is_still_shown_as_the_nearest() -> None:
    near = evidence(Grade.SUPPORTS, counts=False)
    judgement = standing(near)
    assert judgement.status is Status.GAP and judgement.evidence == (near,)
    assert standing(evidence(Grade.SUPPORTS), near).evidence == (evidence(Grade.SUPPORTS),)


def test_many_partial_pieces_that_lack_the_same_are_not_a_whole() -> None:
    assert status(*(evidence(Grade.PARTIAL, quote=f"Quote {n}.") for n in range(9))) is Status.PARTIAL


def test_another_partys_no_does_not_conflict_with_the_companys_own_rule() -> None:
    assert (
        status(evidence(Grade.SUPPORTS), evidence(Grade.CONTRADICTS, Kind.QUESTIONNAIRE, party="Rio")) is Status.PARTIAL
    )


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_in_which_evidence_is_found_decides_nothing(order: int) -> None:
    pieces = [evidence(Grade.SUPPORTS), evidence(Grade.CONTRADICTS, Kind.RECORD), evidence(Grade.STALE, Kind.LETTER)]
    assert status(*pieces[::order]) is Status.CONFLICT


def test_the_strongest_support_is_shown_first_and_no_more_than_a_dozen() -> None:
    weak, strong = evidence(Grade.SUPPORTS, strength=0.6, quote="Weak."), evidence(Grade.SUPPORTS, strength=0.9)
    partial = evidence(Grade.PARTIAL, strength=1.0)
    assert standing(partial, weak, strong).evidence == (strong, weak, partial)
    assert len(standing(*(evidence(Grade.SUPPORTS, quote=f"{n}") for n in range(40))).evidence) <= 12


def test_a_conflict_shows_both_sides_however_much_supports() -> None:
    many = [evidence(Grade.SUPPORTS, quote=f"{n}", strength=0.9) for n in range(20)]
    shown = standing(*many, evidence(Grade.CONTRADICTS, Kind.RECORD, quote="Not done."))
    assert shown.status is Status.CONFLICT
    assert {piece.grade for piece in shown.evidence} == {Grade.SUPPORTS, Grade.CONTRADICTS}


def test_a_covered_part_misses_nothing_and_an_open_one_says_what_would_close_it() -> None:
    assert standing(evidence(Grade.SUPPORTS)).missing == ""
    gap = standing(requirement=RECORDED)
    assert "dated record" in gap.missing and RECORDED.text in gap.missing
    other = standing(evidence(Grade.SUPPORTS), requirement=RECORDED)
    assert other.status is Status.PARTIAL and "dated record" in other.missing


def test_a_gap_names_what_looked_like_evidence_and_why_it_does_not_count() -> None:
    form = evidence(Grade.FORM_ONLY, Kind.TEMPLATE, reasons=("a blank form",), paper={"name": "F-118.docx"})
    assert "F-118.docx: a blank form" in standing(form).missing


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((Status.COVERED, Status.COVERED), Status.COVERED),
        ((Status.COVERED, Status.GAP), Status.PARTIAL),
        ((Status.COVERED, Status.STALE), Status.PARTIAL),
        ((Status.PARTIAL, Status.GAP), Status.PARTIAL),
        ((Status.GAP, Status.GAP), Status.GAP),
        ((Status.STALE, Status.GAP), Status.STALE),
        ((Status.COVERED, Status.CONFLICT), Status.CONFLICT),
        ((Status.GAP, Status.CONFLICT, Status.COVERED), Status.CONFLICT),
    ],
)
def test_parts_make_the_status_of_a_criterion(parts: tuple[Status, ...], expected: Status) -> None:
    told = covered_by(criterion(), *(part(f"71.{place}", said) for place, said in enumerate(parts, start=1)))
    assert told.status is expected


def test_an_open_criterion_always_says_what_to_do_next_and_a_covered_one_nothing() -> None:
    for said in (Status.GAP, Status.PARTIAL, Status.STALE, Status.CONFLICT):
        assert covered_by(criterion(), part("71.1", said)).next_actions
    assert covered_by(criterion(), part("71.1", Status.COVERED)).next_actions == ()


def test_an_expired_certificate_is_renewed_and_a_vendors_plan_is_followed_up() -> None:
    stale = evidence(Grade.STALE, Kind.CERTIFICATE, reasons=("expired on 2025-09-17",), paper={"name": "oea.pdf"})
    assert covered_by(criterion(), standing(stale)).next_actions[0] == "Renew: oea.pdf (expired on 2025-09-17)."
    planned = evidence(Grade.PARTIAL, Kind.QUESTIONNAIRE, party="Harborline")
    assert "Ask Harborline for the state of it" in covered_by(criterion(), standing(planned)).next_actions[0]


def test_each_action_is_told_once_and_there_are_few() -> None:
    pieces = [evidence(Grade.STALE, Kind.LETTER, party=f"P{n}", paper={"name": f"{n % 20}.pdf"}) for n in range(60)]
    actions = covered_by(criterion(), standing(*pieces)).next_actions
    assert len(actions) == len(set(actions)) <= 6


def test_the_flag_is_that_of_the_day() -> None:
    dated = criterion(22, flags=(DatedFlag(Flag.SHOULD, date(2020, 3, 1)), DatedFlag(Flag.MUST, date(2023, 1, 1))))
    assert dated.flag(date(2022, 12, 31)) is Flag.SHOULD
    assert dated.flag(date(2023, 1, 1)) is Flag.MUST
    assert dated.flag(date(2019, 1, 1)) is Flag.SHOULD
    assert covered_by(dated, part("22.1", Status.GAP)).flag is Flag.MUST


def test_a_should_on_paper_only_needs_no_note() -> None:
    assert covered_by(criterion(flag=Flag.SHOULD), standing(evidence(Grade.SUPPORTS))).note == ""


def test_the_program_is_surer_the_stronger_the_evidence_and_never_beyond_one() -> None:
    weak = covered_by(criterion(), standing(evidence(Grade.SUPPORTS, strength=0.5))).confidence
    strong = covered_by(criterion(), standing(evidence(Grade.SUPPORTS, strength=0.95))).confidence
    assert 0 < weak < strong <= 1
    assert 0 <= covered_by(criterion(), part("71.1", Status.GAP), part("71.2", Status.COVERED)).confidence <= 1


def test_dates_of_the_tests_are_what_they_seem() -> None:
    assert (AS_OF - RECENT).days < 365


def test_incomplete_passages_cover_only_together_and_are_then_shown_as_support() -> None:
    one = replace(evidence(Grade.PARTIAL, quote="Seals are counted."), lacks=("frequency",))
    other = replace(evidence(Grade.PARTIAL, quote="Every quarter."), lacks=("counting",))
    covered = judgement(SEALS, [one, other])
    assert covered.status is Status.COVERED
    assert [item.grade for item in covered.evidence] == [Grade.SUPPORTS, Grade.SUPPORTS]
    assert judgement(SEALS, [one, replace(other, lacks=("frequency",))]).status is Status.PARTIAL
    assert judgement(SEALS, [one, replace(other, party="Harborline")]).status is Status.PARTIAL


def test_a_hedge_that_also_leaves_something_unsaid_is_no_piece_of_a_whole() -> None:
    paper = document(Kind.PROCEDURE)
    hedged = judged("Where possible seals are kept in the locked cabinet.", paper, SEALS)
    assert hedged and hedged.grade is Grade.PARTIAL and hedged.lacks == ()


def test_a_record_that_ran_out_is_stale_though_a_rule_stands_and_partial_where_a_current_one_tells_of_it() -> None:
    rule, old = evidence(Grade.SUPPORTS), evidence(Grade.STALE, Kind.RECORD, strength=0.5)
    current = evidence(Grade.PARTIAL, Kind.RECORD)
    assert standing(rule, old, requirement=RECORDED).status is Status.STALE
    assert standing(rule, old, current, requirement=RECORDED).status is Status.PARTIAL


def test_a_criterion_is_stale_where_besides_its_old_record_there_are_rules_only() -> None:
    stale = replace(part("8.1", Status.STALE), requirement=RECORDED)
    told = (evidence(Grade.SUPPORTS), evidence(Grade.PARTIAL, Kind.RECORD))
    by_rule, by_record = (Judgement(RECORDED, Status.PARTIAL, (piece,), "more") for piece in told)
    assert covered_by(criterion(), stale, by_rule).status is Status.STALE
    assert covered_by(criterion(), stale, by_record).status is Status.PARTIAL


def test_a_denial_far_from_what_is_asked_makes_no_conflict() -> None:
    near, far = (evidence(Grade.CONTRADICTS, Kind.RECORD, strength=strength) for strength in (0.7, 0.45))
    assert status(evidence(Grade.SUPPORTS), near) is Status.CONFLICT
    assert status(evidence(Grade.SUPPORTS), far) is Status.PARTIAL


def test_a_partner_who_says_it_in_one_paper_and_denies_it_in_another_is_a_conflict() -> None:
    says = evidence(Grade.SUPPORTS, Kind.LETTER, party="Frutas")
    denies = evidence(Grade.CONTRADICTS, Kind.QUESTIONNAIRE, party="Frutas")
    assert status(says, denies) is Status.CONFLICT
    assert status(says, evidence(Grade.CONTRADICTS, Kind.QUESTIONNAIRE, party="Piñas")) is not Status.CONFLICT

"""The evidence table of the domain, row by row: what was found, what it means and what it does not."""

from datetime import date

import pytest
from nouns import (
    AS_OF,
    SEAL_WORDS,
    SEALS,
    covered_by,
    criterion,
    document,
    evidence,
    grade,
    judged,
    passage,
    row,
    standing,
    status,
)

from kb.actions import next_actions
from kb.model import Document, Grade, Kind, Layer, Locator, Requirement, Status

PARTNER_SEALS = Requirement(
    id="71.2",
    text="Partners keep high-security seals in a locked place.",
    layers=(Layer.PARTNER,),
    core=SEALS.core,
)
MEMBERSHIP = Requirement(
    id="17.1",
    text="Partners' certification in CTPAT or an AEO programme is verified.",
    layers=(Layer.PARTNER,),
    core={"programme": ("CTPAT", "C-TPAT", "AEO"), "certified": ("certif*", "member*", "status")},
)
DILIGENCE = Requirement(
    id="18.1",
    text="Where a partner is in no programme, evidence is kept that it meets the security criteria.",
    layers=(Layer.PARTNER,),
    core={"security": ("security",), "audit": ("audit", "assessed")},
)
YEARLY = Requirement(
    id="74.1",
    text="Seal procedures are reviewed at least once a year and updated as needed.",
    layers=(Layer.RECORD,),
    core={"seal": ("seal",)},
)
ITEM = "Are high-security seals kept locked and counted?"
VENDOR = document(Kind.QUESTIONNAIRE, party="Harborline", name="questionnaire.xlsx")


def answer(said: str, explanation: str = "", paper: Document = VENDOR) -> Grade | None:
    found = judged(row("8", ITEM, said, explanation, paper), paper, PARTNER_SEALS)
    return found.grade if found else None


# Vendor answers


def test_a_vendors_no_is_a_gap_at_that_vendor_and_opens_a_corrective_action() -> None:
    found = judged(row("8", ITEM, "No", "Seals lie on the desk.", VENDOR), VENDOR, PARTNER_SEALS)
    assert found and found.grade is Grade.CONTRADICTS
    judgement = standing(found, requirement=PARTNER_SEALS)
    assert judgement.status is Status.GAP
    assert any("corrective action with Harborline" in action for action in next_actions([judgement]))


def test_a_vendors_no_keeps_a_well_proven_part_from_being_covered_in_full() -> None:
    own = evidence(Grade.SUPPORTS, layer=Layer.PARTNER)
    assert status(own, requirement=PARTNER_SEALS) is Status.COVERED
    assert status(own, evidence(Grade.CONTRADICTS, Kind.QUESTIONNAIRE), requirement=PARTNER_SEALS) is Status.PARTIAL


def test_a_vendors_yes_that_says_how_supports() -> None:
    assert answer("Yes", "The seals lie in a locked cabinet of the shift supervisor.") is Grade.SUPPORTS
    assert (
        status(
            judged(row("8", ITEM, "Yes", "Kept in a locked cabinet of the supervisor.", VENDOR), VENDOR, PARTNER_SEALS),
            requirement=PARTNER_SEALS,
        )
        is Status.COVERED
    )


@pytest.mark.parametrize(
    "explanation",
    [
        "In process.",
        "Yes, in the process of extending the locked cabinet to the annex.",
        "A locked cabinet is planned for next spring.",
        "The cabinet is being installed.",
        "We plan to buy a safe.",
    ],
)
def test_a_yes_that_is_still_planned_is_partial_and_never_covered(explanation: str) -> None:
    found = judged(row("8", ITEM, "Yes", explanation, VENDOR), VENDOR, PARTNER_SEALS)
    assert found and found.grade is Grade.PARTIAL
    assert status(found, requirement=PARTNER_SEALS) is Status.PARTIAL


def test_a_yes_without_a_word_how_is_a_claim() -> None:
    assert answer("Yes") is Grade.CLAIM_ONLY
    assert answer("YES", "See above") is Grade.CLAIM_ONLY


def test_not_applicable_with_a_reason_is_left_to_a_person() -> None:
    found = judged(row("8", ITEM, "N/A", "We only handle loose cargo, no units.", VENDOR), VENDOR, PARTNER_SEALS)
    assert found and found.grade is Grade.CLAIM_ONLY and "person must judge" in found.reasons[0]
    assert status(found, requirement=PARTNER_SEALS) is Status.GAP


@pytest.mark.parametrize("said", ["N/A", "n/a", "NA", "", "  ", "-", "?", "tbd"])
def test_not_applicable_without_a_reason_and_a_blank_are_missing_not_a_no(said: str) -> None:
    assert answer(said) is Grade.FORM_ONLY
    found = judged(row("8", ITEM, said, "", VENDOR), VENDOR, PARTNER_SEALS)
    assert status(found, requirement=PARTNER_SEALS) is Status.GAP


def test_not_applicable_is_not_read_as_no() -> None:
    assert answer("N/A") is not Grade.CONTRADICTS
    assert answer("No") is Grade.CONTRADICTS
    assert answer("N") is Grade.CONTRADICTS


# Forms, templates, registers, last year's answers, CBP's own text


def test_a_template_is_a_form_that_exists_and_a_policy_of_the_same_words_is_evidence() -> None:
    assert grade(SEAL_WORDS, document(Kind.TEMPLATE, effective=None)) is Grade.FORM_ONLY
    assert status(judged(SEAL_WORDS, document(Kind.TEMPLATE, effective=None))) is Status.GAP
    assert status(judged(SEAL_WORDS, document(Kind.POLICY))) is Status.COVERED


def test_a_register_row_is_a_claim() -> None:
    found = judged(SEAL_WORDS + " Implemented.", document(Kind.REGISTER))
    assert found and found.grade is Grade.CLAIM_ONLY
    assert status(found) is Status.GAP


def test_last_years_answer_is_circular_is_never_shown_and_lifts_no_status() -> None:
    found = judged(SEAL_WORDS, document(Kind.PRIOR_ANSWER))
    assert found and found.grade is Grade.CIRCULAR
    judgement = standing(found)
    assert judgement.status is Status.GAP and judgement.evidence == ()
    assert "Last year's answer" in judgement.missing


def test_cbps_own_text_is_no_evidence_at_all() -> None:
    assert judged(SEAL_WORDS, document(Kind.CRITERIA)) is None
    assert judged(SEAL_WORDS, document(Kind.PROCEDURE)) is not None


# Dates


def test_a_certificate_past_its_date_is_stale_and_one_within_it_counts() -> None:
    lapsed = document(Kind.CERTIFICATE, party="Sierra", effective=date(2023, 9, 18), expires=date(2026, 11, 21))
    valid = document(Kind.CERTIFICATE, party="Sierra", effective=date(2023, 9, 18), expires=AS_OF)
    words = "The seals are kept locked and are counted."
    assert grade(words, lapsed, PARTNER_SEALS) is Grade.STALE
    assert status(judged(words, lapsed, PARTNER_SEALS), requirement=PARTNER_SEALS) is Status.STALE
    assert grade(words, valid, PARTNER_SEALS) is Grade.SUPPORTS


def test_what_is_stale_is_told_with_its_date_and_asks_for_renewal() -> None:
    lapsed = document(Kind.CERTIFICATE, party="Sierra", expires=date(2026, 3, 31), name="oea.pdf")
    judgement = standing(judged("The seals are kept locked.", lapsed, PARTNER_SEALS), requirement=PARTNER_SEALS)
    assert "2026-03-31" in judgement.missing
    assert next_actions([judgement])[0].startswith("Renew: oea.pdf")


def test_a_letter_over_a_year_old_is_stale_and_one_of_this_year_counts() -> None:
    words = "We keep all seals in a locked cabinet and count them."
    assert grade(words, document(Kind.LETTER, party="Rio", effective=date(2025, 11, 20)), PARTNER_SEALS) is Grade.STALE
    fresh = document(Kind.LETTER, party="Rio", effective=date(2025, 11, 23))
    assert grade(words, fresh, PARTNER_SEALS) is Grade.SUPPORTS


def test_a_record_is_of_the_last_twelve_months_and_a_policy_may_be_older() -> None:
    assert grade(SEAL_WORDS, document(Kind.RECORD, effective=date(2025, 2, 20))) is Grade.STALE
    assert grade(SEAL_WORDS, document(Kind.RECORD, effective=date(2026, 2, 20))) is Grade.SUPPORTS
    assert grade(SEAL_WORDS, document(Kind.POLICY, effective=date(2024, 2, 20))) is Grade.SUPPORTS


def test_a_superseded_version_does_not_count() -> None:
    assert grade(SEAL_WORDS, document(superseded_by="/papers/r4.pdf")) is Grade.STALE
    assert grade(SEAL_WORDS, document()) is Grade.SUPPORTS


def test_a_policy_without_a_date_does_not_show_its_yearly_review_and_a_dated_one_of_this_year_does() -> None:
    words = "These seal procedures are reviewed every year."
    assert grade(words, document(effective=None), YEARLY) is Grade.PARTIAL
    assert grade(words, document(effective=date(2024, 9, 30)), YEARLY) is Grade.STALE
    assert status(judged(words, document(effective=None), YEARLY), requirement=YEARLY) is Status.PARTIAL
    assert status(judged(words, document(), YEARLY), requirement=YEARLY) is Status.COVERED


# Programmes and their papers


def test_a_private_audit_is_no_membership_but_may_support_due_diligence() -> None:
    paper = document(Kind.CERTIFICATE, party="Zhenyuan", title="C-TPAT Security Audit Certificate")
    words = "Verified by Verimarque: C-TPAT security audit of the factory, certified with a score of 91."
    assert grade(words, paper, MEMBERSHIP) is Grade.CLAIM_ONLY
    assert status(judged(words, paper, MEMBERSHIP), requirement=MEMBERSHIP) is Status.GAP
    assert grade(words, paper, DILIGENCE) is Grade.SUPPORTS


def test_an_aeo_certificate_in_date_supports_membership_and_nothing_about_yards() -> None:
    paper = document(Kind.CERTIFICATE, party="Hanseon Lantern", title="AEO Certificate", expires=date(2029, 5, 12))
    words = "This is to certify that Hanseon Lantern Co., Ltd. of the Republic of Korea is an AEO exporter."
    assert grade(words, paper, MEMBERSHIP) is Grade.SUPPORTS
    assert judged(words, paper, SEALS) is None


# Agreement, places, pictures


def test_a_policy_and_a_record_that_disagree_are_a_conflict_and_both_are_shown() -> None:
    rule = judged(SEAL_WORDS, document(Kind.POLICY))
    log = document(Kind.RECORD)
    said = "2026-05-29 | locked cabinet, dock office | seals not counted, custodian away"
    fields = dict(zip(("Date", "Place", "Monthly seal count"), said.split(" | "), strict=True))
    against = judged(passage(said, log, locator=Locator(row=9), fields=fields), log)
    assert rule and against and against.grade is Grade.CONTRADICTS
    judgement = standing(rule, against)
    assert judgement.status is Status.CONFLICT
    assert {piece.grade for piece in judgement.evidence} == {Grade.SUPPORTS, Grade.CONTRADICTS}
    assert "disagree" in judgement.missing


def test_a_policy_and_a_record_that_agree_are_covered() -> None:
    rule = judged(SEAL_WORDS, document(Kind.POLICY))
    record = judged("Seal count 2026-04-17: 412 in the locked cabinet, no differences.", document(Kind.RECORD))
    assert record and record.grade is Grade.SUPPORTS
    assert status(rule, record) is Status.COVERED


def test_a_vendors_paper_shows_the_vendor_and_not_the_companys_own_procedure() -> None:
    letter = judged(SEAL_WORDS, document(Kind.LETTER, party="Pelican Gate"))
    assert letter and letter.party == "Pelican Gate" and letter.layer is Layer.PARTNER
    assert status(letter) is Status.PARTIAL
    assert status(letter, requirement=PARTNER_SEALS) is Status.COVERED


def test_a_policy_does_not_prove_what_needs_a_record_or_a_partner() -> None:
    rule = evidence(Grade.SUPPORTS)
    for layer in (Layer.RECORD, Layer.PARTNER, Layer.TRAINING):
        wanted = Requirement("65.1", "Inspections are recorded.", (layer,), core=SEALS.core)
        assert status(rule, requirement=wanted) is Status.PARTIAL
    record = evidence(Grade.SUPPORTS, Kind.RECORD)
    assert status(record, requirement=Requirement("65.1", "…", (Layer.RECORD,))) is Status.COVERED
    written = Requirement("65.1", "Written procedures cover inspections.", (Layer.PROCEDURE,))
    assert status(record, requirement=written) is Status.PARTIAL
    practised = Requirement("65.1", "Inspections take place.", (Layer.PROCEDURE,))
    assert status(record, requirement=practised) is Status.COVERED  # what need not be written is shown by its practice


def test_a_photograph_is_evidence_by_what_a_person_wrote_under_it() -> None:
    photograph = document(Kind.MEDIA, name="seal.jpg")
    caption = "Caption: seal BHG0048213 on the locked door, count sheet beside it, dock 12, 27 August 2026."
    found = judged(caption, photograph)
    assert found and found.grade is Grade.SUPPORTS and found.layer is Layer.RECORD
    assert judged("Caption: a truck at the gate.", photograph) is None


# Wording that is less than it seems


@pytest.mark.parametrize(
    "words",
    [
        "Seals are kept in a locked cabinet and counted where possible.",
        "We plan to keep the seals in a locked cabinet and to count them.",
        "The seals will be kept in the locked cabinet and the count will be introduced by Q2 2027.",
    ],
)
def test_a_hedge_or_a_plan_is_partial(words: str) -> None:
    assert grade(words, document()) is Grade.PARTIAL


def test_part_of_what_is_asked_is_partial_and_says_what_is_unsaid() -> None:
    asked = Requirement("71.1", SEALS.text, core=SEALS.core, full={"count": ("count*",), "log": ("log",)})
    found = judged(SEAL_WORDS, document(), asked)
    assert found and found.grade is Grade.PARTIAL and found.reasons == ("it does not say: log",)


def test_a_lookalike_is_no_evidence() -> None:
    assert judged("The carton sealing tape is kept in a locked cabinet and counted.", document()) is None


def test_a_question_in_a_form_is_no_statement() -> None:
    assert grade("Are the seals kept in a locked cabinet and counted?", document(Kind.RECORD)) is Grade.FORM_ONLY


def test_a_must_that_stands_on_paper_only_is_said_to_be_so() -> None:
    subject = criterion()
    assert "not evidenced" in covered_by(subject, standing(evidence(Grade.SUPPORTS))).note
    both = standing(evidence(Grade.SUPPORTS), evidence(Grade.SUPPORTS, Kind.RECORD))
    assert covered_by(subject, both).note == ""


def test_a_passage_of_another_place_in_the_text_is_quoted_where_it_stands() -> None:
    paper = document()
    found = judged(passage(SEAL_WORDS, paper, start=400, end=400 + len(SEAL_WORDS)), paper)
    assert found and (found.citation.start, found.citation.quote) == (400, SEAL_WORDS)


def test_a_yes_in_an_unsigned_undated_questionnaire_does_not_support() -> None:
    unsigned = document(Kind.QUESTIONNAIRE, party="Binh An", effective=None)
    said = row("8", ITEM, "Yes", "The seals lie in a locked cabinet of the shift supervisor.", unsigned)
    assert grade(said, unsigned, PARTNER_SEALS) in (Grade.FORM_ONLY, Grade.CLAIM_ONLY)


def test_an_undated_letter_or_record_is_not_current_evidence() -> None:
    words = "We keep all seals in a locked cabinet and count them."
    assert grade(words, document(Kind.LETTER, party="Rio", effective=None), PARTNER_SEALS) is not Grade.SUPPORTS
    assert grade(words, document(Kind.RECORD, effective=None)) is not Grade.SUPPORTS


def test_an_svi_number_is_a_claim_and_no_status() -> None:
    letter = document(Kind.LETTER, party="Rio Lindero")
    words = "Our company is certified in CTPAT, SVI number RioL00012345."
    assert grade(words, letter, MEMBERSHIP) is Grade.CLAIM_ONLY


def test_an_aeo_certificate_of_a_country_without_an_arrangement_does_not_support() -> None:
    paper = document(Kind.CERTIFICATE, party="Zhenyuan (Shenzhen)", title="AEO Certificate", expires=date(2029, 1, 1))
    words = "China Customs certifies that Zhenyuan (Shenzhen) is an AEO, advanced certified enterprise."
    assert grade(words, paper, MEMBERSHIP) is not Grade.SUPPORTS


def test_a_denial_in_the_next_sentence_is_heard() -> None:
    words = "Seals are kept in a locked cabinet and counted every Friday. This was not done in May and June."
    assert grade(words, document(Kind.RECORD)) is Grade.CONTRADICTS


@pytest.mark.parametrize("heading", ["Result", "Status", "Done", "Remarks"])
def test_a_log_entry_whose_result_says_no_does_not_support(heading: str) -> None:
    log = document(Kind.RECORD)
    said = "2026-05-29 | Seals in the locked cabinet, monthly count | not counted, custodian away"
    fields = dict(zip(("Date", "Check", heading), said.split(" | "), strict=True))
    assert grade(passage(said, log, locator=Locator(row=9), fields=fields), log) is (
        Grade.PARTIAL if heading == "Remarks" else Grade.CONTRADICTS
    )

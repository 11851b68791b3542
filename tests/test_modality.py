"""How sentences of real manuals, logs and letters speak."""

import pytest

from kb.modality import Mood, denies, mood
from kb.sentences import sentences

OBLIGATIONS = (
    "All containers must be sealed with an ISO 17712 high-security seal before they leave the dock.",
    "The custodian shall record the seal number in the log.",
    "Drivers will present photo identification at Gate 1.",
    "The shift supervisor is responsible for counting the seals every Friday.",
    "Access rights are reviewed and removed when no longer required.",
    "Visitors sign in at reception and have to wear the red sticker.",
)
PROHIBITIONS = (
    "Containers without a seal shall be refused at the gate.",
    "Never accept a load without a seal.",
    "Badges must be returned; a badge that is not returned is switched off the same day.",
    "Seals must not be left unattended on the dock.",
    "Employees may not lend their badges.",
    "Do not break a seal without calling the security desk.",
    "Keys must never be left in a parked tractor.",
    "If the seal number does not match the manifest, the trailer must be held.",
    "When a driver is not on the appointment list, the guard must refuse entry.",
    "Any trailer that is not sealed must be moved to a hold slot.",
    "The gate must be locked when it is not attended.",
    "If no inspection was made, the unit shall stay in the hold slot.",
)
PRACTICES = (
    "The gate is locked at 18:00 and the guard keeps the key.",
    "The yard is fenced on all sides with 8 ft chain link.",
    "Quarterly seal count 2026-03-31: 412 on hand, 412 in log, no differences.",
    "Inspected unit BHGU 4417702, all seven areas, no defects found.",
    "The inventory was taken on 3 May and no discrepancies were found.",
    "The annual review took place on 12 January 2026.",
    "The emergency plan is reviewed every year by the committee.",
    "Planned maintenance of the cameras is done each month.",
    "Access is not limited to the day shift.",
    'Look at the seal; "VVTT" written over an empty field is not accepted.',
    "We have had no entry into the yard since we moved here in 2017.",
    "None of the seals was damaged.",
    "Nobody is allowed behind the counter.",
    "No container was released without a seal.",
    "The handout tells what is out of order.",
    "Reports are made as soon as feasible.",
    "Procedures are available on request.",
)
PLANS = (
    "We are in the process of extending the fenced area.",
    "Yes, in process.",
    "The fence of the east annex is being extended.",
    "A second camera will be installed by the end of 2027.",
    "Encryption of backups is planned for Q1 2027.",
    "We intend to begin yearly access reviews.",
    "The procedure is under development.",
    "Fencing of Lot C is budgeted for FY2027.",
    "The list of drivers is yet to be agreed.",
    "Target date for the second guard house: March 2027.",
    "Fence work expected by spring 2027.",
    "Written procedures will follow.",
    "The GPS tracking has not yet been rolled out.",
    "A hotline shall be introduced next year.",
    "DCW will start fence walks in January 2027.",
    "Mexico leg: to be added.",
    "Planned for 2027, the budget is with the board.",
)
HEDGES = (
    "Managers look again at finished units where possible.",
    "Seals are checked if time permits.",
    "Staff are encouraged to challenge strangers.",
    "Sites should consider an alarm.",
    "Ideally, two people open the container.",
    "As far as practicable, loads are photographed.",
    "Photographs are taken on request.",
    "Random checks are done at the supervisor's discretion.",
)
DENIALS = (
    "The drives were not wiped before they were donated.",
    "There is no fence at the overflow lot.",
    "We do not have a written procedure for this.",
    "The warehouse is not alarmed.",
    "Visitor entered without escort.",
    "The log does not show the time of departure.",
    "No records were found for the second quarter.",
    "The check had been skipped in August.",
    "The guard at G2 hasn't been trained.",
)
ABSENCES = (
    "The number of the seal is not among the fields.",
    "There is no fence at the overflow lot.",
    "We do not have a written procedure for this.",
    "The warehouse is not alarmed.",
    "No records were found for the second quarter.",
    "The yearly review is overdue.",
    "Two findings of the audit remain open.",
    "The east annex is unfenced.",
    "The side gate isn’t locked.",
    "We don't have a written procedure for this.",
    "No escort was recorded for four visitors.",
    "The August checklists lack the supervisor's signature.",
    "None of the sixteen lists bears a signature.",
    "Nobody had counted the seals in May.",
    "The camera at gate 2 was out of order.",
)
QUESTIONS = (
    "Are containers stored in a secure area?",
    "Does the company maintain a written seal policy?  ",
    "Is there no fence at the lot?",
    "Is the yard fenced? (Yes / No / N/A)",
    "☐ Yes ☐ No",
)


@pytest.mark.parametrize("sentence", [*OBLIGATIONS, *PROHIBITIONS])
def test_a_rule_is_heard_as_a_rule_also_where_it_forbids(sentence: str) -> None:
    assert mood(sentence) is Mood.OBLIGATION


@pytest.mark.parametrize("sentence", PRACTICES)
def test_what_is_done_is_heard_as_done(sentence: str) -> None:
    assert mood(sentence) is Mood.PRACTICE


@pytest.mark.parametrize("sentence", PLANS)
def test_what_is_planned_is_not_heard_as_done(sentence: str) -> None:
    assert mood(sentence) is Mood.PLAN


@pytest.mark.parametrize("sentence", HEDGES)
def test_what_is_left_to_circumstances_is_heard_as_a_hedge(sentence: str) -> None:
    assert mood(sentence) is Mood.HEDGE


@pytest.mark.parametrize("sentence", DENIALS)
def test_what_an_entry_of_a_log_says_was_not_so_is_heard_as_a_denial(sentence: str) -> None:
    assert mood(sentence, entry=True) is Mood.DENIAL and denies(sentence)


@pytest.mark.parametrize("sentence", ABSENCES)
def test_what_is_wanting_is_heard_as_a_denial_in_running_text_too(sentence: str) -> None:
    assert mood(sentence) is Mood.DENIAL


@pytest.mark.parametrize(
    "sentence",
    [
        "The agency sends the report first, and there is no badge without it.",
        "Nobody gets a key without a signature.",
        "There is no access to the cage unless the shift lead is there.",
    ],
)
def test_what_is_denied_twice_is_no_denial(sentence: str) -> None:
    assert mood(sentence) is not Mood.DENIAL
    assert mood(sentence, entry=True) is not Mood.DENIAL


@pytest.mark.parametrize(
    "sentence",
    [
        "There is no fence, and drivers park without asking.",
        "There is no escort. Visitors leave without one.",
        "There is no perimeter fencing around the cargo areas except at the gate.",
        "There is no written procedure for high-security seals except for an e-mail of 2019.",
        "There is no inspection of the fencing unless the landlord asks.",
        "There is no procedure for containers found without a seal.",
        "There is no check of drivers who come without papers.",
        "There is no lock on the cage and trailers are left without seals.",
        "The gate was damaged and no longer in use.",
        "The alarm is old and no longer in service.",
        "The camera was moved to the office and no longer in the yard.",
        "The seal procedure was withdrawn and is no longer in force.",
    ],
)
def test_what_is_denied_once_is_a_denial_whatever_else_is_said(sentence: str) -> None:
    assert mood(sentence) is Mood.DENIAL
    assert mood(sentence, entry=True) is Mood.DENIAL


@pytest.mark.parametrize(
    "sentence",
    [
        "Not all trailers are sealed and many go without inspection.",
        "Visitors never get a badge and go without an escort.",
        "The yard has no gate and trailers leave without inspection.",
        "It is not unusual for trucks to leave without a seal.",
        "Nobody asked, but trailers left without a check.",
    ],
)
def test_what_a_record_says_was_done_without_is_a_denial(sentence: str) -> None:
    assert mood(sentence, entry=True) is Mood.DENIAL


def test_a_rule_of_what_somebody_does_not_do_denies_nothing_in_running_text() -> None:
    assert mood("A guard does not hold a seal.") is Mood.PRACTICE


@pytest.mark.parametrize("sentence", QUESTIONS)
def test_what_is_asked_is_not_heard_as_said(sentence: str) -> None:
    assert mood(sentence) is Mood.QUESTION


@pytest.mark.parametrize("sentence", [*PROHIBITIONS, *PRACTICES])
def test_a_prohibition_and_a_count_without_differences_deny_nothing(sentence: str) -> None:
    assert mood(sentence) is not Mood.DENIAL


def test_a_rule_for_a_time_of_every_year_is_no_plan() -> None:
    assert mood("The list will be sent to the Committee by Q1 of each year.") is Mood.OBLIGATION
    assert mood("Drivers will follow the route of the card.") is Mood.OBLIGATION


def test_a_ticked_box_is_an_answer() -> None:
    assert mood("Is the yard fenced? ☒ Yes ☐ No") is not Mood.QUESTION


def test_the_weakest_reading_wins() -> None:
    assert mood("The fence must be checked daily, which was not done in August.", entry=True) is Mood.DENIAL
    assert mood("Seals must be counted where possible; a second count is planned for 2027.") is Mood.PLAN


def test_a_sentence_ends_at_a_full_stop_and_not_at_an_abbreviation() -> None:
    text = "See sec. 4 and e.g. the annex. The gate is locked.\n- Keys are kept by G. Marsh."
    said = [text[start:end] for start, end in sentences(text)]
    assert said == ["See sec. 4 and e.g. the annex.", "The gate is locked.", "- Keys are kept by G. Marsh."]


def test_sentences_keep_their_places_and_lose_no_word() -> None:
    text = "  One is here.  Two is there!\n\n Three?  "
    spans = sentences(text)
    assert [text[start:end] for start, end in spans] == ["One is here.", "Two is there!", "Three?"]
    assert sentences("") == () and sentences(" \n ") == ()


@pytest.mark.parametrize(
    "sentence",
    ["Wherever staffing allows, visitors are accompanied.", "Visitors are accompanied, staffing permitting."],
)
def test_what_is_done_as_staffing_allows_is_a_hedge(sentence: str) -> None:
    assert mood(sentence) is Mood.HEDGE


@pytest.mark.parametrize(
    "sentence",
    [
        "A truck without an appointment is turned round; there are no walk-ins.",
        "There are no exceptions to this rule.",
        "A door is given to no unit whose entry line lacks a check mark.",
    ],
)
def test_what_one_is_glad_not_to_have_is_no_denial(sentence: str) -> None:
    assert mood(sentence) is not Mood.DENIAL
    assert mood("There are no cameras at the gate.") is Mood.DENIAL


def test_what_a_thing_or_the_law_allows_leaves_nothing_to_anybodys_convenience() -> None:
    assert mood("Units stand doors to the wall where the chassis permits.") is not Mood.HEDGE
    assert mood("Bags are searched where the law permits.") is not Mood.HEDGE
    assert mood("Weak points are dealt with as budget and the season allow.") is Mood.HEDGE


@pytest.mark.parametrize(
    "told",
    [
        "Noor asks when someone will teach the desk how to run the camera system.",
        "The auditor wanted to know whether the seals are counted.",
    ],
)
def test_a_question_that_minutes_tell_of_says_that_somebody_did_not_know(told: str) -> None:
    assert mood(told, entry=True) is Mood.QUESTION
    assert mood("Reception asks whom the visitor comes to see.", entry=True) is not Mood.QUESTION
    assert mood("The guard asks why the driver is early.") is not Mood.QUESTION


@pytest.mark.parametrize(
    ("told", "is_wanting"),
    [
        ("Panel battery found swollen and taken out.", True),
        ("The lamps along the tracks are still dark.", True),
        ("Camera 9 is out of order since Tuesday.", True),
        ("Camera 9 was found dead and was replaced the same day.", False),
        ("All cameras were found working.", False),
    ],
)
def test_a_report_of_a_thing_that_does_not_work_denies_it_unless_it_was_put_right(told: str, is_wanting: bool) -> None:
    assert (mood(told, entry=True) is Mood.DENIAL) is is_wanting

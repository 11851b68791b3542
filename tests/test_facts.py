"""What is read from a document about itself, with examples that must be found and examples that must not."""

from datetime import date
from pathlib import Path

import pytest
from papers import QUESTIONS, RULES, read, row, rows, title

from ingest.facts import facts_of, fingerprint, overlap
from ingest.fields import fields_of
from ingest.languages import language_of
from ingest.passages import assemble
from ingest.placeholders import placeholders_in
from ingest.reading import Block, BlockKind, Reading
from kb.dates import date_in_name, dates_in, day_told
from kb.errors import CorrectionError
from kb.model import Document, Fact, Kind

LIBRARY = Path(__file__).parents[2] / "shared" / "data" / "grc_library" / "documents"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("07-May-2027", date(2027, 5, 7)),
        ("May 7, 2027", date(2027, 5, 7)),
        ("7th of May, 2027", date(2027, 5, 7)),
        ("2026-08-05", date(2026, 8, 5)),
        ("2026/8/5", date(2026, 8, 5)),
        ("25/12/2026", date(2026, 12, 25)),
        ("12/25/26", date(2026, 12, 25)),
        ("05.11.2025", date(2025, 11, 5)),
        ("17 de septiembre de 2025", date(2025, 9, 17)),
        ("2026年8月5日", date(2026, 8, 5)),
        ("Sept. 2026", date(2026, 9, 1)),
        ("7 May '27", date(2027, 5, 7)),
        ("Q3 2026", date(2026, 7, 1)),
        ("third quarter of 2026", date(2026, 7, 1)),
        ("03/2027", date(2027, 3, 1)),
        ("2027-03", date(2027, 3, 1)),
        ("令和8年3月1日", date(2026, 3, 1)),
    ],
)
def test_dates_are_read_in_the_forms_that_people_write(written: str, value: date) -> None:
    found = dates_in(f"It was {written} then")
    assert [each.value for each in found] == [value]


@pytest.mark.parametrize(
    "text",
    ["31/02/2026", "clause 2.1.1", "ISO 17712:2013", "10.1.2.3", "912-555-0188", "may 2 men", "IR-2026-04", "4/2026/5"],
)
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert dates_in(text) == []


def test_day_and_month_that_can_be_exchanged_are_read_as_in_the_united_states_with_a_warning() -> None:
    document = read("a.pdf", title("Seal Policy"), "Rev 15, 3/4/21", "Effective date: 3/4/2021")
    assert document.effective == date(2021, 3, 4) and document.version == "15"
    assert next(fact for fact in document.facts if fact.name == "effective").confidence == 0.5
    assert any("two ways" in warning for warning in document.warnings)


def fact(document: Document, name: str) -> Fact | None:
    return next((fact for fact in document.facts if fact.name == name), None)


def test_an_unmistakable_date_of_the_document_settles_the_order_of_day_and_month() -> None:
    european = read("a.pdf", title("Seal Policy"), "Effective date: 3/4/2021", "Approved on 25/3/2021")
    american = read("a.pdf", title("Seal Policy"), "Effective date: 3/4/2021", "Approved on 3/25/2021")
    assert (european.effective, american.effective) == (date(2021, 4, 3), date(2021, 3, 4))
    assert european.warnings == american.warnings == ()


def test_a_log_of_dates_with_the_day_first_ends_on_its_last_day() -> None:
    log = [row(("Date", "Seal"), day, "B1") for day in ("25/03/2026", "03/04/2026", "05/04/2026", "06/04/2026")]
    assert read("a.xlsx", title("Seal log"), *log).effective == date(2026, 4, 6)


def test_an_ambiguous_date_tells_both_readings_and_the_language_which_is_likelier() -> None:
    spanish = "Este procedimiento se aplica a los sellos de la planta y debe ser revisado por el jefe cada año."
    document = read("a.pdf", title("Procedimiento de sellos"), "Vigencia desde: 03/04/2025", spanish)
    assert document.effective == date(2025, 4, 3)
    assert "2025-04-03 or 2025-03-04" in document.warnings[0]


def test_a_revisions_own_date_counts_where_no_other_is_told() -> None:
    document = read("a.pdf", title("Seal Policy"), "Rev 15, 3/14/21", RULES)
    assert (document.version, document.effective) == ("15", date(2021, 3, 14))


@pytest.mark.parametrize("written", ["2027-05-07", "7 May 2027", "07-May-2027", " May 7, 2027. "])
def test_a_person_can_write_a_date_in_any_clear_form(written: str) -> None:
    assert day_told(written) == date(2027, 5, 7)
    assert day_told("May 2027", last=True) == date(2027, 5, 31)
    assert day_told("Q1 2027", last=True) == date(2027, 3, 31)


@pytest.mark.parametrize("written", ["5/7/27", "next week", "2027", "2027-05-07 or 2027-05-08", "31/02/2027"])
def test_a_date_that_is_not_clear_is_not_taken(written: str) -> None:
    with pytest.raises(CorrectionError):
        day_told(written)


@pytest.mark.parametrize(
    ("name", "lines", "site"),
    [
        ("a.pdf", [title("Yard Procedure"), "Site: Plant 2, Apodaca", RULES], "Plant 2, Apodaca"),
        ("a.pdf", [title("Yard Procedure"), "Applies to: all sites", RULES], "all sites"),
        ("a.pdf", [title("Yard Procedure"), "Applies to: all employees and contractors", RULES], ""),
        ("a.pdf", [title("Yard Procedure"), "Warehouse: 86,000 sq ft, 22 doors", RULES], ""),
        ("a.xlsx", [title("Visitor log"), "Site | DCE", *rows(("Date", "Who"), 6, "2026-01-0{}", "X")], "DCE"),
        ("a.pdf", [title("Memphis Warehouse Seal Procedure"), "Seals at Memphis are counted."], "Memphis Warehouse"),
        ("a.pdf", [title("Bonded Warehouse Procedure"), "Goods in the bonded warehouse are counted."], ""),
        ("Fence walk Plant 2.pdf", [title("Fence walk"), "Date: 2026-01-05"], "Plant 2"),
        ("a.pdf", [title("Yard Procedure"), "It applies to the Reno plant. Seals of Reno are blue."], "Reno plant"),
        ("sites/Calder_Flats/Yard.pdf", [title("Yard Procedure"), RULES], "Calder Flats"),
        ("Note_DCE.docx", [title("Review note"), "Recorded pictures of the yard at DCE, 2026-05-21"], "DCE"),
        ("SOP_CCTV.docx", [title("Procedure"), RULES], ""),
        (
            "a.pdf",
            ["Acme Woodcraft Ltd.", "12 Mill Road, Norwich, United Kingdom", "Dear Sir:", "Hello.", "Sincerely,"],
            "12 Mill Road, Norwich, United Kingdom",
        ),
        ("a.pdf", ["Acme Woodcraft Ltd.", "Tel 12, a@acme.example, x", "Dear Sir:", "Hello.", "Sincerely,"], ""),
    ],
)  # fmt: skip
def test_the_site_is_the_place_that_a_document_speaks_of(name: str, lines: list[Block | str], site: str) -> None:
    assert read(name, *lines).site == site


FORM = rows(QUESTIONS, 6, "{}", "Are seals counted?", "Yes", "")


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        ([row((), "Signature of an officer", "G. Lowe, signed 2026-04-17"), *FORM], "signed"),
        ([row((), "Signature of an officer", ""), *FORM], "not signed"),
        (["Signed by: ____________", *FORM], "not signed"),
        (["Authorized signature: Wei Zhang", *FORM], "signed"),
        (["Signature: pending", *FORM], "not signed"),
        (["By: /s/ Jason B. Few", *FORM], "signed"),
        ([*FORM], None),
        ([*rows(("Date", "Visitor", "Signature"), 6, "2026-01-0{}", "Ann", "")], None),
        ([row((), "Signature", "Both sender and recipient"), *FORM], None),
    ],
)
def test_the_signature_line_tells_whether_a_paper_is_signed(lines: list[Block | str], value: str | None) -> None:
    document = read("vendors/acme/a.xlsx", *lines)
    found = fact(document, "signature")
    assert (found.value if found else None) == value
    if document.kind is Kind.QUESTIONNAIRE:
        assert ("Its signature line is empty." in document.warnings) == (value == "not signed")


def test_what_is_missing_guessed_or_blank_is_said_to_a_person() -> None:
    letter = read("a.pdf", "Acme Ltd.", "Dear Sir:", "We lock the yard.", "Sincerely,", "A. Person")
    assert any("No date was found in this letter" in each for each in letter.warnings)
    unknown = read("a.txt", "Lunch is at noon.")
    assert any("not recognised" in each for each in unknown.warnings)
    blanks = read("a.pdf", title("Seal Policy"), "Effective: 2026-01-01", f"{RULES} " * 60, "The owner is [NAME].")
    assert any("1 blank still to be filled in: [NAME]" in each for each in blanks.warnings)
    clean = read("a.pdf", title("Seal Policy"), "Effective date: 2026-01-01", RULES)
    assert clean.warnings == ()


def test_template_or_filled_is_a_fact_and_so_is_what_a_template_would_be() -> None:
    template = read("a.docx", title("Recovery Procedure"), "[COMPANY NAME] keeps this. [OWNER] owns it. See [SITE].")
    form, filled = fact(template, "form"), fact(template, "kind if filled")
    assert form and filled and (form.value, filled.value) == ("template", "procedure")
    policy = fact(read("a.docx", title("Seal Policy"), RULES), "form")
    assert policy and policy.value == "filled"


def test_a_date_in_a_files_name_counts_and_a_year_alone_does_not() -> None:
    assert date_in_name("records/CCTV_note_2026-05-21.docx").value == date(2026, 5, 21)  # type: ignore[union-attr]
    assert date_in_name("records/Visitor_log_2026-09.xlsx").last == date(2026, 9, 30)  # type: ignore[union-attr]
    assert date_in_name("records/Checklists_2026Q3.pdf").last == date(2026, 9, 30)  # type: ignore[union-attr]
    assert date_in_name("Questionnaire_2026.xlsx") is None
    assert date_in_name("suite_6-1-10.pdf") is None


@pytest.mark.parametrize(
    ("lines", "effective", "expires"),
    [
        (["Validity: 13 May 2024 – 12 May 2029"], date(2024, 5, 13), date(2029, 5, 12)),
        (["Date of issue: 2026-02-02", "This certificate is valid for one year."], date(2026, 2, 2), date(2027, 2, 2)),
        (["Issued: 1 April 2023", "Expires: 03/31/2026"], date(2023, 4, 1), date(2026, 3, 31)),
        (["Valid through March 2026"], None, date(2026, 3, 31)),
    ],
)
def test_a_certificates_dates_are_read(lines: list[str], effective: date | None, expires: date) -> None:
    document = read("a.pdf", "CERTIFICATE", "certifies that Boltmark Security Seals Ltd. conforms", *lines)
    assert document.expires == expires
    assert effective is None or document.effective == effective


def test_a_password_that_expires_does_not_make_a_policy_expire() -> None:
    document = read("a.pdf", title("Password Policy"), "A password expires on the 90th day. Effective: 2026-01-01")
    assert document.expires is None


def test_a_record_is_dated_by_its_last_entry_and_not_by_what_is_due() -> None:
    log = rows(("Date", "Seal", "Next count"), 8, "2026-0{}-12", "BHG00{}", "2027-01-01")
    assert read("a.xlsx", title("Seal log"), *log).effective == date(2026, 8, 12)


def test_minutes_of_several_meetings_are_dated_by_the_last_one() -> None:
    meetings = [title("Committee minutes"), title("Meeting of January 22, 2026"), title("Meeting of 22 October 2026")]
    assert read("minutes.docx", *meetings, "Present: all").effective == date(2026, 10, 22)


def test_a_meetings_own_day_stands_before_its_number_and_what_is_planned_behind_what_was_done() -> None:
    minutes = read("a.docx", title("Committee, minutes of meeting 4/2026"), "Thursday, September 17, 2026, 14:00")
    assert minutes.effective == date(2026, 9, 17)
    done = rows(("When", "Topic"), 6, "2026-01-1{}", "Induction")
    assert read("a.xlsx", *done, row(("When", "Topic"), "Q3 2027", "Test")).effective == date(2026, 1, 16)


def test_an_undated_questionnaire_stays_undated() -> None:
    form = rows(QUESTIONS, 6, "{}", "Are seals counted?", "Yes", "")
    assert read("vendors/binh_an/Questionnaire_2026.xlsx", "Date: ________", *form).effective is None


def test_document_control_is_read_from_lines_from_cells_and_from_one_run_of_text() -> None:
    lines = read(
        "a.docx", "Document number: POL-SEC-03", "Revision: r4", "Effective date: 2026-02-16", "Owner: T. Halloran"
    )
    cells = read(
        "a.docx",
        *(row((), label, value) for label, value in (("Document number", "POL-SEC-03"), ("Revision", "r4"))),
        *(
            row((), label, value)
            for label, value in (("Effective date", "February 16, 2026"), ("Owner", "T. Halloran"))
        ),
    )
    run = read("a.docx", "Document number: POL-SEC-03 Revision: 4 Effective date: 16-Feb-2026 Owner: T. Halloran")
    for document in (lines, cells, run):
        told = {fact.name: fact.value for fact in document.facts}
        assert (told["number"], document.version, document.effective) == ("POL-SEC-03", "4", date(2026, 2, 16))
        assert told["owner"] == "T. Halloran"


def test_column_headings_are_not_taken_for_values() -> None:
    table = Block("Vendor | Site | Status", BlockKind.FURNITURE, cells=("Vendor", "Site", "Status"))
    assert fields_of(Reading((table, row(("Field", "Description"), "Site name", "The canonical name")))) == []


@pytest.mark.parametrize(
    ("name", "lines", "party"),
    [
        ("a.xlsx", ["Company name: Binh An Rattan JSC"], "Binh An Rattan JSC"),
        ("vendors/pelican_gate/a.pdf", ["Pelican Gate CFS", "Dear Sir:", "Hello.", "Sincerely"], "Pelican Gate CFS"),
        (
            "vendors/sentrow/a.pdf",
            ["Post orders", "Sentrow Guard Services LLC must watch."],
            "Sentrow Guard Services LLC",
        ),
        ("vendors/blue_gate/a.pdf", ["Rules for the yard"], "Blue Gate"),
        ("04 Partners/Blue Gate/Driver handbook.pdf", [title("Driver Handbook"), RULES], "Blue Gate"),
        ("04 Partners/Tracker of actions.pdf", [title("Tracker"), RULES], ""),
        ("a.pdf", ["Norrsund Line AB", "Dear Sir:", "Hello.", "Sincerely"], "Norrsund Line AB"),
        ("a.pdf", [title("Seal Policy"), "Company: Brindlewick Home Goods, Inc."], ""),
    ],
)
def test_the_party_is_the_one_whose_paper_it_is(name: str, lines: list[Block | str], party: str) -> None:
    form = rows(QUESTIONS, 6, "{}", "Are seals counted?", "Yes", "") if name.endswith("xlsx") else []
    assert read(name, *lines, *form).party == party


def test_a_mail_is_a_letter_of_its_senders_organisation_on_the_day_it_was_sent() -> None:
    sent = {"sender": "Ann <a@vigilane.example>", "sent": "2026-02-11T10:00:00+00:00", "subject": "Procedures"}
    document = read("m.eml", "From: Ann", "They will follow.", "Vigilane Monitoring, Inc.", properties=sent)
    assert (document.kind, document.party, document.title) == (Kind.LETTER, "Vigilane Monitoring, Inc.", "Procedures")
    assert document.effective == date(2026, 2, 11)


def test_placeholders_are_blanks_to_fill_in_and_not_links_or_marks() -> None:
    blanks = "[Company Name] <insert date> ____ TBD xx/xx/xxxx {{site}} [Select: Importer; Exporter]"
    assert len(placeholders_in(blanks)) == 7
    assert placeholders_in("[text](a.md) [1] [x] [ ] [sic] date (dd/mm/yyyy) a < b > c Signature: ______") == []


def test_the_language_is_told_by_common_words_or_script() -> None:
    assert language_of("The seal must be kept in the safe and counted by the guard") == "en"
    assert language_of("El sello debe guardarse en la caja y los guardias lo cuentan") == "es"
    assert language_of("シールは金庫に保管されています") == "ja"
    assert language_of("封条保存在保险柜中") == "zh"
    assert language_of("BHG0048213") == ""


def test_fingerprints_tell_a_revision_from_another_text() -> None:
    text = " ".join(f"The guard at gate {number} walks round the yard {number} times." for number in range(60))
    assert overlap(fingerprint(text), fingerprint(text)) == 1.0
    assert overlap(fingerprint(text), fingerprint(text + " And the fence is mended.")) > 0.8
    assert overlap(fingerprint(text), fingerprint("Passwords have twelve characters. " * 9)) < 0.1


@pytest.mark.skipif(not LIBRARY.is_dir(), reason="the policy library is not on this machine")
def test_a_published_policy_library_is_told_apart_by_kind() -> None:
    from ingest.readers.text import read as read_text

    expected = {
        "policy": Kind.POLICY,
        "procedure": Kind.PROCEDURE,
        "standard": Kind.PROCEDURE,
        "template": Kind.TEMPLATE,
    }
    for path in sorted(LIBRARY.glob("*.md")):
        reading = read_text(path)
        text, _ = assemble(reading)
        kind = facts_of(path.name, reading, text)[0].value
        word = path.stem.rpartition("__")[2].partition("-")[0]
        if word in expected:
            assert kind == expected[word], path.name
        elif "controls" in path.name and word == "register":
            assert kind == Kind.REGISTER, path.name

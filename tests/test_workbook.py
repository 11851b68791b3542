"""Somebody's own questionnaire is filled in as a copy: in their columns, with their values, and nothing is guessed."""

from pathlib import Path
from typing import Any

import pytest
from conftest import Base
from door import ctpat, told_in_one_line
from files import bruised
from form_case import ANSWERS, CONTINUITY, FORKLIFT, RECORDS, STORAGE, parts, rewritten, shown, write_form
from yard_case import LOG, PROCEDURE, SECURE, Case

from kb.criteria import load_catalogue
from kb.model import Status
from kb.workbook_turned import asks_other_way_round
from kb.workbook_values import answer, says_yes, state


def filled(base: Base, form: Path, *options: str) -> tuple[Any, Any]:
    """What the command told, and the sheet of the copy."""
    target = form.with_name("filled.xlsx")
    ran = ctpat("--json", "export", "workbook", form, "-o", target, *options, workspace=base.workspace)
    assert ran.code == 0, ran.err
    return ran.json, shown(target)


def test_columns_in_any_order_below_title_rows_take_answers_from_the_hidden_list(small: Base, tmp_path: Path) -> None:
    told, sheet = filled(small, write_form(tmp_path / "form.xlsx"))
    assert told["header_row"] == 4
    assert told["columns"] == {
        "answer": "F", "evidence": "G", "number": "E", "owner": "A", "question": "C", "response": "B", "status": "H",
    }  # fmt: skip
    assert [row["criterion"] for row in told["rows"]] == [56, 168, 11]
    assert sheet["F7"].value == "Yes" and sheet["H7"].value == "Complete"
    assert sheet["B6"].value.startswith("DRAFT, not approved: • Alder Goods: ") and SECURE in sheet["B6"].value
    assert "policies/yard_procedure.docx" in sheet["G6"].value
    assert sheet["D6"].value is None, "the SCSS writes there"


def test_partial_is_their_in_process_or_nothing_and_a_gap_is_neither_yes_nor_no(small: Base, tmp_path: Path) -> None:
    _, sheet = filled(small, write_form(tmp_path / "form.xlsx"))
    assert (sheet["F6"].value, sheet["F8"].value, sheet["B8"].value) == ("In process", None, None)
    told, sheet = filled(small, write_form(tmp_path / "short.xlsx", answers=("Yes", "No")))
    assert sheet["F6"].value is None and sheet["F7"].value == "Yes"
    left = {each["cell"]: each["why"] for each in told["left_empty"]}
    assert "56 is partial and the list has no value for it (Yes, No)" in left["F6"]
    assert "11 is gap" in left["F8"] and "11 is gap" in left["B8"]


def test_all_else_in_the_file_stays_byte_for_byte_and_the_source_is_never_touched(small: Base, tmp_path: Path) -> None:
    form = write_form(tmp_path / "form.xlsx")
    before = form.read_bytes()
    filled(small, form)
    old, new = parts(form), parts(tmp_path / "filled.xlsx")
    assert form.read_bytes() == before and old.keys() == new.keys()
    assert {name for name in old if old[name] != new[name]} == {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    assert b'fullCalcOnLoad="1"' in new["xl/workbook.xml"], "the counts are made anew when it is opened"
    sheet, was = shown(tmp_path / "filled.xlsx"), shown(form)
    assert sheet["F7"].fill.fgColor.rgb == was["F7"].fill.fgColor.rgb == "00FFFF00"
    assert sheet.merged_cells == was.merged_cells
    assert [each.sqref for each in sheet.data_validations.dataValidation] == [
        each.sqref for each in was.data_validations.dataValidation
    ]
    assert shown(tmp_path / "filled.xlsx", "Summary")["A1"].value.startswith("=COUNTIF")
    assert not list(tmp_path.glob(".*")), "no half-written file stays"


def test_what_cells_hold_is_kept_and_told_unless_it_is_to_be_overwritten(small: Base, tmp_path: Path) -> None:
    holds = {"B6": "Our own words.", "F8": "Yes", "A6": "Ana Beltre", "G7": '="see "&A1'}
    told, sheet = filled(small, write_form(tmp_path / "form.xlsx", cells=holds))
    assert {name: sheet[name].value for name in holds} == holds
    kept = {each["cell"]: each["why"] for each in told["not_overwritten"]}
    assert "Our own words." in kept["B6"] and "formula" in kept["G7"]
    assert "“Yes”" in kept["F8"] and "the documents say: gap" in kept["F8"]
    told, sheet = filled(small, write_form(tmp_path / "form.xlsx", cells=holds), "--overwrite")
    assert SECURE in sheet["B6"].value and sheet["G7"].value == '="see "&A1', "a formula stays all the same"
    assert sheet["F8"].value == "Yes" and sheet["A6"].value == "Ana Beltre", "nothing is put in their place"
    assert [each["cell"] for each in told["overwritten"]] == ["B6"]


def test_a_row_that_asks_something_else_is_listed_whatever_number_it_bears(small: Base, tmp_path: Path) -> None:
    told, sheet = filled(small, write_form(tmp_path / "form.xlsx"))
    assert [(row["row"], row["words"]) for row in told["unmatched"]] == [(9, FORKLIFT)]
    assert "3 is the portal's number" in told["unmatched"][0]["why"]
    assert sheet["B9"].value is None


def test_their_own_item_numbers_are_not_taken_for_the_portals(small: Base, tmp_path: Path) -> None:
    rows = [(STORAGE, 1), (RECORDS, 2), (CONTINUITY, 3)]
    told, _ = filled(small, write_form(tmp_path / "form.xlsx", rows))
    found = {row["row"]: (row["criterion"], row["by"]) for row in told["rows"]}
    assert found[6] == (56, "wording alone")
    assert all(number not in (1, 2, 3) for number, _ in found.values())


def test_two_rows_that_read_like_one_criterion_are_both_left_to_a_person(small: Base, tmp_path: Path) -> None:
    rows = [(STORAGE, None), (f"{STORAGE} At night too?", None), (RECORDS, 168)]
    told, _ = filled(small, write_form(tmp_path / "form.xlsx", rows))
    assert [row["criterion"] for row in told["rows"]] == [168]
    assert "another row reads like 56" in told["unmatched"][0]["why"]


def test_a_number_and_an_msc_id_that_agree_need_no_words_and_a_lost_zero_is_not_made_up(
    small: Base, tmp_path: Path
) -> None:
    headings = ("Owner", "Response", "MSC ID", "Remarks", "Portal number", "Yes/No", "Evidence", "Status")
    rows = [("5.1", 56), ("5.3", 56), ("12.1", None)]
    form = write_form(tmp_path / "form.xlsx", rows, headings, cells={"C5": None})
    told, _ = filled(small, form)
    assert [(row["criterion"], row["by"]) for row in told["rows"]] == [(56, "number and MSC id")]
    why = {row["row"]: row["why"] for row in told["unmatched"]}
    assert "number 56 is not MSC 5.3" in why[7] and "MSC 12.1 is of the criteria" in why[8]


def test_columns_can_be_named_by_letter_where_headings_say_nothing(small: Base, tmp_path: Path) -> None:
    form = write_form(tmp_path / "form.xlsx", headings=("", "", "Thing", "", "Zahl", "", "", ""))
    target = tmp_path / "filled.xlsx"
    assert "--columns" in told_in_one_line(ctpat("export", "workbook", form, "-o", target, workspace=small.workspace))
    told, sheet = filled(small, form, "--columns", "question=C,answer=F,response=G")
    assert told["columns"] == {"answer": "F", "question": "C", "response": "G"} and SECURE in sheet["G6"].value
    assert ctpat("export", "workbook", form, "-o", target, "--columns", "colour=F").code == 2


def test_a_list_that_excel_keeps_apart_from_the_others_is_read_and_kept(small: Base, tmp_path: Path) -> None:
    form = write_form(tmp_path / "form.xlsx")
    content = parts(form)["xl/worksheets/sheet1.xml"].decode()
    start, end = content.index("<dataValidations"), content.index("</dataValidations>") + len("</dataValidations>")
    apart = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"'
        ' xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1"'
        ' xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list">'
        "<x14:formula1><xm:f>Lists!$A$1:$A$4</xm:f></x14:formula1><xm:sqref>F6:F30</xm:sqref></x14:dataValidation>"
        "</x14:dataValidations></ext></extLst></worksheet>"
    )
    rewritten(form, "xl/worksheets/sheet1.xml", content[start:end], "")
    rewritten(form, "xl/worksheets/sheet1.xml", "</worksheet>", apart)
    told, _ = filled(small, form)
    assert told["columns"]["answer"] == "F"
    sheet = parts(tmp_path / "filled.xlsx")["xl/worksheets/sheet1.xml"].decode()
    assert "Lists!$A$1:$A$4" in sheet and ">In process<" in sheet


def test_merged_cells_are_filled_in_their_first_cell_only(small: Base, tmp_path: Path) -> None:
    import openpyxl

    form = write_form(tmp_path / "form.xlsx", [(STORAGE, 56), (None, None), (RECORDS, 168)])  # type: ignore[list-item]
    book = openpyxl.load_workbook(form)
    for reference in ("C6:C7", "B6:B7", "F7:F8"):
        book["Security profile"].merge_cells(reference)
    book.save(form)
    told, sheet = filled(small, form)
    assert SECURE in sheet["B6"].value and sheet["B7"].value is None
    left = {each["cell"]: each["why"] for each in told["left_empty"]}
    assert "merged" in left["F8"] and sheet["F8"].value is None


def test_a_conflict_gets_neither_an_answer_nor_a_draft(tmp_path: Path) -> None:
    case = Case(tmp_path, yard=PROCEDURE, log=LOG)
    form = write_form(tmp_path / "form.xlsx", [(STORAGE, 56)])
    target = tmp_path / "filled.xlsx"
    told = case.run("export", "workbook", str(form), "-o", str(target)).json
    assert shown(target)["F6"].value is None and shown(target)["B6"].value is None
    assert {each["cell"] for each in told["left_empty"]} >= {"F6", "B6"}


def test_what_a_spreadsheet_would_run_stays_text(tmp_path: Path) -> None:
    case = Case(tmp_path, yard=PROCEDURE)
    words = tmp_path / "words.txt"
    words.write_text('=HYPERLINK("http://x.example","56")', encoding="utf-8")
    case.run("review", "56", "--start")
    for step in (["--text", str(words)], ["--submit-for-review"], ["--approve", "--despite", "a test"]):
        assert case.run("review", "56", *step).code == 0
    form, target = write_form(tmp_path / "form.xlsx", [(STORAGE, 56)]), tmp_path / "filled.xlsx"
    assert case.run("review", "56", "--owner", "@SUM(1)").code == 0
    assert case.run("export", "workbook", str(form), "-o", str(target)).code == 0
    sheet = shown(target)
    assert sheet["B6"].value.startswith("'=HYPERLINK") and sheet["B6"].data_type == "s"
    assert sheet["A6"].value == "'@SUM(1)" and b"<f>" not in parts(target)["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("form.xlsx", b"PK\x03\x04 not really", "damaged"),
        ("form.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        ("form.xls", b"\xd0\xcf\x11\xe0", "save it as .xlsx"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_in_a_sentence(
    small: Base, tmp_path: Path, name: str, content: bytes, word: str
) -> None:
    (tmp_path / name).write_bytes(content)
    ran = ctpat("export", "workbook", tmp_path / name, "-o", tmp_path / f"new{name[4:]}", workspace=small.workspace)
    assert word in told_in_one_line(ran) and not (tmp_path / f"new{name[4:]}").exists()


def test_a_workbook_with_a_damaged_part_is_refused_in_a_sentence(small: Base, tmp_path: Path) -> None:
    form = bruised(write_form(tmp_path / "form.xlsx"), "xl/worksheets/sheet1.xml")
    ran = ctpat("export", "workbook", form, "-o", tmp_path / "new.xlsx", workspace=small.workspace)
    assert "damaged" in told_in_one_line(ran) and not (tmp_path / "new.xlsx").exists()


def test_the_questionnaire_itself_is_never_the_target(small: Base, tmp_path: Path) -> None:
    form = write_form(tmp_path / "form.xlsx")
    before = form.read_bytes()
    assert "itself" in told_in_one_line(ctpat("export", "workbook", form, "-o", form, workspace=small.workspace))
    link = tmp_path / "link.xlsx"
    link.symlink_to(form)
    assert "itself" in told_in_one_line(ctpat("export", "workbook", form, "-o", link, workspace=small.workspace))
    assert form.read_bytes() == before


def test_yes_is_for_what_is_covered_only() -> None:
    lists = (
        ANSWERS,
        ("Y", "N", "NA"),
        ("Fully compliant", "Partially compliant", "Not compliant"),
        ("Yes", "No", "TBD"),
    )
    for values in lists:
        for status in Status:
            found = answer(status, values)
            assert found == "" or found in values
            assert says_yes(found) is False or status is Status.COVERED
    assert answer(Status.PARTIAL, lists[2]) == "Partially compliant" and answer(Status.COVERED, lists[2]) == lists[2][0]
    assert answer(Status.COVERED, ("Yes - best practice", "Yes", "No")) == "Yes"
    assert answer(Status.NOT_APPLICABLE, ("Yes", "No", "Not Applicable")) == "Not Applicable"
    assert answer(Status.PARTIAL, None) == "" and answer(Status.GAP, None) == ""
    assert state(Status.GAP, ("Not Started", "Complete")) == "Not Started" and state(Status.STALE, None) == "stale"


def test_where_other_rows_bear_the_numbers_out_one_that_its_words_deny_is_listed(small: Base, tmp_path: Path) -> None:
    words = "Do the training records give the date, the names of those who attended and the topics?"
    told, _ = filled(small, write_form(tmp_path / "form.xlsx", [(STORAGE, 56), (CONTINUITY, 11), (words, 12)]))
    assert [row["criterion"] for row in told["rows"]] == [56, 11]
    assert "169" in told["unmatched"][0]["why"]


TURNED = "Are conveyances and IIT ever stored without a secure area, so that their structure or doors can be altered?"


def test_a_row_that_asks_the_other_way_round_is_left_to_a_person(small: Base, tmp_path: Path) -> None:
    told, sheet = filled(small, write_form(tmp_path / "form.xlsx", [(TURNED, 56), (RECORDS, 168)]))
    assert [row["criterion"] for row in told["rows"]] == [56, 168]
    assert [sheet[name].value for name in ("F6", "B6", "H6")] == [None, None, None], "answer, response, status"
    assert sheet["F7"].value == "Yes" and sheet["B7"].value
    left = {each["cell"]: each["why"] for each in told["left_empty"]}
    assert left["row 6"] == "asks the other way round: a person answers"
    held = write_form(tmp_path / "held.xlsx", [(TURNED, 56)], cells={"F6": "Yes"})
    told, sheet = filled(small, held, "--overwrite")
    assert sheet["F6"].value == "Yes" and "F6" in {each["cell"] for each in told["not_overwritten"]}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (22, "Has forced labor been found in your supply chain?"),
        (71, "Are there loaded shipments that leave without a high security seal?"),
        (30, "Are there loaded shipments that leave without a high security seal?"),
        (71, "Are there missing seals?"),
        (119, "Are gates left unmanned or unmonitored?"),
        (22, "Is there no documented social compliance programme?"),
        (13, "Is there no process to screen business partners?"),
        (56, "Do containers leave the yard when no seal is fixed?"),
        (56, "Does the yard lack a fence?"),
        (56, "Were exceptions noted at the last yard inspection?"),
        (56, "Are procedures to ensure seal integrity not in place?"),
    ],
)
def test_words_that_turn_a_question_round_are_known(number: int, words: str) -> None:
    nearest = min(load_catalogue().criteria, key=lambda each: abs(each.number - number))
    assert asks_other_way_round(words, nearest)


@pytest.mark.parametrize(
    "words",
    [
        "Is there a programme that ensures goods were not mined, produced or manufactured with prohibited labor?",
        "If vulnerabilities are found, are corrective actions implemented? Is it done without delay?",
        "Is training given as needed after an incident or security breach? If no, explain.",
        "Do measures meet Standard No. 15, including but not limited to marks (Yes/No)?",
        "Are there procedures to challenge unauthorized/unidentified persons, and an incident response plan?",
    ],
)
def test_words_said_in_passing_turn_nothing_round(words: str) -> None:
    assert not any(asks_other_way_round(words, each) for each in load_catalogue().criteria)


def test_no_question_of_the_catalogue_asks_the_other_way_round() -> None:
    criteria = load_catalogue().criteria
    texts = [(each, text) for each in criteria for text in (each.question, f"{each.title}. {each.question}")]
    assert [each.number for each, text in texts if asks_other_way_round(text, each)] == []


@pytest.mark.parametrize(
    "heading",
    ["Gap found? (Yes/No)", "Exceptions noted: yes or no", "Finding", "Deficiency", "Corrective action (Y/N)",
     "Weakness", "Issue", "Non-compliant"],
)  # fmt: skip
def test_a_yes_is_never_put_where_it_would_own_up_to_a_gap(small: Base, tmp_path: Path, heading: str) -> None:
    headings = ("Owner", "Explanation", "Question", "SCSS comments", "#", heading, "Evidence", "Progress")
    told, sheet = filled(small, write_form(tmp_path / "form.xlsx", headings=headings))
    assert "answer" not in told["columns"] and sheet["F7"].value is None and sheet["B7"].value


def test_of_several_listed_columns_the_answer_is_the_one_headed_so(small: Base, tmp_path: Path) -> None:
    import openpyxl
    from openpyxl.worksheet.datavalidation import DataValidation

    headings = ("Owner", "Explanation", "Question", "Photo taken", "#", "Compliant", "Gap", "Progress")
    listed = DataValidation(type="list", formula1='"Yes,No"')
    listed.add("D6:D30")
    form = write_form(tmp_path / "form.xlsx", headings=headings)
    book = openpyxl.load_workbook(form)
    book["Security profile"].add_data_validation(listed)
    book.save(form)
    told, sheet = filled(small, form)
    assert told["columns"]["answer"] == "F" and sheet["F7"].value == "Yes" and sheet["D7"].value is None


def test_an_approved_response_is_written_as_it_is_and_a_draft_is_marked(tmp_path: Path) -> None:
    case = Case(tmp_path, yard=PROCEDURE)
    form, target = write_form(tmp_path / "form.xlsx", [(STORAGE, 56)]), tmp_path / "filled.xlsx"
    told = case.run("export", "workbook", str(form), "-o", str(target)).json
    assert shown(target)["B6"].value.startswith("DRAFT, not approved: ") and told["drafts"] == [56]
    for step in (["--start"], ["--submit-for-review"], ["--approve", "--despite", "a test"]):
        assert case.run("review", "56", *step).code == 0
    told = case.run("export", "workbook", str(form), "-o", str(target)).json
    assert SECURE in shown(target)["B6"].value and "DRAFT" not in shown(target)["B6"].value and told["drafts"] == []

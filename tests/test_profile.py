"""Profile and portal texts: approved words where they still hold, else today's draft, each marked as such."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from conftest import Base, assistant_of
from docx import Document as Word
from door import ctpat, told_in_one_line
from openpyxl import load_workbook
from yard_case import LOG, PROCEDURE, SECURE, Case

from kb.errors import ExportError, SourceError
from kb.profile import SecurityProfile, Standing, entry, profile
from kb.profile_saving import FORMS, save_profile
from kb.profile_told import texts

OURS = "- Alder: Containers and trailers, empty or loaded, are stored inside the fenced yard, whose gate is locked."


@pytest.fixture
def yard(tmp_path: Path) -> Case:
    return Case(tmp_path, yard=PROCEDURE)


@pytest.fixture(scope="module")
def whole(small: Base) -> SecurityProfile:
    with assistant_of(small.workspace) as one:
        return profile(one)


def approve(case: Case, text: str = OURS, *despite: str) -> None:
    file = case.workspace / "answer.txt"
    file.write_text(text, encoding="utf-8")
    for step in (["--start"], ["--text", str(file)], ["--submit-for-review"], ["--approve", *despite]):
        ran = case.run("review", "56", *step)
        assert ran.code == 0, ran.err


def portal(case: Case, number: int = 56) -> Any:
    ran = ctpat("draft", str(number), "--portal", workspace=case.workspace)
    assert ran.code == 0, ran.err
    return ran


def word_text(path: Path) -> str:
    word = Word(str(path))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def test_the_portal_text_alone_is_printed_and_whose_it_is_is_said_beside_it(yard: Case) -> None:
    drafted = portal(yard)
    assert SECURE in drafted.out and "[1]" not in drafted.out and "draft, not approved" in drafted.err
    approve(yard)
    approved = portal(yard)
    assert approved.out.strip() == OURS and "approved, version 2 by A. Marsh" in approved.err
    assert yard.run("review", "56", "--submitted").code == 0
    assert "submitted, version 2" in portal(yard).err


def test_a_version_that_nobody_has_approved_is_not_used(yard: Case) -> None:
    assert yard.run("review", "56", "--start").code == 0
    ran = portal(yard)
    assert "draft, not approved" in ran.err and "approve it first" in ran.err
    approve_then_edit(yard)
    ran = portal(yard)
    assert ran.out.strip() == OURS and "Version 3 by A. Marsh is drafted; Version 2, approved, is used" in ran.err


def approve_then_edit(case: Case) -> None:
    file = case.workspace / "answer.txt"
    for text, steps in ((OURS, ["--submit-for-review", "--approve"]), (f"{OURS}\n- Open: the lights.", [])):
        file.write_text(text, encoding="utf-8")
        for step in (["--text", str(file)], *([each] for each in steps)):
            assert case.run("review", "56", *step).code == 0


def test_where_there_is_no_portal_text_it_says_why_and_ends_with_one(yard: Case) -> None:
    said = told_in_one_line(ctpat("draft", "11", "--portal", workspace=yard.workspace))
    assert "no text for the portal" in said and "gap" in said


def test_an_approved_text_whose_evidence_has_changed_gives_way_to_todays_draft(yard: Case) -> None:
    approve(yard)
    yard.write("yard", PROCEDURE.replace("whose gate is locked", "whose gate stands open"))
    yard.ingest()
    found = entry(yard.assistant(), 56)
    assert found.standing is not Standing.APPROVED and "is locked" not in found.text
    assert any("Version 2, approved, is not used" in caution for caution in found.cautions)


def test_one_character_changed_under_a_citation_is_in_no_export(yard: Case, tmp_path: Path) -> None:
    approve(yard)
    with sqlite3.connect(yard.workspace / "store.sqlite3") as store:
        store.execute("UPDATE document SET text = replace(text, 'gate is locked', 'gate is 1ocked')")
    found = entry(yard.assistant(), 56)
    assert "gate is locked" not in found.text + found.draft.review_text
    assert not any("gate is locked" in each.citation.quote for each in found.sources)
    for form in FORMS:
        save_profile(profile(yard.assistant(), [56, 117]), tmp_path / f"profile.{form}")
    assert "gate is locked" not in (tmp_path / "profile.md").read_text(encoding="utf-8")
    assert "gate is locked" not in word_text(tmp_path / "profile.docx")
    cells = load_workbook(tmp_path / "profile.xlsx")["Profile"].iter_rows(values_only=True)
    assert not any("gate is locked" in str(value) for row in cells for value in row)


def test_a_file_that_is_not_as_it_was_read_is_quoted_in_no_text(yard: Case) -> None:
    yard.write("yard", PROCEDURE.replace("locked", "opened"))  # and not read in anew
    found = entry(yard.assistant(), 56)
    assert found.text == "" and found.standing is Standing.NONE and found.sources == ()
    assert "yard.md has changed since it was read" in found.cautions[0]
    (yard.documents / "yard.md").unlink()
    found = entry(yard.assistant(), 56)
    assert SECURE in found.text and "yard.md is not where it was read from" in found.cautions[0]


def test_a_sentence_approved_without_evidence_is_told_with_its_reason(yard: Case) -> None:
    approve(yard, f"{OURS}\n- Alder: Dogs run in the yard.", "--despite", "seen by B. Osei")
    assert "1 sentence that no evidence carries was approved by A. Marsh: seen by B. Osei." in portal(yard).err


def test_a_draft_that_the_companys_own_papers_contradict_is_not_ready(tmp_path: Path) -> None:
    found = entry(Case(tmp_path, yard=PROCEDURE, log=LOG).assistant(), 56)
    assert found.ready == "" and any("contradict" in caution for caution in found.cautions)


def test_the_profile_has_every_criterion(small: Base, whole: SecurityProfile, tmp_path: Path) -> None:
    ran = ctpat("export", "profile", "-o", tmp_path / "profile.xlsx", workspace=small.workspace)
    assert ran.code == 0 and "140 criteria" in ran.out, ran.err
    save_profile(whole, tmp_path / "profile.md")
    rows = list(load_workbook(tmp_path / "profile.xlsx")["Profile"].iter_rows(values_only=True))
    head, by_number = rows[0], {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    assert len(by_number) == 140 and head[:3] == ("Number", "MSC id", "Section")
    assert SECURE in by_number["56"]["Partner Response"] and by_number["56"]["State"] == "draft, not approved"
    assert by_number["56"]["MSC id"] == "5.1" and "yard_procedure.docx, clause 1.1" in by_number["56"]["Sources"]
    assert by_number["11"]["Partner Response"] is None and "11.1" in by_number["11"]["Notes"]
    sheet = load_workbook(tmp_path / "profile.xlsx")["Profile"]
    assert sheet.auto_filter.ref == "A1:O141" and sheet.freeze_panes == "E2" and sheet["H2"].alignment.wrap_text
    text = (tmp_path / "profile.md").read_text(encoding="utf-8")
    assert SECURE in text and text.count("\n### ") == 140


def test_the_word_profile_has_headings_contents_header_and_page_numbers(whole: SecurityProfile, tmp_path: Path) -> None:
    save_profile(whole, tmp_path / "p.docx")
    word = Word(str(tmp_path / "p.docx"))
    headings = [(each.style.name, each.text) for each in word.paragraphs if each.style.name.startswith("Heading")]
    assert ("Heading 1", "Conveyance and IIT") in headings
    assert ("Heading 2", "56 Secure Storage IIT (MSC 5.1)") in headings
    assert sum(each.style.name == "toc 2" for each in word.paragraphs) == 140
    assert "Alder Goods  ·  security profile  ·  2026-11-22" in word.sections[0].header.paragraphs[0].text
    assert "NUMPAGES" in word.sections[0].footer._element.xml


def test_owner_day_and_what_the_portal_shows_are_in_the_profile(yard: Case) -> None:
    notes = (
        ("--owner", "B. Osei"),
        ("--due", "2027-01-15"),
        ("--scss-status", "Rejected"),
        ("--scss-comment", "Gate?"),
    )
    assert yard.run("review", "56", "--start").code == 0
    for note in notes:
        assert yard.run("review", "56", *note).code == 0
    found = entry(yard.assistant(), 56)
    assert (found.owner, found.due, found.scss_status, found.scss_comments) == (
        "B. Osei", "2027-01-15", "Rejected", ("Gate?",),
    )  # fmt: skip


def test_markup_in_a_response_stays_text_in_every_form(yard: Case, tmp_path: Path) -> None:
    approve(yard, "=1+1 <script>alert(1)</script> **bold** [x](http://x.example) \x0b {{7*7}}", "--despite", "a test")
    for form in FORMS:
        save_profile(profile(yard.assistant(), [56]), tmp_path / f"p.{form}")
    assert "<script>alert(1)</script>" in word_text(tmp_path / "p.docx")
    told = (tmp_path / "p.md").read_text(encoding="utf-8")
    assert "\\<script\\>" in told and "<script>" not in told and "\\[x\\](http" in told
    cells = [cell for row in load_workbook(tmp_path / "p.xlsx")["Profile"].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(str(cell.value).startswith("'=1+1") for cell in cells)


def test_drafts_of_all_criteria_are_told_in_one_go(small: Base, whole: SecurityProfile, tmp_path: Path) -> None:
    ran = ctpat("--json", "draft", "--all", workspace=small.workspace)
    told = {each["number"]: each for each in ran.json["criteria"]}
    alone = ctpat("--json", "draft", "56", workspace=small.workspace).json
    assert len(told) == 140 and told[56]["draft"] == alone and told[56]["portal_text"] == alone["portal_text"]
    text = texts(whole)
    assert "== 56 Secure Storage IIT (MSC 5.1), Must: partial; draft, not approved" in text and SECURE in text
    assert ctpat("draft", "--all", "-o", tmp_path / "drafts.docx", workspace=small.workspace).code == 0
    assert SECURE in word_text(tmp_path / "drafts.docx")
    assert ctpat("draft", workspace=small.workspace).code == 2
    assert ctpat("draft", "56", "--all", workspace=small.workspace).code == 2


def test_a_form_there_is_not_and_a_file_that_cannot_be_written_are_refused(
    whole: SecurityProfile, tmp_path: Path
) -> None:
    for name in ("p.pdf", "p"):
        with pytest.raises(ExportError, match="docx, xlsx, md"):
            save_profile(whole, tmp_path / name)
    (tmp_path / "p.md").mkdir()
    (tmp_path / "p.md" / "kept.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(SourceError, match="cannot be written"):
        save_profile(whole, tmp_path / "p.md")
    assert (tmp_path / "p.md" / "kept.txt").read_text(encoding="utf-8") == "kept"


def test_some_criteria_are_asked_for_by_number(yard: Case) -> None:
    found = profile(yard.assistant(), [117, 56])
    assert [each.number for each in found.entries] == [56, 117]

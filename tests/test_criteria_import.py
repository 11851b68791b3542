"""The user's own wording of the criteria comes in from CSV, XLSX and pasted text, whole or not at all."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from files import bruised
from small import write_xlsx

from kb.criteria import Catalogue, load_catalogue
from kb.criteria_import import ImportReport, import_criteria
from kb.criteria_rows import read_rows
from kb.errors import CatalogueError, WorkspaceError
from kb.model import Flag

SEED = Path(__file__).parents[2] / "shared" / "seeds" / "003_1cfbfcfed6359f6a.txt"
TODAY = date(2026, 11, 22)
PASTED = """
Portal Application

Conveyance and IIT : Secure Storage IIT (56) - Importer,Exporter i

Are our trailers parked
where nobody can reach them? This is a requirement.

Partner Response:

We park: inside (12)

SCSS Comments:

Business Partners : Forced Labor(22)

Is there a social compliance programme?

Examples of New Questions - Agriculture

Status	#	Criteria	Help
Approved	2	Upper Management Responsibility : Audit Program (2) - Importer, Highway Carrier Is there an audit? \
This is a requirement.	Describe it: who (title)?
"""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CTPAT_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield load_catalogue()


@pytest.fixture
def importing(tmp_path: Path, catalogue: Catalogue) -> Callable[[str, str], tuple[ImportReport, Catalogue]]:
    """Writes text to a file of a name, imports it, and gives the report with the catalogue as it is then."""

    def run(name: str, text: str) -> tuple[ImportReport, Catalogue]:
        (tmp_path / name).write_text(text, encoding="utf-8")
        overrides = tmp_path / "workspace" / "criteria.json"
        report = import_criteria(tmp_path / name, catalogue, overrides)
        return report, load_catalogue(overrides)

    return run


Importing = Callable[[str, str], tuple[ImportReport, Catalogue]]


def test_pasted_questions_replace_title_and_question_and_keep_the_parts(
    importing: Importing, catalogue: Catalogue
) -> None:
    report, after = importing("portal.txt", PASTED)
    assert report.reworded == (2, 22, 56)
    own, shipped = after.criterion(56), catalogue.criterion(56)
    assert own.question == "Are our trailers parked where nobody can reach them? This is a requirement."
    assert own.title == "Secure Storage IIT"
    assert (own.requirements, own.msc_id, own.names) == (shipped.requirements, shipped.msc_id, shipped.names)
    assert after.criterion(2).question == "Is there an audit? This is a requirement."
    assert after.sha256 != catalogue.sha256


def test_what_stands_on_the_page_around_a_question_is_not_part_of_it(importing: Importing) -> None:
    _, after = importing("portal.txt", PASTED)
    assert after.criterion(22).question == "Is there a social compliance programme?"
    assert after.criterion(12).title != "inside"


def test_a_text_without_a_flag_leaves_the_dated_flags_alone(importing: Importing) -> None:
    report, after = importing("portal.txt", PASTED)
    assert report.flag_changed == ()
    assert after.criterion(22).flag(date(2022, 12, 31)) is Flag.SHOULD
    assert after.criterion(22).flag(TODAY) is Flag.MUST


def test_a_requirement_in_the_text_makes_a_should_a_must(importing: Importing) -> None:
    report, after = importing("portal.txt", "Risk Assessment : Mapping (9)\n\nDo you map? This is a requirement.\n")
    assert report.flag_changed == (9,)
    assert after.criterion(9).flag(TODAY) is Flag.MUST


@pytest.mark.parametrize(
    "table",
    [
        "Number,Question\n56,Stored safely?\n",
        "Question;#;Must/Should\nStored safely?;(56);Must\n",
        "Some export of ours\n\nMSC ID\tCriterion\tWording\n5.1\tCriterion 56\tStored safely?\n",
        "Help,ID,Text\nwhy,56.0,Stored safely?\n\nRisk,,\n",
        "Criteria,Help\nConveyance and IIT : Secure Storage IIT (56) - Importer Stored safely?,x\n",
        "\ufeff#,Criteria,Help\n56,Conveyance and IIT : Secure Storage IIT (56) - Importer Stored safely?,x\n",
    ],
)
def test_columns_are_known_by_their_headings_in_any_order(importing: Importing, table: str) -> None:
    report, after = importing("own.csv", table)
    assert report.reworded == (56,)
    assert after.criterion(56).question == "Stored safely?"


def test_a_workbook_is_read_from_the_sheet_that_has_the_columns(tmp_path: Path, catalogue: Catalogue) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Notes on this file"])
    sheet = book.create_sheet("Criteria")
    for row in (["Our list"], ["Criteria number", "MSC ID", "Title", "Flag"], [174, "12.10", "Reporting", "Must"]):
        sheet.append(row)
    book.save(tmp_path / "own.xlsx")
    report = import_criteria(tmp_path / "own.xlsx", catalogue, tmp_path / "own.json")
    assert report.reworded == (174,)
    after = load_catalogue(tmp_path / "own.json").criterion(174)
    assert (after.title, after.question) == ("Reporting", catalogue.criterion(174).question)


def test_an_id_that_a_spreadsheet_destroyed_stops_the_import(tmp_path: Path, catalogue: Catalogue) -> None:
    book = openpyxl.Workbook()
    for row in (["#", "MSC ID", "Question"], [56, 5.1, "Stored?"], [174, 12.10, "Trained?"]):
        book.active.append(row)
    book.save(tmp_path / "own.xlsx")
    with pytest.raises(CatalogueError, match=r"row 3: MSC id 12\.1 does not agree with 12\.10.*a spreadsheet made"):
        import_criteria(tmp_path / "own.xlsx", catalogue, tmp_path / "own.json")
    assert not (tmp_path / "own.json").exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("fifty,5.1,Q?,Must", "row 3: 'fifty' is not a portal number"),
        (",5.1,Q?,Must", "row 3: it has no portal number"),
        ("57,5.1,Q?,Must", "row 3: MSC id 5.1 does not agree with 5.2, the id of 57"),
        ("57,5.2,Q?,Maybe", "row 3: flag 'Maybe' of 57 is neither Must nor Should"),
        ("57,5.2,Q? This is a requirement.,Should", "its text says that it is a requirement"),
        ("300,5.7,,Must", "row 3: 300 has no question"),
        ("300,2026-05-07 00:00:00,Q?,Must", "is not of the form 5.14"),
        ("56,5.1,Another wording?,Must", "row 3: 56 is in row 2 with another question"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_imported(
    tmp_path: Path, importing: Importing, row: str, said: str
) -> None:
    with pytest.raises(CatalogueError) as raised:
        importing("own.csv", f"Number,MSC ID,Question,Flag\n56,5.1,Stored?,Must\n{row}\n")
    assert said in str(raised.value)
    assert not (tmp_path / "workspace").exists()


def test_ten_wrong_rows_are_listed_and_the_others_counted(importing: Importing) -> None:
    rows = "\n".join(f"x{place},Q?" for place in range(14))
    with pytest.raises(CatalogueError, match=r"row 11: .*\(and 4 more\)"):
        importing("own.csv", f"Number,Question\n{rows}\n")


def test_a_number_of_another_business_type_becomes_a_criterion_of_one_part(importing: Importing) -> None:
    report, after = importing("own.csv", "Number,MSC ID,Question,Flag\n92,5.24,Are drivers told what to do?,\n")
    assert report.added == (92,)
    criterion = after.criterion(92)
    assert [(part.id, part.text) for part in criterion.requirements] == [("92.1", "Are drivers told what to do?")]
    assert "taken as Should" in criterion.note
    assert len(after.criteria) == 141
    assert after.look_up("MSC 5.24") == criterion


def test_a_second_import_adds_to_the_first(importing: Importing, tmp_path: Path) -> None:
    importing("one.csv", "Number,Title\n56,Parking\n")
    _, after = importing("two.csv", "Number,Question\n56,Parked?\n57,Written?\n")
    assert (after.criterion(56).title, after.criterion(56).question) == ("Parking", "Parked?")
    assert after.criterion(57).question == "Written?"
    assert not list((tmp_path / "workspace").glob("*.partial"))


def test_wording_that_is_already_there_is_reported_as_unchanged(importing: Importing, catalogue: Catalogue) -> None:
    report, _ = importing("own.csv", f"Number,Title\n56,{catalogue.criterion(56).title}\n")
    assert (report.reworded, report.unchanged) == ((), (56,))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("msc.pdf", b"%PDF-1.7", "the formats read are CSV, XLSX"),
        ("own.xlsx", b"PK\x03\x04 not a workbook", "damaged or protected"),
        ("own.csv", b"", "no row of column headings"),
        ("own.csv", b"a,b\n1,2\n", "no row of column headings"),
        ("own.csv", b"Number,Question\n", "has no criteria in it"),
        ("own.txt", b"Dear all, nothing here.", "has no criteria in it"),
        ("own.csv", b"\xff\xfea", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CatalogueError, match=said):
        read_rows(tmp_path / name)


def test_a_workbook_with_a_damaged_part_is_told(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "own.xlsx", {"Own": [("Number", "Question"), ("56", "Is it so?")]})
    with pytest.raises(CatalogueError, match="damaged or protected"):
        read_rows(bruised(tmp_path / "own.xlsx", "xl/worksheets/sheet1.xml"))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="There is no file"):
        read_rows(tmp_path / "own.csv")


def test_damaged_overrides_are_named(tmp_path: Path) -> None:
    path = tmp_path / "criteria.json"
    for content in ("{", "[]", '{"criteria": [{"number": "56"}]}', '{"criteria": [{"number": 56, "flag": "Maybe"}]}'):
        path.write_text(content)
        with pytest.raises(CatalogueError, match=r"criteria\.json"):
            load_catalogue(path)


def test_overrides_that_cannot_be_written_are_an_error_of_the_workspace(tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "own.csv").write_text("Number,Title\n56,Parking\n")
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkspaceError, match="Nothing was imported"):
        import_criteria(tmp_path / "own.csv", catalogue, tmp_path / "file" / "criteria.json")


@pytest.mark.skipif(not SEED.exists(), reason="needs the shared documents")
def test_the_33_questions_of_a_real_presentation_are_read_whole() -> None:
    rows = {row.values["number"]: row.values["question"] for row in read_rows(SEED)}
    assert len(rows) == 33
    assert all(question.endswith(("?", "requirement.", "requirements.")) for question in rows.values())
    assert max(len(question) for question in rows.values()) < 700

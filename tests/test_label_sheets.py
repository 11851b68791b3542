"""Labels from a spreadsheet: columns in any order under common names, wrong rows named."""

from pathlib import Path

import pytest
from files import bruised
from small import write_xlsx

from eval.label import Label, Shown
from eval.label_files import read_labels
from kb.errors import LabelsError


def csv_file(folder: Path, text: str, encoding: str = "utf-8-sig", name: str = "labels.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook(folder: Path, *rows: tuple[object, ...]) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / "labels.xlsx"
    book.save(path)
    return path


def test_columns_stand_in_any_order_and_rows_of_a_criterion_come_together(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        "Page,Document,Remark,Portal number\n3,policies\\Seals.pdf,my note,56\n,Gate log.xlsx,,71\n,Yard.md,,56\n",
    )
    assert read_labels(path) == [
        Label(56, "", (Shown("policies\\Seals.pdf", "", 3), Shown("Yard.md"))),
        Label(71, "", (Shown("Gate log.xlsx"),)),
    ]


def test_a_workbook_is_read_below_its_title_and_with_numbers_as_a_spreadsheet_keeps_them(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ("Evidence of Alder Ltd",),
        (),
        ("Criterion", "File", "Quoted words", "Page", "Status"),
        (56.0, "Seals.pdf", "kept in a locked cabinet", 3.0, "Covered"),
        ("58.2", "Seals.pdf", None, "p. 4", None),
        (None, None, None, None, None),
        (60, None, None, None, "gap"),
    )
    assert read_labels(path) == [
        Label(56, "covered", (Shown("Seals.pdf", "kept in a locked cabinet", 3),)),
        Label(58, "", (Shown("Seals.pdf", "", 4),)),
        Label(60, "gap", ()),
    ]


def test_what_was_rejected_is_no_evidence(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path, "criterion;file;quote;verdict\n56;a.md;some words;accepted\n56;b.md;other words;rejected\n"
    )
    (label,) = read_labels(path)
    assert label.evidence == (Shown("a.md", "some words"),) and label.refused == (Shown("b.md", "other words"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_spreadsheet_saves_text_in_its_own_ways(encoding: str, tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Criterion\tFile\tQuote\n56\tPrüfung.md\t'=locked “gate”\n", encoding)
    assert read_labels(path)[0].evidence == (Shown("Prüfung.md", "=locked “gate”"),)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("fifty-six,a.md,,,", "row 3: 'fifty-six' is no criterion's number"),
        (",a.md,,,", "row 3: it has no criterion"),
        ("56,,words,,", "row 3: it has quoted words or a page but no file"),
        ("56,a.md,,3-5,", "row 3: page '3-5' is not one page's number"),
        ("56,a.md,,,fine", "row 3: status 'fine' is none of covered"),
        ("55,,,,gap", "row 3: criterion 55 has another status in a row above"),
        ("56,,,,", "row 3: it names neither a file nor a status"),
    ],
)
def test_a_wrong_row_is_named_as_the_spreadsheet_numbers_it(row: str, said: str, tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"criterion,file,quote,page,status\n55,a.md,,,covered\n{row}\n")
    with pytest.raises(LabelsError, match=said.replace("(", r"\(")):
        read_labels(path)


def test_all_wrong_rows_are_told_at_once(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "criterion,file\nx,a.md\n56,a.md\ny,b.md\n")
    with pytest.raises(LabelsError, match=r"labels\.csv: row 2: .*; row 4: "):
        read_labels(path)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("labels.csv", "one,two\n1,2\n", "no column headings"),
        ("labels.csv", "criterion,remark\n1,2\n", "no column headings"),
        ("labels.csv", "criterion,file\n", "no rows"),
        ("labels.csv", "", "no column headings"),
        ("labels.xlsx", "not a workbook", "cannot be read"),
    ],
)
def test_a_file_that_holds_no_labels_is_told(name: str, content: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(LabelsError, match=said):
        read_labels(csv_file(tmp_path, content, name=name))
    with pytest.raises(LabelsError, match="cannot be read"):
        read_labels(tmp_path / "none.xlsx")


def test_a_workbook_with_a_damaged_part_is_told(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "labels.xlsx", {"Labels": [("criterion", "file"), ("56", "a.md")]})
    with pytest.raises(LabelsError, match="cannot be read"):
        read_labels(bruised(tmp_path / "labels.xlsx", "xl/worksheets/sheet1.xml"))

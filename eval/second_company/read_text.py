"""Read the text of a built document with plain libraries, independent of the program's own readers."""

import email
import re
from email.policy import default
from pathlib import Path
from typing import Any

DOCUMENTS = Path(__file__).resolve().parent / "documents"


def read_pdf(path: Path) -> str:
    """Return a PDF's text, page after page."""
    import pypdfium2

    document: Any = pypdfium2.PdfDocument(str(path))
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def read_docx(path: Path) -> str:
    """Return paragraphs and table rows (cells joined by ' | ') in order, then header and footer."""
    import docx
    from docx.table import Table

    word: Any = docx.Document(str(path))
    lines: list[str] = []
    for block in word.iter_inner_content():
        if isinstance(block, Table):
            lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    section = word.sections[0]
    lines += [each.text for each in [*section.header.paragraphs, *section.footer.paragraphs]]
    return "\n".join(lines)


def read_xlsx(path: Path) -> str:
    """Return each row's filled cells joined by ' | ' (dates as yyyy-mm-dd), then the footers."""
    import openpyxl

    lines: list[str] = []
    for sheet in openpyxl.load_workbook(path):
        lines.append(sheet.title)
        for row in sheet.iter_rows(values_only=True):
            cells = [str(cell).removesuffix(" 00:00:00") for cell in row if cell is not None]
            lines += [" | ".join(cells)] if cells else []
        lines.append(str(sheet.oddFooter.center.text))
    return "\n".join(lines)


def read_text(path: Path) -> str:
    """Return the folded text of a document: one space for any white space; an image has none."""
    kind = path.suffix.lower()
    if kind == ".pdf":
        text = read_pdf(path)
    elif kind == ".docx":
        text = read_docx(path)
    elif kind == ".xlsx":
        text = read_xlsx(path)
    elif kind == ".eml":
        message = email.message_from_bytes(path.read_bytes(), policy=default)
        text = f"Subject: {message['Subject']}\n{message.get_content()}"
    elif kind in (".csv", ".md"):
        text = path.read_text(encoding="utf-8")
    else:
        text = ""
    return fold(text)


def fold(text: str) -> str:
    """Return text with any white space as one space."""
    return re.sub(r"\s+", " ", text.replace("\ufffe", "-").replace("\u00a0", " ")).strip()


def read_all() -> dict[str, str]:
    """Return the folded text of every built document by its path under documents/."""
    files = sorted(path for path in DOCUMENTS.rglob("*") if path.is_file())
    return {path.relative_to(DOCUMENTS).as_posix(): read_text(path) for path in files}

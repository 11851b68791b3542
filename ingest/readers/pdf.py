"""Reads PDF files: text in reading order, tables by cell, scanned pages by OCR."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.readers.cleaning import clean
from ingest.readers.layout import Line, Word, lines_of, pieces_of
from ingest.readers.pace import PACE
from ingest.readers.pdf_blocks import PageLines, blocks_of
from ingest.readers.pdf_rules import grids_of
from ingest.readers.pdf_tables import ruled_tables, with_aligned_tables
from ingest.readers.pdf_words import words_of
from ingest.reading import Attachment, Block, Reading
from kb.errors import RefusedFileError

LARGEST = 300 * 1024**2  # bytes
MOST_PAGES = 5_000
MOST_OUTLINE = 5_000  # entries
NEXT_TO_NO_TEXT = 20  # characters: a page with fewer, and a picture, is a scan
RESOLUTION = 200 / 72  # pixels in a point for OCR
LARGEST_PICTURE = 2_000  # pixels a side
MOST_ATTACHED = 100 * 1024**2  # bytes together
UNNAMED = ("", "untitled", "anonymous", "unspecified")
PROPERTIES = {"Title": "title", "Author": "author", "Subject": "subject", "Producer": "producer"}


def read(path: Path) -> Reading:
    """The blocks of a PDF with their pages; a page that fails is left out with a warning."""
    import pypdfium2

    if path.stat().st_size > LARGEST:
        raise RefusedFileError(f"{path.name} is larger than 300 MB: split it.")
    try:
        document = pypdfium2.PdfDocument(path)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise RefusedFileError(f"{path.name} is protected by a password: save an unprotected copy.") from error
        raise RefusedFileError(
            f"{path.name} is damaged and cannot be opened: get it again or print it anew."
        ) from error
    if count > MOST_PAGES:
        raise RefusedFileError(f"{path.name} has more than {MOST_PAGES:,} pages: split it.")
    warnings: list[str] = []
    pages = list(_pages(document, count, warnings))
    blocks = blocks_of(pages, _outline(document))
    properties = _properties(document)
    document.close()
    fields, attachments = _extras(path, warnings)
    blocks += [Block(text) for text in fields]
    if not blocks and not attachments:
        raise RefusedFileError(f"{path.name} has no text that can be read: scan it again or print it anew as PDF.")
    return Reading(tuple(blocks), count, properties, tuple(warnings), attachments)


def _pages(document: Any, count: int, warnings: list[str]) -> Iterator[PageLines]:
    scanned: list[int] = []
    for index in range(count):
        if not PACE.at(index + 1):
            continue
        try:
            page = document[index]
            words, place = words_of(page)
            scan = sum(len(word.text) for word in words) < NEXT_TO_NO_TEXT and _has_picture(page)
            read = _ocr(page) if scan else []
            if read:
                words, height = read, page.get_height()
                scanned.append(index + 1)
            tables = ruled_tables(grids_of(page, place), words) if not read else []
            height = max(page.get_height(), max((word.bottom for word in words), default=0.0) / 1.02)
            yield PageLines(index + 1, height, _lines(words, tables))
            page.close()
        except MemoryError:
            raise
        except RefusedFileError as error:
            warnings.append(f"Page {index + 1} is a picture. {error}")
        except Exception as error:  # noqa: BLE001 - whatever a malformed page raises costs that page only
            warnings.append(f"Page {index + 1} could not be read ({type(error).__name__}).")
    if scanned:
        which = ", ".join(map(str, scanned[:20])) + (" …" if len(scanned) > 20 else "")
        one = len(scanned) == 1
        verb = (
            "Page {} was read by OCR: check its figures." if one else "Pages {} were read by OCR: check their figures."
        )
        warnings.append(verb.format(which))


def _lines(words: list[Word], tables: list[tuple[Line, set[int]]]) -> list[Line]:
    taken = set().union(*(inside for _, inside in tables)) if tables else set()
    rest = pieces_of(word for index, word in enumerate(words) if index not in taken)
    return with_aligned_tables(lines_of(rest, [table for table, _ in tables]))


def _has_picture(page: Any) -> bool:
    import pypdfium2.raw as raw

    return next(iter(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)), None) is not None


def _ocr(page: Any) -> list[Word]:
    from ingest.readers.ocr import words_in

    scale = min(RESOLUTION, LARGEST_PICTURE / max(page.get_width(), page.get_height(), 1.0))
    return words_in(page.render(scale=scale).to_pil(), scale)


def _outline(document: Any) -> dict[tuple[int, str], int]:
    """The level of each title in the outline, by page (from 1) and title in lower case."""
    import pypdfium2

    levels: dict[tuple[int, str], int] = {}
    try:
        for number, entry in enumerate(document.get_toc(max_depth=6)):
            target = entry.get_dest()
            page = target.get_index() if target is not None else None
            title = clean(entry.get_title()).lower()
            if page is not None and title:
                levels[(page + 1, title)] = entry.level + 1
            if number > MOST_OUTLINE:
                break
    except (pypdfium2.PdfiumError, ValueError, AttributeError, UnicodeDecodeError):
        return levels
    return levels


def _properties(document: Any) -> dict[str, str]:
    try:
        found = document.get_metadata_dict(skip_empty=True)
    except UnicodeDecodeError:
        return {}
    properties = {name: clean(found[key]) for key, name in PROPERTIES.items() if found.get(key)}
    for key, name in (("CreationDate", "created"), ("ModDate", "modified")):
        digits = "".join(sign for sign in found.get(key, "")[:16] if sign.isdigit())
        if len(digits) >= 8:
            properties[name] = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
    return {name: value for name, value in properties.items() if value.strip("()").lower() not in UNNAMED}


def _extras(path: Path, warnings: list[str]) -> tuple[list[str], tuple[Attachment, ...]]:
    """The filled form fields as "name: value", and the attached files."""
    content = path.read_bytes()
    if b"/AcroForm" not in content and b"/EmbeddedFile" not in content and b"/ObjStm" not in content:
        return [], ()
    del content
    from pypdf import PdfReader

    try:
        reader = PdfReader(path)
        root: Any = reader.trailer["/Root"].get_object()
        fields = reader.get_fields() or {} if "/AcroForm" in root else {}
        values = [(name, field.get("/V")) for name, field in fields.items()]
        filled = [(name, str(value).removeprefix("/")) for name, value in values if value not in (None, "", "/Off")]
        shown = [clean(f"{name}: {value}") for name, value in filled]
        names = root.get("/Names", {})
        attached = reader.attachments if names and "/EmbeddedFiles" in names.get_object() else {}
        contents = [(clean(name) or "attachment", part) for name, parts in attached.items() for part in parts]
        files = [Attachment(name, bytes(part)) for name, part in contents]
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - the text is read already, and is kept
        warnings.append(f"Its form fields and attachments could not be read ({type(error).__name__}).")
        return [], ()
    if sum(len(file.content) for file in files) > MOST_ATTACHED:
        warnings.append("Its attachments are larger than 100 MB together and were left out: save them as files.")
        return shown, ()
    return shown, tuple(files)

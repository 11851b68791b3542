"""Reads PDF files: text in reading order, tables by cell, scanned pages by OCR."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.readers.cleaning import clean
from ingest.readers.layout import Line, Word, lines_of, pieces_of, upright
from ingest.readers.pace import PACE
from ingest.readers.pdf_blocks import PageLines, blocks_of
from ingest.readers.pdf_hidden import hidden_text
from ingest.readers.pdf_marks import Marks, attachments_of, form_of, marks_of, signatures_of
from ingest.readers.pdf_rules import grids_of
from ingest.readers.pdf_tables import ruled_tables, with_aligned_tables
from ingest.readers.pdf_words import height_of, words_of
from ingest.reading import Block, BlockKind, Reading
from kb.errors import RefusedFileError

LARGEST = 300 * 1024**2  # bytes
MOST_PAGES = 5_000
MOST_OUTLINE = 5_000  # entries
NEXT_TO_NO_TEXT = 20  # characters: a page with fewer, and a picture, is a scan
STAMP = 120  # characters that a service prints over the scans which pass through it
WHOLE = 0.5  # of a page's area: a picture so large may be a scan of it
RESOLUTION = 200 / 72  # pixels in a point for OCR
LARGEST_PICTURE = 2_000  # pixels a side
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
    marks: dict[int, Marks] = {}
    pages = list(_pages(document, count, marks, warnings))
    blocks = blocks_of(pages, _outline(document))
    properties = _properties(document)
    blocks += [Block(text) for text in signatures_of(document, path, warnings)]
    blocks += [Block(said, BlockKind.COMMENT, page) for page, found in marks.items() for said in found.comments]
    attachments = attachments_of(document, [file for found in marks.values() for file in found.files], warnings)
    document.close()
    if not blocks and not attachments:
        unread = next((warning for warning in warnings if "could not be read" in warning), "")
        if unread:
            raise RefusedFileError(f"{path.name} is damaged or too big: print it anew as PDF, or split it. {unread}")
        raise RefusedFileError(f"{path.name} has no text that can be read: scan it again or print it anew as PDF.")
    return Reading(tuple(blocks), count, properties, tuple(warnings), attachments)


def _pages(document: Any, count: int, marks: dict[int, Marks], warnings: list[str]) -> Iterator[PageLines]:
    scanned: list[int] = []
    form = form_of(document, warnings)
    for index in range(count):
        if not PACE.at(index + 1):
            continue
        try:
            page = document[index]
            unseen = hidden_text(page)
            if unseen:
                warnings.append(f"It has hidden text on page {index + 1}, which was not read.")
            words, place = words_of(page, unseen=unseen)
            marks[index + 1] = marks_of(document, page, place, form)
            read = _ocr(page) if _is_scan(page, words) else []
            if _length(read) > 2 * _length(words):
                words = read  # with what is typed into fields, which is in the picture
                scanned.append(index + 1)
            else:
                words += marks[index + 1].words
            tables = ruled_tables(grids_of(page, place), words) if words is not read else []
            height = page.get_height() if words is read else height_of(page, place)
            height = max(height, max((word.bottom for word in words), default=0.0) / 1.02)
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
    rest = [word for index, word in enumerate(words) if index not in taken]
    level = pieces_of(word for word in rest if not word.turn)
    lines = with_aligned_tables(lines_of(level, [table for table, _ in tables]))
    for turn in sorted({word.turn for word in rest} - {0}):  # what stands on end beside the text is read after it
        lines += lines_of(pieces_of(upright([word for word in rest if word.turn == turn])))
    return lines


def _length(words: list[Word]) -> int:
    return sum(len(word.text) for word in words)


def _is_scan(page: Any, words: list[Word]) -> bool:
    """Whether a page has a picture and next to no text, or a picture of the whole page with a stamp's text on it."""
    import pypdfium2.raw as raw

    length = _length(words)
    if length >= STAMP:
        return False
    pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)
    if length < NEXT_TO_NO_TEXT:
        return next(iter(pictures), None) is not None
    least = WHOLE * page.get_width() * page.get_height()
    bounds = (picture.get_bounds() for picture in pictures)
    return any((right - left) * (top - bottom) > least for left, bottom, right, top in bounds)


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

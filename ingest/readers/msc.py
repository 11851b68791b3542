"""Reads CBP's published criteria (PDF): one row for each id, by the position of the columns."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ingest.readers.msc_columns import COLUMNS
from ingest.readers.msc_pages import MscPage, find_columns, find_running_lines, lines_in, page_of, part_words, text_of
from ingest.readers.msc_rows import Row, Rows, joined
from ingest.readers.msc_title import title_of
from ingest.readers.pace import PACE
from ingest.reading import Block, BlockKind, Reading
from kb.errors import RefusedFileError

LARGEST = 50 * 1024**2  # bytes
MOST_PAGES = 300  # the longest of CBP's has 60
MOST_NAMED = 10  # ids that a message lists
MOST_MID_SENTENCE = 0.1  # of the rows: a criterion begins with a capital, so more are rows torn apart
FLAGS = {"must": "Must", "should": "Should"}


def read(path: Path) -> Reading:
    """A block for each criterion, with business_type and edition (2020-03-01) among the properties."""
    import pypdfium2

    if path.stat().st_size > LARGEST:
        raise RefusedFileError(f"{path.name} is larger than 50 MB: that is no document of criteria.")
    try:
        document = pypdfium2.PdfDocument(path)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        raise RefusedFileError(
            f"{path.name} is damaged, protected or no PDF: get the document from CBP again."
        ) from error
    if count > MOST_PAGES:
        raise RefusedFileError(f"{path.name} has more than {MOST_PAGES} pages: that is no document of criteria.")
    pages = [page_of(document[index], index + 1) for index in range(count) if PACE.at(index + 1)]
    if len(pages) < count:
        raise RefusedFileError(f"{path.name} has a damaged page: get the document from CBP again.")
    if not any(page.words for page in pages):
        raise RefusedFileError(f"{path.name} has no text (it is a scan): get the document from CBP as published.")
    claims = find_running_lines(pages)
    business_type, edition = title_of(path.name, [_before_table(page) for page in pages], claims)
    rows = _rows(path.name, document, pages)
    document.close()
    blocks = _blocks(path.name, rows)
    return Reading(blocks, count, {"business_type": business_type, "edition": edition.isoformat()})


def _before_table(page: MscPage) -> str:
    top = page.headers[0].top if page.headers else page.height
    return " ".join(text_of(line) for line in lines_in([word for word in page.words if word.bottom <= top]))


def _rows(name: str, document: Any, pages: Sequence[MscPage]) -> list[Row]:
    find_columns(pages)
    rows = Rows(name)
    for page in pages:
        if page.borders:
            part_words(document[page.number - 1], page)
            rows.take(page)
    rows.end(pages[-1])
    if not rows.found:
        raise RefusedFileError(
            f"{name} has no table of criteria with ids such as 5.1 (texts before 2019 have none): import a later"
            " edition as CBP publishes it."
        )
    return rows.found


def _blocks(name: str, rows: Sequence[Row]) -> tuple[Block, ...]:
    """The rows as blocks; raises RefusedFileError where an id is there twice or a row is not complete."""
    twice = [msc_id for msc_id, times in Counter(row.msc_id for row in rows).items() if times > 1]
    flawed = [row.msc_id for row in rows if row.flag not in FLAGS or not row.lines[0]]
    for ids, what in ((twice, "more than once"), (flawed, "without a criterion or a single flag")):
        if ids:
            more = f" and {len(ids) - MOST_NAMED} more" if len(ids) > MOST_NAMED else ""
            raise RefusedFileError(
                f"{name} has {', '.join(ids[:MOST_NAMED])}{more} {what}: get the document from CBP again; nothing was"
                " imported."
            )
    if sum(row.lines[0][0][:1].islower() for row in rows) > MOST_MID_SENTENCE * len(rows):
        raise RefusedFileError(f"{name}: the rows of its table cannot be told apart; get the document from CBP again.")
    said = " ".join(line for row in rows for column in row.lines[:2] for line in column).lower()
    words = frozenset(re.findall(r"[^\s.,;:()]+", said))
    blocks: list[Block] = []
    for row in rows:
        criterion, guidance = (joined(column, words) for column in row.lines[:2])
        cells = (row.msc_id, criterion, guidance, FLAGS[row.flag])
        blocks.append(Block(" | ".join(cells), BlockKind.ROW, row.page, header=COLUMNS, cells=cells))
    return tuple(blocks)

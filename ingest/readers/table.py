"""Rows of cells as blocks: the header row is found, titles stand apart, questionnaires know their columns."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.cleaning import clean
from ingest.reading import Block, BlockKind

HEADER_DEPTH = 25  # rows in which a header is looked for; forms put addresses and instructions above it
LONGEST_LABEL = 90  # characters of a column heading; questionnaires explain a column in its heading
ROLES = (
    ("due", r"due|due date|target date|completion date|deadline|by when|fecha (límite|limite|compromiso)|期限.*"),
    ("action", r"(corrective |remedial |planned |follow.?up )?actions?\b.*|remediation.*|what is to be done.*"),
    ("action", r"acci[oó]n.*|是正.*|改善.*"),
    ("explanation", r".*\b(explain|explanations?|comments?|remarks?|justification|observations?)\b.*"),
    ("explanation", r"(details?|evidence|notes?|how)\b.*|comentarios?.*|explicaci[oó]n.*|observaciones"),
    ("explanation", r"備考|コメント|説明.*"),
    ("answer", r"yes\s*[/,|]\s*no\b.*|y\s*/\s*n\b.*|(vendor |supplier |your )?(answer|response|reply)s?|yes"),
    ("answer", r"n\s*[/.]?\s*a\.?|not applicable|compliant\??|in place\??|s[ií](\s*/\s*no.*)?|respuesta"),
    ("answer", r"回答|はい.*|有無"),
    ("item", r"(item|question|q|ref|reference|serial|sr|sl|s|line|criteria|msc)?[ .]*(no|nr|number|num|id|#|№)\.?"),
    ("item", r"item|ref\.?|reference|#|№|s/n|id|n[°º]|n[uú]m(ero)?\.?|番号|項番|no"),
    ("question", r".*\b(questions?|descriptions?|requirements?|criteri(a|on)|measures?|check ?points?|statement)\b.*"),
    ("question", r"(what )?we ask|to be (asked|answered)|what we want to know|asked of you"),
    ("question", r"(security |control )?(standards?|controls?|topics?|subjects?)|pregunta.*|descripci[oó]n"),
    ("question", r"requisito.*|質問.*|内容|項目|チェック項目|確認事項"),
)
PATTERNS = tuple((role, re.compile(pattern, re.IGNORECASE)) for role, pattern in ROLES)
CHOICES = {"yes": "Yes", "no": "No", "n/a": "N/A", "na": "N/A", "not applicable": "N/A", "sí": "Yes", "si": "Yes"}
FULL = 0.7  # of the cells of the fullest row: a header names as many columns
MOST_JUDGED = 200  # rows below a possible header that are looked at
TITLE_ROWS = 3  # of a second table in a sheet, above its header
FORM_LABEL = re.compile(  # in a row of two cells: the first line of a form, not a header
    r"\d|:$|^(document|title|company|name|date|number|address|revision|version|owner|site|period)\b", re.IGNORECASE
)
VALUE = re.compile(r"[\d\s.,:/%$€£+-]+|\d{4}-\d\d-\d\d.*|(yes|no|n/?a|x|true|false)", re.IGNORECASE)
UNMARKED = ("", "☐", "□", "o", "0", "false", "no", "-", "[ ]", "( )")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was read; the number is the one that the spreadsheet shows."""

    cells: tuple[str, ...]
    number: int | None = None
    page: int | None = None
    repeated: tuple[str, ...] = ()  # the words of merged cells that go on here from a row above, by column


def roles(header: Sequence[str]) -> dict[int, str]:
    """The columns of a questionnaire or an action list by index: item, question, answer, explanation, action, due.

    Empty for a header that has neither question and answer nor action and due date. Where Yes, No and N/A
    are columns of their own, each has the role answer; fields_of reads the marks in them.
    """
    labels = [clean(label).lower().strip(" :?*") for label in header]
    choices = {index for index, label in enumerate(labels) if label.rpartition(" / ")[2] in CHOICES}
    if len(choices) < 2:
        choices = set()
    found: dict[int, str] = dict.fromkeys(choices, "answer")
    taken = {"answer"} if choices else set()
    for role, pattern in PATTERNS:
        for index, label in enumerate(labels):
            if role not in taken and index not in found and pattern.fullmatch(label):
                found[index] = role
                taken.add(role)
    if {"question", "answer"} <= taken or {"action", "due"} <= taken:
        return dict(sorted(found.items()))
    return {}


def fields_of(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """A row's filled cells by role, or by column heading as shown; a mark under Yes, No or N/A is that answer."""
    by_column = roles(header)
    answers = [index for index, role in by_column.items() if role == "answer"]
    fields: dict[str, str] = {}
    for index, cell in enumerate(cells):
        label = header[index] if index < len(header) else ""
        if index in answers and len(answers) > 1:
            if cell.strip().lower() not in UNMARKED:
                fields["answer"] = CHOICES[clean(label).lower().strip(" :?*").rpartition(" / ")[2]]
        elif cell and (by_column.get(index) or label):
            fields[by_column.get(index) or label] = cell
    return fields


def table_blocks(rows: Sequence[Row], sheet: str = "", header: Sequence[str] = (), sure: bool = True) -> list[Block]:
    """The blocks of a table; header is that of an earlier part of it, used where this part has none of its own.

    Where it is not sure that there is a table, only the header of a questionnaire is one.
    """
    cleaned = [Row(tuple(map(clean, row.cells)), row.number, row.page, row.repeated) for row in rows]
    tables = _tables([row for row in cleaned if any(row.cells)])
    return [block for table in tables for block in _table_blocks(table, sheet, header, sure)]


def _table_blocks(rows: list[Row], sheet: str, header: Sequence[str], sure: bool) -> list[Block]:
    filled = _without_empty_columns(rows)
    if not filled:
        return []
    position = _header_position(filled)
    if position is not None and not sure and not roles(_labels(filled, position)[0]):
        position = None
    if header and (position is None or not roles(filled[position].cells)) and len(filled[0].cells) == len(header):
        position = 0 if filled[0].cells == tuple(header) else None
    else:
        header = ()
    start, labels = 0, tuple(header)
    blocks: list[Block] = []
    if position is not None:
        blocks += _titles(filled[:position], sheet)
        labels, start = _labels(filled, position)
        # a header of two columns may be the first pair of a form: its words stay searchable
        kind = BlockKind.FURNITURE if len(labels) > 2 or roles(labels) else BlockKind.ROW
        blocks += [_row_block(row, (), sheet, kind) for row in filled[position:start]]
    blocks += [_body_block(row, labels, sheet) for row in filled[start:]]
    return blocks


def _tables(rows: list[Row]) -> list[list[Row]]:
    """The tables of a sheet: after an empty row another one may begin, with titles and a header of its own."""
    tables: list[list[Row]] = []
    start = 0
    for index in range(1, len(rows)):
        number, before = rows[index].number, rows[index - 1].number
        if number is None or before is None or number == before + 1:
            continue
        place = index
        while place < min(index + TITLE_ROWS, len(rows) - 1) and len(set(filter(None, rows[place].cells))) == 1:
            place += 1
        if _heads(rows, place, start):
            tables.append(rows[start:index])
            start = index
    return [*tables, rows[start:]]


def _heads(rows: Sequence[Row], place: int, start: int) -> bool:
    """Whether a row heads another table than the one from start: new words over figures, dates or answers."""
    cells = rows[place].cells
    if not _is_label_row(cells) or any(cell[:1].islower() for cell in cells):
        return False
    labels = [row.cells for row in rows[start : min(place, start + HEADER_DEPTH)] if _is_label_row(row.cells)]
    if not labels or cells in labels:
        return False
    if roles(cells):
        return any(map(roles, labels))
    following = zip(rows[place + 1 : place + MOST_JUDGED], itertools.count((rows[place].number or 0) + 1), strict=False)
    below = [row.cells for row, _ in itertools.takewhile(lambda pair: pair[0].number == pair[1], following)]
    if not below or sum(map(bool, cells)) < max(2.0, FULL * max(sum(map(bool, each)) for each in below)):
        return False
    columns = [[each[index] for each in below if index < len(each) and each[index]] for index in range(len(cells))]
    return any(
        cell and column and all(map(VALUE.fullmatch, column)) for cell, column in zip(cells, columns, strict=True)
    )


def header_of(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The header of the last row in blocks."""
    return next((block.header for block in reversed(blocks) if block.kind is BlockKind.ROW), ())


def _without_empty_columns(rows: list[Row]) -> list[Row]:
    width = max((len(row.cells) for row in rows), default=0)
    padded = [row.cells + ("",) * (width - len(row.cells)) for row in rows]
    kept = [index for index in range(width) if any(cells[index] for cells in padded)]
    found: list[Row] = []
    for row, cells in zip(rows, padded, strict=True):
        repeated = row.repeated + ("",) * (width - len(row.repeated))
        repeated = tuple(clean(repeated[index]) for index in kept) if row.repeated else ()
        found.append(Row(tuple(cells[index] for index in kept), row.number, row.page, repeated))
    return found


def _header_position(rows: Sequence[Row]) -> int | None:
    """The index of the header row: the first that a questionnaire has, else the best row of short, distinct labels."""
    candidates = [index for index in range(min(HEADER_DEPTH, len(rows))) if _is_label_row(rows[index].cells)]
    for index in candidates:
        if roles(rows[index].cells) or (index + 1 < len(rows) and roles(_joined(rows, index))):
            return index
    filled = [sum(1 for cell in row.cells if cell) for row in rows]
    enough = max(2.0, max(filled) * FULL)
    for index in candidates if len(rows) > 1 else ():
        if filled[index] >= enough:
            pair = len(rows[index].cells) == 2 and any(FORM_LABEL.search(cell) for cell in rows[index].cells)
            return None if pair or any(count >= enough for count in filled[:index]) else index
    return None


def _is_label_row(cells: Sequence[str]) -> bool:
    labels = [cell for cell in cells if cell]
    if len(labels) < 2 or len({label.lower() for label in labels}) < max(2, len(labels) - 1):
        return False
    values = sum(1 for label in labels if VALUE.fullmatch(label) and label.lower() not in CHOICES)
    return values == 0 and all(len(label) <= LONGEST_LABEL for label in labels)


def _joined(rows: Sequence[Row], index: int) -> tuple[str, ...]:
    """A header of two rows as one: a heading over several columns goes before each heading under it."""
    upper, lower = rows[index].cells, rows[index + 1].cells
    joined: list[str] = []
    above = ""
    for over, under in zip(upper, lower, strict=True):
        above = over or above
        joined.append(f"{above} / {under}" if under and above != under else over or under)
    return tuple(joined)


def _labels(rows: Sequence[Row], position: int) -> tuple[tuple[str, ...], int]:
    """The header and the index of the first row below it."""
    cells = rows[position].cells
    if position + 1 < len(rows):
        below = rows[position + 1].cells
        choices = [cell.lower().strip(" .:") in CHOICES for cell in below if cell]
        gaps = [not over for over, under in zip(cells, below, strict=True) if under]
        if (len(choices) >= 2 and all(choices) and any(gaps)) or _is_lower_half(cells, below):
            return _joined(rows, position), position + 2
    return cells, position + 1


def _is_lower_half(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a row names the columns under the wide headings of the row above, and no others."""
    if not upper[0] or "" not in upper or not _is_label_row(lower):
        return False
    wide = [bool(heading) and not after for heading, after in zip(upper, (*upper[1:], "-"), strict=True)]
    return [bool(cell) for cell in lower] == [not heading or over for heading, over in zip(upper, wide, strict=True)]


def _titles(rows: Sequence[Row], sheet: str) -> list[Block]:
    blocks: list[Block] = []
    for row in rows:
        texts = list(dict.fromkeys(cell for cell in row.cells if cell))
        first = not blocks and len(texts) == 1 and len(texts[0]) <= LONGEST_LABEL
        kind, level = (BlockKind.HEADING, 2) if first else (BlockKind.PARAGRAPH, 0)
        blocks.append(Block(" | ".join(texts), kind, row.page, level, sheet=sheet, row=row.number))
    return blocks


def _body_block(row: Row, header: tuple[str, ...], sheet: str) -> Block:
    if header and row.cells == header:
        return _row_block(row, (), sheet, BlockKind.FURNITURE)
    if row.repeated:
        above = [over if len(over) <= LONGEST_LABEL else "" for over in row.repeated]
        cells = tuple(cell or over for cell, over in zip(row.cells, above, strict=True))
        row = Row(cells, row.number, row.page)
    texts = {cell for cell in row.cells if cell}
    place = next(index for index, cell in enumerate(row.cells) if cell)
    text = next(iter(texts))
    alone = len(row.cells) >= 3 and len(texts) == 1 and place <= 1
    if alone and re.search(r"[^\W\d]{3}", text) and len(text) <= 120 and not text.endswith("?"):
        return Block(text, BlockKind.HEADING, row.page, 3, sheet=sheet, row=row.number)
    return _row_block(row, header, sheet, BlockKind.ROW)


def _row_block(row: Row, header: tuple[str, ...], sheet: str, kind: BlockKind) -> Block:
    text = " | ".join(cell for cell in row.cells if cell)
    return Block(text, kind, row.page, sheet=sheet, row=row.number, header=header, cells=row.cells)

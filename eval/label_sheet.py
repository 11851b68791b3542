"""Labels from a spreadsheet: a row for each place that answers a criterion, columns in any order under common names."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from eval.label import STATUSES, Label, Shown
from kb.errors import ZIP_FAULTS, LabelsError

SHEETS = (".xlsx", ".xlsm", ".csv", ".tsv")
MOST_BYTES = 20_000_000
MOST_ROWS = 20_000
HEADER_WITHIN = 20  # rows from the top
MOST_WRONG = 8  # wrong rows that a message lists
COLUMNS = {
    "criterion": "criterion|criteria|number|no|nr|#|portal|portal number|portal no|criterion number|criteria number"
    "|criterion no|question number|question no|part|requirement",
    "file": "file|files|file name|filename|document|documents|document name|source|source document|evidence file|path",
    "quote": "quoted words|quote|quotes|quotation|words|quoted text|passage|excerpt|text|evidence|evidence text",
    "page": "page|pages|page number|page no|p|pg",
    "status": "status|expected|expected status|label|judgement|judgment|coverage",
    "verdict": "verdict|grade|ruling|decision|relevance|relevant",
    "split": "split|half",
}
ROLES = {heading: role for role, headings in COLUMNS.items() for heading in headings.split("|")}
YES = ("", "supports", "accepted", "accept", "linked", "yes", "y", "1", "true", "partial", "stale", "contradicts")
NO = ("rejected", "reject", "no", "n", "0", "false", "claim only", "form only", "wrong party", "circular")
NUMBER = re.compile(r"(?:criteri(?:on|a)\s*)?#?(\d{1,4})(?:\.\d+)?(?!\d)", re.IGNORECASE)
PAGE = re.compile(r"(?:p(?:age|g)?\.?\s*)?(\d{1,5})(?:\.0)?", re.IGNORECASE)

Row = tuple[int, Mapping[str, str]]  # as the spreadsheet numbers it, role -> text


def read_sheet(path: Path) -> list[Label]:
    """The labels of a spreadsheet, one a criterion; raises LabelsError that names the wrong rows."""
    rows = list(_rows(path))
    if not rows:
        raise LabelsError(f"{path} has no rows below its column headings.")
    given: dict[int, _Given] = {}
    wrong = []
    for place, values in rows:
        try:
            _take(given, values)
        except ValueError as error:
            wrong.append(f"row {place}: {error}")
    if wrong:
        more = f" (and {len(wrong) - MOST_WRONG} more)" if len(wrong) > MOST_WRONG else ""
        raise LabelsError(f"{path}: {'; '.join(wrong[:MOST_WRONG])}{more}. Correct the file.")
    return [each.label(number) for number, each in sorted(given.items())]


class _Given:
    """What the rows of one criterion say so far."""

    def __init__(self) -> None:
        self.status = self.split = ""
        self.evidence: list[Shown] = []
        self.refused: list[Shown] = []

    def label(self, number: int) -> Label:
        """All of it as a label."""
        return Label(number, self.status, tuple(self.evidence), tuple(self.refused), self.split)


def _take(given: dict[int, _Given], values: Mapping[str, str]) -> None:
    """Add what a row says; raises ValueError with what is wrong with it, and then nothing is added."""
    number = _number(values.get("criterion", ""))
    status, verdict, split = (" ".join(values.get(name, "").lower().split()) for name in ("status", "verdict", "split"))
    if verdict in STATUSES and verdict not in YES:  # "not applicable", as a sheet made of decisions says it
        status, verdict = status or verdict, ""
    if status and status not in STATUSES:
        raise ValueError(f"status {status!r} is none of {', '.join(STATUSES)}")
    if verdict not in YES + NO:
        raise ValueError(f"verdict {verdict!r} is neither accepted nor rejected")
    if split not in ("", "dev", "test"):
        raise ValueError(f"split {split!r} is neither dev nor test")
    shown = _shown(values)
    if not shown and not status:
        raise ValueError("it names neither a file nor a status")
    held = given.get(number) or _Given()
    for name, said in (("status", status), ("split", split)):
        if said and getattr(held, name) not in ("", said):
            raise ValueError(f"criterion {number} has another {name} in a row above ({getattr(held, name)})")
        setattr(held, name, said or getattr(held, name))
    if shown:
        (held.refused if verdict in NO else held.evidence).append(shown)
    given[number] = held


def _number(text: str) -> int:
    found = NUMBER.match(text.strip())
    if not found:
        raise ValueError(f"{text[:40]!r} is no criterion's number" if text.strip() else "it has no criterion")
    return int(found[1])


def _shown(values: Mapping[str, str]) -> Shown | None:
    file, quote, page = (values.get(name, "").strip() for name in ("file", "quote", "page"))
    if not file:
        if quote or page:
            raise ValueError("it has quoted words or a page but no file")
        return None
    found = PAGE.fullmatch(page)
    if page and not found:
        raise ValueError(f"page {page[:20]!r} is not one page's number")
    return Shown(file, quote, int(found[1]) if found else None)


def _rows(path: Path) -> Iterator[Row]:
    """The rows below the headings, those without a word left out."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise LabelsError(f"{path} is over {MOST_BYTES // 1_000_000} MB: that is no table of labels.")
        table = _workbook(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv(path)
        roles: list[str] = []
        for place, cells in enumerate(table, start=1):
            if place > MOST_ROWS:
                raise LabelsError(f"{path} has over {MOST_ROWS} rows.")
            if not roles:
                roles = _roles(cells)
            elif any(cells):
                yield place, _values(roles, cells)
            if not roles and place >= HEADER_WITHIN:
                break
    except (OSError, csv.Error, KeyError, *ZIP_FAULTS) as error:
        raise LabelsError(f"{path} cannot be read ({error}). Save it again as CSV or XLSX.") from error
    if not roles:
        raise LabelsError(
            f"{path} has no column headings such as Criterion, File, Quoted words, Page; Criterion and one of File"
            " and Status are needed."
        )


def _roles(cells: Sequence[str]) -> list[str]:
    """What each column holds; empty where the cells are not headings of labels. Of two for one thing the first."""
    roles: list[str] = []
    for text in cells:
        role = ROLES.get(" ".join(re.sub(r"[^\w#]+|_", " ", text.lower()).split()), "")
        roles.append(role if role not in roles else "")
    return roles if "criterion" in roles and ("file" in roles or "status" in roles) else []


def _values(roles: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    pairs = zip(roles, cells, strict=False)
    return {role: text.removeprefix("'") if text[1:2] in "=+-@" else text for role, text in pairs if role}


def _csv(path: Path) -> Iterator[list[str]]:
    data = path.read_bytes()
    text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    head = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max("\t;,", key=head.count)
    for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield [cell.strip() for cell in cells]


def _workbook(path: Path) -> Iterator[list[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, ValueError, TypeError) as error:
        raise LabelsError(f"{path} is not a workbook that can be read ({error}). Save it again as XLSX.") from error
    try:
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield ["" if value is None else str(value).strip() for value in row]
    finally:
        book.close()

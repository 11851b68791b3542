"""Labels from what people accepted and rejected while working, as a spreadsheet that can be edited and fed back."""

import csv
from collections.abc import Sequence
from pathlib import Path

from kb.assistant import Assistant
from kb.errors import LabelsError, UnknownCriterionError
from kb.model import Decision, Ruling

HEAD = ("Criterion", "Part", "File", "Quoted words", "Page", "Verdict", "Status", "Question", "By", "On", "Reason")
WIDTHS = (10, 8, 36, 60, 7, 12, 14, 50, 14, 12, 36)
FORMATS = (".xlsx", ".csv")


def make_labels(assistant: Assistant) -> list[tuple[str, ...]]:
    """A row, as HEAD names its columns, for each decision that holds; by criterion, the oldest first.

    The column Status is empty where nobody settled it: a person fills in covered, partial, gap … to have it measured.
    """
    held = [decision for decision, replaced in assistant.decisions() if not replaced and not decision.look_again]
    return [_row(assistant, decision) for decision in sorted(held, key=lambda each: _number(each.subject))]


def save_labels(rows: Sequence[tuple[str, ...]], path: Path) -> None:
    """Write the rows to an .xlsx or .csv file; raises LabelsError where there are none or it cannot be written."""
    if path.suffix.lower() not in FORMATS:
        raise LabelsError(f"{path.name}: labels are written as {' or '.join(FORMATS)}.")
    if not rows:
        raise LabelsError(
            "There are no decisions to make labels of: accept and reject evidence first (ctpat decide 56 accept FILE)."
        )
    try:
        (_save_csv if path.suffix.lower() == ".csv" else _save_workbook)(rows, path)
    except OSError as error:
        raise LabelsError(f"{path} cannot be written ({error}).") from error


def _row(assistant: Assistant, decision: Decision) -> tuple[str, ...]:
    number, cited = _number(decision.subject), decision.citation
    try:
        question = assistant.catalogue.criterion(number).question
    except UnknownCriterionError:
        question = decision.asked
    page = str(cited.locator.page) if cited and cited.locator.page else ""
    settled = decision.ruling is Ruling.NOT_APPLICABLE
    return (
        (str(number), decision.subject if "." in decision.subject else "", cited.document if cited else "")
        + (cited.quote if cited else "", page, "" if settled else decision.ruling.value)
        + (_status(decision) if settled else "", question, decision.by, decision.at[:10], decision.reason)
    )


def _status(decision: Decision) -> str:
    """The criterion's status where all of it was set aside; a part alone does not settle it."""
    return "" if "." in decision.subject else decision.ruling.value


def _number(subject: str) -> int:
    return int(subject.partition(".")[0])


def _save_workbook(rows: Sequence[tuple[str, ...]], path: Path) -> None:
    from openpyxl import Workbook

    from kb.export.sheet_parts import fill

    book = Workbook()
    sheet = book.active
    sheet.title = "Labels"
    fill(sheet, HEAD, rows, WIDTHS)
    book.save(path)


def _save_csv(rows: Sequence[tuple[str, ...]], path: Path) -> None:
    from kb.export.text import cell

    with path.open("w", encoding="utf-8-sig", newline="") as file:  # the mark lets Excel read it as UTF-8
        csv.writer(file).writerows([HEAD, *([cell(value) for value in row] for row in rows)])

"""What became of a questionnaire, as text and as values for JSON."""

from collections.abc import Sequence
from typing import Any

from kb.workbook import Filled, Said
from kb.workbook_rows import Match


def text(found: Filled) -> str:
    """The counts, the columns, then every row and cell that a person must look at."""
    clear = [each for each in found.matches if each.criterion]
    columns = ", ".join(f"{role} {letters}" for role, letters in found.columns.items())
    lines = [
        f"{len(found.written)} cells of {len(clear)} rows filled in: {found.target}.",
        f"Sheet {found.sheet}, headings in row {found.header}: {columns}.",
    ]
    by_words = [
        f"row {each.line.row} as {each.criterion.number}"
        for each in clear
        if each.criterion and each.how == "wording alone"
    ]
    if by_words:
        lines += ["", f"Known by their wording alone, look at them: {', '.join(by_words)}."]
    if found.drafts:
        lines += ["", f"Drafts that nobody has approved: {_numbers(found.drafts)}."]
    lines += _listed("Rows that could not be matched", [_unmatched(each) for each in found.unmatched])
    lines += _listed("Left empty", [_said(each) for each in found.left])
    lines += _listed("Not overwritten", [_said(each) for each in found.kept])
    lines += _listed("Overwritten", [_said(each) for each in found.replaced])
    if found.without_row:
        lines += ["", f"No row asks about {len(found.without_row)} criteria: {_numbers(found.without_row)}."]
    return "\n".join(lines)


def json_of(found: Filled) -> dict[str, Any]:
    """What `text` tells."""
    return {
        "file": str(found.target),
        "sheet": found.sheet,
        "header_row": found.header,
        "columns": dict(found.columns),
        "rows": [
            {"row": each.line.row, "criterion": each.criterion.number, "by": each.how}
            for each in found.matches
            if each.criterion
        ],
        "written": list(found.written),
        "drafts": list(found.drafts),
        "unmatched": [{"row": each.line.row, "words": each.line.words, "why": each.how} for each in found.unmatched],
        "left_empty": [_said_json(each) for each in found.left],
        "not_overwritten": [_said_json(each) for each in found.kept],
        "overwritten": [_said_json(each) for each in found.replaced],
        "criteria_without_row": list(found.without_row),
    }


def _listed(name: str, lines: Sequence[str]) -> list[str]:
    return ["", f"{name}: {len(lines)}", *(f"  {line}" for line in lines)] if lines else []


def _said(each: Said) -> str:
    return f"{each.cell}: {each.why}"


def _said_json(each: Said) -> dict[str, Any]:
    return {"cell": each.cell, "criterion": each.criterion, "why": each.why}


def _unmatched(match: Match) -> str:
    words = match.line.words or match.line.number or ", ".join(match.line.ids)
    return f"row {match.line.row}: {words if len(words) <= 70 else words[:69] + '…'}: {match.how}"


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))

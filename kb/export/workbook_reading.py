"""A sheet of somebody's workbook as it can be filled in: its cells, merged ranges and drop-down lists."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.export.workbook_xml import (
    CELL,
    Place,
    child,
    children,
    column_number,
    defined_names,
    parsed,
    parts_of,
    place_of,
    shared_strings,
    sheet_parts,
    text_of,
)

MOST_LISTED = 500  # values of a drop-down; a longer one is no list of answers
LAST_ROW = 1_048_576
WHOLE = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a cell may hold, by its data validation."""

    ranges: tuple[tuple[Place, Place], ...]  # first and last corner
    values: tuple[str, ...] | None  # of a drop-down; None where they cannot be read, or it is none
    longest: int | None = None  # characters of a text

    def holds(self, place: Place) -> bool:
        """Whether it is about a cell."""
        return any(first[0] <= place[0] <= last[0] and first[1] <= place[1] <= last[1] for first, last in self.ranges)


@dataclass(frozen=True)
class Sheet:
    """One sheet; places are row and column from 1."""

    name: str
    part: str
    root: Any  # of its XML, to be filled in
    hidden: bool
    cells: Mapping[Place, str]  # those that show something
    numbers: frozenset[Place]  # that hold a number and no text
    formulas: frozenset[Place]
    merged: Mapping[Place, Place]  # every cell of a merged range -> the one that holds its value
    rules: tuple[Rule, ...]

    def shown(self, place: Place) -> str:
        """What a reader sees in a cell, merged ones included."""
        return self.cells.get(self.merged.get(place, place), "")

    def rule(self, place: Place) -> Rule | None:
        """What the cell may hold; None where it may hold anything."""
        return next((rule for rule in self.rules if rule.holds(place)), None)

    @property
    def rows(self) -> int:
        """The last row that shows something."""
        return max((row for row, _ in self.cells), default=0)

    @property
    def columns(self) -> int:
        """The last column that shows something."""
        return max((column for _, column in self.cells), default=0)


def read_workbook(path: Path) -> list[Sheet]:
    """The sheets of a workbook in their order; raises ExportError where the file cannot be read."""
    parts = parts_of(path)
    strings, names = shared_strings(parts), defined_names(parts)
    sheets = []
    for name, part in sheet_parts(parts).items():
        root = parsed(parts[part], part)
        if child(root, "sheetData") is not None:  # a sheet of cells, not of a chart
            sheets.append((name.lstrip("\n"), part, root, name.startswith("\n"), *_cells(root, strings)))
    shown = {name.lower(): cells for name, _, _, _, cells, _, _ in sheets}
    return [
        Sheet(
            name, part, root, hidden, cells, numbers, formulas, _merged(root), tuple(_rules(root, name, shown, names))
        )
        for name, part, root, hidden, cells, numbers, formulas in sheets
    ]


def _cells(root: Any, strings: Sequence[str]) -> tuple[dict[Place, str], frozenset[Place], frozenset[Place]]:
    cells: dict[Place, str] = {}
    numbers, formulas = set(), set()
    row_number = 0
    for row in children(child(root, "sheetData"), "row"):
        row_number = int(row.get("r", row_number + 1))
        column = 0
        for cell in children(row, "c"):
            column = place_of(cell.get("r", ""))[1] or column + 1
            place = (row_number, column)
            if child(cell, "f") is not None:
                formulas.add(place)
            text = _value(cell, strings)
            if text.strip():
                cells[place] = text
                if cell.get("t", "n") == "n":
                    numbers.add(place)
    return cells, frozenset(numbers), frozenset(formulas)


def _value(cell: Any, strings: Sequence[str]) -> str:
    kind, value = cell.get("t", "n"), child(cell, "v")
    if kind == "inlineStr":
        words = child(cell, "is")
        return text_of(words) if words is not None else ""
    text = (value.text or "") if value is not None else ""
    if kind == "s":
        return strings[int(text)] if text.isdecimal() and int(text) < len(strings) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(text, "")
    if kind == "n" and text:
        try:
            return f"{float(text):.15g}"
        except ValueError:
            return text
    return text


def _merged(root: Any) -> dict[Place, Place]:
    found: dict[Place, Place] = {}
    for each in children(child(root, "mergeCells"), "mergeCell"):
        (top, left), (bottom, right) = _corners(each.get("ref", ""))
        if (bottom - top + 1) * (right - left + 1) <= 100_000:
            found |= {(row, column): (top, left) for row in range(top, bottom + 1) for column in range(left, right + 1)}
    return found


def _rules(root: Any, sheet: str, shown: Mapping[str, Mapping[Place, str]], names: Mapping[str, str]) -> Iterator[Rule]:
    """The data validations, those included that Excel keeps apart because their lists are on other sheets."""
    for each in root.iter():
        if not isinstance(each.tag, str) or each.tag.rpartition("}")[2] != "dataValidation":
            continue
        formulas = [_formula(child(each, name)) for name in ("formula1", "formula2")]
        apart = child(each, "sqref")
        where = each.get("sqref") or (apart.text if apart is not None else "") or ""
        ranges = tuple(_corners(reference) for reference in where.split())
        kind, how = each.get("type"), each.get("operator", "between")
        if kind == "list":
            yield Rule(ranges, _listed(formulas[0], sheet, shown, names))
        elif kind == "textLength" and how in ("between", "lessThan", "lessThanOrEqual"):
            most = formulas[1] if how == "between" else formulas[0]
            if most.isdecimal():
                yield Rule(ranges, None, int(most) - (how == "lessThan"))


def _formula(element: Any) -> str:
    return "".join(element.itertext()).strip() if element is not None else ""


def _listed(
    formula: str, sheet: str, shown: Mapping[str, Mapping[Place, str]], names: Mapping[str, str]
) -> tuple[str, ...] | None:
    """The values of a drop-down: written out, or in a range, of another sheet or by a name; None for anything else."""
    if formula.startswith('"') and formula.endswith('"'):
        values = formula[1:-1].replace('""', '"').split(",")
        return tuple(value.strip() for value in values if value.strip())
    formula = names.get(formula.lower(), formula).lstrip("=")
    where, _, reference = formula.rpartition("!")
    where = where.strip("'").replace("''", "'") or sheet
    cells = shown.get(where.lower())
    (top, left), (bottom, right) = _corners(reference)
    if cells is None or not top:
        return None
    found = [cells[place] for place in sorted(cells) if top <= place[0] <= bottom and left <= place[1] <= right]
    return tuple(value.strip() for value in found) if len(found) <= MOST_LISTED else None


def _corners(reference: str) -> tuple[Place, Place]:
    """First and last cell of a range such as "$A$1:$A$3", "B:B" or "C5"; zeros where it is none."""
    whole = WHOLE.fullmatch(reference)
    if whole:
        return (1, column_number(whole[1])), (LAST_ROW, column_number(whole[2]))
    first, _, last = reference.partition(":")
    if not CELL.fullmatch(first) or (last and not CELL.fullmatch(last)):
        return (0, 0), (0, 0)
    return place_of(first), place_of(last or first)

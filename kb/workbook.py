"""Filling in somebody's own questionnaire, as a copy: what the profile says, in their columns and their values."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kb.assistant import Assistant
from kb.errors import ExportError
from kb.export.text import LONGEST, bulleted, cell
from kb.places import source as told_source
from kb.profile import Entry, Standing, profile
from kb.saving import in_place_of
from kb.workbook_columns import FILLED, Columns, columns_of
from kb.workbook_rows import Match, matched
from kb.workbook_turned import asks_other_way_round
from kb.workbook_values import answer, says_yes, state

if TYPE_CHECKING:
    from kb.export.workbook_reading import Sheet

ENDINGS = (".xlsx", ".xlsm")
SAYS = ("answer", "response", "status")  # roles whose words say Yes or No to what a row asks
DRAFTED = "DRAFT, not approved: "  # before a response that nobody has approved


@dataclass(frozen=True, slots=True)
class Said:
    """A cell or row that a person must look at."""

    cell: str  # such as "F12"; of a row without one, "row 12"
    criterion: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of a workbook."""

    target: Path
    sheet: str
    header: int  # row of the headings
    columns: Mapping[str, str]  # role -> letters
    matches: tuple[Match, ...]
    written: tuple[str, ...]  # cells
    replaced: tuple[Said, ...]  # held something else, which --overwrite gave up
    kept: tuple[Said, ...]  # hold something, and were left as they are
    left: tuple[Said, ...]  # were left empty, with the reason
    drafts: tuple[int, ...]  # criteria whose text nobody has approved
    without_row: tuple[int, ...]  # criteria that no row asks about

    @property
    def unmatched(self) -> tuple[Match, ...]:
        """The rows that are nobody's."""
        return tuple(each for each in self.matches if each.criterion is None)


def fill(
    assistant: Assistant,
    source: Path,
    target: Path,
    columns: Mapping[str, str] | None = None,
    sheet: str = "",
    overwrite: bool = False,
) -> Filled:
    """Write a copy of a questionnaire with answers, responses, evidence, status and owner in its own columns.

    `columns` names columns by role where the headings do not tell ({"answer": "F"}). The source is never written to.
    Raises ExportError where the file, its sheet or its columns are not what they have to be, SourceError where the copy
    cannot be written.
    """
    from kb.export.workbook_reading import read_workbook
    from kb.export.workbook_xml import column_letters, column_number, save_filled

    _check(source, target)
    told = {role: column_number(letters.upper()) for role, letters in (columns or {}).items()}
    page, found, rows = _found(assistant, read_workbook(source), told, sheet, source)
    asked = sorted({each.criterion.number for each in rows if each.criterion})
    entries = {each.number: each for each in profile(assistant, asked).entries}
    filling = _Filling(page, found, overwrite)
    for match in rows:
        if match.criterion:
            turned = asks_other_way_round(match.line.words, match.criterion)
            filling.row(match.line.row, entries[match.criterion.number], turned)
    with in_place_of(target) as partial:
        save_filled(source, partial, page.part, page.root, filling.values)
    return Filled(
        target=target,
        sheet=page.name,
        header=found.header,
        columns={role: column_letters(column) for role, column in found.by_role.items()},
        matches=tuple(rows),
        written=tuple(name for name in map(filling.name, sorted(filling.values))),
        replaced=tuple(filling.replaced),
        kept=tuple(filling.kept),
        left=tuple(filling.left),
        drafts=tuple(sorted(filling.drafts)),
        without_row=tuple(each.number for each in assistant.catalogue.criteria if each.number not in entries),
    )


def _check(source: Path, target: Path) -> None:
    if source.suffix.lower() not in ENDINGS:
        raise ExportError(f"{source.name} is no .xlsx workbook: open it and save it as .xlsx.")
    if not source.is_file():
        raise ExportError(f"There is no file {source}.")
    if target.suffix.lower() != source.suffix.lower():
        raise ExportError(f"The copy must be named as {source.suffix.lower()} too: {target.name} is not.")
    if target.exists() and target.samefile(source):
        raise ExportError(f"{target} is the questionnaire itself: give the copy another name.")


def _found(
    assistant: Assistant, sheets: list["Sheet"], told: Mapping[str, int], name: str, source: Path
) -> tuple["Sheet", Columns, list[Match]]:
    """The sheet that asks about most criteria, its columns, and its rows with their criteria."""
    wanted = [each for each in sheets if each.name.casefold() == name.casefold()] if name else []
    if name and not wanted:
        raise ExportError(f"{source.name} has no sheet {name!r}: it has {', '.join(each.name for each in sheets)}.")
    best: tuple[int, Sheet, Columns, list[Match]] | None = None
    for each in wanted or [each for each in sheets if not each.hidden]:
        columns = columns_of(each, told)
        if columns.useful:
            rows = matched(each, columns, assistant.catalogue, assistant.base.embedder)
            clear = sum(row.criterion is not None for row in rows)
            if best is None or clear > best[0]:
                best = (clear, each, columns, rows)
    if best is None:
        raise ExportError(
            f"{source.name}: no sheet has headings that are known. Name the columns, such as --sheet Sheet1 --columns"
            " question=B,answer=C,response=D."
        )
    if not best[0]:
        raise ExportError(
            f"{source.name}, sheet {best[1].name}: no row could be matched to a criterion"
            f"{f' (row {best[3][0].line.row}: {best[3][0].how})' if best[3] else ''}. Name the columns with --columns."
        )
    return best[1:]


class _Filling:
    """What is to be written into the cells of a sheet, and what is to be told."""

    def __init__(self, sheet: "Sheet", columns: Columns, overwrite: bool) -> None:
        self._sheet = sheet
        self._columns = columns
        self._overwrite = overwrite
        self.values: dict[tuple[int, int], str] = {}
        self.replaced: list[Said] = []
        self.kept: list[Said] = []
        self.left: list[Said] = []
        self.drafts: set[int] = set()

    def row(self, row: int, entry: Entry, turned: bool) -> None:
        """Fill in the row of a criterion; where it asks the other way round, nothing that says Yes or No."""
        if turned:
            self.left.append(Said(f"row {row}", entry.number, "asks the other way round: a person answers"))
        for role in FILLED:
            if role in self._columns.by_role:
                self._cell((row, self._columns.by_role[role]), role, entry, turned and role in SAYS)

    def name(self, place: tuple[int, int]) -> str:
        """Such as "F12"."""
        from kb.export.workbook_xml import column_letters

        return f"{column_letters(place[1])}{place[0]}"

    def _cell(self, place: tuple[int, int], role: str, entry: Entry, turned: bool) -> None:
        rule = self._sheet.rule(place)
        allowed = rule.values if rule else None
        listed = rule is not None and rule.longest is None
        wanted, why = ("", "") if turned else _wanted(role, entry, allowed, listed)
        number = entry.number
        if rule and rule.longest is not None and len(wanted) > rule.longest:
            wanted, why = "", f"the {role} has {len(wanted)} characters, and the cell takes {rule.longest}"
        if self._sheet.merged.get(place, place) != place:
            wanted, why = "", f"it is merged with the cells around {self.name(self._sheet.merged[place])}"
        holds = self._sheet.cells.get(place, "")
        if not holds and place not in self._sheet.formulas:
            if wanted:
                self._put(place, wanted, role, entry)
            elif why:
                self.left.append(Said(self.name(place), number, why))
        elif holds.strip() != wanted.strip():
            self._held(place, holds, wanted, role, entry)

    def _held(self, place: tuple[int, int], holds: str, wanted: str, role: str, entry: Entry) -> None:
        """A cell that holds something else than what would be written."""
        formula = place in self._sheet.formulas
        said = Said(self.name(place), entry.number, f"holds {'a formula' if formula else _short(holds)}")
        if self._overwrite and wanted and not formula:
            self.replaced.append(said)
            self._put(place, wanted, role, entry)
            return
        if role == "answer" and says_yes(holds):
            status = entry.coverage.status.value
            said = Said(said.cell, entry.number, f"{said.why}, and the documents say: {status}")
        self.kept.append(said)

    def _put(self, place: tuple[int, int], text: str, role: str, entry: Entry) -> None:
        self.values[place] = text
        if role == "response" and entry.standing is Standing.DRAFT:
            self.drafts.add(entry.number)


def _wanted(role: str, entry: Entry, allowed: tuple[str, ...] | None, listed: bool) -> tuple[str, str]:
    """(what is to stand in a cell, why nothing): nothing that a list does not offer."""
    status = entry.coverage.status
    if listed and allowed is None:
        return "", "its drop-down list cannot be read"
    if role in ("answer", "status"):
        found = (answer if role == "answer" else state)(status, allowed)
        offer = f" and the list has no value for it ({', '.join(allowed)})" if allowed is not None else ""
        return found, f"{entry.number} is {status.value}{offer}: for a person to say"
    text = {
        "response": _response(entry),
        "evidence": _evidence(entry) if entry.ready else "",
        "owner": entry.owner,
    }[role]
    if allowed is not None and text:
        same = [each for each in allowed if each.casefold() == text.casefold()]
        return (same[0], "") if same else ("", f"{_short(text)} is not in its list")
    if len(text) > LONGEST:
        return "", f"the {role} has {len(text)} characters, more than a cell holds"
    return cell(text), "" if role != "response" else _why_none(entry)


def _response(entry: Entry) -> str:
    """The text for the portal, marked where nobody has approved it."""
    text = bulleted(entry.ready)
    return f"{DRAFTED}{text}" if text and entry.standing is Standing.DRAFT else text


def _evidence(entry: Entry) -> str:
    return "\n".join(dict.fromkeys(told_source(each.citation) for each in entry.sources))


def _why_none(entry: Entry) -> str:
    """Why a response is left empty."""
    if entry.text:
        return f"{entry.number} is in conflict and its draft is not approved"
    return " ".join([f"{entry.number} is {entry.coverage.status.value}: no text for it.", *entry.cautions])


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line if len(line) <= 60 else line[:59] + '…'}”"

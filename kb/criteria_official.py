"""CBP's own text of the criteria: kept beside the user's wording of the questions, compared, never judged by."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kb.criteria import Catalogue, msc_order
from kb.criteria_entries import MSC_ID
from kb.criteria_overrides import read_part, write_part
from kb.errors import CatalogueError
from kb.model import Criterion, DatedFlag, Flag, MscCriterion, MscDocument


@dataclass(frozen=True, slots=True)
class FlagDifference:
    """A portal question whose flag is not the one of its MSC id in the document."""

    msc_id: str
    number: int
    document: Flag
    catalogue: DatedFlag  # that holds on the day asked for


@dataclass(frozen=True, slots=True)
class OfficialReport:
    """What an import of CBP's text did; ids in CBP's order."""

    path: Path  # of the overrides file
    document: MscDocument
    replaced: MscDocument | None
    unknown: tuple[str, ...]  # ids without a question in the catalogue
    missing: tuple[str, ...]  # ids of the catalogue that the document does not have
    flags: tuple[FlagDifference, ...]


def import_official(document: MscDocument, catalogue: Catalogue, overrides: Path, on: date) -> OfficialReport:
    """Keep CBP's text in the overrides, in place of an earlier edition; questions, parts and flags stay as they are.

    Raises CatalogueError for a document of another business type, and changes nothing then.
    """
    if document.business_type != catalogue.business_type:
        raise CatalogueError(
            f"{document.name} is for another business type ({document.business_type}) than the catalogue "
            f"({catalogue.business_type}). Nothing was imported; get the document of your own business type."
        )
    replaced = official_of(overrides)
    write_part(overrides, "msc", _as_values(document))
    given = {row.msc_id: row for row in document.criteria}
    shared: dict[str, list[Criterion]] = defaultdict(list)
    for criterion in catalogue.criteria:
        if criterion.msc_id:
            shared[criterion.msc_id].append(criterion)
    both = sorted(given.keys() & shared.keys(), key=msc_order)
    return OfficialReport(
        path=overrides,
        document=document,
        replaced=replaced,
        unknown=tuple(sorted(given.keys() - shared.keys(), key=msc_order)),
        missing=tuple(sorted(shared.keys() - given.keys(), key=msc_order)),
        flags=tuple(
            FlagDifference(msc_id, criterion.number, given[msc_id].flag, held)
            for msc_id in both
            for criterion in shared[msc_id]
            if (held := _held(criterion, on)).flag is not given[msc_id].flag
        ),
    )


def official_of(overrides: Path) -> MscDocument | None:
    """CBP's text as it was imported, None where it was not; raises CatalogueError where the file is malformed."""
    return read_part(overrides, "msc", _document)


def official_text(document: MscDocument | None, msc_id: str) -> MscCriterion | None:
    """CBP's text of one id, None where there is none."""
    return next((row for row in document.criteria if row.msc_id == msc_id), None) if document else None


def _held(criterion: Criterion, on: date) -> DatedFlag:
    return next((dated for dated in reversed(criterion.flags) if dated.since <= on), criterion.flags[0])


def _as_values(document: MscDocument) -> dict[str, Any]:
    return {
        "document": document.name,
        "business_type": document.business_type,
        "edition": document.edition.isoformat(),
        "criteria": [
            {"msc_id": row.msc_id, "criterion": row.criterion, "guidance": row.guidance, "flag": row.flag.value}
            for row in document.criteria
        ],
    }


def _document(values: Any) -> MscDocument:
    """What _as_values wrote; a person may have edited it."""
    rows = tuple(
        MscCriterion(str(row["msc_id"]), str(row["criterion"]), str(row["guidance"]), Flag(row["flag"]))
        for row in values["criteria"]
    )
    wrong = [row.msc_id for row in rows if not MSC_ID.fullmatch(row.msc_id)]
    if wrong:
        raise ValueError(f"MSC id {wrong[0]!r} is not of the form 5.14")
    edition = date.fromisoformat(values["edition"])
    return MscDocument(str(values["document"]), str(values["business_type"]), edition, rows)

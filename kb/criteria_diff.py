"""Two editions of CBP's criteria compared, id by id."""

import unicodedata
from dataclasses import dataclass

from kb.criteria import msc_order
from kb.errors import CatalogueError
from kb.model import MscCriterion, MscDocument

SAME_MARKS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\xad": None})


@dataclass(frozen=True, slots=True)
class Change:
    """One id that both editions have."""

    old: MscCriterion
    new: MscCriterion


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """What changed from one edition to another; ids in CBP's order. A criterion may be in several lists."""

    old: MscDocument
    new: MscDocument
    added: tuple[MscCriterion, ...]
    removed: tuple[MscCriterion, ...]
    reworded: tuple[Change, ...]  # the criterion
    guidance: tuple[Change, ...]  # advice reworded
    flags: tuple[Change, ...]


def compare_editions(old: MscDocument, new: MscDocument) -> EditionDiff:
    """What the new edition changes; raises CatalogueError for two business types."""
    if old.business_type != new.business_type:
        raise CatalogueError(
            f"{old.name} ({old.business_type}) and {new.name} ({new.business_type}) are for two business types. "
            "Compare two editions for one."
        )
    before, after = ({row.msc_id: row for row in document.criteria} for document in (old, new))
    both = [Change(before[key], after[key]) for key in sorted(before.keys() & after.keys(), key=msc_order)]
    return EditionDiff(
        old=old,
        new=new,
        added=tuple(after[key] for key in sorted(after.keys() - before.keys(), key=msc_order)),
        removed=tuple(before[key] for key in sorted(before.keys() - after.keys(), key=msc_order)),
        reworded=tuple(change for change in both if _letters(change.old.criterion) != _letters(change.new.criterion)),
        guidance=tuple(change for change in both if _letters(change.old.guidance) != _letters(change.new.guidance)),
        flags=tuple(change for change in both if change.old.flag is not change.new.flag),
    )


def _letters(text: str) -> str:
    """A text without what a typesetter changes: spaces, line breaks, the shape of quotes and dashes."""
    return "".join(unicodedata.normalize("NFKC", text).translate(SAME_MARKS).split())

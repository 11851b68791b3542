"""Two editions of CBP's criteria compared, id by id."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb.criteria import msc_order
from kb.errors import CatalogueError
from kb.model import Criterion, MscCriterion, MscDocument
from kb.response import Response

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


@dataclass(frozen=True, slots=True)
class Resting:
    """An approved answer to a criterion that an edition changes."""

    criterion: Criterion
    response: Response
    why: tuple[str, ...]  # "removed", "reworded", "flag changed"


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


def resting_on(
    found: EditionDiff, criteria: Iterable[Criterion], responses: Mapping[int, Response]
) -> tuple[Resting, ...]:
    """The approved answers to criteria that the new edition takes away, rewords or flags anew, by number."""
    why = {row.msc_id: ["removed"] for row in found.removed}
    for name, changes in (("reworded", found.reworded), ("flag changed", found.flags)):
        for change in changes:
            why.setdefault(change.old.msc_id, []).append(name)
    return tuple(
        Resting(each, responses[each.number], tuple(why[each.msc_id]))
        for each in criteria
        if each.msc_id in why and each.number in responses and responses[each.number].in_force
    )


def _letters(text: str) -> str:
    """A text without what a typesetter changes: spaces, line breaks, the shape of quotes and dashes."""
    return "".join(unicodedata.normalize("NFKC", text).translate(SAME_MARKS).split())

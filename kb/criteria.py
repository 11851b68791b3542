"""The catalogue: the portal's questions with their parts, looked up by number, MSC id or topic."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kb.criteria_entries import criterion_of
from kb.criteria_files import read_files
from kb.criteria_overrides import overridden, overrides_of
from kb.criteria_reference import Reference, references
from kb.criteria_topics import Topics
from kb.errors import CatalogueError, UnknownCriterionError
from kb.model import Criterion
from kb.shipped import shipped


@dataclass(frozen=True)
class Catalogue:
    """The criteria of one business type in order of their portal numbers."""

    criteria: tuple[Criterion, ...]
    edition: str
    business_type: str
    sha256: str  # of the files it was made from, the user's own wording included

    def criterion(self, number: int) -> Criterion:
        """The criterion of a portal number; raises UnknownCriterionError that names its neighbours."""
        if number not in self._by_number:
            below = [known for known in self._by_number if known < number][-1:]
            above = [known for known in self._by_number if known > number][:1]
            near = _listed(self._by_number[known] for known in (*below, *above))
            raise UnknownCriterionError(
                f"There is no criterion {number} for {self._holder} (numbers that are not listed do not apply);"
                f" next to it {'is' if len(below + above) == 1 else 'are'} {near}."
            )
        return self._by_number[number]

    def with_msc_id(self, msc_id: str) -> list[Criterion]:
        """The criteria that share an MSC id, by number; empty where there is none."""
        return [criterion for criterion in self.criteria if criterion.msc_id == msc_id]

    def find(self, text: str) -> list[Criterion]:
        """Every criterion that a text names or, where it has no number, whose topic fits clearly; best first."""
        named = references(text)
        if not named:
            return self._topics.clear(self._topics.ranked(text))
        found = (criterion for reference in named for criterion in self._with_reference(reference))
        return _without_repeats(found)

    def look_up(self, text: str) -> Criterion:
        """The one criterion a text names, by number, MSC id, part id, title or topic.

        Raises UnknownCriterionError that names candidates where nothing fits or several do.
        """
        named = references(text)
        if named:
            return self._one_of(named)
        ranked = self._topics.ranked(text)
        found = self._topics.clear(ranked)
        if len(found) == 1:
            return found[0]
        if found:
            more = " and others" if len(found) > 5 else ""
            raise UnknownCriterionError(f"{_short(text)} may be {_listed(found[:5], 'or')}{more}: say which number.")
        near = [criterion for criterion, _ in ranked[:3]]
        hint = f" Perhaps {_listed(near, 'or')}." if near else ""
        raise UnknownCriterionError(
            f"No criterion goes by {_short(text)}.{hint} Give a portal number such as 56 or an MSC id such as 5.1."
        )

    def mentioned(self, question: str) -> int | None:
        """The number of the criterion that a free question names plainly, None where it names none.

        Raises UnknownCriterionError where it names one that does not exist, or several.
        """
        named = references(question)
        return self._one_of(named).number if named else None

    @cached_property
    def _by_number(self) -> dict[int, Criterion]:
        return {criterion.number: criterion for criterion in self.criteria}

    @cached_property
    def _topics(self) -> Topics:
        return Topics(self.criteria)

    @property
    def _holder(self) -> str:
        article = "an" if self.business_type[:1] in "aeiou" else "a"
        return f"{article} {self.business_type}"

    def _one_of(self, named: Sequence[Reference]) -> Criterion:
        found = {reference.value: self._meant(reference) for reference in named}
        criteria = _without_repeats(criterion for several in found.values() for criterion in several)
        if len(criteria) == 1:
            return criteria[0]
        if len(found) == 1:
            raise UnknownCriterionError(f"{named[0].value} is the MSC id of {_listed(criteria)}: say which number.")
        raise UnknownCriterionError(f"That names {_listed(criteria)}: ask for one at a time.")

    def _with_reference(self, reference: Reference) -> list[Criterion]:
        """The criteria of a number; a decimal is an MSC id, or else the id of a part; empty where there is none."""
        if "." not in reference.value:
            one = None if reference.msc else self._by_number.get(int(reference.value))
            return [one] if one else []
        shared = self.with_msc_id(reference.value)
        if shared or reference.msc:
            return shared
        return [
            criterion
            for criterion in self.criteria
            if any(requirement.id == reference.value for requirement in criterion.requirements)
        ]

    def _meant(self, reference: Reference) -> list[Criterion]:
        """The criteria of a number; raises UnknownCriterionError where there is none."""
        found = self._with_reference(reference)
        if found:
            return found
        value = reference.value
        if "." not in value and not reference.msc:
            return [self.criterion(int(value))]
        if "." not in value:
            category = sorted({one.msc_id for one in self.criteria if one.msc_id.split(".")[0] == value}, key=msc_order)
            ids = f"ids of category {value} are {', '.join(category)}" if category else "there is no such category"
            raise UnknownCriterionError(f"MSC {value} is not an id: {ids}. Give an id, or a portal number alone.")
        ids_known = {one.msc_id for one in self.criteria if one.msc_id}
        near = sorted(ids_known, key=lambda known: _distance(known, value))[:3]
        raise UnknownCriterionError(
            f"{value} is neither an MSC id nor a part for {self._holder} (ids that are not listed do not apply);"
            f" near it are {', '.join(sorted(near, key=msc_order))}."
        )


def load_catalogue(overrides: Path | None = None, folder: Path | None = None) -> Catalogue:
    """The catalogue of a folder (the shipped one for importers), with the user's own wording over it.

    Raises CatalogueError naming the file and the entry that is wrong.
    """
    files = read_files(folder or shipped("corpus/criteria/importer"))
    criteria = [
        criterion_of(entry, files.sections[name], f"{name}.yaml")
        for name, entries in files.entries.items()
        for entry in entries
    ]
    for number, times in Counter(criterion.number for criterion in criteria).items():
        if times > 1:
            raise CatalogueError(f"The criteria have number {number} {times} times. Keep one of them.")
    sha256 = files.sha256
    if overrides and (own := overrides_of(overrides)):
        criteria = overridden(criteria, own)
        sha256 = hashlib.sha256(sha256.encode() + overrides.read_bytes()).hexdigest()
    criteria.sort(key=lambda criterion: criterion.number)
    return Catalogue(tuple(criteria), files.edition, files.business_type, sha256)


def msc_order(msc_id: str) -> tuple[int, ...]:
    """Key that sorts MSC ids as CBP does: 5.2 before 5.14; what is no id comes first."""
    return tuple(int(part) for part in msc_id.split(".") if part.isdecimal())


def _distance(known: str, asked: str) -> tuple[int, int]:
    category, item, *_ = (*msc_order(asked), 0)
    return abs(msc_order(known)[0] - category), abs(msc_order(known)[1] - item)


def _without_repeats(criteria: Iterable[Criterion]) -> list[Criterion]:
    return list({criterion.number: criterion for criterion in criteria}.values())


def _listed(criteria: Iterable[Criterion], joint: str = "and") -> str:
    shown = [f"{criterion.number} ({criterion.title})" for criterion in criteria]
    return f" {joint} ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _short(text: str) -> str:
    shown = " ".join(text.split())
    return f'"{shown[:80]}…"' if len(shown) > 80 else f'"{shown}"'

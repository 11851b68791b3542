"""The user's own wording of the criteria: read from a file, checked whole, kept as overrides in the workspace."""

import re
from dataclasses import dataclass, fields, replace
from pathlib import Path

from kb.criteria import Catalogue
from kb.criteria_entries import MSC_ID
from kb.criteria_overrides import Override, overrides_of, write_overrides
from kb.criteria_rows import Row, read_rows
from kb.errors import CatalogueError
from kb.model import Criterion, Flag

MOST_WRONG = 10  # wrong rows that a message lists
LONGEST = 10_000  # characters of a question; the portal's longest has under 1,000
_NUMBER = re.compile(r"(?:criteri(?:on|a)|question|portal|no\.?|#)?\s*#?\(?(\d{1,4})\)?(?:\.0+)?\.?", re.IGNORECASE)
_IS_REQUIREMENT = re.compile(r"\b(?:this is a|these are) requirements?\b", re.IGNORECASE)
_WORDS = {
    Flag.MUST: ("must", "m", "required", "requirement", "mandatory"),
    Flag.SHOULD: ("should", "s", "recommended", "recommendation"),
}
_FLAGS = {word: flag for flag, words in _WORDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, by portal number."""

    path: Path  # of the overrides file
    rows: int
    reworded: tuple[int, ...]
    added: tuple[int, ...]  # numbers that the catalogue did not have
    unchanged: tuple[int, ...]
    flag_changed: tuple[int, ...]  # Must became Should or the other way round; also among reworded


def import_criteria(path: Path, catalogue: Catalogue, overrides_path: Path) -> ImportReport:
    """Take a file's wording over into the overrides; raises CatalogueError with the wrong rows and changes nothing."""
    rows = read_rows(path)
    known = {criterion.number: criterion for criterion in catalogue.criteria}
    taken: dict[int, tuple[str, Override]] = {}
    wrong: list[str] = []
    for row in rows:
        try:
            override = _override(row, known)
            where, before = taken.get(override.number, (row.place, override))
            taken[override.number] = (where, _joined(before, override, where))
        except ValueError as error:
            wrong.append(f"{row.place}: {error}")
    if wrong:
        more = f" (and {len(wrong) - MOST_WRONG} more)" if len(wrong) > MOST_WRONG else ""
        listed = "; ".join(wrong[:MOST_WRONG])
        raise CatalogueError(f"Nothing was imported from {path.name}, because of: {listed}{more}. Correct the file.")
    new = {number: override for number, (_, override) in taken.items()}
    before_import = overrides_of(overrides_path)
    merged = {number: _over(before_import.get(number), override) for number, override in new.items()}
    write_overrides(overrides_path, before_import | merged)
    return _report(overrides_path, len(rows), new, known)


def _override(row: Row, known: dict[int, Criterion]) -> Override:
    """What a row says, checked; raises ValueError with what is wrong with it."""
    values = row.values
    match = _NUMBER.fullmatch(values.get("number", ""))
    if not match or int(match[1]) == 0:
        given = values.get("number", "")
        raise ValueError(f"{given!r} is not a portal number" if given else "it has no portal number")
    number = int(match[1])
    criterion = known.get(number)
    question = values.get("question", "")
    if len(question) > LONGEST:
        raise ValueError(f"the question of {number} is longer than {LONGEST} characters")
    if not question and (not criterion or row.place.startswith("line")):
        raise ValueError(f"{number} has no question")
    if not any(values.get(name) for name in ("question", "title", "flag")):
        raise ValueError(f"{number} has neither question nor title nor flag")
    return Override(
        number=number,
        title=values.get("title", ""),
        question=question,
        section=values.get("section", ""),
        msc_id=_msc_id(values.get("msc_id", ""), number, criterion),
        flag=_flag(values.get("flag", ""), question, number),
    )


def _msc_id(given: str, number: int, criterion: Criterion | None) -> str:
    """The MSC id of a new criterion; empty for a known one, whose id must agree."""
    given = re.sub(r"^msc\s*", "", given, flags=re.IGNORECASE)
    expected = criterion.msc_id if criterion else ""
    if given and expected and given != expected:
        hint = ""
        if expected.rstrip("0") == given:
            hint = f": a spreadsheet made {given} of {expected}, so format the column as text"
        raise ValueError(f"MSC id {given} does not agree with {expected}, the id of {number}{hint}")
    if given and not MSC_ID.fullmatch(given):
        raise ValueError(f"MSC id {given!r} of {number} is not of the form 5.14 (format the column as text)")
    return "" if expected else given


def _flag(given: str, question: str, number: int) -> str:
    flag = _FLAGS.get(given.lower())
    if given and not flag:
        raise ValueError(f"flag {given!r} of {number} is neither Must nor Should")
    if _IS_REQUIREMENT.search(question):
        if flag is Flag.SHOULD:
            raise ValueError(f"the flag of {number} is Should, but its text says that it is a requirement")
        flag = Flag.MUST
    return flag.value if flag else ""


def _joined(before: Override, after: Override, where: str) -> Override:
    """Two rows of one number as one; raises ValueError where they disagree."""
    for name in Override.__slots__:
        old, new = getattr(before, name), getattr(after, name)
        if old and new and old != new:
            raise ValueError(f"{after.number} is in {where} with another {name.replace('_', ' ')}")
    return _over(before, after)


def _over(before: Override | None, after: Override) -> Override:
    """The later override, with the earlier one's value where the later says nothing."""
    if not before:
        return after
    kept = {item.name: getattr(before, item.name) for item in fields(after) if not getattr(after, item.name)}
    return replace(after, **kept)


def _report(path: Path, rows: int, new: dict[int, Override], known: dict[int, Criterion]) -> ImportReport:
    added = tuple(sorted(number for number in new if number not in known))
    flagged, reworded, unchanged = set[int](), set[int](), set[int]()
    for number in new.keys() & known.keys():
        own, criterion = new[number], known[number]
        if own.flag not in ("", criterion.flags[-1].flag):
            flagged.add(number)
        pairs = ((own.title, criterion.title), (own.question, criterion.question), (own.section, criterion.section))
        differs = number in flagged or any(given not in ("", old) for given, old in pairs)
        (reworded if differs else unchanged).add(number)
    return ImportReport(
        path=path,
        rows=rows,
        reworded=tuple(sorted(reworded)),
        added=added,
        unchanged=tuple(sorted(unchanged)),
        flag_changed=tuple(sorted(flagged)),
    )

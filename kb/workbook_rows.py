"""Which criterion a row of somebody's questionnaire asks about; a row that is not clear is nobody's.

A number in their sheet means nothing until its system is known: it counts where the row's words say the same, or where
an MSC id beside it does.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kb.criteria import Catalogue
from kb.embedding import Embedder
from kb.model import Criterion
from kb.workbook_columns import Columns

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    from kb.export.workbook_reading import Sheet

# Cosines, measured on CBP's wording of 33 questions in the seeds against our paraphrases: the right one was nearest for
# all (title and question) or all but one (question alone). With the right one taken away, 1 or 2 others passed ALONE.
ALONE = 0.75  # from which wording alone names a criterion,
APART = 0.05  # if the next one is so much farther away
AGREES = 0.5  # from which wording bears a number out, if no other is nearer by APART
WORDS = 4  # of a row's text, from which it is compared
BORNE_OUT = 2  # rows whose number and words agree, from which the column is taken for the portal's numbers
IN_WORDS = re.compile(r"\((\d{1,3})\)")  # the portal writes "Secure Storage IIT (56)"
MSC_ID = re.compile(r"(?:msc\s*)?(\d{1,2}\.\d{1,2})", re.IGNORECASE)
PORTAL_HEADING = re.compile(r"\bportal\b|\bcriteri(a|on) ?(no|nr|number|#)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """What a row says of itself."""

    row: int
    number: str
    ids: tuple[str, ...]  # MSC ids that it may mean: a number 5.1 may have been 5.10
    title: str
    question: str
    filled: int  # cells that show something

    @property
    def words(self) -> str:
        """Its title and question in one."""
        return ". ".join(filter(None, (self.title, self.question)))


@dataclass(frozen=True, slots=True)
class Match:
    """A row and the criterion that it asks about."""

    line: Line
    criterion: Criterion | None
    how: str  # by what it was known, or why it was not


def matched(sheet: "Sheet", columns: Columns, catalogue: Catalogue, embedder: Embedder) -> list[Match]:
    """Every row below the headings that asks something, with its criterion where that is clear."""
    heading = sheet.shown((columns.header, columns.by_role["number"])) if "number" in columns.by_role else ""
    lines = [line for row in range(columns.header + 1, sheet.rows + 1) if (line := _line(sheet, columns, row))]
    if not lines:
        return []
    nearness = _nearness([line.words for line in lines], catalogue.criteria, embedder)
    found: list[Match] = []
    for portal in (bool(PORTAL_HEADING.search(heading)), True):
        finder = _Finder(catalogue, portal)
        found = [finder.match(line, nearness[place]) for place, line in enumerate(lines)]
        if not _borne_out(found):
            break
    times = Counter(each.criterion.number for each in found if each.criterion)
    guessed = {each.criterion.number for each in found if each.criterion and each.how == BY_WORDING}
    twice = {number for number in guessed if times[number] > 1}
    return [_unclear(each, twice) for each in found if each.criterion or _asks(each.line)]


BY_WORDING = "wording alone"


class _Finder:
    """Finds the criterion of a row from its number, MSC id and words, which must agree."""

    def __init__(self, catalogue: Catalogue, portal: bool) -> None:
        self._catalogue = catalogue
        self._portal = portal  # the column of numbers says that they are the portal's
        self._by_number = {criterion.number: place for place, criterion in enumerate(catalogue.criteria)}

    def match(self, line: Line, near: "NDArray[float32]") -> Match:
        """The criterion of a row; `near` is how near its words are to each (cosines; empty for too few words)."""
        criteria = self._catalogue.criteria
        by_id = [place for place, each in enumerate(criteria) if each.msc_id in line.ids]
        named = self._named(line)
        if named is not None and by_id:
            if named in by_id and not self._denied(near, named):
                return Match(line, criteria[named], "number and MSC id")
            if named not in by_id and self._portal:
                return Match(line, None, f"number {criteria[named].number} is not MSC {line.ids[0]}")
        titled = self._titled(line)
        if titled is not None and (
            titled in (named, *by_id) or (named is None and len(line.title.split()) >= WORDS - 1)
        ):
            return Match(line, criteria[titled], "title")
        for places, how in (
            ([named] if named is not None else [], "number and wording"),
            (by_id, "MSC id and wording"),
        ):
            agreed = self._agreed(near, places)
            if agreed is not None:
                return Match(line, criteria[agreed], how)
        return self._by_one(line, near, named, by_id)

    def _by_one(self, line: Line, near: "NDArray[float32]", named: int | None, by_id: list[int]) -> Match:
        """The criterion by one sign alone, where that is enough."""
        criteria = self._catalogue.criteria
        alone = self._alone(near)
        if alone is not None and not (named is not None and self._portal) and not by_id:
            return Match(line, criteria[alone], BY_WORDING)
        if named is not None and self._portal and not near.size:
            return Match(line, criteria[named], "number")
        if len(by_id) == 1 and not near.size:
            return Match(line, criteria[by_id[0]], "MSC id")
        return Match(line, None, self._why(line, near, named, by_id))

    def _why(self, line: Line, near: "NDArray[float32]", named: int | None, by_id: list[int]) -> str:
        criteria = self._catalogue.criteria
        if line.ids and not by_id:
            return f"MSC {line.ids[0]} is not asked of {self._catalogue.business_type}s"
        if by_id and not near.size:
            numbers = ", ".join(str(criteria[place].number) for place in by_id)
            return f"MSC {line.ids[0]} is of the criteria {numbers}, and the row has no words"
        nearest = f"; nearest is {self._told(int(near.argmax()))}" if near.size else ""
        if named is not None:
            return f"it is not known that {line.number} is the portal's number: the words do not say so{nearest}"
        if by_id:
            return f"MSC {line.ids[0]} and the words do not agree{nearest}"
        return f"no criterion's wording is near enough, or several are{nearest}"

    def _told(self, place: int) -> str:
        return f"{self._catalogue.criteria[place].number} ({self._catalogue.criteria[place].title})"

    def _named(self, line: Line) -> int | None:
        inside = IN_WORDS.search(line.title) or IN_WORDS.search(line.question[:120])
        number = line.number.strip().strip("().#").removesuffix(".0")
        if not number.isdecimal() and inside:
            number = inside[1]
        return self._by_number.get(int(number)) if number.isdecimal() and len(number) < 5 else None

    def _titled(self, line: Line) -> int | None:
        """The one criterion that bears the row's title."""
        wanted = IN_WORDS.sub("", line.title).strip().casefold()
        found = [place for place, each in enumerate(self._catalogue.criteria) if each.title.casefold() == wanted]
        return found[0] if len(found) == 1 else None

    def _agreed(self, near: "NDArray[float32]", places: list[int]) -> int | None:
        """The nearest of the places, where the words bear it out."""
        if not places or not near.size:
            return None
        first, *others = sorted(places, key=lambda place: -near[place])
        if others and near[first] - near[others[0]] < APART:
            return None
        return first if near[first] >= AGREES and near.max() - near[first] < APART else None

    def _denied(self, near: "NDArray[float32]", place: int) -> bool:
        """Whether the words are plainly those of another criterion."""
        alone = self._alone(near)
        return alone is not None and alone != place

    def _alone(self, near: "NDArray[float32]") -> int | None:
        if not near.size:
            return None
        second, first = near.argsort()[-2:]
        return int(first) if near[first] >= ALONE and near[first] - near[second] >= APART else None


def _borne_out(found: Sequence[Match]) -> bool:
    """Whether the rows' words show that the numbers beside them are the portal's: most that can be told agree."""
    agree = sum(each.how.startswith("number and") for each in found)
    differ = sum(each.how == BY_WORDING and each.line.number.isdecimal() for each in found)
    return agree >= BORNE_OUT and agree > differ


def _line(sheet: "Sheet", columns: Columns, row: int) -> Line | None:
    """What a row says; None for one that is empty, or goes on from the row above."""

    def shown(role: str) -> str:
        column = columns.by_role.get(role)
        place = (row, column) if column else (0, 0)
        return " ".join(sheet.cells.get(place, "").split()) if sheet.merged.get(place, place) == place else ""

    number, title, question = shown("number"), shown("title"), shown("question")
    asked = shown("msc")
    found = MSC_ID.search(asked)
    ids: tuple[str, ...] = (found[1],) if found else ()
    if found and (row, columns.by_role["msc"]) in sheet.numbers and len(found[1].partition(".")[2]) == 1:
        ids = (found[1], f"{found[1]}0")
    filled = sum(1 for column in range(1, sheet.columns + 1) if (row, column) in sheet.cells)
    line = Line(row, number, ids, title, question, filled)
    return line if any((number, ids, title, question)) else None


def _asks(line: Line) -> bool:
    """Whether a row without a criterion is a question, and not the name of a section or a note."""
    return bool(line.ids) or line.filled > 1 or line.words.rstrip().endswith("?")


def _unclear(match: Match, twice: set[int]) -> Match:
    if match.criterion and match.how == BY_WORDING and match.criterion.number in twice:
        return replace(match, criterion=None, how=f"another row reads like {match.criterion.number} too")
    return match


def _nearness(texts: Sequence[str], criteria: Sequence[Criterion], embedder: Embedder) -> list["NDArray[float32]"]:
    """For each text its cosine with each criterion, by the nearest of its wordings; empty for a text of few words."""
    import numpy

    wordings = [
        [
            each.question,
            f"{each.title}. {each.question}",
            " ".join(part.text for part in each.requirements) or each.title,
        ]
        for each in criteria
    ]
    known = [numpy.asarray(embedder.embed([own[place] for own in wordings])) for place in range(3)]
    asked = numpy.asarray(embedder.embed([text or "-" for text in texts]))
    near = numpy.max([asked @ vectors.T for vectors in known], axis=0)
    empty = near[0][:0]
    return [row if len(text.split()) >= WORDS else empty for row, text in zip(near, texts, strict=True)]

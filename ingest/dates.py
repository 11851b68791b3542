"""Dates in the forms that people write them."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january enero ene janvier janv januar",
            "feb february febrero février févr februar",
            "mar march marzo mars märz",
            "apr april abril abr avril avr",
            "may mayo mai",
            "jun june junio juin juni",
            "jul july julio juillet juil juli",
            "aug august agosto ago août",
            "sep sept september septiembre septembre",
            "oct october octubre octobre okt oktober",
            "nov november noviembre novembre",
            "dec december diciembre dic décembre déc dez dezember",
        ),
        1,
    )
    for name in names.split()
}
MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
SHORT_YEAR = r"(?P<year>(?:19|20)\d\d|\d\d)(?![\d/])"
DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|\.|º)?"
FORMS = (
    re.compile(rf"(?<!\d){YEAR}(?P<mark>[-/.])(?P<number>[01]?\d)(?P=mark)(?P<day>[0-3]?\d)(?!\d)"),
    re.compile(rf"(?<!\d){YEAR}\s?年\s?(?P<number>[01]?\d)\s?月(?:\s?(?P<day>[0-3]?\d)\s?日)?"),
    re.compile(rf"(?<![\w/]){DAY}(?:\s+(?:day\s+of|of|de))?[\s/-]*{MONTH},?(?:\s+de|\s+del)?[\s/-]*{SHORT_YEAR}", re.I),
    re.compile(rf"\b{MONTH}[\s-]+{DAY},?\s+{YEAR}", re.I),
    re.compile(rf"\b{MONTH},?[\s-]+(?:de\s+)?{YEAR}", re.I),
    re.compile(rf"(?<![\d./-])(?P<first>[0-3]?\d)(?P<mark>[/.-])(?P<second>[0-3]?\d)(?P=mark){SHORT_YEAR}"),
)
SURE, MONTH_ONLY, AMBIGUOUS = 1.0, 0.7, 0.5


@dataclass(frozen=True, slots=True)
class Written:
    """A date as it stands in a text."""

    value: date
    words: str
    start: int
    confidence: float = SURE  # AMBIGUOUS where day and month can be exchanged; read as in the United States

    @property
    def last(self) -> date:
        """The last day that is meant: of a month given without a day, its end."""
        if self.confidence != MONTH_ONLY:
            return self.value
        return self.value.replace(day=calendar.monthrange(self.value.year, self.value.month)[1])


def dates_in(text: str) -> list[Written]:
    """The dates in a text, in its order; impossible ones (31/02/2026) are left out."""
    taken: list[tuple[int, int]] = []
    found: list[Written] = []
    for form in FORMS:
        for match in form.finditer(text):
            if any(begin < match.end() and match.start() < end for begin, end in taken):
                continue
            written = _read(match)
            if written:
                taken.append(match.span())
                found.append(written)
    return sorted(found, key=lambda each: each.start)


def date_in_name(name: str) -> Written | None:
    """The date that a file's name carries; a year alone, or short numbers such as 6-1-10, are none."""
    stem = re.sub(r"[_\s]+", " ", name.rpartition("/")[2].rpartition(".")[0])
    quarter = re.search(r"(?<!\d)((?:19|20)\d\d)[- ]?Q([1-4])(?!\d)", stem)
    month = re.search(r"(?<!\d)((?:19|20)\d\d)-(0[1-9]|1[0-2])(?![-\d])", stem)
    solid = re.search(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)", stem)
    whole = [
        each for each in dates_in(stem) if each.words[:4].isdigit() or not each.words[0].isdigit() or " " in each.words
    ]
    whole = [each for each in whole if each.confidence == SURE]
    if whole:
        return whole[0]
    if solid:
        return _made(int(solid[1]), int(solid[2]), int(solid[3]), solid[0], 0, SURE)
    if quarter:
        return _made(int(quarter[1]), int(quarter[2]) * 3, 1, quarter[0], 0, MONTH_ONLY)
    return _made(int(month[1]), int(month[2]), 1, month[0], 0, MONTH_ONLY) if month else None


def _read(match: re.Match[str]) -> Written | None:
    parts = match.groupdict()
    year = _full_year(parts["year"])
    words, start = match.group().strip(" ,"), match.start()
    if "first" in parts:
        return _of_numbers(int(parts["first"]), int(parts["second"]), year, parts["mark"], words, start)
    month = int(parts["number"]) if "number" in parts else MONTHS[parts["month"].lower()]
    day = parts.get("day")
    return _made(year, month, int(day or 1), words, start, SURE if day else MONTH_ONLY)


def _of_numbers(first: int, second: int, year: int, mark: str, words: str, start: int) -> Written | None:
    """A date all in numbers: month first unless that cannot be; with points, day first as in Europe."""
    if first > 12 or (mark == "." and second <= 12):
        return _made(year, second, first, words, start, SURE)
    confidence = AMBIGUOUS if second <= 12 and first != second else SURE
    return _made(year, first, second, words, start, confidence)


def _full_year(year: str) -> int:
    return int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 70 else 1900)


def _made(year: int, month: int, day: int, words: str, start: int, confidence: float) -> Written | None:
    try:
        return Written(date(year, month, day), words, start, confidence)
    except ValueError:
        return None


def latest(dates: Iterator[Written] | list[Written]) -> Written | None:
    """The latest of several dates."""
    return max(dates, key=lambda each: each.last, default=None)

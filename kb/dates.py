"""Dates in the forms that people write them."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from kb.errors import CorrectionError

MONTH_NAMES = (  # strftime speaks the language of the machine
    "January February March April May June July August September October November December"
).split()
OTHER_NAMES = (
    "jan enero ene janvier janv januar",
    "feb febrero février févr februar",
    "mar marzo mars märz",
    "apr abril abr avril avr",
    "mayo mai",
    "jun junio juin juni",
    "jul julio juillet juil juli",
    "aug agosto ago août",
    "sep sept septiembre septembre",
    "oct octubre octobre okt oktober",
    "nov noviembre novembre",
    "dec diciembre dic décembre déc dez dezember",
)
MONTHS = {  # a name in lower case, of several languages -> 1 to 12
    name: number
    for number, (english, others) in enumerate(zip(MONTH_NAMES, OTHER_NAMES, strict=True), 1)
    for name in (english.lower(), *others.split())
}
ANY_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
MONTH = rf"(?P<month>{ANY_MONTH})\b\.?"
YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
SHORT_YEAR = r"(?P<year>(?:19|20)\d\d|\d\d)(?![\d/])"
DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|\.|º)?"
FORMS = (
    re.compile(rf"(?<!\d){YEAR}(?P<mark>[-/.])(?P<number>[01]?\d)(?P=mark)(?P<day>[0-3]?\d)(?!\d)"),
    re.compile(rf"(?<!\d){YEAR}\s?年\s?(?P<number>[01]?\d)\s?月(?:\s?(?P<day>[0-3]?\d)\s?日)?"),
    re.compile(r"令和\s?(?P<reiwa>元|\d\d?)\s?年\s?(?P<number>[01]?\d)\s?月(?:\s?(?P<day>[0-3]?\d)\s?日)?"),
    re.compile(
        rf"(?<![\w/]){DAY}(?:\s+(?:day\s+of|of|de))?[\s/-]*{MONTH},?(?:\s+de|\s+del)?[\s/-]*['’]?{SHORT_YEAR}", re.I
    ),
    re.compile(rf"\b{MONTH}[\s-]+{DAY},?\s+{YEAR}", re.I),
    re.compile(rf"\b{MONTH},?[\s-]+(?:de\s+)?{YEAR}", re.I),
    re.compile(rf"(?<![\d./-])(?P<first>[0-3]?\d)(?P<mark>[/.-])(?P<second>[0-3]?\d)(?P=mark){SHORT_YEAR}"),
    re.compile(rf"\bQ(?P<quarter>[1-4])[\s/-]?(?:of\s)?{YEAR}"),
    re.compile(rf"(?<![\w/.-]){YEAR}[\s-]?Q(?P<quarter>[1-4])(?!\w)"),
    re.compile(rf"\b(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th)\s+quarter\s+(?:of\s+)?{YEAR}", re.I),
    re.compile(rf"(?<![\w/.-])(?P<number>0?[1-9]|1[0-2])/{YEAR}(?![/\w])"),
    re.compile(rf"(?<![\w/.-]){YEAR}-(?P<number>0[1-9]|1[0-2])(?![\w-])"),
)
DIGIT = re.compile(r"\d")
ALL_NUMBERS = FORMS[6]  # 3/4/2021: day and month can be exchanged
ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
REIWA = 2018  # the year before the era's first
SURE, SETTLED, MONTH_ONLY, QUARTER_ONLY, AMBIGUOUS = 1.0, 0.85, 0.7, 0.6, 0.5


class Order(Enum):
    """In which order a document writes day and month where it writes dates in numbers only."""

    UNKNOWN = "unknown"  # read month first, as in the United States
    MONTH_FIRST = "month first"  # another date of the document shows it
    DAY_FIRST = "day first"
    LIKELY_DAY_FIRST = "likely day first"  # by the document's language only


@dataclass(frozen=True, slots=True)
class Written:
    """A date as it stands in a text."""

    value: date
    words: str
    start: int
    confidence: float = SURE
    other: date | None = None  # the second reading, where day and month can be exchanged

    @property
    def last(self) -> date:
        """The last day that is meant: of a month or quarter given without a day, its end."""
        if self.confidence not in (MONTH_ONLY, QUARTER_ONLY):
            return self.value
        month = self.value.month + (2 if self.confidence == QUARTER_ONLY else 0)
        return last_of_month(self.value.year, month)


def month_of(name: str) -> int:
    """1 to 12 of a name that MONTH matches; "ı", "İ" and "ſ" are i and s, as for regular expressions."""
    return MONTHS[name.casefold().replace("\u0307", "").replace("ı", "i")]


def last_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def month_told(day: date) -> str:
    """The month of a day, such as "March 2020"."""
    return f"{MONTH_NAMES[day.month - 1]} {day.year}"


def order_of(text: str, language: str = "") -> Order:
    """The order of day and month that a text's unmistakable dates (25/3/21) show, else what its language suggests."""
    pairs = [(int(each["first"]), int(each["second"])) for each in ALL_NUMBERS.finditer(text) if each["mark"] != "."]
    day_first = any(one > 12 >= two for one, two in pairs)
    month_first = any(two > 12 >= one for one, two in pairs)
    if day_first != month_first:
        return Order.DAY_FIRST if day_first else Order.MONTH_FIRST
    return Order.LIKELY_DAY_FIRST if language not in ("", "en") else Order.UNKNOWN


def dates_in(text: str, order: Order = Order.UNKNOWN) -> list[Written]:
    """The dates in a text, in its order; impossible ones (31/02/2026) are left out."""
    if not DIGIT.search(text):  # most cells of a sheet
        return []
    taken: list[tuple[int, int]] = []
    found: list[Written] = []
    for form in FORMS:
        for match in form.finditer(text):
            if any(begin < match.end() and match.start() < end for begin, end in taken):
                continue
            written = _read(match, order)
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


def day_told(text: str, last: bool = False) -> date:
    """The one day that a person writes; of a month its first, or its `last`. Raises CorrectionError."""
    found = dates_in(text)
    if len(found) != 1 or len(found[0].words) < len(text.strip(" .,")):
        raise CorrectionError(f"“{text}” is not read as a date: write it as 2027-05-07, 7 May 2027 or May 2027.")
    if found[0].other:
        both = sorted((found[0].value, found[0].other))
        raise CorrectionError(f"“{text}” can be read in two ways: write {both[0]} or {both[1]}.")
    return found[0].last if last else found[0].value


def _read(match: re.Match[str], order: Order) -> Written | None:
    parts = match.groupdict()
    words, start = match.group().strip(" ,"), match.start()
    if parts.get("reiwa"):
        parts["year"] = str(REIWA + (1 if parts["reiwa"] == "元" else int(parts["reiwa"])))
    year = _full_year(parts["year"])
    if "first" in parts:
        return _of_numbers(int(parts["first"]), int(parts["second"]), year, parts["mark"], words, start, order)
    if "quarter" in parts or "ordinal" in parts:
        quarter = int(parts["quarter"]) if "quarter" in parts else ORDINALS[parts["ordinal"].lower()]
        return _made(year, quarter * 3 - 2, 1, words, start, QUARTER_ONLY)
    month = int(parts["number"]) if "number" in parts else month_of(parts["month"])
    day = parts.get("day")
    return _made(year, month, int(day or 1), words, start, SURE if day else MONTH_ONLY)


def _of_numbers(first: int, second: int, year: int, mark: str, words: str, start: int, order: Order) -> Written | None:
    """A date all in numbers: in the document's order unless that cannot be; with points, day first as in Europe."""
    if first > 12 or (mark == "." and second <= 12):
        return _made(year, second, first, words, start, SURE)
    if second > 12 or first == second:
        return _made(year, first, second, words, start, SURE)
    if order in (Order.DAY_FIRST, Order.LIKELY_DAY_FIRST):
        first, second = second, first
    if order in (Order.DAY_FIRST, Order.MONTH_FIRST):
        return _made(year, first, second, words, start, SETTLED)
    written = _made(year, first, second, words, start, AMBIGUOUS)
    return replace(written, other=date(year, second, first)) if written else None


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

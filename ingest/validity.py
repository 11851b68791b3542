"""From when a document holds, or when its record was made, and until when."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from ingest.fields import Field
from ingest.reading import BlockKind, Reading
from kb.dates import MONTH_ONLY, QUARTER_ONLY, SURE, Written, date_in_name, dates_in, last_of_month, latest
from kb.model import Fact, Kind

BELOW = 400  # characters below a title in which the day of a meeting stands
HEAD = 1500  # characters in which a letter or report shows its date
SHEETS = (".xlsx", ".xlsm", ".csv", ".tsv")
DONE = ("performed", "signed", "effective", "date")  # labels of the day on which something was done
RULED = ("effective", "issued", "date", "signed")  # labels of the day from which a rule holds
GIVEN = ("issued", "effective", "signed", "date", "performed")
ANSWERED = ("signed", "date")  # a form's own edition is not the day it was filled in
AHEAD = re.compile(
    r"due|target|next|expir|valid|until|renew|deadline|birth|planned|expected|budget|founded|scheduled|\bby\b", re.I
)
UNTIL = re.compile(
    r"(?:valid(?:ity)?[^.\n]{0,40}?(?:until|till|through|thru|to|up to)|expir(?:es|y|ation)(?: date)?(?: on)?"
    r"|date of expir\w+|good (?:until|through)"
    r"|vigencia|v[áa]lido hasta|vence|有効期限|有効期間|g[üu]ltig bis)\W{0,4}",
    re.I,
)
SELF_UNTIL = re.compile(
    r"this (?:letter|document|statement|declaration|policy|questionnaire)[^.\n]{0,40}(?:valid|expires)[^.\n]{0,30}",
    re.I,
)
PERIOD = re.compile(r"\s*(?:–|—|-|to|until|through|till|al|bis|hasta el|～|〜)\s*", re.I)
TERM = re.compile(
    r"valid (?:for )?(?:a period of )?(?P<count>\d{1,2}|one|two|three|four|five)\s*(?:\(\w+\)\s*)?(?P<unit>year"
    r"|month)s?\b",
    re.I,
)
DAY_HEADING = re.compile(r"date|day|time|when|month|week|period", re.I)
LONGEST_CELL = 40  # characters of a cell that is a date
NEAR = 25  # characters between "valid until" and its date
STATE = re.compile(r"\b(?:as of|state of|status of|run|dated|printed|exported)(?: on)?:?\s*$", re.I)
SHOWN_AT_HEAD = (Kind.LETTER, Kind.RECORD, Kind.CERTIFICATE, Kind.REGISTER, Kind.MEDIA, Kind.CRITERIA)
WITHDRAWN = re.compile(
    r"\b(?:withdrawn|revoked|rescinded|repealed|ceases to apply|no longer in force)"
    r"(?: (?:on|as of|since|from|after))*\W{1,3}",
    re.I,
)
IN_FORCE = re.compile(r"\b(?:effective|in force|in effect)(?:,? (?:from|as of|since|on))?\W{1,3}", re.I)
LOG = 5  # dated rows that make a log
FOOT = 400  # characters in which a statement is signed
REVISED = re.compile(r"\b(?:rev(?:ision)?|version|ver|issue)\.?\s*[:#]?\s*\w{1,5}(?:\.\d+)*\s*[,;(–—-]?\s*", re.I)
Dates = Callable[[str], list[Written]]  # the dates in a text, day and month in the order of its document
COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


def effective_of(
    name: str, kind: Kind, reading: Reading, fields: Sequence[Field], text: str, dates: Dates
) -> Fact | None:
    """The day from which it holds, or on which it was signed or done; None where it tells none."""
    sent = reading.properties.get("sent") or reading.properties.get("date") or reading.properties.get("taken")
    if sent and (kind in (Kind.LETTER, Kind.MEDIA)):
        given = dates_in(sent[:32])
        if given:
            return _fact("effective", given[0], sent)
    found = _done(name, reading, fields, text, dates) if kind is Kind.RECORD else _ruled(kind, fields, dates)
    period = _period(text, dates) if kind is Kind.CERTIFICATE and not found else None
    if period and period[0]:
        found = period[0], period[2]
    if not found and kind in SHOWN_AT_HEAD:
        found = next(((each, each.words) for each in dates(text[:HEAD]) if not _ahead(text, each)), None)
    if found:
        return _fact("effective", *found, last=kind is Kind.RECORD)
    foot = _in_force(text, dates) if kind in (Kind.POLICY, Kind.PROCEDURE) else None
    foot = foot or (_signed_at_foot(text, dates) if kind is Kind.POLICY else None)
    foot = foot or (_revised(text, dates) if kind in (Kind.POLICY, Kind.PROCEDURE) else None)
    if foot:
        return _fact("effective", *foot, most=0.6)
    named = date_in_name(name) if kind not in (Kind.QUESTIONNAIRE, Kind.TEMPLATE, Kind.POLICY, Kind.PROCEDURE) else None
    return Fact("effective", named.last.isoformat(), "", 0.4) if named else None


def _in_force(text: str, dates: Dates) -> tuple[Written, str] | None:
    """The day after "effective" or "in force since" in a sentence at the head."""
    for said in IN_FORCE.finditer(text[:HEAD]):
        for each in dates(text[said.end() : said.end() + NEAR]):
            return each, said.group() + text[said.end() : said.end() + each.start] + each.words
    return None


def expires_of(kind: Kind, fields: Sequence[Field], text: str, effective: Fact | None, dates: Dates) -> Fact | None:
    """The last day on which it holds; other documents than certificates must say it of themselves."""
    for field in fields:
        if field.name == "expires" and kind not in (Kind.RECORD, Kind.QUESTIONNAIRE):
            told = dates(field.value)
            if told:
                return _fact("expires", told[-1], field.words, last=True)
    if kind is Kind.CERTIFICATE:
        period = _period(text, dates)
        return _fact("expires", period[1], period[2], last=True) if period else _after_term(text, effective)
    gone = WITHDRAWN.search(text[:HEAD])
    ended = dates(text[gone.end() : gone.end() + NEAR]) if gone else []
    if gone and ended:
        return _fact("expires", ended[0], gone.group() + ended[0].words, last=True)
    said = SELF_UNTIL.search(text)
    told = dates(text[said.start() : said.end() + 30]) if said else []
    if said and told:
        return _fact("expires", told[-1], f"{said.group()}", last=True)
    return _after_term(text, effective) if said and kind is Kind.LETTER else None


def _period(text: str, dates: Dates) -> tuple[Written | None, Written, str] | None:
    """From when (where told), until when, and the words: after "valid until", or as a period of two dates."""
    written = dates(text)
    periods = [
        (one, two)
        for one, two in pairwise(written)
        if two.value > one.value and PERIOD.fullmatch(text[one.start + len(one.words) : two.start])
    ]
    for match in UNTIL.finditer(text):
        for one, two in periods:
            if 0 <= one.start - match.end() <= NEAR:
                return one, two, text[match.start() : two.start] + two.words
        for each in written:
            if 0 <= each.start - match.end() <= NEAR:
                return None, each, text[match.start() : each.start] + each.words
    for one, two in periods:
        return one, two, text[one.start : two.start] + two.words
    return None


def _after_term(text: str, effective: Fact | None) -> Fact | None:
    """The end of "valid for one year", counted from the day of issue."""
    term = TERM.search(text)
    if not term or not effective:
        return None
    begin = date.fromisoformat(effective.value)
    count = COUNTS.get(term["count"].lower()) or int(term["count"])
    months = begin.month - 1 + (count * 12 if term["unit"].lower() == "year" else count)
    year, month = begin.year + months // 12, months % 12 + 1
    end = date(year, month, min(begin.day, last_of_month(year, month).day))
    return Fact("expires", end.isoformat(), term.group(), min(0.8, effective.confidence))


def _ruled(kind: Kind, fields: Sequence[Field], dates: Dates) -> tuple[Written, str] | None:
    labels: tuple[str, ...] = RULED
    if kind is Kind.QUESTIONNAIRE:
        labels = ANSWERED
    elif kind in (Kind.CERTIFICATE, Kind.LETTER, Kind.PRIOR_ANSWER, Kind.REGISTER):
        labels = GIVEN
    for label in labels:
        for field in fields:
            told = dates(field.value) if field.name == label else []
            if told:
                return told[0], field.words
    return None


def _done(name: str, reading: Reading, fields: Sequence[Field], text: str, dates: Dates) -> tuple[Written, str] | None:
    """Of a record, the latest day on which something in it was done: by label, of a sheet also by its dated rows."""
    in_sheet = name.lower().endswith(SHEETS)
    stated = [(each, each.words) for each in dates(text[:HEAD]) if STATE.search(text[: each.start])]
    told = stated if in_sheet else []
    for label in DONE:
        labelled = [(each, field.words) for field in fields if field.name == label for each in dates(field.value)[-1:]]
        if labelled:
            told.extend(labelled)
            break
    rows = list(_in_rows(reading, dates))
    if in_sheet or (not told and len(rows) >= LOG):
        told.extend(rows)
    exact = [each for each in told if each[0].confidence > QUARTER_ONLY]
    told = exact or told  # "Q3 2027" beside days on which things were done is what is planned
    if not told:
        headings = (block.text for block in reading.blocks if block.kind is BlockKind.HEADING)
        told = [(each, each.words) for heading in headings for each in dates(heading)]
        if all(each.confidence <= MONTH_ONLY for each, _ in told):  # "Meeting 4/2026", and its day below
            below = [each for each in dates(text[:BELOW]) if each.confidence > MONTH_ONLY and not _ahead(text, each)]
            told = [(each, each.words) for each in below[:1]] or told
    if not told:
        told = [(each, field.words) for field in fields if field.name in RULED for each in dates(field.value)]
    return max(told, key=lambda each: each[0].last, default=None)


def _signed_at_foot(text: str, dates: Dates) -> tuple[Written, str] | None:
    """The date in the last lines, where people sign."""
    foot = text[-FOOT:]
    found = [each for each in dates(foot) if not _ahead(foot, each)]
    return (found[-1], found[-1].words) if found else None


def _revised(text: str, dates: Dates) -> tuple[Written, str] | None:
    """The date that stands right behind a revision's number at the head or foot: "Rev 15, 3/4/21"."""
    for part in (text[:HEAD], text[-FOOT:]):
        for match in REVISED.finditer(part):
            found = [each for each in dates(part[match.end() : match.end() + NEAR]) if each.start <= 1]
            if found:
                return found[0], match.group() + found[0].words
    return None


def _in_rows(reading: Reading, dates: Dates) -> Iterator[tuple[Written, str]]:
    """The dates in the columns that say when something was done; in rows without headings, the first date."""
    for block in reading.blocks:
        if block.kind is not BlockKind.ROW:
            continue
        for position, cell in enumerate(block.cells):
            heading = block.header[position] if position < len(block.header) else ""
            if len(cell) > LONGEST_CELL or AHEAD.search(f"{heading} {cell}"):
                continue
            written = latest(dates(cell))
            if written and (len(written.words) > len(cell) // 2 or DAY_HEADING.search(heading)):
                yield written, f"{heading}: {cell}".lstrip(": ")
                if not block.header:
                    break


def _ahead(text: str, written: Written) -> bool:
    return AHEAD.search(text[max(0, written.start - 40) : written.start].rpartition("\n")[2]) is not None


def _fact(name: str, written: Written, words: str, last: bool = False, most: float = 0.95) -> Fact:
    """The fact of a date; one that can be read in two ways says so."""
    value = written.last if last else written.value
    told = " ".join(words.split())[:160]
    doubt = ""
    if written.other:
        doubt = (
            f"The date in “{told}” can be read in two ways, {written.value} or {written.other}; it was taken as"
            f" {written.value}. Put it right if it is the other."
        )
    confidence = most if written.confidence == SURE else min(most, written.confidence)
    return Fact(name, value.isoformat(), told, confidence, doubt)

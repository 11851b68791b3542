"""What a document says about itself: kind, title, dates, version, party, site, language, blanks still to fill."""

import re
import zlib
from collections.abc import Iterable, Sequence
from datetime import date
from heapq import nsmallest

from ingest.fields import Field, fields_of, first
from ingest.kinds import Signs, kind_of
from ingest.languages import language_of
from ingest.parties import COMPANY, issuer_of, party_of
from ingest.placeholders import placeholders_in
from ingest.reading import BlockKind, Reading
from ingest.validity import effective_of, expires_of
from kb.model import Document, Fact, Kind

SHINGLE = 5  # words
SKETCH = 64  # smallest shingle sums kept: enough to tell an overlap of 0.8 from 0.6
GENERATED_TITLE = re.compile(
    r"microsoft (?:word|excel)|untitled|^(?:document|book|presentation|scan)\d*$|\.(?:docx?|xlsx?|pdf)$", re.I
)
TITLE_FIELDS = {
    "number": "number",
    "owner": "owner",
    "approval": "approval",
    "next review": "next review",
    "certificate number": "number",
}
NUMBER = re.compile(r"\b[A-Z]{2,5}-[A-Z]{2,5}-\d{1,4}\b|\b(?:SOP|POL|PRO|WI|PO|RA|IR)[- ]?\d{1,4}(?:-\d{1,3})?\b")
UNVERSIONED = frozenset(
    {Kind.RECORD, Kind.LETTER, Kind.QUESTIONNAIRE, Kind.PRIOR_ANSWER, Kind.REGISTER}
)  # their "rev." is the form's
SUBJECT_MARK = re.compile(r"^(?:(?:re|fwd?|subject|asunto|betreff|objet)\s*[:/]\s*)+", re.I)
SITE_CODE = re.compile(r"(?<![A-Za-z0-9-])[A-Z]{2,4}\d?(?![A-Za-z0-9-])")
PLACE_WORDS = "site|location|facility|warehouse|yard|center|centre|at|gate"
NO_SITES = frozenset(
    {
        "AEO",
        "CAR",
        "CBP",
        "CCTV",
        "CFS",
        "EU",
        "HR",
        "ID",
        "IIT",
        "IR",
        "ISO",
        "IT",
        "KR",
        "MSC",
        "MX",
        "OEA",
        "PDF",
        "PO",
        "POL",
    }
    | {"QA", "RA", "RFID", "SEC", "SOP", "SVI", "TBML", "UK", "US", "USA", "VVTT", "WPM"}
)
VERSION = re.compile(
    r"\b(?:rev(?:ision|\.)?|version|ver\.?)\s*[:#]?\s*(?P<version>(?-i:[A-Z])\b|[rv]?\d+(?:\.\d+)*)(?![\w-])", re.I
)
VERSION_IN_NAME = re.compile(r"(?:^|[_\s-])(?:rev\.?\s?|r|v|ver\.?\s?)(?P<version>\d+(?:\.\d+)*)(?=[_\s.-]|$)", re.I)


def facts_of(name: str, reading: Reading, text: str) -> tuple[Fact, ...]:
    """What a document says about itself, each with the words it was read from and how sure that is (0 to 1).

    `name` is the path within the ingested folder: names and folders count as weak hints.
    """
    fields = fields_of(reading)
    blanks = placeholders_in(text)
    title = _title(name, reading, fields)
    kind = kind_of(Signs(name, title.value, reading, text, fields, blanks))
    told: list[Fact | None] = [kind, title]
    party = party_of(name, Kind(kind.value), reading, fields, text)
    if party and party.value == title.value:
        told[1] = _title(name, reading, fields, besides=party.value)
    told.append(party)
    told.append(_site(name, Kind(kind.value), reading, fields, text))
    effective = effective_of(name, Kind(kind.value), reading, fields, text)
    told.extend((effective, expires_of(Kind(kind.value), fields, text, effective)))
    told.append(_version(name, Kind(kind.value), fields, text))
    told.extend(_labelled(fields))
    told.append(issuer_of(fields) if kind.value == Kind.CERTIFICATE else None)
    language = language_of(text)
    told.append(Fact("language", language, "", 0.9) if language else None)
    told.append(
        Fact("placeholders", str(len(blanks)), "; ".join(blank.words for blank in blanks[:5])) if blanks else None
    )
    told.append(Fact("fingerprint", fingerprint(text)))
    facts = [fact for fact in told if fact]
    if not any(fact.name == "number" for fact in facts):
        facts.extend(_number_in(name, title.value))
    return tuple(facts)


def document_of(path: str, name: str, sha256: str, reading: Reading, text: str, facts: Sequence[Fact]) -> Document:
    """The Document that a file's facts make; what was read with doubt becomes a warning."""
    told = {fact.name: fact for fact in reversed(facts)}

    def value(fact: str) -> str:
        return told[fact].value if fact in told else ""

    def day(fact: str) -> date | None:
        return date.fromisoformat(told[fact].value) if fact in told else None

    return Document(
        path=path,
        name=name,
        sha256=sha256,
        kind=Kind(value("kind") or Kind.OTHER),
        title=value("title"),
        party=value("party"),
        site=value("site"),
        effective=day("effective"),
        expires=day("expires"),
        version=value("version"),
        language=value("language"),
        pages=reading.pages,
        placeholders=len(placeholders_in(text)),
        facts=tuple(facts),
        warnings=(*reading.warnings, *_doubts(facts)),
    )


def fingerprint(text: str) -> str:
    """A sketch of a text's word shingles: their smallest sums, as hexadecimal words; compared by `overlap`."""
    words = re.findall(r"\w+", text.lower())
    shingles = {" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))}
    return " ".join(f"{each:08x}" for each in nsmallest(SKETCH, {zlib.crc32(shingle.encode()) for shingle in shingles}))


def overlap(first_print: str, second_print: str) -> float:
    """The share of shingles (0 to 1) that two texts have in common, estimated from their fingerprints."""
    one, two = set(first_print.split()), set(second_print.split())
    both = sorted(one | two)[:SKETCH]
    return sum(1 for each in both if each in one and each in two) / len(both) if both else 0.0


def _doubts(facts: Iterable[Fact]) -> Iterable[str]:
    for fact in facts:
        if fact.name in ("effective", "expires") and fact.confidence == 0.5 and fact.words:
            yield (
                f"The date in “{fact.words}” can be read in two ways; it was taken as {fact.value} (month first). "
                "Correct it if the day comes first."
            )


def _title(name: str, reading: Reading, fields: Sequence[Field], besides: str = "") -> Fact:
    """The title by label, subject, first heading, property or name; `besides` is a letterhead that is none."""
    labelled = first(fields, "title")
    if labelled and len(labelled.value) > 3:
        return Fact("title", labelled.value, labelled.words)
    subject = reading.properties.get("subject", "")
    if "sender" in reading.properties and subject:
        return Fact("title", SUBJECT_MARK.sub("", subject), subject)
    headings = [block for block in reading.blocks[:15] if block.kind is BlockKind.HEADING]
    headings = [block for block in headings if block.text != besides and not COMPANY.fullmatch(block.text.strip(" ."))]
    if headings and headings[0].level <= 2 and 4 <= len(headings[0].text) <= 150:
        words = headings[0].text
        if not words[0].isdigit() or headings[0] is reading.blocks[0]:
            return Fact("title", SUBJECT_MARK.sub("", re.sub(r"^[\d.]+\s+(?=[A-Z])", "", words)), words, 0.9)
    property_title = reading.properties.get("title", "").strip()
    if len(property_title) > 3 and not GENERATED_TITLE.search(property_title):
        return Fact("title", property_title, "", 0.7)
    stem = re.sub(r"[_\s]+", " ", name.rpartition("/")[2].rpartition(".")[0]).strip()
    return Fact("title", stem or name, "", 0.5)


def _site(name: str, kind: Kind, reading: Reading, fields: Sequence[Field], text: str) -> Fact | None:
    """The place it speaks of: a label, a photograph's property, or a code in the name that the text calls a site."""
    labelled = first(fields, "site")
    if (
        labelled
        and len(labelled.value) <= 60
        and re.match(r"[A-Z0-9]", labelled.value)
        and not COMPANY.search(labelled.value)
    ):
        return Fact("site", labelled.value.strip(" ."), labelled.words, 0.9)
    place = reading.properties.get("place") or reading.properties.get("site")
    if place:
        return Fact("site", place, place, 0.9)
    for code in SITE_CODE.findall(name.rpartition("/")[2]):
        spoken = re.search(rf"\b(?:{PLACE_WORDS})[:,]? (?:\w+ ){{0,3}}\(?{code}\b", text)
        if spoken:
            return Fact("site", code, spoken.group(), 0.5)
        if kind is Kind.MEDIA and code not in NO_SITES:
            return Fact("site", code, "", 0.4)
        if kind is Kind.RECORD and code not in NO_SITES and re.search(rf"\b{code}\b", text):
            return Fact("site", code, code, 0.4)
    return None


def _version(name: str, kind: Kind, fields: Sequence[Field], text: str) -> Fact | None:
    labelled = first(fields, "version")
    found = (
        re.match(
            r"(?:rev(?:ision)?\.?\s*|version\s*|v|r)?(?P<version>\d+(?:\.\d+)*\w?|(?-i:[A-Z])\b)", labelled.value, re.I
        )
        if labelled
        else None
    )
    if labelled and found:
        return Fact("version", found["version"], labelled.words)
    written = VERSION.search(text[:1500]) if kind not in UNVERSIONED else None
    if written:
        return Fact("version", written["version"].lstrip("rRvV") or written["version"], written.group(), 0.8)
    named = VERSION_IN_NAME.search(name.rpartition("/")[2].rpartition(".")[0])
    return Fact("version", named["version"], "", 0.7) if named else None


def _labelled(fields: Sequence[Field]) -> Iterable[Fact]:
    """Number, owner, approval and the like: the first of each as the document shows it."""
    for label, fact in TITLE_FIELDS.items():
        field = first(fields, label)
        if field and len(field.value) <= 120:
            yield Fact(fact, field.value, field.words)


def _number_in(name: str, title: str) -> Iterable[Fact]:
    found = NUMBER.search(title) or NUMBER.search(name.rpartition("/")[2].replace("_", " "))
    if found:
        yield Fact("number", found.group(), "", 0.6)

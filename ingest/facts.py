"""What a document says about itself: kind, title, dates, version, party, site, language, blanks still to fill."""

import re
import zlib
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from heapq import nsmallest

from ingest.doubts import with_doubts
from ingest.fields import Field, fields_of, first
from ingest.kinds import Signs, kind_of
from ingest.languages import language_of
from ingest.parties import COMPANY, issuer_of, party_of
from ingest.placeholders import placeholders_in
from ingest.reading import BlockKind, Reading
from ingest.signatures import signature_of
from ingest.sites import site_of
from ingest.validity import effective_of, expires_of
from kb.dates import dates_in, order_of
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
    language = language_of(text)
    title = _title(name, reading, fields)
    signs = Signs(name, title.value, reading, text, fields, blanks)
    told: list[Fact | None] = [said := kind_of(signs), title]
    kind = Kind(said.value)
    party = party_of(name, kind, reading, fields, text)
    if party and party.value == title.value:
        told[1] = title = _title(name, reading, fields, besides=party.value)
    told.append(party)
    told.append(site_of(name, kind, reading, fields, text, title.value, party.value if party else ""))
    dates = partial(dates_in, order=order_of(text, language))
    effective = effective_of(name, kind, reading, fields, text, dates)
    told.extend((effective, expires_of(kind, fields, text, effective, dates)))
    told.append(_version(name, kind, fields, text))
    told.extend(_labelled(fields))
    told.append(issuer_of(fields) if kind is Kind.CERTIFICATE else None)
    told.append(signature_of(kind, reading, text))
    told.append(Fact("language", language, "", 0.9) if language else None)
    told.extend(_form(signs, said))
    told.append(
        Fact("placeholders", str(len(blanks)), "; ".join(blank.words for blank in blanks[:5])) if blanks else None
    )
    told.append(Fact("fingerprint", fingerprint(text)))
    facts = [fact for fact in told if fact]
    if not any(fact.name == "number" for fact in facts):
        facts.extend(_number_in(name, title.value))
    return with_doubts(kind, facts)


def document_of(path: str, name: str, sha256: str, reading: Reading, facts: Sequence[Fact]) -> Document:
    """The Document that a file's facts make; what was read with doubt becomes a warning."""
    told = {fact.name: fact for fact in reversed(facts)}

    def value(fact: str) -> str:
        return told[fact].value if fact in told else ""

    def day(fact: str) -> date | None:
        return date.fromisoformat(value(fact)) if value(fact) else None

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
        placeholders=int(value("placeholders") or 0),
        facts=tuple(facts),
        warnings=(*reading.warnings, *(fact.doubt for fact in facts if fact.doubt)),
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
        if field and len(field.value) <= 120 and not placeholders_in(field.value):
            yield Fact(fact, field.value, field.words)


def _form(signs: Signs, said: Fact) -> Iterable[Fact]:
    """Whether it is a template or filled in; of a template also the kind that it would be when filled in."""
    if said.value == Kind.TEMPLATE:
        yield Fact("form", "template", said.words, said.confidence)
        yield Fact("kind if filled", kind_of(signs, filled=True).value)
    elif said.value not in (Kind.CRITERIA, Kind.MEDIA, Kind.OTHER):
        yield Fact("form", "filled", "", 0.6 if signs.placeholders else 0.8)


def _number_in(name: str, title: str) -> Iterable[Fact]:
    found = NUMBER.search(title) or NUMBER.search(name.rpartition("/")[2].replace("_", " "))
    if found:
        yield Fact("number", found.group(), "", 0.6)

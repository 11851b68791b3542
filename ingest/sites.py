"""The place that a document speaks of: the warehouse, factory or yard that its evidence is good for."""

import re
from collections.abc import Iterator, Sequence

from ingest.fields import Field, first
from ingest.parties import COMPANY, FOREIGN
from ingest.reading import Reading
from kb.model import Fact, Kind

SITE_FOLDERS = ("sites", "site", "locations", "warehouses", "plants", "factories", "facilities", "terminals")
HEAD = 2500  # characters in which a text says what it applies to
LETTERHEAD = 14  # lines in which a party's name stands above its address
LONGEST = 70  # characters of a site's name or address
SITE_CODE = re.compile(r"(?<![A-Za-z0-9-])[A-Z]{2,4}\d?(?![A-Za-z0-9-])")
PLACE_WORDS = "site|location|facility|warehouse|yard|center|centre|at|gate"
NO_SITES = frozenset(
    "AEO CAR CBP CCTV CFS EU HR ID IIT IR ISO IT KR MSC MX OEA PDF PO POL QA RA RFID SEC SOP SVI TBML UK US USA VVTT"
    " WPM CTPAT GPS BOL ISF LCL FCL DC FY Q1 Q2 Q3 Q4 REV".split()
)
FACILITY = (
    r"(?i:distribution cent(?:er|re)|fulfil?lment cent(?:er|re)|warehouse|plant|factory|terminal|depot|yard|facility"
    r"|campus|branch|building|mill|hub|planta|almac[ée]n|f[áa]brica|werk|lager)|DC|CFS"
)
PROPER = r"[A-ZÀ-Þ][a-zà-ÿ'’]+"
NAMED = re.compile(
    rf"\b(?P<proper>{PROPER}(?: {PROPER}){{0,2}}) (?:{FACILITY})(?: (?:East|West|North|South|\d{{1,3}}))?\b"
)
NUMBERED = re.compile(
    rf"\b(?:{FACILITY}|[Ss]ite|[Gg]ate) (?:[Nn]o\.? ?|#)?(?:\d{{1,3}}|[A-Z]|East|West|North|South)(?![\w.-]|,? \d)"
)
APPLIES = re.compile(
    r"\b(?:appl(?:y|ies|icable)(?: only)? to|covers?|in force at|valid for|scope\W+) (?:only )?(?:the |our )?", re.I
)
PEOPLE = re.compile(
    r"\b(?:employees?|personnel|staff|contractors?|users?|vendors?|suppliers?|carriers?|departments?|drivers?|visitors?"
    r"|managers?|functions?|partners?|systems?|people|everyone|workers?|team)\b",
    re.I,
)
ALL_SITES = re.compile(
    r"(?:all|every|any|each)\b.*\b(?:sites?|locations?|facilit\w+|warehouses?|plants?|premises|offices?)\b.*", re.I
)
ADDRESS = re.compile(r"(?=[^@]*[A-Za-zÀ-ÿ])(?=.*,)(?:(?:No\.? ?)?\d[\w/-]* .+|.+,.+,.+|.+\d.*,.+)")
NO_ADDRESS = re.compile(
    r"@|https?:|www\.|\b(?:tel|phone|telephone|fax|rfc|reg\w*\.? no|dear|attn|certificate|dated?)\b"
    r"|\b[A-Z]\w+ \d{1,2}, 20\d\d",
    re.I,
)
SIZE = re.compile(r"\d[\d,. ]*(?:sq|m2|m²|square|doors?|ft|feet|docks?|people|slots|acres|hectares)\b", re.I)
SENTENCE_GOES_ON = re.compile(r"\s(?:whose|which|that|has|is|was|with|hereby)\s")


def site_of(
    name: str, kind: Kind, reading: Reading, fields: Sequence[Field], text: str, title: str, party: str
) -> Fact | None:
    """The place or places it speaks of, or "all sites"; None where it names none, or only a person could tell."""
    return (
        _labelled(fields)
        or _property(reading)
        or _coded(name, kind, text)
        or _titled(name, title, text)
        or _applied(text)
        or _foldered(name)
        or (_address(fields, text, party) if party and kind in FOREIGN else None)
    )


def _labelled(fields: Sequence[Field]) -> Fact | None:
    for field in fields:
        value = field.value.strip(" .")
        if field.name != "site" or COMPANY.search(value):
            continue
        if ALL_SITES.fullmatch(value):
            return Fact("site", "all sites", field.words, 0.9)
        office = re.match(r"(?:head|main|home) office\b", value)
        if office:
            return Fact("site", office.group(), field.words, 0.9)
        if len(value) <= LONGEST and re.match(r"[A-ZÀ-Þ0-9]", value) and not _is_other(value):
            return Fact("site", value, field.words, 0.9)
    return None


def _is_other(value: str) -> bool:
    """Whether a value says for whom it holds, or how large a place is, and not where it is."""
    people = PEOPLE.search(value)
    return bool(SIZE.match(value) or (people and not SITE_CODE.search(value[: people.start()])))


def _property(reading: Reading) -> Fact | None:
    place = reading.properties.get("place") or reading.properties.get("site")
    return Fact("site", place, place, 0.9) if place else None


def _coded(name: str, kind: Kind, text: str) -> Fact | None:
    """A code in the file's name that the text calls a site; of a record, one that the text speaks of at all."""
    for code in SITE_CODE.findall(re.sub(r"_", " ", name.rpartition("/")[2].rpartition(".")[0])):
        spoken = re.search(rf"\b(?:{PLACE_WORDS})[:,]? (?:\w+ ){{0,3}}\(?{code}\b", text)
        if spoken and code not in NO_SITES:
            return Fact("site", code, spoken.group(), 0.6)
        if kind is Kind.MEDIA and code not in NO_SITES:
            return Fact("site", code, "", 0.4)
        if kind is Kind.RECORD and code not in NO_SITES and re.search(rf"\b{code}\b", text):
            return Fact("site", code, code, 0.5)
    return None


def _titled(name: str, title: str, text: str) -> Fact | None:
    stem = re.sub(r"[_\s]+", " ", name.rpartition("/")[2].rpartition(".")[0])
    for words in (title, stem):
        found = list(dict.fromkeys(_places(words, text)))
        if found:
            return Fact("site", ", ".join(found), words if words is title else "", 0.6)
    return None


def _places(words: str, text: str) -> Iterator[str]:
    """Places that a line names: "Memphis warehouse", "Plant 2"."""
    for match in NAMED.finditer(words):
        if _is_proper(match["proper"].split()[-1], text):
            last = [part for part in match["proper"].split() if _is_proper(part, text)]
            yield " ".join(last) + match.group()[len(match["proper"]) :]
    yield from (match.group() for match in NUMBERED.finditer(words))


def _is_proper(word: str, text: str) -> bool:
    """Whether a text uses a word as a name: capital within its sentences, and never without."""
    within = re.search(rf"\b[a-zà-ÿ]{{2,}} {word}\b", text)
    return within is not None and not re.search(rf"\b{word.lower()}\b", text)


def _applied(text: str) -> Fact | None:
    """The place that a text says it applies to."""
    head = text[:HEAD]
    for match in APPLIES.finditer(head):
        rest = head[match.end() : match.end() + LONGEST].split("\n")[0]
        found = NAMED.match(rest) or NUMBERED.match(rest)
        if found and (found.re is NUMBERED or _is_proper(found["proper"].split()[-1], text)):
            return Fact("site", found.group(), match.group() + found.group(), 0.6)
    return None


def _foldered(name: str) -> Fact | None:
    parts = name.split("/")[:-1]
    for position, part in enumerate(parts[:-1]):
        if part.lower() in SITE_FOLDERS:
            return Fact("site", parts[position + 1].replace("_", " "), "", 0.5)
    return None


def _address(fields: Sequence[Field], text: str, party: str) -> Fact | None:
    """The address of a partner, by its label or below its name at the head."""
    labelled = first(fields, "address")
    if labelled and not NO_ADDRESS.search(labelled.value) and len(labelled.value) <= LONGEST + 20:
        return Fact("site", labelled.value.strip(" ."), labelled.words, 0.7)
    lines = [line.strip() for line in text.split("\n") if line.strip()][:LETTERHEAD]
    for position, line in enumerate(lines):
        if not line.lower().startswith(party.lower()[:20]):
            continue
        for below in lines[position + 1 : position + 3]:
            value = SENTENCE_GOES_ON.split(below)[0].strip(" .")
            if len(value) <= LONGEST + 20 and ADDRESS.fullmatch(value) and not NO_ADDRESS.search(value):
                return Fact("site", value, value, 0.6)
        return None
    return None

"""Whose paper a document is: the vendor, carrier or holder that it names; nobody for the company itself."""

import re
import unicodedata
from collections.abc import Sequence
from email.utils import parseaddr

from ingest.fields import Field, first
from ingest.kind_words import FOLDER_NUMBER
from ingest.reading import Reading
from kb.model import Fact, Kind

FOREIGN = frozenset({Kind.QUESTIONNAIRE, Kind.LETTER, Kind.CERTIFICATE})  # kinds that others write to the company
PARTNER_FOLDERS = frozenset(
    "vendors|vendor|suppliers|partners|business partners|carriers|factories|manufacturers|forwarders|brokers"
    "|contractors|service providers".split("|")
)
FORM = (
    r"S\.?\s?A\.? de C\.?\s?V\.?|S\. ?de R\. ?L\. de C\. ?V\.|Co\.,? ?Ltd\.?|Pte\.? Ltd\.?|Pvt\.? Ltd\.?"
    r"|Sdn\.? Bhd\.?|Inc\.?|LLC|L\.L\.C\."
    r"|Ltd\.?|Limited|Corp(?:oration|\.)?|GmbH|AG|AB|A/S|AS|B\.?V\.?|N\.?V\.?|S\.?A\.?S?|S\.?p\.?A\.?"
    r"|S\.?r\.?l\.?|JSC|PLC|LLP|K\.?K\.?|Oy"
)
WORD = r"[A-ZÀ-Þ][\w&'’.-]*"
NAME = rf"(?P<name>{WORD}(?:[ ]+(?:\([A-Z]\w+\)|{WORD}|&|and|of|y|de|und)){{0,6}},? (?:{FORM}))(?![\w])"
COMPANY = re.compile(NAME)
CERTIFIED = re.compile(
    r"(?:certif(?:y|ies) that|awarded to|issued to|granted to|presented to|se certifica (?:que|a))[:\s]+"
    rf"(?:the )?(?:company )?{NAME}"
)
JAPANESE = re.compile(r"(?:株式会社[^\s、。()]{1,20}|[^\s、。()]{1,20}(?:株式会社|有限公司))")
LETTERHEAD = 6  # lines


def party_of(name: str, kind: Kind, reading: Reading, fields: Sequence[Field], text: str) -> Fact | None:
    """The party whose paper it is, by label, letterhead, sender, or the folder below `vendors`; None for one's own."""
    folder = _folder(name)
    if not folder and kind not in FOREIGN:
        return None
    labelled = first(fields, "party")
    if labelled and (kind in FOREIGN) and len(labelled.value) <= 80 and not labelled.value.endswith("?"):
        return Fact("party", _trimmed(labelled.value), labelled.words, 0.9)
    held = CERTIFIED.search(" ".join(text[:3000].split())) if kind is Kind.CERTIFICATE else None
    if held:
        return Fact("party", held["name"], held.group(), 0.9)
    if folder:
        return _named_in_full(folder, text) or Fact("party", _words(folder).title(), "", 0.6)
    if reading.properties.get("sender"):
        return _sender(reading.properties["sender"], text)
    mail = reading.properties.get("mail sender")  # of the mail that it came with
    return _letterhead(text) or _signer(text) or (_sender(mail, text) if mail else None)


def issuer_of(fields: Sequence[Field]) -> Fact | None:
    """Who issued a certificate, by its label."""
    labelled = first(fields, "issuer")
    return Fact("issuer", labelled.value, labelled.words, 0.9) if labelled else None


def _folder(name: str) -> str:
    parts = name.split("/")[:-1]
    for position, part in enumerate(parts[:-1]):
        if FOLDER_NUMBER.sub("", part.lower()) in PARTNER_FOLDERS:
            return parts[position + 1]
    return ""


def _words(folder: str) -> str:
    return re.sub(r"[_\W]+", " ", folder).strip()


def _unaccented(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each)).lower()


def _named_in_full(folder: str, text: str) -> Fact | None:
    """The name in the text that holds every word of the folder's name: a company's, or a line of the letterhead."""
    wanted = _unaccented(_words(folder)).split()
    for match in COMPANY.finditer(text[:20_000]):
        if all(word in _unaccented(match["name"]) for word in wanted):
            return Fact("party", match["name"], match["name"], 0.85)
    for line in text.split("\n")[:LETTERHEAD]:
        words = _unaccented(line).split()
        if words[: len(wanted)] == wanted and len(words) <= len(wanted) + 2 and not re.search(r"[:\d]", line):
            return Fact("party", line.strip(), line.strip(), 0.75)
    return None


def _sender(sender: str, text: str) -> Fact | None:
    """The organisation of a mail's sender: the company in the text that its domain names, else the domain."""
    shown, address = parseaddr(sender)
    domain = address.rpartition("@")[2].lower()
    label = domain.split(".")[0]
    for match in COMPANY.finditer(text):
        squeezed = re.sub(r"\W", "", match["name"]).lower()
        if label and (squeezed.startswith(label[:8]) or re.sub(r"\W", "", label) in squeezed):
            return Fact("party", match["name"], sender, 0.8)
    return Fact("party", label.replace("-", " ").title() or shown, sender, 0.5) if label or shown else None


def _letterhead(text: str) -> Fact | None:
    for line in text.split("\n")[:LETTERHEAD]:
        found = COMPANY.search(line) or JAPANESE.search(line)
        if found and len(line) <= 160 and not re.match(r"\W*(?:to|dear|attn|re)\b", line, re.I):
            words = found["name"] if found.re is COMPANY else found.group()
            return Fact("party", words, line.strip(), 0.8)
    return None


def _signer(text: str) -> Fact | None:
    """The company named below a letter's closing words."""
    closing = re.search(
        r"^\W*(?:sincerely|yours|regards|best regards|kind regards|respectfully|atentamente)\b.*", text, re.I | re.M
    )
    found = COMPANY.search(text, closing.end()) if closing else None
    return Fact("party", found["name"], found["name"], 0.7) if found else None


def _trimmed(value: str) -> str:
    """A party's name without the address that follows it."""
    found = COMPANY.match(value)
    return found["name"] if found else re.split(r"\s[|–—-]\s|;|\s{2,}", value)[0].strip(" ,.")

"""Which criterion numbers a text names plainly: "56", "criterion 56", "#56", "MSC 5.1", "what covers 5.1?"."""

import re
import unicodedata
from dataclasses import dataclass

# Words that frame a question about a criterion and say nothing of its topic.
_FRAME = """
    a about address addresses all am an and any anything are as ask at be been by can comply compliant concerning
    could cover coverage covered covering covers criteria criterion ctpat cbp c tpat did do doc docs document documents
    documented does draft evidence evidenced find for from full gap gaps give good has have how i if in is it its list
    look me meet meets met missing msc must my need needs number of ok okay on one ones or our please portal proof prove
    proves question questions regarding requirement requirements say says should show status still stand stands support
    supported supporting supports tell that the there these this those to up us was we well were what whats where which
    who why will with would write you your
"""
FRAME = frozenset(_FRAME.split())
_FRAME_OF_NUMBER = FRAME | {"answer", "answers", "partner", "response", "responses", "files", "file", "part", "parts"}

_NUMBER = r"\d+(?:\.\d+)*"
_MORE = rf"(?:\s*(?:,|;|/|and|or|&|to|vs\.?|versus|through|–|-)\s*#?\s*{_NUMBER})*"
_STRONG = r"criteri(?:on|a|ons|um)|crit\b\.?|questions?|portal|msc"
_WEAK = r"number|numbers|no\.|nr\.?|ids?|#|q(?=\s?(?:[5-9]|\d\d))"
_KEYED = re.compile(
    rf"(?<![\w#])(?P<keys>(?:{_STRONG}|{_WEAK})(?:[\s:]*(?:{_STRONG}|{_WEAK}))*)[\s:(-]*(?P<numbers>{_NUMBER}{_MORE})"
    r"(?![\w%]|[.,:/-]\w)"
)
_STRONG_KEY = re.compile(_STRONG)
_ALONE = re.compile(r"\W*(\d{1,4}(?:\.\d+)*)\W*")
_BARE = re.compile(r"(?<![\w./:,$€-])\d{1,3}(?:\.\d{1,2})?(?![\w%/-]|[.,:]\d)")
_HEADING = re.compile(r"\w.*\(\s*(\d{1,3})\s*\)\s*(?:-\s*[a-z].*)?$")
_PART = re.compile(r"(?<=\d)[\s,]*\bparts?\s*\d\b")
_UNIT = re.compile(
    r"\s*(?:-\s*)?(?:days?|hours?|h|hrs?|minutes?|min|weeks?|months?|years?|times|percent|people|employees|staff|sites?"
    r"|cameras?|doors?|categor\w+|criteria|questions|sections|feet|ft|seals?|containers?|trailers?|copies)\b"
)
_OTHER_PAPER = re.compile(
    r"\s*(?:of|in|on|from)\b.*\b(?:questionnaires?|manual|surveys?|checklists?|forms?|letters?|audits?|handbook)\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Reference:
    """A number as a text gives it."""

    value: str  # "56" or "5.1"
    msc: bool = False  # the text says that it is an MSC id


def references(text: str) -> tuple[Reference, ...]:
    """The numbers by which a text plainly names criteria, without repeats; years, durations and the like are none."""
    plain = _PART.sub("", unicodedata.normalize("NFKC", text).lower()).strip()
    alone = _ALONE.fullmatch(plain)
    if alone and not re.search(r"[-+]\s*\d|\d\s*%|[$€]", plain):
        return (Reference(alone[1]),)
    found = [reference for match in _KEYED.finditer(plain) for reference in _keyed(plain, match)]
    if not found and not plain.endswith("?") and (heading := _HEADING.fullmatch(plain)):
        found = [Reference(heading[1])]
    if not found and _FRAME_OF_NUMBER.issuperset(re.findall(r"[^\W\d_]+", plain)):
        found = [Reference(number) for number in _BARE.findall(plain)]
    return tuple(dict.fromkeys(found))


def _keyed(text: str, match: re.Match[str]) -> list[Reference]:
    """The references of one run such as "criteria 56 and 58", or none where the words around say otherwise."""
    keys = match["keys"]
    after = text[match.end() :]
    if _UNIT.match(after):
        return []
    strong = _STRONG_KEY.findall(keys)
    if not strong:
        before = re.findall(r"[^\W_]+", text[: match.start()])
        if before and before[-1] not in _FRAME_OF_NUMBER:
            return []  # gate number 12, dock #4
    if not any(key.startswith(("crit", "portal", "msc")) for key in strong) and _OTHER_PAPER.match(after):
        return []  # question 5 of the vendor's questionnaire
    numbers: list[str] = re.findall(_NUMBER, match["numbers"])
    if _YEAR.fullmatch(numbers[0]) and strong and strong[-1] in ("msc", "criteria"):
        return []  # the criteria 2020
    return [Reference(number, "msc" in keys) for number in numbers]

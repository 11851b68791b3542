"""What kind of words answers a question: a number with its unit, a date, a name, a price."""

import re
from dataclasses import dataclass

_NUMBER = (
    r"(?:\d[\d.,]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty"
    r"|sixty|ninety|hundred|half)\b)"
)
_TIME = r"(?:seconds?|minutes?|min|hours?|h|days?|weeks?|months?|years?|quarters?)\b"
_MONTH = (
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b"
)
_DATE = rf"\d{{4}}-\d\d(?:-\d\d)?|\b(?:19|20)\d\d\b|{_MONTH}|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"
_OFTEN = (
    r"\b(?:hourly|daily|nightly|weekly|monthly|quarterly|yearly|annual(?:ly)?|biennial|semi-annual(?:ly)?|half-year(?:ly)?"
    r"|each|every|once|twice|times an?|at once|immediately|same (?:day|shift|hour)|last day|never|always|not held"
    rf"|(?:an?|{_NUMBER})(?:[- ]\w+)?[- ]{_TIME})\b"
)
_ROLE = (
    r"\b(?:manager|director|officer|supervisor|custodian|inspector|guards?|lead|clerk|coordinator|committee|team"
    r"|analyst|owner|president|vp|pcso|ciso|cio|hr|it operations|internal audit|legal counsel|soc|auditor"
    r"|trade compliance|security managers?|contractor|reception(?:ist)?|employees?|drivers?|workers?|operators?"
    r"|dispatcher|captain|broker|counsel|engineers?|technicians?|administrators?|specialist|assistant|chair|carrier"
    r"|supplier|vendor|firm|company|department|staff|myself|nobody|everyone)\b"
)
# Words that begin with a capital in the names of offices and papers, and are nobody's name.
_OFFICE = (
    "Access|Audit|Board|Business|Center|Chain|Chief|Committee|Compliance|Continuity|Control|Controls|Counsel|Data|Desk"
    "|Director|Enterprise|Executive|Governance|Head|Human|Incident|Information|Internal|Lead|Legal|Library|Maintainer"
    "|Management|Manager|Officer|Operations|Owner|Party|Plan|Policy|Privacy|Procedure|Program|Programme|Resources|Response"
    "|Risk|Security|Senior|Service|Standard|Supplier|Supply|System|Team|Technical|Third|Trade|Vice"
)
_PERSON = (
    rf"\b[A-Z]\. ?[A-Z][\w’'-]+|\b(?:Mr|Ms|Mrs|Dr)\b\.? [A-Z]\w+"
    rf"|\b(?!(?:{_OFFICE})\b)[A-Z][a-z\u00e0-\u017f-]+ (?!(?:{_OFFICE})\b)[A-Z][\w’'-]+"
)
_MONEY = r"[$€£]\s?\d|\b\d[\d.,]*\s?(?:dollars|euros?|usd|eur)\b|\b(?:paid|costs?|fee of)\b.{0,20}\d"


@dataclass(frozen=True, slots=True)
class Expected:
    """The kind of words that a question asks for."""

    name: str  # such as "a date or how often"
    words: re.Pattern[str]  # found in whatever answers it
    of_head: bool = False  # whether a line of a document's head ("Effective | 2026-02-16") may answer


def _kind(
    question: str, name: str, words: str, flags: int = re.IGNORECASE, of_head: bool = False
) -> tuple[re.Pattern[str], Expected]:
    return re.compile(question, re.IGNORECASE), Expected(name, re.compile(words, flags), of_head)


HOW_MANY = re.compile(r"\bhow many (?:(?:of|our|the|different|customs|other) )*(\w{3,})", re.IGNORECASE)
# The first that fits holds, the narrowest stand first.
KINDS = (
    _kind(
        r"\b(?:tele)?phone numbers?\b|\bnumber to (?:call|dial)\b",
        "a telephone number",
        r"\d{3}[ )-]{1,2}\d{3}[ -]?\d|\+\d\d",
    ),
    _kind(r"\be-?mail address", "an e-mail address", r"\S@\S"),
    _kind(
        r"\b(?:salary|salaries|wages?|earns?|prices?)\b|\b(?:how much|what)\b.*\b(?:pay|paid|costs?)\b",
        "an amount of money",
        _MONEY,
    ),
    _kind(r"\b(?:first |last |full )?names? of\b", "a person's name", _PERSON, 0),
    _kind(
        r"\bhow long (?:must|should|may|can|shall)\b.*\bbe\W*$"
        r"|\b(?:what|which) (?:value|amount|percentage|share|size|height|weight)\b",
        "a number",
        _NUMBER,
    ),
    _kind(
        rf"\bhow (?:long|soon|quickly|fast|far ahead|old)\b|\bhow many (?:\w+ )?{_TIME}",
        "a length of time",
        rf"{_NUMBER}(?:[- ]\w+)?[- ]?{_TIME}|{_OFTEN}|\b{_TIME}.*\|\s*\d+\s*(?:\||after\b|$)",
    ),
    _kind(r"\bhow (?:many|much|high|tall|wide|big|large|bright|heavy|far)\b", "a number", _NUMBER),
    _kind(
        r"^\W*(?:(?:and|but|so|since|until|by) )?when\b|\bhow (?:often|frequently|regularly)\b"
        r"|\b(?:which|what) (?:day|date|month|week|year|time)s?\b",
        "a date or how often",
        rf"{_DATE}|{_OFTEN}",
        of_head=True,
    ),
    _kind(
        r"^\W*(?:\w+ )?who(?:se|m)?\b|\bwhich (?:person|company|firm|officer|manager|department)\b",
        "a person, a role or a firm",
        f"(?i:{_ROLE})|{_PERSON}|\\b(?:LLC|Inc|Ltd|GmbH)\\b",
        0,
        of_head=True,
    ),
)


def counted(question: str) -> re.Pattern[str] | None:
    """What finds a number of the things that are counted in a question, such as "14 characters"; None without one."""
    things = HOW_MANY.search(question)
    if not things:
        return None
    noun = re.escape(things[1].lower().rstrip("s"))
    return re.compile(rf"{_NUMBER}[\s-]+(?:[\w-]+[\s-]+){{0,2}}{noun}", re.IGNORECASE)


def expected(question: str) -> Expected | None:
    """The kind of words that answers a question; None where any words may."""
    return next((kind for asks, kind in KINDS if asks.search(question)), None)

"""What stands around a sentence and makes something else of it than a rule or a practice of the company."""

import re

FRAME = re.compile(
    r"\b(?:do(?:es)? not exist|not exist at|(?:only|merely) (?:quoted|an example)|(?:an )?example (?:of|from)"
    r"|for example only|wish ?list|(?:we|was|were|been|is|are) (?:dropped|rejected|abandoned|withdrawn)"
    r"|(?:found|are|were|is|was) missing|not in force|would like to (?:read|see|hear)"
    r"|(?:recommended|proposed) (?:this|the following)"
    r"|(?:statement|text|policy|rule|booklet) (?:of|from) (?:our |an? |another |the )?"
    r"(?:competitor|consultant|other)[^.:]*)\b",
    re.IGNORECASE,
)
HEADING = re.compile(
    r"\b(?:(?:what|things) (?:we|the company|it) (?:do|does) not|wish ?list|examples?|not (?:in force|adopted|done)"
    r"|proposals?|former (?:rules?|practice))\b",
    re.IGNORECASE,
)
EARLIER_ANSWER = re.compile(
    r"\b(?:our|the|last year.s) (?:answer|response|partner response) to (?:criterion|question|MSC)\b"
    r"|\bpartner response\b[^.]{0,60}\b(?:wrote|written|answered|reads|said|says)\b",
    re.IGNORECASE,
)
TAKEN_BACK = re.compile(
    r"\W*(?:(?:this|that|it|these|they) (?:do|does) not (?:apply|hold)|in practice|however|in reality|in fact)\b",
    re.IGNORECASE,
)
BLANK, TICKED = re.compile(r"_{3,}|☐|\[ \]"), re.compile(r"☒|☑|✓|✔|\[[xX]\]")
UNSIGNED = re.compile(r"\W*(?:\w+ ){0,3}sign(?:ed|ature)\b[^.]{0,30}_{3,}", re.IGNORECASE)


def framed(before: str, heading: str) -> bool:
    """Whether what stands before words says that they are not so, or only an example, a wish or somebody else's."""
    return bool(FRAME.search(before) or HEADING.search(heading))


def taken_back(following: str) -> bool:
    """Whether the next sentence takes back what was said."""
    return bool(TAKEN_BACK.match(following))


def left_blank(quote: str, following: str) -> bool:
    """Whether words are a form's, with a blank or box that nobody filled in, or an empty line to sign on."""
    return bool((BLANK.search(quote) and not TICKED.search(quote)) or UNSIGNED.match(following))


def tells_answer(before: str, quote: str) -> bool:
    """Whether words tell what was answered in the portal."""
    return bool(EARLIER_ANSWER.search(quote) or EARLIER_ANSWER.search(before))

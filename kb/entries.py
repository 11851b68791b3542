"""What a log's entry takes back, cell by cell."""

import re
from collections.abc import Iterable, Mapping

from kb.modality import denies
from kb.terms import Terms, stems

NONE = re.compile(r"\W*(?:none|no|n|nil)\W*", re.IGNORECASE)
NOTHING = re.compile(r"\W*(?:none|no|n|nil|not done|missing|unsigned|not signed|void)\W*", re.IGNORECASE)
VOIDED = re.compile(  # the whole entry; "void and discrepant seals" is what a lesson was about
    r"\b(?:cancell?ed|postponed|no[- ]show|void(?:ed)?(?! (?:and|or) [a-z]+ seals?\b)|withdrawn)\b", re.IGNORECASE
)
OUTCOME = re.compile(
    r"\b(?:result|status|outcome|done|completed?|finding)\b", re.IGNORECASE
)  # headings: about all of it
GLAD = re.compile(
    r"\b(?:damage|defects?|findings?|discrepanc\w*|differences?|exceptions?|anomal\w*|pests?|tamper\w*|issues?|incidents?|problems?|shortages?|overages?)\b"
    r"|(?<!handed )(?<!turned )(?<!taken )(?<!carried )\b(?:overs?|shorts?)\b",  # of seals and pieces; not "Overall"
    re.IGNORECASE,
)  # headings under which a No is good news
REMARK = re.compile(r"\b(?:remarks?|notes?|comments?|observations?)\b", re.IGNORECASE)
UNFINISHED = re.compile(
    r"\W*(?:open|pending|outstanding|in progress|in process|overdue|planned|to do)\b[^|]{0,40}"
    r"|.*\b(?:expired|ended on|ended \d{4}-\d\d-\d\d|lapsed)\b.*",
    re.IGNORECASE,
)


def denied(fields: Mapping[str, str], facets: Iterable[Terms]) -> bool:
    """Whether an entry was voided, or a cell that is about one of the facets, by its words or its heading, says no."""
    about = tuple(facets)
    if voided(fields):
        return True
    for heading, cell in fields.items():
        if not (NOTHING.fullmatch(cell) or denies(cell)) or (GLAD.search(heading) and NONE.fullmatch(cell)):
            continue
        said = stems(f"{heading} {cell}")
        if OUTCOME.search(heading) or any(terms.spoken(said) for terms in about):
            return True
    return False


def voided(fields: Mapping[str, str]) -> bool:
    """Whether an entry was cancelled as a whole: a drill that was not held, a seal that was not used."""
    return any(VOIDED.search(cell) for cell in fields.values())


def unfinished(fields: Mapping[str, str]) -> bool:
    """Whether an entry stands open: a cell says so, or that what it speaks of has run out, or a remark denies."""
    if any(REMARK.search(heading) and denies(cell) for heading, cell in fields.items()):
        return True
    return any(UNFINISHED.fullmatch(cell) for cell in fields.values())

"""What an answer is in somebody else's words: the values of their drop-down list, and none but those."""

import re
from collections.abc import Sequence

from kb.model import Status

YES = re.compile(
    r"y|yes|yes\W+(fully )?(compliant|in place|implemented|met)|(fully )?(compliant|implemented|met)|in place"
)
NO = re.compile(r"n|no|no\W.*|not (compliant|in place|implemented|met)|non-?compliant")
PARTLY = re.compile(
    r"(yes\W+)?(in (process|progress)|partial(ly)?( (compliant|implemented|in place|met))?|partly|ongoing|under way"
    r"|being implemented|in development|work in progress|wip)"
)
NOT_APPLICABLE = re.compile(r"n\W?a\W?|not applicable|does not apply")
OPEN = re.compile(r"open|gap|not (started|covered|met|shown)|missing|to do|todo|outstanding")
DONE = re.compile(r"complete(d)?|done|closed|covered|finished")
ANSWERS = {Status.COVERED: YES, Status.PARTIAL: PARTLY, Status.NOT_APPLICABLE: NOT_APPLICABLE}
STATES = {
    Status.COVERED: (DONE, YES),
    Status.PARTIAL: (PARTLY,),
    Status.NOT_APPLICABLE: (NOT_APPLICABLE,),
    Status.STALE: (re.compile(r"stale|expired|out of date|outdated"), OPEN),
    Status.CONFLICT: (re.compile(r"conflict(ing)?"), OPEN),
    Status.GAP: (OPEN,),
}
FREE = {Status.COVERED: "Yes", Status.NOT_APPLICABLE: "N/A"}  # where a cell takes any text


def is_answer_list(values: Sequence[str]) -> bool:
    """Whether the values of a drop-down are answers: a yes and a no among them."""
    return any(_fits(YES, each) for each in values) and any(_fits(NO, each) for each in values)


def answer(status: Status, allowed: Sequence[str] | None) -> str:
    """The answer that a status gives, as their list has it; empty where none says just that.

    Yes for what is covered only. What nothing shows is not answered with No: that is for a person to say.
    """
    if allowed is None:
        return FREE.get(status, "")
    return _first(allowed, ANSWERS[status]) if status in ANSWERS else ""


def state(status: Status, allowed: Sequence[str] | None) -> str:
    """The word for a status, as their list has it; empty where none says just that."""
    if allowed is None:
        return status.value
    if any(each.casefold() == status.value for each in allowed):
        return next(each for each in allowed if each.casefold() == status.value)
    return next((found for pattern in STATES[status] if (found := _first(allowed, pattern))), "")


def says_yes(text: str) -> bool:
    """Whether a cell says Yes."""
    return bool(re.match(r"y(es)?\b", text.strip(), re.IGNORECASE)) and not _fits(PARTLY, text)


def _first(allowed: Sequence[str], pattern: re.Pattern[str]) -> str:
    return next((each for each in allowed if _fits(pattern, each)), "")


def _fits(pattern: re.Pattern[str], value: str) -> bool:
    return pattern.fullmatch(" ".join(value.casefold().split()).strip(" .")) is not None

"""How a sentence speaks: as a rule, a practice, a plan, a hedge, a denial or a question."""

import re
from enum import StrEnum


class Mood(StrEnum):
    """What a sentence does with the thing it speaks of."""

    OBLIGATION = "obligation"
    PRACTICE = "practice"
    PLAN = "plan"  # not yet so
    HEDGE = "hedge"  # so only where someone finds it convenient
    DENIAL = "denial"  # not so
    QUESTION = "question"


PLAN = re.compile(
    r"\b(?:in (?:the )?process(?:ing)? of|in process\b|in progress|under (?:development|construction|way|consideration)"
    r"|underway|(?:is|are|was|were|being) (?:currently )?(?:planned|scheduled|budgeted|envisaged)(?! (?:review|audit|inspection))"
    r"|we (?:plan|intend|aim|hope|expect) to|(?:plan|plans|intends?|intention) (?:is )?to\b|planning to|looking (?:in)?to"
    r"|(?:is|are) being (?:extended|installed|developed|drafted|prepared|evaluated|considered|rolled out|introduced|upgraded)"
    r"|(?:has|have) not yet|not yet|yet to be|to be (?:completed|installed|implemented|introduced|drafted|agreed|confirmed"
    r"|determined|developed)|on the roadmap|pending (?:approval|installation|budget|quotation)|will be (?:installed|introduced|implemented"
    r"|rolled out|developed|drafted|extended|upgraded)\b.{0,60}\b(?:20\d\d|q[1-4]|quarter|next year|later)"
    r"|target(?:ed)? (?:date|for|completion)|proposal)\b",
    re.IGNORECASE,
)
HEDGE = re.compile(
    r"\b(?:where(?:ver)? (?:possible|practicable|practical|feasible|convenient|time (?:allows|permits))"
    r"|if (?:possible|time (?:allows|permits))|when (?:possible|time (?:allows|permits)|staffing (?:allows|permits))"
    r"|as time (?:allows|permits)|on a best[- ]effort|should consider|may wish to|(?:is|are) encouraged to|optional(?:ly)?"
    r"|at (?:his|her|their|its) discretion|ideally|from time to time as resources)\b",
    re.IGNORECASE,
)
# A prohibition ("seals must not be left …") is a rule, not a denial; so "must not", "may not", "do not" are left out.
# Thing words whose lack is what a criterion asks about.
_WANTED = (
    r"(?:formal|written|documented|such|procedure|records?|evidence|log|review|inspection|cameras?|cctv|fenc(?:e|ing)|alarm|lighting"
    r"|training|policy|inventory|check|signature|entry|entries)"
)
# What was to be done and is denied: "not wiped", "was not counted"; "not limited to" and the like deny nothing.
_UNDONE = r"not (?!limit|requir|permit|allow|need|intend|authori|accept|suppos|ask|relat|includ)[a-z]+(?:ed|en|ne|ept|eld)"
_WORKING = (
    r"(?:fenced|enclosed|alarmed|covered|in place|available|working|installed|equipped|monitored|recorded|reviewed|tested|done|inspected"
    r"|trained|signed|locked|guarded|lit|manned|escorted|encrypted|wiped|held|kept|completed?|documented|written|performed|carried out"
    r"|applied|followed|met)"
)
# In a record any denial tells of something that did not happen.
DENIAL = re.compile(
    rf"\b(?:{_UNDONE}|(?:is|are|was|were|has|have|had)n't (?:been )?[a-z]+(?:ed|en|ne|ept|eld)|(?:does|do|did|could)(?: not|n't)"
    r" (?:show|have|record|contain|include|match|agree|exist|cover|sign|take place|happen)|not (?:found|available|in place|locked|working)"
    rf"|no {_WANTED}\b|there (?:is|are|was|were) no\b|never (?:been|was|were|done)|missed|skipped|omitted|overdue|lapsed|failed to"
    r"|absent|unsigned|cancell?ed|postponed|no[- ]show|without (?:an? |any )?(?:seal|inspection|record|review|signature|escort|check))\b",
    re.IGNORECASE,
)
# In a policy most denials are rules ("a guard does not hold a seal"); these say that a thing is wanting.
ABSENCE = re.compile(
    rf"\b(?:there (?:is|are|was|were) (?:no|not)\b|not yet|no longer|(?:is|are|was|were) (?:currently |still )?(?:not |un){_WORKING}"
    rf"|(?:does|do|did|could) not (?:yet|have|exist|cover|take place|happen)\b|no {_WANTED}\b|remains? (?:open|outstanding|unfinished)"
    r"|failed to|overdue|lapsed|cancell?ed|postponed)\b",
    re.IGNORECASE,
)
# What is denied only under a condition is the rule's other half: "if a driver is not on the list, the gate stays shut".
CONDITION = re.compile(
    r"\b(?:if|when|whenever|where|unless|until|should|in case|in the event|any|anyone|persons?|those) [^.;]{0,90}$",
    re.IGNORECASE,
)
RELATIVE = re.compile(r"(?:\b(?:that|who)|(?<!,) which)\s*$", re.IGNORECASE)  # "no packing that has not been treated"
OBLIGATION = re.compile(
    r"\b(?:must|shall|will|required|requires|mandatory|need(?:s)? to|has to|have to|responsible for|ensures?|may not|do not"
    r"|never|prohibited|forbidden|only)\b",
    re.IGNORECASE,
)


def mood(sentence: str, entry: bool = False) -> Mood:
    """The mood of a sentence; the weakest reading wins, since a wrong "covered" is the worst error.

    In a record any denial counts (`entry`); in a policy only one that says that a thing is wanting.
    """
    if sentence.rstrip().endswith("?"):
        return Mood.QUESTION
    if denies(sentence) if entry else _wanting(sentence):
        return Mood.DENIAL
    if PLAN.search(sentence):
        return Mood.PLAN
    if HEDGE.search(sentence):
        return Mood.HEDGE
    if OBLIGATION.search(sentence):
        return Mood.OBLIGATION
    return Mood.PRACTICE


def denies(sentence: str) -> bool:
    """Whether a sentence states that something is not so, outside of a condition."""
    return _outside_conditions(DENIAL, sentence) or _wanting(sentence)


def _wanting(sentence: str) -> bool:
    return _outside_conditions(ABSENCE, sentence)


def _outside_conditions(pattern: re.Pattern[str], sentence: str) -> bool:
    before = (sentence[: found.start()] for found in pattern.finditer(sentence))
    return any(not CONDITION.search(text) and not RELATIVE.search(text) for text in before)

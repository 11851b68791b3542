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
DENIAL = re.compile(
    r"\b(?:(?:is|are|was|were|has|have|had|been|could|did|does) not\b(?! (?:only|limited|permitted|allowed|acceptable|authori[sz]ed"
    r"|to be))|isn't|aren't|wasn't|weren't|hasn't|haven't|didn't|doesn't|couldn't|no longer"
    r"|there (?:is|are|was|were) no\b|(?:we|site|facility|warehouse|company) (?:do|does|has|have) (?:not|no)\b"
    r"|no (?:formal|written|documented|procedure|record|records|evidence|log|review|inspection|camera|cctv|fence|alarm"
    r"|training|policy|check|signature|entry|entries)\b|not (?:performed|done|recorded|signed|found|available|applied|reviewed"
    r"|tested|inspected|carried out|in place|held|locked|working|kept|completed|covered|conducted)|never (?:been|was|were|done)"
    r"|not [a-z]+(?:ed|en|ne|ept|eld)\b|missed|skipped|omitted|overdue|lapsed|failed to|absent|unsigned|cancell?ed|postponed|no[- ]show|without (?:a |any )?(?:seal|inspection|record|review"
    r"|signature|escort|check))\b",
    re.IGNORECASE,
)
# In running text most denials are rules ("a guard does not hold a seal"); these say that a thing is wanting.
ABSENCE = re.compile(
    r"\b(?:there (?:is|are|was|were) (?:no|not)\b|(?:is|are|was|were|has|have) not (?:yet|been|so far)\b|not yet|no longer"
    r"|(?:is|are|was|were) (?:currently |still )?(?:not|un)[ -]?(?:fenced|enclosed|alarmed|covered|in place|available|working"
    r"|installed|equipped|monitored|recorded|reviewed|tested|done|inspected|trained|signed|locked|guarded|lit|manned|escorted"
    r"|encrypted|wiped|held|kept|complete|completed|documented|written|performed|carried out|applied|followed|met)\b"
    r"|(?:does|do|did|could) not (?:yet|have|exist|cover|include|take place|happen)\b"
    r"|no (?:formal|written|documented|such|procedure|record|records|evidence|fence|fencing|camera|cameras|cctv|alarm|lighting"
    r"|policy|inventory)\b|remains? (?:open|outstanding|unfinished)|failed to|overdue|lapsed|cancell?ed|postponed)\b",
    re.IGNORECASE,
)
# What is denied only under a condition is the rule's other half: "if a driver is not on the list, the gate stays shut".
CONDITION = re.compile(
    r"\b(?:if|when|whenever|where|unless|until|should|in case|in the event|any|anyone|persons?|those) [^.;]{0,90}$",
    re.IGNORECASE,
)
RELATIVE = re.compile(r"\b(?:that|which|who)\s*$", re.IGNORECASE)  # "no packing that has not been treated"
OBLIGATION = re.compile(
    r"\b(?:must|shall|will|required|requires|mandatory|need(?:s)? to|has to|have to|responsible for|ensures?|may not|do not"
    r"|never|prohibited|forbidden|only)\b",
    re.IGNORECASE,
)


def mood(sentence: str, entry: bool = False) -> Mood:
    """The mood of a sentence; the weakest reading wins, since a wrong "covered" is the worst error.

    In an entry of a log any denial counts; in running text only one that says that a thing is wanting.
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

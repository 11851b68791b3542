"""How a sentence speaks: as a rule, a practice, a plan, a hedge, a denial or a question."""

import re
from enum import StrEnum
from functools import lru_cache

KEPT = 20_000  # sentences whose reading is kept: each is judged for many parts


class Mood(StrEnum):
    """What a sentence does with the thing it speaks of."""

    OBLIGATION = "obligation"
    PRACTICE = "practice"
    PLAN = "plan"  # not yet so
    HEDGE = "hedge"  # so only where someone finds it convenient
    DENIAL = "denial"  # not so
    QUESTION = "question"


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
# A time to come: "by spring 2027", "next year", "in Q1"; not "the next month", which is a rule's.
_LATER = (
    rf"(?:(?:in|by|from|during|before|until|starting) (?:the )?(?:(?:early|mid|late|end|start|spring|summer|autumn|fall|winter|of|first"
    rf"|second|third|fourth|half|quarter|{_MONTH}|q[1-4])[ -]){{0,4}}(?:20\d\d|q[1-4](?! (?:of )?(?:each|every))|fy ?\d+)"
    r"|(?<!the )(?<!each )next (?:calendar |fiscal |financial |budget )?(?:year|quarter|month|spring|summer|autumn|winter)"
    r"|later this (?:year|quarter|month)|in due course|in the (?:near )?future)"
)
PLAN = re.compile(
    r"\b(?:in (?:the )?process(?:ing)? of|in process\b|in progress|under (?:development|construction|way|consideration)"
    r"|underway|(?:is|are|was|were|being) (?:currently )?(?:planned|scheduled|budgeted|envisaged)(?! (?:review|audit|inspection))"
    rf"|(?:planned|scheduled|expected|foreseen) (?:for |to start |to begin )?(?:{_LATER}|20\d\d|q[1-4]\b|(?:{_MONTH}|spring|summer|autumn|winter) 20\d\d)"
    r"|(?:(?<=[.;:] )|(?<=\()|^)planned(?= ?[.,;:)]|$)"
    r"|we (?:plan|intend|aim|hope|expect) to|(?:plan|plans|intends?|intention) (?:is )?to\b(?! (?:the|this|that|these|our|all|each|any|an?|which)\b)|planning to|looking (?:in)?to"
    r"|(?:is|are) being (?:extended|installed|developed|drafted|prepared|evaluated|considered|rolled out|introduced|upgraded)"
    r"|not yet|yet to be|to be (?:completed|installed|implemented|introduced|drafted|agreed|confirmed|determined|developed|decided|defined"
    r"|procured)|to be (?:added|written|supplied|provided|announced)(?=\W*$)|tb[acd]|will follow(?= ?[.,;:)]|$| (?:soon|shortly|later|in|by)\b)"
    r"|on the roadmap|pending (?:approval|installation|budget|quotation)|(?:will|shall) be (?:installed|introduced|implemented"
    r"|rolled out|developed|drafted|extended|upgraded)\b.{0,60}\b(?:20\d\d|q[1-4]|quarter|next year|later)"
    rf"|(?:will|shall) [^.;?]{{0,80}}\b{_LATER}"
    r"|target(?:ed)? (?:date|for|completion)|proposal)\b",
    re.IGNORECASE,
)
HEDGE = re.compile(
    r"\b(?:where(?:ver)? (?:possible|practicable|practical|feasible|convenient|time (?:allows|permits))"
    r"|if (?:possible|time (?:allows|permits))|when (?:possible|time (?:allows|permits)|staffing (?:allows|permits))"
    r"|as time (?:allows|permits)|on a best[- ]effort|should consider|may wish to|(?:is|are) encouraged to|optional(?:ly)?"
    r"|(?:as far|as much|as often|to the extent) as (?:possible|practicable|practical|feasible|reasonable|time (?:allows|permits))"
    r"|to the extent (?:possible|practicable|practical|feasible)|(?<!soon )(?<!quickly )(?<!early )(?<!promptly )as (?:practicable|feasible|resources (?:allow|permit))"
    # What is shown on request is still kept; what is only done on request may never be done.
    r"|(?:done|made|taken|performed|carried out|conducted|counted|checked|inspected|tested|reviewed|sealed|recorded|escorted|only)"
    r" (?:only )?(?:up)?on request"
    # What people or money leave room for; not "where the chassis permits" nor "where the law allows".
    r"|(?:where(?:ver)?|when(?:ever)?|if|as|provided) (?:[\w-]+ ){0,3}?(?:staff\w*|time|workload|work|season|budget|space|resources|operations"
    r"|traffic|business|schedule|manpower|capacity|weather|circumstances|conditions) (?:allows?|permits?)(?= ?[.,;:)]|$)"
    r"|(?:time|staff\w*|weather|space|workload|resources) permitting|in most cases|for the most part|(?:tries|try|trying|endeavou?rs?) to"
    r"|only (?:when|if) (?:the|a) customer|on a voluntary basis"
    r"|at (?:(?:his|her|their|its|our)|(?:the |an? )?(?:[\w-]+ ){0,2}[\w-]+['’]s?) discretion|at the discretion of|ideally|from time to time as resources)\b",
    re.IGNORECASE,
)
# A prohibition ("seals must not be left …") is a rule, not a denial; so "must not", "may not", "do not" are left out.
# Thing words whose lack is what a criterion asks about.
_WANTED = (
    r"(?:formal|written|documented|such|procedure|records?|evidence|log|review|inspection|cameras?|cctv|fenc(?:e|ing)|alarm|lighting"
    r"|training|policy|inventory|check|signature|(?:entry|entries)(?! (?:(?:in)?to|by|for|onto|without|beyond)\b))"
)
# What one is glad not to find.
_UNWANTED = (
    r"(?:defects?|discrepanc|differences?|deviations?|damage|tamper|incidents?|anomal|irregular|issues?\b|findings?|breach|unauthori|pests?"
    r"|contaminat|complaints?|violations?|suspicious|signs?\b|walk[- ]ins?|exceptions?|strangers?|uninvited|unannounced|gaps?\b|holes?\b|blind spots?|other (?:way|entrance|exit|access|key)|loss|thefts?|intru|problems?|broken|injur|hurt|harm|expired|criminal)"
)
# "No escort was recorded", "none of the lists bears a signature", "nobody had counted": not "nobody may enter", not "no
# container left without a seal".
_NOBODY = (
    rf"(?:no (?!{_UNWANTED})(?:[\w-]+ ){{1,3}}(?:was|were|has been|have been|had been) (?:recorded|signed|kept|held|taken|done|made"
    r"|counted|checked|inspected|reviewed|tested|performed|conducted|carried out|documented|logged|entered|filed|present|available|assigned"
    r"|completed|provided|trained|screened|verified|on (?:duty|post))"
    rf"|none of (?:the|our|these|those|its|their|them|all)\b(?![^.;]*\b(?:{_UNWANTED}|(?:may|must|shall|should|can|will)\b))[^.;]{{2,60}}"
    rf"|(?:nobody|no one) (?:had|has|was|were|did|could) (?!{_UNWANTED}|to\b|allowed|permitted|admitted|authori|access))"
    r"(?![^.;]*\b(?:without|except|unless|other than)\b)"
)
# "The lists lack a signature", "the camera was out of order".
_LACKING = (
    r"(?:(?<!any )(?<!for )lack(?:s|ed)? (?!of\b)|(?:is|are|was|were) (?:still )?lacking"
    r"|(?:is|are|was|were|been) out of (?:order|service|operation|use)\b)"
)
# What was to be done and is denied: "not wiped", "was not counted"; "not limited to" and the like deny nothing.
_UNDONE = (
    r"not (?!limit|requir|permit|allow|need|intend|authori|accept|suppos|ask|relat|includ"
    # What one is glad of: "grass not trodden", "wire not damaged".
    r"|trodden|disturb|damag|touch|forced|broken|tamper|torn|affect|compromis|alter|bent)[a-z]+(?:ed|en|ne|ept|eld)"
)
_WORKING = (
    r"(?:fenced|enclosed|alarmed|covered|in place|available|working|installed|equipped|monitored|recorded|reviewed|tested|done|inspected"
    r"|trained|signed|locked|guarded|lit|manned|escorted|encrypted|wiped|held|kept|completed?|documented|written|performed|carried out"
    r"|applied|followed|met)"
)
# In a record any denial tells of something that did not happen.
DENIAL = re.compile(
    rf"\b(?:{_UNDONE}|(?:is|are|was|were|has|have|had)n['’]t (?:been )?[a-z]+(?:ed|en|ne|ept|eld)|(?:does|do|did|could)(?: not|n['’]t)"
    r" (?:show|have|record|contain|include|match|agree|exist|cover|sign|take place|happen)|not (?:found|available|in place|locked|working|among)"
    rf"|no {_WANTED}\b|no (?:proof|sign of (?:an? )?{_WANTED})|{_NOBODY}|{_LACKING}|there (?:is|are|was|were) no (?!{_UNWANTED})|never (?:been|was|were|done)|missed|skipped|omitted|overdue|lapsed|failed to"
    r"|absent|unsigned|(?:we|they) (?:do|did)(?: not|n['’]t)|cancell?ed|postponed|no[- ]show|without (?:an? |any )?(?:seal|inspection|record|review|signature|escort|check))\b",
    re.IGNORECASE,
)
# In a policy most denials are rules ("a guard does not hold a seal"); these say that a thing is wanting.
ABSENCE = re.compile(
    rf"\b(?:there (?:is|are|was|were) (?:not\b|no (?!{_UNWANTED}))|no longer|used to be\b|(?:was|were) formerly\b|it is (?:false|not true|untrue) that"
    r"|(?:is|are) (?:rarely|seldom|hardly ever)\b|hardly any\b|un(?:secured|fenced|guarded)\b|(?:nobody|no one) (?:does|checks?|inspects?)\b"
    # What we do not do, unless it is what we do not stand for.
    r"|(?<![a-z] )(?:we|they) (?:do not|don['’]t|cannot|can ?not|can['’]t) (?!allow|permit|accept|tolerate|release|admit|let|leave|load|use|open)"
    rf"|(?:is|are|was|were)(?:n['’]t | (?:currently |still )?(?:not |un)){_WORKING}|(?:is|are) not among\b"
    rf"|(?:does|do|did|could)(?: not|n['’]t) (?:yet|have|exist|cover|take place|happen)\b|no {_WANTED}\b|{_NOBODY}|{_LACKING}|remains? (?:open|outstanding|unfinished)"
    r"|failed to|(?:is|are|was|were) (?:overdue|lapsed|cancell?ed|postponed))\b",
    re.IGNORECASE,
)
# What a rule tells to do where a thing is wanting: "media that cannot be wiped must be destroyed" denies nothing.
# Nor does a paper that says where else a thing is dealt with: "it does not cover guards (see PO-7)".
REMEDY = re.compile(r"\b(?:must|shall|is to|are to|is required|are required)\b|\(see ", re.IGNORECASE)
# What one clause orders does not take back what the other denies: "there is no fence, and drivers must park outside".
JOINED = re.compile(r"[,;]\s+(?:and|but|so|yet)\b|;", re.IGNORECASE)
# What is denied only under a condition is the rule's other half: "if a driver is not on the list, the gate stays shut".
CONDITION = re.compile(
    r"\b(?:if|when|whenever|where|unless|until|should|in case|in the event|any|anyone|persons?|those|whose) [^.;]{0,90}$",
    re.IGNORECASE,
)
RELATIVE = re.compile(
    r"(?:\b(?:that|who|what|whatever)|(?<!,) which)\s*$", re.IGNORECASE
)  # "no packing that has not been treated"
# What is denied twice is a rule: "there is no badge without it", "nobody gets a key without a signature". Only of what
# people are given or let do: "no fence except at the gate" and "no check of drivers without papers" stay denials.
LET = r"(?:access|entry|admission|admittance|badge|pass|key|release|pick-?up|payment|exit|account|log-?in)"
SAVE_FOR = re.compile(rf"{LET}(?: (?:to|of|for|from) the [\w-]+)? (?:without|unless)\b", re.IGNORECASE)
DENIED_BEFORE = re.compile(
    r"\b(?:nobody|no one|no (?:visitor|driver|person|guest|employee|vehicle|truck|container|trailer|unit|load))"
    r" (?:may |can |must |shall |is |are )?(?:gets?|enters?|leaves?|leave|get|enter|receives?|let (?:in|out)|given)"
    r" (?:(?!and\b|but\b|or\b)[\w-]+ ){0,4}$",
    re.IGNORECASE,
)
# Boxes to tick after a question, or alone: "(Yes / No / N/A)".
OPTIONS = re.compile(
    r"[^\w☒☑✓✔✗✘]*yes[^\w☒☑✓✔✗✘]+no\b(?:[^\w☒☑✓✔✗✘]+(?:n/?a|not applicable|partly|partially|unknown)\b)?[^\w☒☑✓✔✗✘]*",
    re.IGNORECASE,
)
# A report of a thing that does not work shows that it is wanting, unless it says that it was put right.
BROKEN = re.compile(
    r"\b(?:out of (?:order|service|action|use)|(?:found|was|were|is|are|still|stays?|been) (?:[a-z]+ ){0,2}?(?:dark|dead|swollen|broken"
    r"|defective|faulty|disconnected|switched off|unplugged|unreadable)|(?:does|do|did) not work|(?:stopped|not) working)\b",
    re.IGNORECASE,
)
MENDED = re.compile(
    r"\b(?:replac|repair|mend|fix|exchang|restor|renew|swapp|put right|works? again|new one fitted)", re.IGNORECASE
)
# What minutes and mails tell of a question: it says that somebody did not know.
ASKED = re.compile(
    r"\b(?:asks|asked|wonders|wondered|wants? to know|wanted to know) (?:[\w.]+ ){0,3}?(?:when|whether|if|why)\b",
    re.IGNORECASE,
)
QUIZ = re.compile(r"\btrue or false\b", re.IGNORECASE)
OBLIGATION = re.compile(
    r"\b(?:must|shall|will|required|requires|mandatory|need(?:s)? to|has to|have to|responsible for|ensures?|may not|do not"
    r"|never|prohibited|forbidden|only)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=KEPT)
def mood(sentence: str, entry: bool = False) -> Mood:
    """The mood of a sentence; the weakest reading wins, since a wrong "covered" is the worst error.

    In a record any denial and any question told counts (`entry`); in a policy only a denial that says that a thing is
    wanting.
    """
    if _asks(sentence) or (entry and ASKED.search(sentence)):
        return Mood.QUESTION
    if denies(sentence) or _is_broken(sentence) if entry else any(map(_lacks, JOINED.split(sentence))):
        return Mood.DENIAL
    if PLAN.search(sentence):
        return Mood.PLAN
    if HEDGE.search(sentence):
        return Mood.HEDGE
    if OBLIGATION.search(sentence):
        return Mood.OBLIGATION
    return Mood.PRACTICE


@lru_cache(maxsize=KEPT)
def denies(sentence: str) -> bool:
    """Whether a sentence states that something is not so, outside of a condition."""
    return _outside_conditions(DENIAL, sentence) or _wanting(sentence)


def _is_broken(sentence: str) -> bool:
    return bool(BROKEN.search(sentence)) and not MENDED.search(sentence)


def _lacks(clause: str) -> bool:
    return _wanting(clause) and not REMEDY.search(clause)


def _asks(sentence: str) -> bool:
    _, mark, after = sentence.rpartition("?")
    return bool(mark and not after.strip()) or bool(OPTIONS.fullmatch(after)) or bool(QUIZ.search(sentence))


def _wanting(sentence: str) -> bool:
    return _outside_conditions(ABSENCE, sentence)


def _outside_conditions(pattern: re.Pattern[str], sentence: str) -> bool:
    return any(not _is_conditional(sentence, found) for found in pattern.finditer(sentence))


def _is_conditional(sentence: str, found: re.Match[str]) -> bool:
    before, told, after = sentence[: found.start()], found.group().lower().split(), sentence[found.end() :]
    if CONDITION.search(before) or RELATIVE.search(before):
        return True
    if "without" in told:
        return bool(DENIED_BEFORE.search(before))
    return told[-1:] == ["no"] and bool(SAVE_FOR.match(after))

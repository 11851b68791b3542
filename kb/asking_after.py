"""A question that hangs on the one before it, in words that stand alone."""

import re
from collections.abc import Sequence

from kb.asking_words import STOP
from kb.terms import stem, words

LEAD = re.compile(
    r"^\W*(?:(?:and|but|so|also|or|then|ok|okay|well)\b[\s,]*)*(?:(?:what|how) about|same for|and for|and)?\s*",
    re.IGNORECASE,
)
HANGS = re.compile(r"^\W*(?:and|but|or|so|also|(?:what|how) about|same for)\b", re.IGNORECASE)
PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|that|this|these|those|there|he|she|his|her|him|the same|one|ones)\b", re.IGNORECASE
)
ASKS = re.compile(
    r"^\W*(?:who(?:se|m)?|when|where|why|how(?: (?:often|long|many|much|soon|high|far))?|which|what)\b", re.IGNORECASE
)
ALONE = re.compile(
    r"^\W*(?:who|when|where|why|how(?: (?:often|long|many|much|soon|high|far))?|since when)\W*$", re.IGNORECASE
)
VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|can|may|must|should|will|would|covers?|answer(?:ed|s)?|meet|need)\b",
    re.IGNORECASE,
)
# A question that begins with its verb: its first word is nobody's name.
OPENS = re.compile(
    r"^(?:is|are|am|was|were|do|does|did|has|have|had|can|could|may|might|must|shall|should|will|would)\s+(?!\d)",
    re.IGNORECASE,
)
THERE = re.compile(r"there\b\s*", re.IGNORECASE)  # "is there a fence?" hangs on nothing
DOES = re.compile(r"\b(?:does|do|did|has|have|had|can|must|should|will)\b", re.IGNORECASE)
WHO = re.compile(r"^\W*(?:who|what)\b", re.IGNORECASE)
OWN = ("its", "their", "his", "her")
REPLY = re.compile(r"(?i:yes|no|n)$")  # with the N of "N/A"
NUMBER = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,2})?(?![\w.]*\d)")
NAME = re.compile(r"(?<!^)(?<![.?!] )\b(?:[A-Z][\w’&-]*|[A-Z]{2,}\d*)(?:\s+(?:[A-Z][\w’&-]*|[a-z]{2}(?= [A-Z])))*")
PREPOSITION = re.compile(r"^(?:for|at|in|on|of|from|by|with|to|under|about)\s+", re.IGNORECASE)
PLACED = re.compile(r"\b(?:at|in|from|of)\s+$", re.IGNORECASE)
DONE = re.compile(r"(?:ed|kept|held|made|done|sent|told|met|written)\W*$", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
SHORT = 6  # words of a question that its pronoun may make hang on the one before


def standalone(question: str, before: Sequence[str]) -> str:
    """The question with the subject of those before it, oldest first; as it is where it does not hang on them."""
    subject = ""
    for earlier in before:
        subject = _joined(earlier, subject)
    return _joined(question, subject)


def _joined(question: str, subject: str) -> str:
    """A question read after another one, which stands alone."""
    text = question.strip()
    if not subject or not _hangs(text):
        return question
    rest = LEAD.sub("", text).strip(" ?!.,")
    if ALONE.match(rest) or (ASKS.match(rest) and PRONOUN.search(rest) and not _own_words(rest, subject)):
        return f"{rest} {_topic(subject)}?"
    opened = OPENS.match(rest)
    found = _pronoun(rest, opened.end()) if opened else None
    if opened and found and (found.start() == opened.end() or not _own_words(rest, subject)):
        thing = _thing(subject)
        said = {"there": f"at {thing}", **dict.fromkeys(OWN, f"{thing}'s")}.get(found.group().lower(), thing)
        return f"{rest[: found.start()]}{said}{rest[found.end() :]}?"
    if _names(rest) and not _new_words(rest, subject):
        return _with_name(subject, _names(rest)[-1], "")
    if opened:
        return question
    if VERB.search(PREPOSITION.sub("", rest)) and ASKS.match(rest):
        return f"{PRONOUN.sub(' ', rest)} {_topic(subject)}?" if PRONOUN.search(rest) else question
    return _replaced(subject, rest)


def _hangs(text: str) -> bool:
    if HANGS.match(text) or ALONE.match(text):
        return True
    if NUMBER.fullmatch(text.strip(" ?!.,")):
        return False  # a criterion's number alone is a question of its own
    return bool(PRONOUN.search(text)) and len(words(text)) <= SHORT


def _replaced(subject: str, rest: str) -> str:
    """The earlier question about something else: a number, a name, a site, a thing."""
    years = YEAR.findall(rest)
    if years and YEAR.search(subject) and len(words(rest)) <= 2:
        return YEAR.sub(years[0], subject)
    numbers = NUMBER.findall(rest)
    if numbers and NUMBER.search(subject) and len(words(rest)) <= 2 + len(numbers):
        return NUMBER.sub(numbers[0], subject, count=1)
    found = PREPOSITION.match(rest)
    lead, thing = (found.group() if found else ""), PREPOSITION.sub("", rest)
    thing = re.sub(r"^(?:the|a|an|our|its|their)\s+", "", thing, flags=re.IGNORECASE)
    if _names(f" {thing}") or _is_name(thing, subject):
        return _with_name(subject, thing, lead)
    return _with_thing(subject, thing)


def _with_name(subject: str, name: str, lead: str) -> str:
    """The subject with a name in place of its last one that is written alike, or at a place; else with it added."""
    held = _named(subject)
    alike = [found for found in held if found.group().isupper() == name.isupper()]
    placed = [found for found in held if PLACED.search(subject[: found.start()])]
    if alike or placed:
        last = (alike or placed)[-1]
        return f"{subject[: last.start()]}{name}{subject[last.end() :]}"
    return f"{subject.rstrip(' ?')} {lead or 'from '}{name}?"


def _with_thing(subject: str, thing: str) -> str:
    """The subject with a thing in place of the one it shares a word with, else of the words it ends on."""
    body = subject.rstrip(" ?!.")
    said, new = body.split(), thing.split()
    shared = [place for place, word in enumerate(said) if _stem(word) in {_stem(each) for each in new}]
    if shared:
        end = shared[-1] + 1
        start = max(end - len(new), 0)
    else:
        end = len(said)
        if end > 1 and DONE.search(said[-1]) and not _frame(said[-2]):
            end -= 1  # "are the containers inspected?" is asked of another thing
        start = end
        while start > 1 and not _frame(said[start - 1]):
            start -= 1
        start = max(start, end - max(len(new), 2))
    while start < end - 1 and _frame(said[start]):
        start += 1
    return " ".join([*said[:start], *new, *said[end:]]) + "?"


def _topic(subject: str) -> str:
    """The earlier question without what it asked for: its things alone."""
    body = ASKS.sub("", subject).strip(" ?!.")
    return re.sub(
        r"^(?:(?:is|are|was|were|do|does|did|has|have|must|should|can|we|the)\s+)+", "", body, flags=re.IGNORECASE
    )


def _pronoun(rest: str, start: int) -> re.Match[str] | None:
    """The pronoun after the verb that a question begins with."""
    there = THERE.match(rest, start)
    return PRONOUN.search(rest, there.end() if there else start)


def _thing(subject: str) -> str:
    """What the earlier question is about, to stand where a pronoun stood."""
    topic = _topic(subject)
    name = next((found for found in _named(f" {topic}") if found.start() == 1), None)
    article = re.search(r"\b(?:the|our)\s.+", subject.rstrip(" ?!."), re.IGNORECASE)
    if name and (DOES.search(subject[: subject.find(topic)]) or re.match(r"\s+an?\b", topic[name.end() - 1 :])):
        thing = name.group()
    else:
        # "who approved POL-SEC-03": without a helping verb the first word is the verb
        if WHO.match(subject) and topic == ASKS.sub("", subject).strip(" ?!."):
            topic = topic.partition(" ")[2] or topic
        thing = article.group() if article and not name else topic
    said = thing.split()
    done = len(said) - 1 if said and DONE.search(said[-1]) else 0
    return " ".join(said[:done] if done else said)


def _named(text: str) -> list[re.Match[str]]:
    """The names in a text; an answer to tick is none."""
    return [found for found in NAME.finditer(text) if not REPLY.match(found.group()) and text[found.start() - 1] != "/"]


def _names(text: str) -> list[str]:
    return [found.group() for found in _named(text)]


def _is_name(thing: str, subject: str) -> bool:
    return bool(thing and subject) and all(word[:1].isupper() for word in thing.split())


def _own_words(rest: str, subject: str) -> bool:
    """Whether a question has three things of its own, so that it does not hang on the pronoun in it."""
    return len(_new_words(rest, subject)) > 2


def _new_words(text: str, subject: str) -> set[str]:
    held = {stem(word) for word in words(subject)}
    named = {stem(word) for name in _names(text) for word in words(name)}
    return {told for word in words(text) if (told := stem(word)) not in STOP | held | named}


def _frame(word: str) -> bool:
    return STOP.issuperset(stem(each) for each in words(word))


def _stem(word: str) -> str:
    return stem((words(word) or [""])[-1])

"""Sentences that only assure, or give orders to whoever reads: they say nothing of what is done, so show nothing."""

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from kb.modality import denies
from kb.model import Passage
from kb.questionnaire import NO
from kb.sentences import sentences

# What looks like a Latin letter and is another one.
LOOKALIKES = str.maketrans(
    "асеорхуіѕјһԁԛԝвкмнтАВСЕНІЈКМОРЅТХУαεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aceopxyisjhdqwbkmhtABCEHIJKMOPSTXYaeiknoptuxABEZHIKMNOPTYX",
)
UNSEEN = ("Cf", "Co", "Cn")  # Unicode categories of zero-width marks, turned writing, tags and what no font has
_TARGET = (
    r"(?:(?:all |each of |the |every |cbp['’]?s |these |this |following |c-?tpat(?:['’]s)? |minimum security )*"
    r"(?:criteri(?:on|a)|mscs?\b|c-?tpat (?:requirements?|standards?|program\w*)|part \d|questions? \d|requirements?(?= (?:of|under|in) (?:the )?"
    r"(?:criteri|msc|c-?tpat|part)|[:(])|\d{1,3}\.\d{1,2}\b))"
)
_VERDICT = r"(?:covered|met|satisfied|fulfilled|complied with|compliant|evidenced|supported|validated|verified|proven|in compliance|addressed)"
_FULLY = r"(?:(?:also|hereby|fully|completely|now|already|currently|entirely|all|both|in full|100 ?%) ){0,2}"
_SELF = (
    r"(?:we|i|our (?:company|firm|organi[sz]ation|facility|site)|the (?:company|firm|importer|organi[sz]ation|facility|documents?|evidence|following|above)"
    r"|th(?:is|ese) (?:documents?|letters?|files?|polic(?:y|ies)|procedures?|statements?|sections?|clauses?|rows?|pages?|sheets?|records?|evidence|attachments?)|it|which)"
)
_DOES = (
    r"(?:compl(?:y|ies) with|(?:is|are|am) (?:fully |hereby |entirely |now |100 ?% )?(?:in )?(?:full )?complian(?:t|ce) with|conforms? (?:to|with)|meets?|satisf(?:y|ies)"
    r"|fulfil(?:ls?|s)?|covers?|proves?|evidences?|supports?|demonstrates? (?:full )?compliance with|is (?:full )?evidence (?:for|of))"
)
CLAIM = re.compile(
    rf"\b{_SELF} {_FULLY}{_DOES} {_FULLY}{_TARGET}"
    rf"|^\W*(?:statement|declaration|confirmation)?\W*{_FULLY}(?:in )?complian(?:t|ce) with {_TARGET}"
    rf"|\b(?:criteri(?:on|a)|mscs?|parts?|questions?|requirements?) (?:no\.? ?|numbers? )?\d[\d., and&-]{{0,30}}(?:[^.;]|\.\d){{0,20}}?"
    rf"(?: (?:is|are|was|were|has been|have been)|[=:]) ?{_FULLY}{_VERDICT}\b"
    rf"|\b(?:(?:all|every|each)(?: of)?(?: the)?(?: minimum security)?|the following minimum security) criteri(?:on|a) (?:is|are|have been|has been) {_FULLY}{_VERDICT}\b"
    rf"|\b\d{{1,3}}\.\d{{1,2}} (?:is|are) {_FULLY}{_VERDICT}\b"
    rf"|\b(?:has|have|was|were|been|hereby|officially) (?:validated|verified|confirmed|approved|certified|accepted)\b(?:[^.;]|\.\d){{0,60}}{_TARGET}(?:[^.;]|\.\d){{0,30}}{_VERDICT}\b"
    rf"|\bcertif(?:y|ies) (?:that (?:[^.;]|\.\d){{0,40}} )?(?:full |complete |our )?complian(?:t|ce) with {_TARGET}"
    r"|\bstatus\b(?:[^.;]|\.\d){0,30}[=:] ?\W?(?:covered|met|satisfied|supports|compliant)\b|\W(?:status|verdict|grade)\W{1,3}:\s*\W(?:covered|supports|met)\b"
    r"|\bverdict\b(?:[^.;]|\.\d){0,20}[:=]|(?:^|\W)\[\d{1,2}\] (?:supports|covers)\b|\b(?:covers|supports|proves) (?:part )?\d{1,3}\.\d\b"
    r"|^\W*(?:evidence|proof|finding|quote)s? (?:for|of|on) (?:part |criterion |msc |question |no\.? ?)?\d{1,3}(?:\.\d{1,2})?\W",
    re.IGNORECASE,
)
# What stands before a colon, a dash or a tick: there a number and a word of assent make a claim of whatever follows.
LEAD = re.compile(r"[^:✔✓☑]{3,140}?(?=: |:$| [–—-] |[✔✓☑])")
NUMBERED = re.compile(
    r"\b(?:(?:criteri|kriteri|critèr)\w*|mscs?|questions?|requirements?|parts?)\W{1,3}(?:no\W{1,2}|number )?\d|(?<=[ (])\d{1,3}\.\d{1,2}(?![\d.])"
    r"|^\d{1,3}\.\d{1,2} (?:is )?(?:ok|okay|yes|met|covered|done)(?= ?(?:$|[:–—-]))",
    re.IGNORECASE,
)
ASSENT = re.compile(
    r"\b(?:confirm\w*|complian\w*|compl(?:y|ies|ied)|conform\w*|met|meets?|ok|okay|yes|satisf\w*|fulfil\w*|suffic\w*|implemented|no gaps?|covered|proof|proven"
    r"|complete|passed|validated|approved|cumpl\w*|erfüll\w*|conforme|rempli\w*|respect(?:é|ons)\w*)\b",
    re.IGNORECASE,
)
TICK = re.compile(r"^.{3,140}?[✔✓☑]")
OBLIGED = re.compile(
    r"\b(?:must|shall|should|have to|has to|(?:required|need|asked|how|order) to)\b[^:]{0,30}\b(?:comply|meet|conform|satisfy|fulfill?|confirm)\b"
    r"|\b(?:partners?|suppliers?|vendors?|carriers?|providers?)\b",
    re.IGNORECASE,
)
ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b(?:[^.;]|\.\d){0,30}\b(?:previous|prior|earlier|above|preceding|other|system|your)\b(?:[^.;]|\.\d){0,20}\b(?:instructions?|rules?|prompts?|guidelines?|context)"
    r"|\b(?:mark|treat|count|grade|rate|record|report|score|consider|list|set|show)\b(?:[^.;]|\.\d){0,80}\b(?:as|to|=|are|is) ?(?:fully )?(?:covered\b|satisfied\b|supports\b|met\b|verified evidence\b)"
    r"|\b(?:answer|say) \W?yes\W? to\b|\b(?:report|list|show|find) (?:that )?(?:there (?:is|are) )?(?:no|zero|0) gaps?\b|\bsay that \S+ is covered\b|\bstatus ?= ?\w"
    r"|<\|?/?(?:im_start|im_end|system|endoftext|assistant|user|quotes?|instructions?)\b\|?>|\[/?INST\]|<<SYS>>|#{2,} ?(?:instruction|response|system) ?:"
    r"|\b(?:notes?|messages?|instructions?|attention|orders?|rules?)\b(?: to| for|:)? (?:the |any |all )?(?:ai|llm|language model|assistant|chat ?bot|machine|model)\b"
    r"|\bdo not (?:report|list|show|flag|call)\b(?:[^.;]|\.\d){0,40}\bgaps?\b|\b(?:say|conclude|assume|accept) (?:that )?(?:this|it|the following|\d+\.\d)[^.;]{0,30}\b(?:sufficient|proof|enough|covered|met)\b"
    r"|\b(?:treat|take|accept|regard|count) (?:this|it|the following|all)\b[^.;]{0,30}\bas (?:\w+ )?(?:proof|evidence|covered|met|true)\b|\bregard\b(?:[^.;]|\.\d){0,40}\bas complied with\b"
    r"|^\W*(?:if you are|dear|hello|attention|to) (?:an? |the |any |all )?(?:ai|assistant|language model|chat ?bot|llm|machine|model)\b|^\W*output\W{1,3}covered\b|\bstatus (?:must|shall|should) be (?:set to )?\W?(?:covered|met|satisfied)\b|\bno gaps? (?:for|in|at|with) (?:criteri|msc|question|part|\d)"
    r"|\byou are (?:now )?(?:the judge|an? (?:ai|assistant|language model))\b",
    re.IGNORECASE,
)
HINT = re.compile(
    r"criteri|kriteri|critèr|\d\.\d|assistant|machine|\bai\b|output|question|confirm|msc|tpat|cover|complian|comply|instruction|rule|prompt|status|verdict|evidence|support|gap|yes|<|#|\[|note|message|judge",
    re.I,
)
FILLER = "•"  # begins a sentence, and says nothing


def claims_coverage(sentence: str) -> bool:
    """Whether a sentence claims that a criterion is met, or orders its reader to say so, however it is disguised."""
    return _claims(plain(sentence), sentence)


def plain(text: str) -> str:
    """The text as it is seen: no zero-width marks or turned writing, look-alike letters as those they look like."""
    if text.isascii():
        return " ".join(text.split())
    told = unicodedata.normalize("NFKC", text).translate(LOOKALIKES)
    seen = "".join(sign for sign in told if unicodedata.category(sign) not in UNSEEN)
    return " ".join(seen.split())


def without_assurances(passage: Passage) -> Passage:
    """The passage with such sentences struck out, so that no place in it moves, and without such headings above it.

    A lead-in that claims ("The following criteria are met:") takes what hangs on it along. A vendor's No stays.
    """
    text = passage.text
    trail = tuple(heading for heading in passage.locator.trail if not _said(heading))
    above = [part for part in passage.context.split(" > ") if not _said(part)]
    struck = _struck(passage)
    if not struck and len(trail) == len(passage.locator.trail) and above == passage.context.split(" > "):
        return passage
    for start, end in struck:
        kept = "".join("\n" if sign == "\n" else FILLER for sign in text[start : end - 1])
        text = f"{text[:start]}{kept}.{text[end:]}"
    return replace(passage, text=text, context=" > ".join(above), locator=replace(passage.locator, trail=trail))


def claims_nothing(passage: Passage, title: str) -> bool:
    """Whether neither a passage nor its headings nor the document's title claim to satisfy a criterion."""
    return without_assurances(passage) is passage and not claims_coverage(title)


def _struck(passage: Passage) -> list[tuple[int, int]]:
    if NO.match(passage.fields.get("answer", "").strip()):
        return []
    lead = passage.context.split(" > ")[-1].strip()
    if lead.endswith(":") and _said(lead):
        return [(0, len(passage.text))]
    if not HINT.search(plain(passage.text)):
        return []
    if passage.fields:
        said = any(claims_coverage(cell) for cell in passage.text.split(" | "))
        return [(0, len(passage.text))] if said else []
    struck: list[tuple[int, int]] = []
    goes_on = False  # a struck sentence broke off at a line's end
    for start, end in sentences(passage.text):
        sentence = passage.text[start:end]
        if claims_coverage(sentence) or (goes_on and sentence[:1].islower()):
            struck.append((start, end))
            goes_on = not sentence.endswith((".", "!", "?"))
            if sentence.endswith(":"):
                return [*struck, (end, len(passage.text))] if end < len(passage.text) else struck
        else:
            goes_on = False
    return struck


@lru_cache(maxsize=4096)
def _said(heading: str) -> bool:
    return claims_coverage(heading)


def _claims(seen: str, sentence: str) -> bool:
    if not HINT.search(seen):
        return False
    return bool(ORDER.search(seen)) or ((bool(CLAIM.search(seen)) or _leads(seen)) and not denies(sentence))


def _leads(seen: str) -> bool:
    found = LEAD.match(seen)
    lead = found[0] if found else ""
    assents = ASSENT.search(lead) or (lead and TICK.match(seen))
    return bool(assents and NUMBERED.search(lead) and not OBLIGED.search(lead))

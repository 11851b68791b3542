"""The words of a sentence in order, each with what it does there."""

import re
from functools import lru_cache
from typing import NamedTuple

from kb.terms import words

# A number with its sign, a word, a stop, or any other sign: "~412", "< 5", "*" say something, so they count as words.
PIECE = re.compile(
    r"(?:(?<![\w.,:/-])[-−–](?=\d))?\d+(?:[.,:/-]\d+)*(?![^\W_])|[^\W_]+(?:['’][^\W_]+)*|[.,;:!?()\n–—]"
    r"|[^\w\s'\"‘’‚“”„\u2011\u00ad-]|_"
)
STOPS = ".,;:!?()\n–—"
ENDINGS = ("ing", "ed", "es", "s")
VOWEL = re.compile("[aeiouy]")
NEGATED = ((r"\b(?:cannot|can['’]t)\b", "can not"), (r"\bwon['’]t\b", "will not"), (r"n['’]t\b", " not"))
# Words that name nothing and narrow nothing.
FILLERS = frozenset("a an the this that these those who which we us our also and".split())
OURS = ("we", "our")
FORMS = {"are": "is", "am": "is", "were": "was", "has": "have", "does": "do"}
# Words that begin a clause of their own, with and without a word that stays in the sentence.
JOINTS = frozenset("and or but".split())
SUBORDINATE = frozenset(
    "unless if when whenever where wherever until while except after before because whether".split()
)
# Words that begin a phrase of time, place, means or condition: it narrows what stands before it.
STARTERS = SUBORDINATE | frozenset(
    """about above according across against along among around as at behind below beneath beside between beyond by
    during every each for from in inside into near of off on onto out outside over per since through throughout
    to toward under upon via with within without""".split()
)
# Words that limit a statement: none of a quote may be lost, and none may be made up.
LIMITS = frozenset(
    """if unless when whenever where wherever until except whether only not no none nobody nothing neither nor never
    without provided may might can could would should must shall will planned partly part partial partially
    some most mostly mainly largely many several certain few little half hardly scarcely barely rarely seldom
    almost nearly approximately roughly usually normally generally typically often sometimes occasionally
    exempt exempted excluded excluding waived suspended stopped ended broken damaged missing absent expired overdue
    nowhere else elsewhere alone exclusively solely always just merely
    officially nominally theoretically supposedly principle theory
    defective unlocked unguarded unsecured unfenced still yet former formerly save maximum minimum
    doubtful doubt unclear unknown alleged allegedly reportedly claims claimed supposed intended but however
    although though instead rather than otherwise or lack lacks fail fails failed least expected proposed
    pending optional voluntary""".split()
)


class Token(NamedTuple):
    """A word of a sentence."""

    stem: str
    past: bool  # "counted", not "counts"
    guarded: bool  # a number, a name or a site
    opens: bool  # first of a clause
    near: bool  # no article or stop before it
    held: bool = False  # its clause must be told
    ours: bool = False  # behind "we" or "our": the party may be named before it
    joined: bool = False  # behind a comma and "and": a statement of its own, most likely


def is_limit(token: Token) -> bool:
    """Whether a word limits what is said."""
    return token.stem in _LIMIT_STEMS


@lru_cache(maxsize=20_000)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a sentence, fillers left out, numbers whole, "isn't" as "is not"."""
    for pattern, plain in NEGATED:
        text = re.sub(pattern, plain, text, flags=re.IGNORECASE)
    found: list[Token] = []
    opens, near, first, joined, ours = True, False, True, False, False
    for piece in PIECE.findall(text):
        if len(piece) == 1 and piece in STOPS:
            opens, near = opens or piece not in "()", False
            continue
        word = (words(piece) or [piece])[0] if piece[0].isalpha() else piece
        joined = joined or (word == "and" and opens)
        opens = opens or word in JOINTS or word in SUBORDINATE
        if word in FILLERS and not _guarded(piece, first):  # gate A and the US are names
            near, ours = False, ours or word in OURS
        else:
            told = root(word), word.endswith("ed"), _guarded(piece, first), opens, near and not opens
            found.append(Token(*told, ours=ours, joined=joined))
            opens, near, joined, ours = word == "or", True, False, False
        first = False
    return tuple(found)


def root(word: str) -> str:
    """A word without what an inflection puts on its end: an inspection is no inspector, and a custom no customer."""
    word = FORMS.get(word, word)
    if word in STARTERS or word in FORMS.values() or word in FILLERS or not word.isalpha():
        return word
    for ending in ENDINGS:
        left = word.removesuffix(ending)
        if left != word and len(left) > 2 and VOWEL.search(left) and not (ending == "s" and left[-1] in "su"):
            word = left
            break
    word = word.removesuffix("e") if len(word) > 3 else word
    word = f"{word[:-1]}i" if word.endswith("y") else word
    return word[:-1] if word[-2:-1] == word[-1:] else word


def _guarded(piece: str, first: bool) -> bool:
    code = piece.isupper() and (len(piece) > 1 or not first)
    number = not piece.isalpha() and "'" not in piece and "’" not in piece
    return number or code or (piece[0].isupper() and not first)


_LIMIT_STEMS = frozenset(root(word) for word in LIMITS)

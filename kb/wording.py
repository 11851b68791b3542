"""The words of a sentence in order, each with what it does there."""

import re
from typing import NamedTuple

from kb.terms import stem, words

PIECE = re.compile(r"\d+(?:[.,:/-]\d+)*(?![^\W_])|[^\W_]+(?:['’][^\W_]+)*|[.,;:!?()\n–—]")
NEGATED = ((r"\b(?:cannot|can['’]t)\b", "can not"), (r"\bwon['’]t\b", "will not"), (r"n['’]t\b", " not"))
# Words that name nothing and narrow nothing.
FILLERS = frozenset("a an the this that these those who which we us our also and".split())
FORMS = {"are": "is", "am": "is", "were": "was", "has": "have", "does": "do"}
# Words that begin a clause of their own, with and without a word that stays in the sentence.
JOINTS = frozenset("and or but".split())
SUBORDINATE = frozenset(
    "unless if when whenever where wherever until while except after before because whether".split()
)
# Words that begin a phrase of time, place, means or condition: it narrows what stands before it.
STARTERS = SUBORDINATE | frozenset(
    """about above across against along among around at behind below beneath beside between beyond by during every each
    for from in inside into near of off on onto out outside over per since through throughout to toward under upon via
    with within without""".split()
)
# Words that limit a statement: none of a quote may be lost, and none may be made up.
LIMITS = frozenset(
    """if unless when whenever where wherever until except whether only not no none nobody nothing neither nor never
    without provided may might can could would should must shall will planned partly part partial partially
    some most mostly mainly largely many several certain few little half hardly scarcely barely rarely seldom
    almost nearly approximately roughly usually normally generally typically often sometimes occasionally
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


def is_limit(token: Token) -> bool:
    """Whether a word limits what is said."""
    return token.stem in _LIMIT_STEMS


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a sentence, fillers left out, numbers whole, "isn't" as "is not"."""
    for pattern, plain in NEGATED:
        text = re.sub(pattern, plain, text, flags=re.IGNORECASE)
    found: list[Token] = []
    opens, near, first = True, False, True
    for piece in PIECE.findall(text):
        if not piece[0].isalnum():
            opens, near = opens or piece not in "()", False
            continue
        word = (words(piece) or [piece])[0] if not piece[0].isdigit() else piece
        opens = opens or word in JOINTS or word in SUBORDINATE
        if word in FILLERS:
            near = False
        else:
            found.append(Token(_root(word), word.endswith("ed"), _guarded(piece, first), opens, near and not opens))
            opens, near = word == "or", True
        first = False
    return tuple(found)


def _root(word: str) -> str:
    word = FORMS.get(word, word)
    return word if word in STARTERS or word in FORMS.values() or not word.isalpha() else stem(word)


def _guarded(piece: str, first: bool) -> bool:
    code = piece.isupper() and (len(piece) > 1 or not first)
    return any(character.isdigit() for character in piece) or code or (piece[0].isupper() and not first)


_LIMIT_STEMS = frozenset(_root(word) for word in LIMITS)

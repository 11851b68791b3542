"""A question as the two searches read it: words for FTS5, one sentence for the embedder."""

import re
from collections.abc import Sequence

from kb.store import Store

# A form to fill in, "[Assignment: organization-defined frequency]", says nothing of what is sought.
BLANK = re.compile(r"\[[^\[\]]{0,300}\]")
WORD = re.compile(r"[^\W_]+")  # as FTS5 cuts them
LONGEST = 256  # words: as much as the embedding model sees
STOP_WORDS = frozenset(
    """a about all also an and any are as at be been but by can could did do does doing e each etc for from g had has
    have how i if in into is it its may me might must my no nor not of off on or other our ours out over own s shall
    she should so some such than that the their theirs them then there these they this those to too under until up
    upon us very was we were what when where which while who whom why will with would you your yours""".split()
)
# Words that requirements of any catalogue are made of and that their evidence need not repeat. Measured on five label
# sets together (eval/README.md): +0.01 nDCG@10 on average.
CATALOGUE_WORDS = frozenset(
    """applicable appropriate based ensure ensures ensuring entities entity establish established establishes following
    implement implemented implements include included includes including information organization organizational
    organizations policies policy procedure procedures related require required requirement requirements requires
    specific system systems use used using""".split()
)


def wording(question: str) -> str:
    """The question without blanks to fill in: what is embedded."""
    return " ".join(BLANK.sub(" ", question).split()) or question


def query_words(question: str) -> list[str]:
    """The words to look for, in order; a word said twice counts twice. All of them where none would be left."""
    words = [word.lower() for word in WORD.findall(wording(question))][:LONGEST]
    spoken = [word for word in words if word not in STOP_WORDS]
    return [word for word in spoken if word not in CATALOGUE_WORDS] or spoken or words


def expression(words: Sequence[str]) -> str:
    """An FTS5 expression for any of the words; quoted, so that none is read as an operator."""
    return " OR ".join(f'"{word}"' for word in words)


def weight(store: Store, words: list[str]) -> float:
    """The sum of the words' inverse document frequencies, as FTS5 weighs them: how much there is to find."""
    from math import log

    total = store.passage_count()
    counts = {word: store.match_count(expression([word])) for word in set(words)}
    return sum(max(log((total - counts[word] + 0.5) / (counts[word] + 0.5)), 1e-6) for word in words)

"""Whether quoted words carry a sentence that somebody else made of them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from unicodedata import category

from kb.citations import TYPOGRAPHY
from kb.modality import HEDGE, PLAN
from kb.sentences import sentences
from kb.terms import words
from kb.wording import STARTERS, Token, is_limit, root, tokens

MARKER = re.compile(r"\[(\d+)\]")
WHOSE = root("whose")
BE = frozenset({"is", "was", "be", "been", "being"})
ASIDE = re.compile(r"\([^()]*\)")
NAMED = re.compile(r"\b(?:[A-Z][^\W\d_]*|\d[\d.,:/-]*)\b")  # a site, a name or a count; BHG0048213 is an identifier
RELATIVE = re.compile(r"(\w+),? (?:which|that) (?:is|are) (\w+)(?=\W*$|[,;.])")

Words = tuple[Token, ...]


def carried(sentence: str, quotes: Sequence[str], party: str) -> bool:
    """Whether a sentence is its quotes' own words in their order, with nothing left out that narrows what they say.

    What may be left out: a whole clause, a name after "by", what stands in brackets. What may be moved: a phrase of
    time, place or condition. The party's name may stand for "we" and "our", and before a colon. Strict on purpose: a
    rejected sentence costs style, an accepted wrong one is a false statement.
    """
    return not fault(sentence, quotes, party)


def fault(sentence: str, quotes: Sequence[str], party: str) -> str:
    """Why quotes do not carry a sentence, in words; empty where they do."""
    bare = MARKER.sub(" ", sentence).strip(" \n-•")
    bare = bare.removeprefix(f"{party}:") if party else bare
    source = "\n".join(quotes)
    if "?" in source or "?" in bare:
        return "a question"
    if strange := _strange(bare, source + party):
        return f"a sign that the quote does not have: U+{ord(strange):04X}"
    new = {token.stem for token in tokens(bare)} - {token.stem for token in (*tokens(source), *tokens(party))} - BE
    if new:
        said = [word for word in dict.fromkeys(words(bare)) if root(word) in new] or sorted(new)
        return f"words that the quote does not have: {', '.join(said[:5])}"
    if _limits(bare) != _limits(source):
        return "a condition, a negation or a modal verb left out or moved"
    if any(bool(pattern.search(bare)) != bool(pattern.search(source)) for pattern in (PLAN, HEDGE)):
        return "a plan or a reservation told as done"
    name = tokens(party)
    sources = [variant for quote in quotes for piece in _pieces(quote) for variant in _variants(piece, name)]
    pieces = [piece for piece in _pieces(bare) if tokens(piece)]
    if pieces and all(
        any(_told(tokens(form), sources, name) for form in {piece, RELATIVE.sub(r"\2 \1", piece)}) for piece in pieces
    ):
        return ""
    return "words left out or put in another order, so that it says something else"


def _strange(sentence: str, source: str) -> str:
    """The first sign of a sentence that is hidden, or neither plain nor in the source; empty where there is none."""
    known = {*map(chr, range(32, 127)), "\n", "\t", *source, *map(chr, TYPOGRAPHY)}
    return next((sign for sign in sentence if sign not in known or category(sign) == "Cf"), "")


def _limits(text: str) -> Counter[str]:
    return Counter(token.stem for token in tokens(text) if is_limit(token))


def _pieces(text: str) -> list[str]:
    return [piece for start, end in sentences(text) for piece in text[start:end].split(";")]


def _variants(piece: str, name: Words) -> Iterator[Words]:
    """The ways in which a sentence of a quote may be told: whole, without its asides, in the active voice."""
    texts = {piece, ASIDE.sub(lambda found: found[0] if NAMED.search(found[0]) else " ", piece)}
    for told in map(tokens, sorted(texts)):
        yield told
        if name and _same(told[: len(name)], name) and told[len(name) :]:
            yield (told[len(name)]._replace(ours=True), *told[len(name) + 1 :])
        yield from _active(told)


def _active(words: Words) -> Iterator[Words]:
    """ "Seals are counted on Friday by the guard" as "the guard counts seals on Friday"."""
    helper = next((place for place, token in enumerate(words) if token.stem in ("is", "was")), 0)
    for by in (place for place, token in enumerate(words) if helper and token.stem == "by"):
        verb = max((place for place in range(helper, by) if words[place].opens), default=helper + 1)
        end = next((place for place in range(by + 1, len(words)) if _begins(words[place])), len(words))
        if verb < by < end - 1 and not any(is_limit(token) for token in words[:end]):
            acts = words[verb]._replace(past=words[helper].stem == "was", opens=False, near=False)
            agent = (words[by + 1]._replace(opens=True), *words[by + 2 : end])
            subject = (words[0]._replace(opens=False), *words[1:helper])
            yield (*agent, acts, *subject, *words[verb + 1 : by], *words[end:])


def _told(said: Words, sources: Sequence[Words], name: Words) -> bool:
    """Whether the clauses of a sentence can be parted so that each part is told by one source."""
    ends = [place for place in range(1, len(said)) if said[place].opens] + [len(said)]
    reached = {0}
    for end in ends:
        for start in sorted(reached):
            part = said[start:end]
            if any(
                _holds(without, source)
                for without in _nameless(part, name)
                for source in sources
                if len(without) == len(part) or _ours(without[0], source)
            ):
                reached.add(end)
                break
    return len(said) in reached


def _ours(first: Token, source: Words) -> bool:
    """Whether a source says "we" or "our" where a sentence has the party's name: not every truck is the party's."""
    same = [token for token in source if _alike(first, token)]
    return bool(same) and all(token.ours for token in same)


def _nameless(part: Words, name: Words) -> list[Words]:
    count = next((count for count in range(len(part)) if not _same(part[: count + 1], name[: count + 1])), len(part))
    return [part[:n] if n < 0 else part[n:] for n in dict.fromkeys((0, min(count, len(name)))) if part[n:]]


def _holds(said: Words, source: Words) -> bool:
    """Whether words are a source's in its order, but for one phrase that may stand elsewhere."""
    if all(token.stem in BE or token.stem in STARTERS for token in said):
        return False
    return _follows(said, source) or any(_follows(*pair) for pair in _moved(said, source))


def _moved(said: Words, source: Words) -> Iterator[tuple[Words, Words]]:
    """Both without a phrase that both have whole, wherever it stands."""
    for first in (place for place, token in enumerate(said) if token.stem in STARTERS):
        for there in (place for place, token in enumerate(source) if token.stem == said[first].stem):
            for length in range(2, min(len(said) - first, len(source) - there) + 1):
                if not _same(said[first : first + length], source[there : there + length]):
                    break
                rest = source[there + length :]
                if rest and not _begins(rest[0]):
                    continue
                left = _held(source[:there], rest, source[there].opens)
                if left and not (source[there].opens and any(t.opens and t.stem not in STARTERS for t in left[1:])):
                    yield said[:first] + said[first + length :], left


def _held(before: Words, after: Words, opened: bool) -> Words:
    """What is left of a source, the clause that the phrase came from marked as one that must be told."""
    start = len(before) if opened else max(place for place, token in enumerate(before) if token.opens)
    end = next((place for place, token in enumerate(after) if token.opens), len(after))
    clause = [token._replace(held=True) for token in (*before[start:], *after[:end])]
    left = (*before[:start], *clause, *after[end:])
    return (left[0]._replace(opens=True), *left[1:]) if left else ()


def _follows(said: Words, source: Words) -> bool:
    """Whether words follow each other in a source from its beginning, and all between them may be left out."""
    if not said:
        return False
    last = {-1}
    for token in said:
        last = {
            place
            for place, other in enumerate(source)
            if _alike(token, other) and any(before < place and _may_go(source, before, place) for before in last)
        }
    return any(_may_go(source, before, len(source)) for before in last)


def _may_go(source: Words, before: int, after: int) -> bool:
    """Whether the words between two places may be left out without widening what is said.

    That is a clause at the end, "by the custodian", and the first of two things that are done to something.
    """
    gap = source[before + 1 : after]
    if not gap:
        return True
    if before < 0 or any(token.held or (token.opens and token.stem in STARTERS) for token in gap):
        return False
    parted = next((place for place, token in enumerate(gap) if token.opens), len(gap))
    rest, clauses = gap[:parted], gap[parted:]
    last = after == len(source)
    if clauses and not (last and (clauses[0].joined or clauses[0].past or clauses[0].stem == WHOSE)):
        return False
    if not rest:
        return True
    agent = len(rest) > 1 and rest[0].stem == "by" and not rest[1].near and not any(token.guarded for token in rest)
    if agent and (clauses or last or _begins(source[after])):
        return True
    both = not clauses and not last and source[before].stem in BE and rest[0].past
    return both and source[after].opens and source[after].past


def _begins(token: Token) -> bool:
    return token.opens or token.stem in STARTERS


def _alike(one: Token, other: Token) -> bool:
    return one.stem == other.stem and one.past == other.past


def _same(some: Words, others: Words) -> bool:
    return len(some) == len(others) and all(_alike(one, other) for one, other in zip(some, others, strict=True))

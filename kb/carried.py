"""Whether quoted words carry a sentence that somebody else made of them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kb.modality import HEDGE, PLAN
from kb.sentences import sentences
from kb.wording import STARTERS, Token, is_limit, tokens

MARKER = re.compile(r"\[(\d+)\]")
BE = frozenset({"is", "was", "be", "been", "being"})
ASIDE = re.compile(r"\([^()]*\)")
NAMED = re.compile(r"\b(?:[A-Z][^\W\d_]*|\d[\d.,:/-]*)\b")  # a site, a name or a count; BHG0048213 is an identifier
RELATIVE = re.compile(r"(\w+),? (?:which|that) (?:is|are) (\w+)(?=\W*$|[,;.])")

Words = tuple[Token, ...]


def carried(sentence: str, quotes: Sequence[str], party: str) -> bool:
    """Whether a sentence is its quotes' own words in their order, with nothing left out that narrows what they say.

    What may be left out: a whole clause, a name after "by", what stands in brackets. What may be moved: a phrase of
    time, place or condition. The party's name may stand first. Strict on purpose: a rejected sentence costs style, an
    accepted wrong one is a false statement.
    """
    bare = MARKER.sub(" ", sentence)
    source = "\n".join(quotes)
    if "?" in source or _limits(bare) != _limits(source):
        return False
    if any(bool(pattern.search(bare)) != bool(pattern.search(source)) for pattern in (PLAN, HEDGE)):
        return False
    name = tokens(party)
    sources = [variant for quote in quotes for piece in _pieces(quote) for variant in _variants(piece, name)]
    pieces = [piece for piece in _pieces(bare) if tokens(piece)]
    return bool(pieces) and all(
        any(_told(tokens(form), sources, name, len(pieces) > 1) for form in {piece, RELATIVE.sub(r"\2 \1", piece)})
        for piece in pieces
    )


def _limits(text: str) -> Counter[str]:
    return Counter(token.stem for token in tokens(text) if is_limit(token))


def _pieces(text: str) -> list[str]:
    return [piece for start, end in sentences(text) for piece in text[start:end].split(";")]


def _variants(piece: str, name: Words) -> Iterator[Words]:
    """The ways in which a sentence of a quote may be told: whole, without its asides, in the active voice."""
    texts = {piece, ASIDE.sub(lambda found: found[0] if NAMED.search(found[0]) else " ", piece)}
    for words in map(tokens, sorted(texts)):
        yield words
        if name and _same(words[: len(name)], name):
            yield words[len(name) :]
        yield from _active(words)


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


def _told(said: Words, sources: Sequence[Words], name: Words, fresh: bool) -> bool:
    """Whether the clauses of a sentence can be parted so that each part is told by one source."""
    ends = [place for place in range(1, len(said)) if said[place].opens] + [len(said)]
    reached = {0}
    for end in ends:
        for start in sorted(reached):
            part = said[start:end]
            whole = len(part) == len(said)
            if any(
                _holds(without, source, fresh or not whole) for without in _nameless(part, name) for source in sources
            ):
                reached.add(end)
                break
    return len(said) in reached


def _nameless(part: Words, name: Words) -> list[Words]:
    count = next((count for count in range(len(part)) if not _same(part[: count + 1], name[: count + 1])), len(part))
    return [part[:n] if n < 0 else part[n:] for n in dict.fromkeys((0, min(count, len(name)))) if part[n:]]


def _holds(said: Words, source: Words, fresh: bool) -> bool:
    """Whether words are a source's in its order, but for one phrase that may stand elsewhere."""
    if all(token.stem in BE or token.stem in STARTERS for token in said):
        return False
    return _follows(said, source, fresh) or any(_follows(*pair, fresh) for pair in _moved(said, source))


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


def _follows(said: Words, source: Words, fresh: bool) -> bool:
    """Whether words follow each other in a source and all between them may be left out; `fresh` from its beginning."""
    if not said:
        return False
    last = {-1}
    for token in said:
        last = {
            place
            for place, other in enumerate(source)
            if _alike(token, other) and any(before < place and _may_go(source, before, place, fresh) for before in last)
        }
    return any(_may_go(source, before, len(source), fresh) for before in last)


def _may_go(source: Words, before: int, after: int, fresh: bool) -> bool:
    """Whether the words between two places may be left out without widening what is said."""
    gap = source[before + 1 : after]
    if not gap:
        return True
    if before < 0 and fresh:
        return False
    parted = next((place for place in range(before + 1, after) if source[place].opens), after)
    rest, clauses = source[before + 1 : parted], source[parted:after]
    ends = after == len(source) or source[after].opens
    if any(token.held or (token.opens and token.stem in STARTERS) for token in clauses) or (clauses and not ends):
        return False
    if not rest:
        return True
    narrows = (rest[0].stem in STARTERS and rest[0].stem != "by") or any(t.guarded or t.stem in BE for t in rest)
    torn = rest[0].near and rest[0].stem != "by" and source[before].stem not in BE
    return not narrows and not torn and (ends or _begins(source[after]))


def _begins(token: Token) -> bool:
    return token.opens or token.stem in STARTERS


def _alike(one: Token, other: Token) -> bool:
    return one.stem == other.stem and one.past == other.past


def _same(some: Words, others: Words) -> bool:
    return len(some) == len(others) and all(_alike(one, other) for one, other in zip(some, others, strict=True))

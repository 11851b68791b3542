"""Which evidence a response tells: of every party and every part, and no more than a reader takes in."""

import re
from collections.abc import Iterable, Iterator

from kb.composing import RULES, Piece, Shelf, piece, rank
from kb.modality import denies
from kb.model import Coverage, Evidence, Grade, Judgement, Kind, Status
from kb.quoting import much_alike

OWN = ""  # the party of the company's own papers
SENTENCES = 3  # quotes a party and part: a response is read by an officer, not searched
MOST = 6  # quotes of a party, unless there are more parts than that
ROOM = 1600  # characters of them together, likewise
OPEN = 2  # quotes that say what is open, of a part
CLOSED = (Status.COVERED, Status.NOT_APPLICABLE)
COUNTED = r"(?:[1-9]\d*|one|two|three|four|five|six|seven|eight|nine|ten|several)"
# What a record tells of as gone wrong without denying anything: "two breaches", "a camera dead for four days".
FAILURE = re.compile(
    rf"\b(?:{COUNTED} (?:\w+ )?bre(?:a|e)ch(?:es)?\b|(?:cameras?|recorders?|sensors?|alarms?|lamps?|lights?)"
    rf" (?:was |were )?dead\b|dead for \w+ (?:hour|day|week|month)s?\b|without any(?:body|one) \w+ing\b"
    rf"|[1-9]\d* of \d+ [^.;|]{{0,40}}\b(?:fell|failed|(?:was|were) (?:guessed|cracked|missing|wrong))\b)",
    re.IGNORECASE,
)
# Columns whose empty cell says that what they head was not done; not "seal broken: no", not "escort needed: no".
PROVES = re.compile(
    r"\b(?:certificates?|escort(?:ed)?|cleared|wiped|signatures?|signed|witness(?:ed)?|id)\b", re.IGNORECASE
)
UNPROVEN = re.compile(r"(?:none|no|n|nil|not (?!applicable|needed|required)[^|]+)\W*", re.IGNORECASE)
ALONE = re.compile(r"(?:self|alone|himself|herself|unescorted)\W*", re.IGNORECASE)
BESIDE = re.compile(r"\b(?:needed|required|broken|damaged?|expired|tampered|missing|no|number)\b", re.IGNORECASE)


def chosen(coverage: Coverage, shelf: Shelf) -> list[Piece]:
    """The best supporting evidence in the order of a response: the company first, procedures before records.

    Each part is told of each party by its best piece, then by one of each layer, then by more while there is room.
    """
    parties = dict.fromkeys(
        item.party for judged in coverage.judgements for item in judged.evidence if _supports(judged, item)
    )
    return [
        each
        for party in sorted(parties, key=lambda party: (party != OWN, party))
        for each in _ordered(_of_party(party, coverage, shelf))
    ]


def opening(coverage: Coverage, shelf: Shelf) -> dict[str, list[Piece]]:
    """Part that is open -> what the papers say is not so or not yet so, a piece a party; each piece is told once."""
    found: dict[str, list[Piece]] = {}
    seen: list[Piece] = []
    for judged in (judged for judged in coverage.judgements if judged.status not in CLOSED):
        limiting = _limiting(judged, shelf)
        fresh = [each for each in limiting if not any(_overlap(each, other) for other in seen)][:OPEN]
        seen += fresh
        found[judged.requirement.id] = fresh
    return found


def failing(coverage: Coverage, shelf: Shelf) -> list[Piece]:
    """Records taken for support that tell of a failure, which no portal text tells; a few a party and part."""
    kept: list[Piece] = []
    for judged in coverage.judgements:
        told: dict[str, int] = {}
        for each in _pieces(judged, judged.evidence, shelf):
            party = each.evidence.party
            fresh = _fails(each) and not any(_overlap(each, other) for other in kept)
            if fresh and told.get(party, 0) < SENTENCES:
                told[party] = told.get(party, 0) + 1
                kept.append(each)
    return kept


def _supports(judged: Judgement, item: Evidence) -> bool:
    return item.grade is Grade.SUPPORTS and judged.status is not Status.NOT_APPLICABLE


def _of_party(party: str, coverage: Coverage, shelf: Shelf) -> list[Piece]:
    parts = [list(_told(party, judged, shelf)) for judged in coverage.judgements]
    kept: list[Piece] = []
    for pieces in parts:  # a whole sentence where there is one
        best = next((each for each in pieces if not each.broken), pieces[0] if pieces else None)
        if best and not any(_overlap(best, other) for other in kept):
            kept.append(best)
    for layered in (True, False):
        for place in range(SENTENCES):
            for pieces in parts:
                own = [each for each in kept if each in pieces]
                for each in pieces[place : place + 1] if not layered else pieces:
                    if layered and any(rank(each) == rank(other) for other in own):
                        continue
                    if len(own) < SENTENCES and _fits(each, kept):
                        kept.append(each)
                        own.append(each)
    return kept


def _told(party: str, judged: Judgement, shelf: Shelf) -> Iterator[Piece]:
    own = [item for item in judged.evidence if item.party == party]
    return (each for each in _pieces(judged, own, shelf) if not _fails(each))


def _pieces(judged: Judgement, evidence: Iterable[Evidence], shelf: Shelf) -> Iterator[Piece]:
    for item in evidence:
        if _supports(judged, item):
            found = piece(item, shelf)
            if found and not found.asks:
                yield found


def _fails(each: Piece) -> bool:
    """Whether a record tells of a failure; a list of what was put right may, and so may what a person accepted."""
    evidence, cells = each.evidence, each.passage.fields
    if evidence.decision or evidence.kind in (*RULES, Kind.QUESTIONNAIRE) or not (each.row or rank(each)):
        return False
    words = " ".join(each.citation.quote.split())
    wrong = denies(words) or bool(FAILURE.search(words))
    return (wrong and not cells.get("action")) or any(_unproven(*cell) for cell in cells.items())


def _unproven(head: str, cell: str) -> bool:
    if not PROVES.search(head) or BESIDE.search(head):
        return False
    alone = "escort" in head.lower() and ALONE.fullmatch(cell.strip())
    return bool(alone or UNPROVEN.fullmatch(cell.strip()))


def _fits(each: Piece, kept: list[Piece]) -> bool:
    room = sum(len(other.citation.quote) for other in kept) + len(each.citation.quote) <= ROOM
    return len(kept) < MOST and room and not each.broken and not any(_same(each, other) for other in kept)


def _same(one: Piece, other: Piece) -> bool:
    alike = rank(one) == rank(other) and not one.row and much_alike(one.citation.quote, other.citation.quote)
    return alike or _overlap(one, other)


def _overlap(one: Piece, other: Piece) -> bool:
    some, others = one.citation, other.citation
    return some.path == others.path and some.start < others.end and others.start < some.end


def _ordered(pieces: Iterable[Piece]) -> list[Piece]:
    """Procedures before records; the papers in the order in which they were chosen, each in its own order."""
    found = list(pieces)
    first = {path: place for place, path in reversed(list(enumerate(each.document.path for each in found)))}
    return sorted(found, key=lambda each: (rank(each), first[each.document.path], each.citation.start))


def _limiting(judged: Judgement, shelf: Shelf) -> Iterator[Piece]:
    seen: set[str] = set()
    for item in judged.evidence:
        limits = item.grade is Grade.CONTRADICTS or (item.grade is Grade.PARTIAL and item.limits)
        if limits and item.counts and item.party not in seen and (found := piece(item, shelf)):
            seen.add(item.party)
            yield found

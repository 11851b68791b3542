"""What each party shows for each criterion: by its own papers and our records of it, not by what our rules say."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from kb.errors import UnknownPartyError
from kb.model import Coverage, Criterion, Document, Evidence, Grade, Judgement, Kind, Layer, Requirement, Status

OUR_RULES = (Kind.POLICY, Kind.PROCEDURE, Kind.OTHER)  # what a paper of ours of these kinds says of a party is our word
LEGAL_FORMS = frozenset(
    "co company ltd limited inc incorporated llc llp lp corp corporation jsc ab as oy gmbh ag kg sa sas sarl srl spa bv"
    " nv plc pte pty pvt private de s a c v l p r".split()
)
NEAR = 5  # names in a sentence


class State(StrEnum):
    """What a party shows of a part or a criterion, the most telling first."""

    AGAINST = "against"
    SHOWN = "shown"
    PARTLY = "partly"
    STALE = "out of date"
    CLAIM = "claim only"
    UNANSWERED = "not answered"
    OURS = "our papers only"  # nothing of the party's own, nor a current record of ours about it
    NOTHING = "nothing"


SYMBOL = {
    State.AGAINST: "✗",
    State.SHOWN: "✓",
    State.PARTLY: "◐",
    State.STALE: "◷",
    State.CLAIM: "?",
    State.UNANSWERED: "□",
    State.OURS: "o",
    State.NOTHING: "·",
}
BY_GRADE = {
    Grade.CONTRADICTS: State.AGAINST,
    Grade.SUPPORTS: State.SHOWN,
    Grade.PARTIAL: State.PARTLY,
    Grade.STALE: State.STALE,
    Grade.CLAIM_ONLY: State.CLAIM,
    Grade.WRONG_PARTY: State.CLAIM,
    Grade.FORM_ONLY: State.UNANSWERED,
}
OPEN = (State.AGAINST, State.PARTLY, State.STALE, State.CLAIM, State.UNANSWERED)
PLACE = {state: place for place, state in enumerate(State)}


@dataclass(frozen=True, slots=True)
class PartCell:
    """What a party shows of one part, with the piece that says so."""

    requirement: Requirement
    state: State
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What a party shows of one criterion."""

    party: str
    criterion: Criterion
    state: State
    parts: tuple[PartCell, ...]

    @property
    def evidence(self) -> Evidence | None:
        """The piece that tells most."""
        told = [part for part in self.parts if part.evidence]
        exact = [part for part in told if part.state is self.state]
        return min(exact or told, key=lambda part: PLACE[part.state]).evidence if told else None

    @property
    def shown(self) -> str:
        """The state, and of how many parts it is shown where that is not all."""
        count = sum(part.state is State.SHOWN for part in self.parts)
        some = self.state is State.PARTLY and count
        return f"{self.state.value} ({count} of {len(self.parts)} parts shown)" if some else self.state.value


@dataclass(frozen=True, slots=True)
class Matrix:
    """Parties by criterion."""

    parties: tuple[str, ...]  # by name
    criteria: tuple[Criterion, ...]  # in portal order: those that ask for partners' evidence or on which one speaks
    cells: Mapping[tuple[str, int], Cell]  # by party and criterion number, for every pair
    papers: Mapping[str, tuple[Document, ...]]  # by party: its own, by name

    def of(self, party: str) -> tuple[Cell, ...]:
        """The cells of a party in portal order."""
        return tuple(self.cells[party, criterion.number] for criterion in self.criteria)

    def counts(self, party: str) -> dict[State, int]:
        """How many criteria there are of each state."""
        found = Counter(cell.state for cell in self.of(party))
        return {state: found[state] for state in State}

    def named(self, told: str) -> str:
        """The party that a person names by its name or a part of it; raises UnknownPartyError."""
        wanted = " ".join(_words(told))
        exact = [party for party in self.parties if wanted in (" ".join(_words(party)), party_key(party))]
        holding = [party for party in self.parties if f" {wanted}" in f" {' '.join(_words(party))}"]
        found = exact or (holding if wanted else [])
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownPartyError(f"“{told}” can be {', '.join(found[:NEAR])}: name one in full.")
        near = self._near(wanted)
        hint = f" Did you mean {', '.join(near)}?" if near else " ctpat parties lists them."
        raise UnknownPartyError(f"No party goes by “{told}”.{hint}")

    def _near(self, wanted: str) -> list[str]:
        spelled = {word: party for party in reversed(self.parties) for word in [*_words(party), party_key(party)]}
        return list(dict.fromkeys(spelled[word] for word in get_close_matches(wanted, spelled, n=NEAR, cutoff=0.6)))


def matrix(coverages: Sequence[Coverage], documents: Iterable[Document]) -> Matrix:
    """What each party shows for each criterion, from its papers and from what records say of it."""
    papers = [document for document in documents if document.party]
    pieces = (item for coverage in coverages for judged in coverage.judgements for item in judged.by_party)
    names = _named([*(document.party for document in papers), *(item.party for item in pieces)])
    own = {document.path: party_key(document.party) for document in papers}
    parties = tuple(sorted(set(names.values()), key=str.lower))
    cells = {
        (party, coverage.criterion.number): cell_of(
            party, coverage, tuple(_part(party_key(party), judged, own) for judged in applicable(coverage))
        )
        for coverage in coverages
        for party in parties
    }
    columns = tuple(
        coverage.criterion
        for coverage in coverages
        if any(Layer.PARTNER in part.layers for part in coverage.criterion.requirements)
        or any(cells[party, coverage.criterion.number].state is not State.NOTHING for party in parties)
    )
    kept = {criterion.number for criterion in columns}
    current = [document for document in papers if not document.superseded_by]
    return Matrix(
        parties,
        columns,
        {key: cell for key, cell in cells.items() if key[1] in kept},
        {party: tuple(each for each in current if party_key(each.party) == party_key(party)) for party in parties},
    )


def party_key(name: str) -> str:
    """A firm's name without case, accents, punctuation and legal form, so that two spellings of it meet."""
    words = _words(name)
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    return " ".join(words)


def _words(name: str) -> list[str]:
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return re.findall(r"[^\W_]+", plain.casefold())


def _named(parties: Iterable[str]) -> dict[str, str]:
    """Key -> the fullest spelling of the name."""
    names: dict[str, str] = {}
    for party in parties:
        key = party_key(party)
        if key:
            names[key] = max(names.get(key, ""), party, key=len)
    return names


def cell_of(name: str, coverage: Coverage, parts: tuple[PartCell, ...]) -> Cell:
    """What parts come to: what is shown of one is not shown of the others."""
    states = {part.state for part in parts}
    if State.AGAINST not in states and State.SHOWN in states and len(states) > 1:
        return Cell(name, coverage.criterion, State.PARTLY, parts)
    return Cell(name, coverage.criterion, min(states, key=PLACE.__getitem__, default=State.NOTHING), parts)


def applicable(coverage: Coverage) -> list[Judgement]:
    """The judgements of the parts that nobody has set aside."""
    return [judged for judged in coverage.judgements if judged.status is not Status.NOT_APPLICABLE]


def _part(key: str, judged: Judgement, own: Mapping[str, str]) -> PartCell:
    told = sorted(
        ((_state(item, key, own), item) for item in judged.by_party if party_key(item.party) == key),
        key=lambda pair: (PLACE[pair[0]], not pair[1].limits),
    )
    if not told:
        return PartCell(judged.requirement, State.NOTHING, None)
    state, item = told[0]
    limiting = next((piece for at, piece in told if piece.limits and at is not State.OURS), None)
    if state is State.SHOWN and limiting:  # it says itself that a part of it is not so yet
        return PartCell(judged.requirement, State.PARTLY, limiting)
    return PartCell(judged.requirement, state, item)


def _state(item: Evidence, key: str, own: Mapping[str, str]) -> State:
    """What a piece says of a party; of our own papers only a record that is current says anything."""
    current = item.kind not in OUR_RULES and item.grade in (Grade.SUPPORTS, Grade.PARTIAL, Grade.CONTRADICTS)
    if own.get(item.citation.path) != key and not current:
        return State.OURS
    return BY_GRADE.get(item.grade, State.NOTHING)

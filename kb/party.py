"""One party: its papers, what it shows, what is open there, and what to ask of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kb.citations import cite
from kb.expiry import Horizon, ends
from kb.matrix import BY_GRADE, OPEN, Cell, Matrix, PartCell, State
from kb.model import Citation, Document, Evidence, Grade, Kind, Passage
from kb.places import place
from kb.questionnaire import NOT_APPLICABLE, answered, worth

VOUCHERS = (Kind.QUESTIONNAIRE, Kind.CERTIFICATE)  # one of them is asked of every partner
LEADS = {
    State.AGAINST: "Please tell us what you will change and by when, and send proof when it is done",
    State.PARTLY: "Please say where this stands today, add what is not said, and send proof when it is finished",
    State.CLAIM: "Please say how this is done, or send what shows it",
    State.UNANSWERED: "Please answer this in full",
}
MOST = 240  # characters of a quote


@dataclass(frozen=True, slots=True)
class Paper:
    """A current paper of the party's own."""

    document: Document
    ends: date | None  # the last day on which it counts
    why: str  # it runs out then
    over: bool  # it has run out already


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """A row of a questionnaire that is answered No, with a condition, or not at all."""

    state: State
    citation: Citation
    reason: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one party."""

    party: str
    papers: tuple[Paper, ...]
    cells: tuple[Cell, ...]  # those on which anything is said, in portal order
    silent: tuple[Cell, ...]  # the others of the matrix
    answers: tuple[OpenAnswer, ...]  # open answers of its questionnaires that bear on no part
    asks: tuple[str, ...]  # sentences to send to it

    def by_state(self, *states: State) -> list[tuple[Cell, PartCell]]:
        """The parts of these states, each with its cell."""
        return [(cell, part) for cell in self.cells for part in cell.parts if part.state in states]


def open_answers(document: Document, passages: Iterable[Passage]) -> list[OpenAnswer]:
    """The rows of a dated questionnaire that are open; empty for another paper, or one that counts for nothing."""
    if document.kind is not Kind.QUESTIONNAIRE or document.effective is None:
        return []
    graded = [(row, *worth(row.fields)) for row in passages if answered(row.fields)]
    return [
        OpenAnswer(BY_GRADE[grade], cite(row, document), reason)
        for row, grade, reason in graded
        if BY_GRADE[grade] in (State.AGAINST, State.PARTLY) or (grade is Grade.FORM_ONLY and _left_out(row))
    ]


def _left_out(row: Passage) -> bool:
    """Whether a row has no answer, or N/A; a figure or a sentence in that column is one."""
    answer = row.fields["answer"].strip()
    return not answer or bool(NOT_APPLICABLE.match(answer))


def profile(party: str, parties: Matrix, as_of: date, ahead: Horizon, answers: Sequence[OpenAnswer] = ()) -> Profile:
    """What one of the matrix's parties shows, what is open, and what to ask of it.

    `answers` are the open ones of its questionnaires; those that a part rests on are told of there.
    """
    cells = parties.of(party)
    papers = tuple(_paper(document, as_of) for document in parties.papers[party])
    spoken = tuple(cell for cell in cells if cell.state is not State.NOTHING)
    silent = tuple(cell for cell in cells if cell.state is State.NOTHING and cell.parts)
    pieces = [part.evidence.citation for cell in spoken for part in cell.parts if part.evidence]
    rest = tuple(each for each in answers if not any(_same(each.citation, piece) for piece in pieces))
    asks = list(_asks(papers, spoken, ahead))
    asks += [f"{LEADS[each.state]}. {_said(each.citation, each.reason)}" for each in rest]
    return Profile(party, papers, spoken, silent, rest, tuple(asks))


def line(told: str) -> str:
    """A quote on one line, cut where it is long."""
    words = " ".join(told.split())
    return words if len(words) <= MOST else f"{words[: MOST - 1]}…"


def _paper(document: Document, as_of: date) -> Paper:
    over = ends(document)
    day, why = over or (None, "")
    return Paper(document, day, why, bool(day and day < as_of))


def _asks(papers: Sequence[Paper], cells: Iterable[Cell], ahead: Horizon) -> Iterator[str]:
    """Sentences to send, what concerns a whole paper first."""
    for paper in papers:
        if paper.ends and paper.over:
            yield f"Please send a current version of {_title(paper.document)}: it ran out on {paper.ends.isoformat()}."
        elif paper.ends and paper.ends <= ahead.until:
            day = paper.ends.isoformat()
            yield f"Please send a new {_noun(paper.document)} before {day}: {_title(paper.document)} runs out then."
        elif paper.document.effective is None and paper.document.kind in (Kind.QUESTIONNAIRE, Kind.LETTER):
            yield f"Please date and sign {_title(paper.document)} and send it again: undated, it counts for nothing."
    if not any(paper.document.kind in VOUCHERS and not paper.over for paper in papers):
        yield "Please send the security questionnaire filled in and signed, or your current CTPAT or AEO certificate."
    undated = {paper.document.path for paper in papers if paper.document.effective is None}
    spoken = [(cell, part) for cell in cells for part in cell.parts if part.state in OPEN]
    asked: dict[tuple[State, str, int, int], list[str]] = {}
    pieces: dict[tuple[State, str, int, int], Evidence] = {}
    for cell, part in spoken:
        piece = part.evidence
        settled = part.state is State.STALE or (piece and part.state is State.CLAIM and piece.citation.path in undated)
        if piece and not settled:
            key = (part.state, piece.citation.path, piece.citation.start, piece.citation.end)
            asked.setdefault(key, []).append(f"{part.requirement.text.rstrip('.')} (MSC {cell.criterion.msc_id})")
            pieces[key] = piece
    yield from _about_words(asked, pieces, {paper.document.path for paper in papers})


def _about_words(
    asked: Mapping[tuple[State, str, int, int], Sequence[str]],
    pieces: Mapping[tuple[State, str, int, int], Evidence],
    own: Collection[str],
) -> Iterator[str]:
    """One sentence for each passage, however many parts it bears on; what speaks against first."""
    for key in sorted(asked, key=lambda key: tuple(OPEN).index(key[0])):
        piece = pieces[key]
        wanted = "; ".join(dict.fromkeys(asked[key]))
        # Our own records are confidential: what goes to a partner quotes its own papers only.
        said = _said(piece.citation, "; ".join(piece.reasons)) if key[1] in own else "By our records this is open."
        yield f"{LEADS[key[0]]}. {said} What we need shown: {wanted}."


def _said(citation: Citation, reason: str) -> str:
    where = place(citation.locator)
    file = citation.document.rpartition("/")[2]
    return f"{file}{f', {where}' if where else ''}: “{line(citation.quote)}”{f' ({reason})' if reason else ''}."


def _same(one: Citation, other: Citation) -> bool:
    return one.path == other.path and one.start < other.end and other.start < one.end


def _title(document: Document) -> str:
    return f"“{document.title}” ({_file(document)})" if document.title else _file(document)


def _file(document: Document) -> str:
    return document.name.rpartition("/")[2]


def _noun(document: Document) -> str:
    return document.kind.value if document.kind is not Kind.OTHER else "version"

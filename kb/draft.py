"""The Partner Response of a criterion, composed of quoted evidence only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kb.choosing import chosen, failing, opening
from kb.composing import Piece, Shelf, lead, rank, told
from kb.decided import lines as told_of
from kb.model import Coverage, Draft, Status
from kb.places import source
from kb.whole import STOPS

COMPANY = "The company"  # where the settings do not name it
# Where nothing holds, or papers contradict each other, there is nothing to assure.
SILENT = (Status.GAP, Status.STALE, Status.CONFLICT, Status.NOT_APPLICABLE)

# The quotes of each party -> a wording of each quote; empty where the quote stands as it is.
Phrase = Callable[[Sequence[tuple[str, Sequence[str]]]], Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of evidence as the draft tells it."""

    piece: Piece
    party: str  # by its name in the text
    text: str
    reworded: bool = False  # by a language model, and carried by the quote

    @property
    def marked(self) -> str:
        """The text with the marker of its citation."""
        return f"{self.text} {self.piece.citation.marker}"


def draft(
    coverage: Coverage, company: str, shelf: Shelf, phrase: Phrase | None = None, open_items: bool = False
) -> Draft:
    """A draft from a criterion's coverage; `shelf` is where the papers are read.

    Only evidence that supports, and whose quote is verified, is written for the portal, and no record of a failure;
    with `open_items` also what is open, in lines that begin with "Open:". Where nothing supports, or papers disagree,
    the portal text is empty and the review text says what is missing. `phrase` words quotes, where a language model is
    configured; what it gives must already be held to the quotes.
    """
    number, missing = coverage.criterion.number, _missing(coverage)
    pieces = [] if coverage.status in SILENT else chosen(coverage, shelf)
    if not pieces:
        return Draft(number, "", _internal(coverage, shelf, missing), (), missing)
    lines = _lines(pieces, company, phrase)
    unmet = _unmet(coverage, shelf, company, len(lines)) if open_items else {}
    opened = [each for found in unmet.values() for each in found]
    portal = [*_blocks(lines, False), *_open(coverage, unmet, False)]
    review = [*_blocks(lines, True), *_open(coverage, unmet, True)]
    return Draft(
        number,
        "\n".join(portal),
        "\n".join(review) + _beneath(coverage, shelf, [*lines, *opened], () if open_items else missing),
        tuple(each.piece.citation for each in (*lines, *opened)),
        missing,
        told=tuple(each.text for each in (*lines, *opened)),
    )


def _lines(pieces: Sequence[Piece], company: str, phrase: Phrase | None) -> list[Line]:
    names = [each.evidence.party or company or COMPANY for each in pieces]
    worded = _worded(pieces, names, phrase)
    lines: list[Line] = []
    for place, each in enumerate(pieces):
        cited = replace(each.citation, marker=f"[{place + 1}]")
        marked = replace(each, evidence=replace(each.evidence, citation=cited))
        before = pieces[place - 1] if place and names[place - 1] == names[place] else None
        words = _ended(worded[place]) or told(marked)
        lines.append(Line(marked, names[place], lead(marked, company, before) + words, bool(worded[place])))
    return lines


def _ended(wording: str) -> str:
    return f"{wording}." if wording and not wording.endswith(tuple(STOPS)) else wording


def _worded(pieces: Sequence[Piece], names: Sequence[str], phrase: Phrase | None) -> list[str]:
    """A wording of each piece, empty where its own words stand; rows of tables are never worded anew."""
    worded = [""] * len(pieces)
    if phrase is None:
        return worded
    prose = [place for place, each in enumerate(pieces) if not each.row]
    mine_by = {name: [place for place in prose if names[place] == name] for name in names}
    asked = [(name, mine) for name, mine in mine_by.items() if mine]
    given = phrase([(name, [pieces[place].citation.quote for place in mine]) for name, mine in asked])
    for (_, mine), wordings in zip(asked, given, strict=True):
        for place, wording in zip(mine, wordings, strict=True):
            worded[place] = wording
    return worded


def _blocks(lines: Sequence[Line], marked: bool) -> list[str]:
    """A block for each party: its procedures in a line, its records in the next, then its training."""
    blocks: list[str] = []
    for party in dict.fromkeys(line.party for line in lines):
        mine = [line for line in lines if line.party == party]
        for order, layer in enumerate(sorted({rank(line.piece) for line in mine})):
            told_here = [line.marked if marked else line.text for line in mine if rank(line.piece) == layer]
            blocks.append((f"- {party}: " if not order else "  ") + " ".join(told_here))
    return blocks


def _unmet(coverage: Coverage, shelf: Shelf, company: str, after: int) -> dict[str, list[Line]]:
    """Part that is open -> what the papers say of that."""
    unmet: dict[str, list[Line]] = {}
    for part, pieces in opening(coverage, shelf).items():
        unmet[part] = []
        for each in pieces:
            after += 1
            marked = replace(
                each, evidence=replace(each.evidence, citation=replace(each.citation, marker=f"[{after}]"))
            )
            name = each.evidence.party or company or COMPANY
            unmet[part].append(Line(marked, name, lead(marked, company) + told(marked)))
    return unmet


def _open(coverage: Coverage, unmet: dict[str, list[Line]], marked: bool) -> list[str]:
    """The lines that say what is open: in the papers' own words where they say it, else the part itself."""
    lines: list[str] = []
    for judged in coverage.judgements:
        found = unmet.get(judged.requirement.id)
        if found is not None:
            lacking = "not shown by a document yet" if judged.status is Status.GAP else "not fully shown yet"
            said = [f"- Open: {each.party}: {each.marked if marked else each.text}" for each in found]
            lines += said or [f"- Open: {lacking}: {judged.requirement.text}"]
    return lines


def _beneath(coverage: Coverage, shelf: Shelf, lines: Sequence[Line], missing: Sequence[str]) -> str:
    """What stands under the review text: the sources, what is open, records of failure, what people decided."""
    sources = [
        f"{line.piece.citation.marker} {source(line.piece.citation)}"
        + (f", in a language model's words; the paper's own: “{_flat(line)}”" if line.reworded else "")
        for line in lines
    ]
    decided = [f"- {judged.requirement.id}: {line}" for judged in coverage.judgements for line in told_of(judged)]
    parts = {
        "Sources:": sources,
        "Open, not in the portal text:": [f"- {item}" for item in missing],
        "Also says, not in the portal text:": [f"- {each}" for each in _failures(coverage, shelf)],
        "Decided by people:": decided,
    }
    return "".join(f"\n\n{head}\n" + "\n".join(told) for head, told in parts.items() if told)


def _failures(coverage: Coverage, shelf: Shelf) -> list[str]:
    return [f"{source(each.citation)}: {told(each)}" for each in failing(coverage, shelf)]


def _flat(line: Line) -> str:
    return " ".join(line.piece.citation.quote.split())


def _missing(coverage: Coverage) -> tuple[str, ...]:
    return tuple(
        f"{judged.requirement.id}: {judged.missing}"
        for judged in coverage.judgements
        if judged.status not in (Status.COVERED, Status.NOT_APPLICABLE)
    )


def _internal(coverage: Coverage, shelf: Shelf, missing: Sequence[str]) -> str:
    """What stands where there is no portal text: why, what is missing, what to do next; where papers disagree, both."""
    flag = "This is a Must." if coverage.flag.value == "Must" else "This is a Should."
    lines = [f"No portal text: criterion {coverage.criterion.number} stands at “{coverage.status.value}”. {flag}"]
    lines += [f"- {item}" for item in missing]
    if coverage.status is Status.CONFLICT:
        sides = [*chosen(coverage, shelf), *(each for found in opening(coverage, shelf).values() for each in found)]
        lines += [f"- {source(each.citation)}: {told(each)}" for each in sides]
    lines += [f"- Also says: {each}" for each in _failures(coverage, shelf)]
    lines += [f"- {judged.requirement.id}: {line}" for judged in coverage.judgements for line in told_of(judged)]
    lines += [f"- Next: {action}" for action in coverage.next_actions]
    return "\n".join(lines)

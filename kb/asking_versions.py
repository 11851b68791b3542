"""What changed between two versions of a document: the words of both, side by side."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kb.answer import quoted
from kb.asking_document import document_asked, versions_of
from kb.asking_reviews import DAY, HISTORY
from kb.citations import cite
from kb.model import Answer, Citation, Document, Passage
from kb.sentences import sentences
from kb.store import Store
from kb.terms import stems

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

ASKED = re.compile(
    r"\b(?:what|which|how|anything|has|have|did)\b.*\b(?:chang\w+|differ\w*|added|removed|new|dropped)\b"
    r".*\b(?:versions?|revisions?|editions?|since|from|between|last)\b|\b(?:compare|difference|changes)\b.*\b(?:versions?|revisions?|editions?)\b",
    re.IGNORECASE,
)
SAME = 0.75  # of two sentences' words: it was only worded otherwise, or moved
ALIKE = 0.45  # cosine from which a sentence that fell away and one that came are about one thing
RULE = re.compile(r"\b(?:must|shall|may|never|not|only|each|every|nobody|always)\b", re.IGNORECASE)
PAIRS, ALONE, ENTRIES = 6, 3, 3  # shown of each
SHORTEST = 6  # words: what is less is a heading, a name or a cell
Line = tuple[Passage, int, int, frozenset[str]]  # a sentence: its passage, span in it, stems


def tell_changes(
    question: str, documents: Sequence[Document], store: Store, verify: Callable[[Citation], Citation]
) -> Answer | None:
    """What changed between the last two versions of the document that a question names; None for another question."""
    if not ASKED.search(question):
        return None
    new = document_asked(question, documents)
    if new is None:
        return None
    older = versions_of(new, documents)
    if not older:
        return Answer(question, False, f"There is one version only of {new.name}.", reason="No earlier one was added.")
    old = older[-1]
    before, after = _lines(store.passages(old.path)), _lines(store.passages(new.path))
    gone = [line for line in before if not any(_same(line, other) for other in after)]
    come = [line for line in after if not any(_same(line, other) for other in before)]
    pairs = _pairs(gone, come, store)
    told = _Told(verify)
    told.head(f"From {_named(old)} to {_named(new)}: {len(gone)} sentences were dropped, {len(come)} are new.")
    for entry in _history(store.passages(new.path), old):
        told.line("Its own history: ", new, (entry, 0, len(entry.text), frozenset()))
    for first, second in pairs[:PAIRS]:
        told.line("\n- before: ", old, first)
        told.line("  now: ", new, second)
    paired = {id(line) for pair in pairs for line in pair}
    for label, document, lines in (("\n- dropped: ", old, gone), ("\n- new: ", new, come)):
        for line in [line for line in lines if id(line) not in paired and _rules(line)][:ALONE]:
            told.line(label, document, line)
    reason = (
        f"{min(len(pairs), PAIRS)} of {len(pairs)} sentences that changed are shown; the rest is in the two papers."
    )
    return Answer(question, bool(told.citations), "\n".join(told.lines), citations=tuple(told.citations), reason=reason)


class _Told:
    """Lines that each quote one sentence, as far as it is verified."""

    def __init__(self, verify: Callable[[Citation], Citation]) -> None:
        self.lines: list[str] = []
        self.citations: list[Citation] = []
        self._verify = verify

    def head(self, text: str) -> None:
        """Add a line without a quote."""
        self.lines.append(text)

    def line(self, label: str, document: Document, line: Line) -> None:
        """Add a line with the words of a sentence."""
        checked = self._verify(cite(line[0], document, line[1], line[2]))
        if checked.verified:
            self.citations.append(replace(checked, marker=f"[{len(self.citations) + 1}]"))
            self.lines.append(f"{label}{self.citations[-1].marker} {quoted(checked)}")


def _lines(passages: Sequence[Passage]) -> list[Line]:
    """The sentences and table rows that say something."""
    found = []
    for passage in passages:
        spans = ((0, len(passage.text)),) if passage.fields else sentences(passage.text)
        for start, end in spans:
            told = stems(passage.text[start:end])
            if len(told) >= SHORTEST:
                found.append((passage, start, end, frozenset(told)))
    return found


def _rules(line: Line) -> bool:
    return bool(RULE.search(line[0].text[line[1] : line[2]]))


def _same(one: Line, other: Line) -> bool:
    return len(one[3] & other[3]) >= SAME * len(one[3] | other[3])


def _pairs(gone: Sequence[Line], come: Sequence[Line], store: Store) -> list[tuple[Line, Line]]:
    """Sentences that fell away with those that came on the same thing, the nearest first, each once."""
    import numpy

    if not gone or not come:
        return []
    vectors = _vectors([*gone, *come], store)
    likeness = vectors[: len(gone)] @ vectors[len(gone) :].T
    words = numpy.array([[len(a[3] & b[3]) / min(len(a[3]), len(b[3])) for b in come] for a in gone])
    score = 0.5 * likeness + 0.5 * words
    found: list[tuple[Line, Line]] = []
    taken: set[tuple[str, int]] = set()
    for place in numpy.argsort(-score, axis=None):
        row, column = divmod(int(place), len(come))
        if score[row, column] < ALIKE:
            break
        if not taken & {("gone", row), ("come", column)}:
            taken |= {("gone", row), ("come", column)}
            found.append((gone[row], come[column]))
    return found


def _vectors(lines: Sequence[Line], store: Store) -> "NDArray[float32]":
    """The vectors (lines, dimension) of the passages that the lines stand in; zeros where one has none."""
    import numpy

    ids = sorted({line[0].id for line in lines})
    known = {key: numpy.frombuffer(raw, dtype="float32") for key, raw in store.vectors(ids)}
    empty = numpy.zeros(next((len(vector) for vector in known.values()), 1), "float32")
    return numpy.stack([known.get(line[0].id, empty) for line in lines])


def _history(passages: Sequence[Passage], old: Document) -> list[Passage]:
    """The rows of its history of revisions that are later than the old version."""
    rows = [
        (max(found.group() for found in DAY.finditer(passage.text)), passage)
        for passage in passages
        if passage.fields and HISTORY.search(" ".join(passage.fields)) and DAY.search(passage.text)
    ]
    since = old.effective.isoformat() if old.effective else ""
    return [passage for day, passage in rows if day > since][:ENTRIES]


def _named(document: Document) -> str:
    return f"{document.name}{f' ({document.version})' if document.version else ''}"

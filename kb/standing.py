"""How a decision stands today: where its words are now, and whether a person must look at it again."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from kb.citations import Gate, normalised
from kb.model import Citation, Criterion, Decision, Document, Kind, Locator, Passage, Ruling
from kb.quoting import occurrences
from kb.store import Store
from kb.time import expired

# What a paper of a kind can never show by itself, whoever accepts it.
UNFIT = {
    Kind.CRITERIA: "it is the question, not an answer to it",
    Kind.PRIOR_ANSWER: "an earlier answer is wording to reuse, not evidence",
    Kind.TEMPLATE: "a form or template shows that a form exists, not that it is used",
    Kind.REGISTER: "a register claims it; the document behind the claim is what counts",
}
CIRCULAR = (Kind.CRITERIA, Kind.PRIOR_ANSWER)  # these cannot be accepted at all


class Papers:
    """The documents with their stored texts, as decisions are read against them on a day; each is read once."""

    def __init__(
        self,
        documents: Mapping[str, Document],
        store: Store,
        as_of: date,
        party: Callable[[Passage, int, Document], str],
    ) -> None:
        self.documents = documents
        self.as_of = as_of
        self._store = store
        self._party = party
        self._gate = Gate(documents.get, store.text)
        self._passages: dict[str, list[Passage]] = {}

    def text(self, path: str) -> str:
        """The stored text of a document."""
        return self._gate.text(path)

    def passages(self, path: str, start: int, end: int) -> list[Passage]:
        """The passages of a document that a span touches, in order."""
        if path not in self._passages:
            self._passages[path] = self._store.passages(path)
        return [passage for passage in self._passages[path] if passage.start < end and start < passage.end]

    def verify(self, citation: Citation) -> Citation:
        """The citation, marked verified if its words are in the stored text there."""
        return self._gate.verify(citation)

    def cite(self, document: Document, start: int, end: int) -> Citation:
        """The verified citation of a span of a document."""
        touched = self.passages(document.path, start, end)
        quote = self.text(document.path)[start:end]
        where = touched[0].locator if touched else Locator()
        return self.verify(Citation(document.path, document.name, document.sha256, start, end, quote, where))

    def around(self, citation: Citation) -> str:
        """The text of the passages in which quoted words stand."""
        return "\n".join(passage.text for passage in self.passages(citation.path, citation.start, citation.end))

    def party(self, citation: Citation) -> str:
        """Whose evidence the quoted words are."""
        document = self.documents[citation.path]
        touched = self.passages(citation.path, citation.start, citation.end)
        return self._party(touched[0], max(citation.start - touched[0].start, 0), document) if touched else ""

    def reservation(self, path: str) -> str:
        """What speaks against a paper itself on the day, in words; empty where nothing does."""
        document = self.documents[path]
        return UNFIT.get(document.kind, "") or expired(document, self.as_of)


def asked(subject: str, criterion: Criterion) -> str:
    """The wording of a part, or of the criterion; empty where there is no such part."""
    if subject == str(criterion.number):
        return criterion.question
    return next((part.text for part in criterion.requirements if part.id == subject), "")


def standing(decision: Decision, wording: str, papers: Papers) -> Decision:
    """The decision with its citation where the words stand now, and with the reason to look again, if there is one."""
    if decision.citation:
        decision = _found(decision, decision.citation, papers)
    if not decision.look_again and normalised(wording) != normalised(decision.asked):
        return replace(decision, look_again=f"the wording of {decision.subject} has changed since")
    return decision


def _found(decision: Decision, cited: Citation, papers: Papers) -> Decision:
    document = papers.documents.get(cited.path) or _same_file(cited, papers)
    if document is None:
        return replace(decision, look_again=f"{cited.document} is not there any more")
    now, changed = _now(decision, cited, document, papers) if cited.quote else _file_now(cited, document)
    reservation = papers.reservation(document.path)
    matters = decision.ruling is not Ruling.REJECTED or document.superseded_by  # what is rejected may well run out
    if not changed and matters and reservation not in ("", decision.despite):
        changed = f"{document.name}: {reservation}"
    return replace(decision, citation=now, look_again=changed)


def _same_file(cited: Citation, papers: Papers) -> Document | None:
    """The same bytes under another name."""
    return next((each for each in papers.documents.values() if each.sha256 == cited.sha256), None)


def _file_now(cited: Citation, document: Document) -> tuple[Citation, str]:
    changed = "" if document.sha256 == cited.sha256 else f"{document.name} has changed since"
    return replace(cited, path=document.path, document=document.name, sha256=document.sha256), changed


def _now(decision: Decision, cited: Citation, document: Document, papers: Papers) -> tuple[Citation, str]:
    """The citation as it stands in the document now, and what has changed about it."""
    moved = replace(cited, path=document.path, document=document.name)
    if papers.verify(moved).verified:
        return replace(moved, verified=True), ""
    places = occurrences(papers.text(document.path), cited.quote)
    if not places:
        return cited, f"{document.name} has changed: these words do not stand in it any more"
    start, end = min(places, key=lambda place: abs(place[0] - cited.start))
    now = papers.cite(document, start, end)
    same = document.sha256 == cited.sha256 or normalised(papers.around(now)) == normalised(decision.around)
    return now, "" if same else f"{document.name} has changed: what stands beside these words is not the same"

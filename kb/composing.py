"""A piece of evidence told in a response: a fixed frame that names the paper, and the paper's own words after it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from kb.citations import normalised
from kb.model import Citation, Document, Evidence, Kind, Layer, Passage
from kb.sentences import sentences
from kb.whole import STOPS, in_sentences

# A title that says by itself what the paper is; "Seal Control" does not, and is told as "Seal Control policy".
NAMED = re.compile(
    r"\b(?:policy|procedures?|manual|plan|program(?:me)?|handbook|instructions?|orders|standard|guide|rules|statement|we)\b",
    re.IGNORECASE,
)
DATED = re.compile(r"\b(?:19|20)\d\d\b")
RUNNING = re.compile(r"(?:no|nr|item|step|slip|#)\.?", re.IGNORECASE)  # heads a column that only counts the rows
ROLES = {"action": "Action", "due": "Due", "date": "Date", "explanation": "Explanation", "answer": "Answer"}
ASKED = ("item", "question", "number", "answer", "explanation")
LONGEST_HEADING = 40
NEAR = 400  # characters after a quote in which what goes on over a page's end is looked for
RULES = (Kind.POLICY, Kind.PROCEDURE)


class Shelf(Protocol):
    """Where the papers are read."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """Path -> document."""
        ...

    def passages(self, path: str, start: int, end: int) -> list[Passage]:
        """The passages that a span touches, in order."""
        ...

    def verify(self, citation: Citation) -> Citation:
        """The citation, marked verified if its words are in the stored text there."""
        ...


@dataclass(frozen=True, slots=True)
class Piece:
    """Evidence with its paper; its citation is verified and holds exactly the words that are told."""

    evidence: Evidence
    document: Document
    passage: Passage
    goes_on: bool = False  # in lower case on the next page

    @property
    def citation(self) -> Citation:
        """The words and their place."""
        return self.evidence.citation

    @property
    def row(self) -> bool:
        """Whether it is a row of a table."""
        return bool(self.passage.fields)

    @property
    def asks(self) -> bool:
        """Whether it puts a question, which assures nothing."""
        return not self.row and "?" in self.citation.quote

    @property
    def broken(self) -> bool:
        """Whether it begins or ends within a sentence, as the items of some lists do and what leads up to a list."""
        quote = self.citation.quote
        return not self.row and (quote[:1].islower() or quote.endswith((":", ",")) or (self.cut and quote[-1:] != ";"))

    @property
    def cut(self) -> bool:
        """Whether its last sentence goes on after it; a line of a list that never had a stop is whole."""
        words = " ".join(self.citation.quote.split())
        if self.row or " | " in words or _ends(words):
            return False
        return self.goes_on or words.endswith((":", ",", ";")) or len(sentences(words)) > 1


def piece(evidence: Evidence, shelf: Shelf) -> Piece | None:
    """Evidence as it is told, in whole sentences and without the number of its clause; None if it is not verified."""
    cited = evidence.citation
    document = shelf.documents.get(cited.path)
    if document is None or not shelf.verify(cited).verified:
        return None
    touched = shelf.passages(cited.path, cited.start, cited.end)
    whole = touched[0] if touched else Passage("", cited.path, cited.start, cited.end, cited.quote, cited.locator)
    if not whole.fields and len(touched) <= 1:
        cited = in_sentences(cited, whole)
    cited = shelf.verify(cited)
    return Piece(replace(evidence, citation=cited), document, whole, _goes_on(cited, shelf)) if cited.verified else None


def _goes_on(cited: Citation, shelf: Shelf) -> bool:
    """Whether what follows a quote begins the next page in lower case."""
    if cited.locator.page is None or _ends(cited.quote):
        return False
    near = shelf.passages(cited.path, cited.end, cited.end + NEAR)
    after = next((each for each in near if each.start >= cited.end), None)
    return after is not None and after.locator.page != cited.locator.page and after.text.lstrip()[:1].islower()


def _ends(words: str) -> bool:
    return words.rstrip("\"'”’)]").endswith(tuple(STOPS))


def lead(subject: Piece, company: str, before: Piece | None = None) -> str:
    """What names the paper before its words, such as "Per the Seal Control policy 3.2 (effective 2026-02-16): ".

    It is short where the piece before it is of the same paper.
    """
    where = _where(subject)
    if before and before.document.path == subject.document.path and _layer(before) is _layer(subject):
        if not where or where == _where(before):
            return ""
        sheet = f"sheet {before.citation.locator.sheet}, "
        there = where.removeprefix(sheet)
        return f"{there[:1].upper()}{there[1:]}: "
    return _named(subject, company, where) + ": "


def told(subject: Piece) -> str:
    """The paper's own words: a sentence between quotation marks, a row of a table by its columns."""
    cells = _cells(subject)
    if cells and subject.evidence.kind is Kind.QUESTIONNAIRE and cells.get("answer"):
        return _answered(cells)
    if cells:
        return "; ".join(f"{name}: {value}" if name else value for name, value in _columns(cells)) + "."
    words = " ".join(subject.citation.quote.split())
    if subject.cut:
        return f"“{words} …”"
    return f"“{words}”" if words.endswith(tuple(STOPS)) else f"“{words}”."


def rank(subject: Piece) -> int:
    """Order in a response: what is laid down, then what was recorded, then training."""
    return {Layer.RECORD: 1, Layer.TRAINING: 2}.get(_layer(subject), 0)


def _layer(subject: Piece) -> Layer:
    """The layer it is told as: a policy records nothing, nor does what a person took for what is asked."""
    if subject.evidence.decision or subject.evidence.kind in RULES:
        return Layer.PROCEDURE
    return subject.evidence.layer or Layer.PROCEDURE


def _named(subject: Piece, company: str, where: str) -> str:
    evidence, document = subject.evidence, subject.document
    title = document.title or re.sub(r"\.\w{2,5}$", "", document.name.replace("\\", "/").rpartition("/")[2])
    the = title if title.lower().startswith("the ") else f"the {title}"
    day = document.effective.isoformat() if document.effective else ""
    sites = ", ".join(filter(None, (document.site if evidence.elsewhere or _layer(subject) is Layer.RECORD else "",)))
    site = sites if len(sites) <= LONGEST_HEADING and sites.split(",")[0] not in title else ""
    if evidence.kind in (Kind.LETTER, Kind.CERTIFICATE, Kind.MEDIA) and not evidence.decision:
        return _of_others(subject, title, day, where)
    if evidence.kind is Kind.QUESTIONNAIRE:
        return f"{title}{f' ({day})' if day else ''}{f', {where}' if where else ''}"
    owner = f" of {company or 'the company'}" if evidence.party and not document.party else ""
    if evidence.kind in RULES and not evidence.decision:
        name = the if NAMED.search(title) else f"{the} {evidence.kind.value}"
        aside = ", ".join(filter(None, (f"effective {day}" if day else "", site)))
        clause = subject.citation.locator.clause
        return f"Per {name}{_after(where, clause)}{owner}{f' ({aside})' if aside else ''}"
    begins = {Layer.RECORD: "Recorded in", Layer.TRAINING: "Training recorded in"}.get(_layer(subject), "From")
    heading = next((head for head in subject.citation.locator.trail[-1:] if DATED.search(head) and head != title), "")
    aside = ", ".join(filter(None, ("" if heading or _dates_itself(subject) else day, site)))
    parts = (f"“{heading}”" if heading and not subject.row else "", where)
    return f"{begins} {the}{owner}{''.join(f', {part}' for part in parts if part)}{f' ({aside})' if aside else ''}"


def _of_others(subject: Piece, title: str, day: str, where: str) -> str:
    """How a letter, a certificate or a picture is named."""
    kind, expires = subject.evidence.kind, subject.document.expires
    if kind is Kind.LETTER:
        begins = f"Letter of {day}, “{title}”" if day else f"Letter “{title}”"
    elif kind is Kind.CERTIFICATE:
        begins = f"Certificate “{title}”{f', valid until {expires.isoformat()}' if expires else ''}"
    else:
        begins = f"Caption of “{title}”{f', {day}' if day else ''}"
    return f"{begins}{f', {where}' if where else ''}"


def _after(where: str, clause: str) -> str:
    return f" {where}" if where and where == clause else f", {where}" if where else ""


def _where(subject: Piece) -> str:
    """The clause as the paper numbers it, or the row or the page."""
    locator = subject.citation.locator
    item = subject.passage.fields.get("number") or subject.passage.fields.get("item", "")
    if subject.evidence.kind is Kind.QUESTIONNAIRE and item and len(item) < 12:
        return f"item {item}"
    if locator.clause:
        ruled = subject.evidence.kind in RULES
        return locator.clause if ruled else f"section {locator.clause}"
    if locator.row is not None:
        return f"{f'sheet {locator.sheet}, ' if locator.sheet else ''}row {locator.row}"
    return f"page {locator.page}" if locator.page is not None else ""


def _dates_itself(subject: Piece) -> bool:
    return subject.row and bool(DATED.search(subject.citation.quote))


def _cells(subject: Piece) -> dict[str, str]:
    """Heading -> cell, in the order of the row, of what stands in the cited words."""
    quote = normalised(subject.citation.quote)
    cells = {head: " ".join(cell.split()) for head, cell in subject.passage.fields.items()}
    there = {head: cell for head, cell in cells.items() if normalised(cell) and normalised(cell) in quote}
    row = [normalised(cell) for cell in re.split(r" \| |\n", subject.citation.quote)]
    places = {
        head: row.index(normalised(cell)) if normalised(cell) in row else len(row) for head, cell in there.items()
    }
    return dict(sorted(there.items(), key=lambda pair: places[pair[0]]))


def _columns(cells: Mapping[str, str]) -> list[tuple[str, str]]:
    kept = [(head, cell) for head, cell in cells.items() if any(map(str.isalnum, cell))]
    if len(kept) > 1:
        kept = [(head, cell) for head, cell in kept if not (RUNNING.fullmatch(head) and cell.isdigit())]
    return [
        (_heading(head), cell.rstrip(".") if place == len(kept) else cell) for place, (head, cell) in _counted(kept)
    ]


def _counted(pairs: list[tuple[str, str]]) -> list[tuple[int, tuple[str, str]]]:
    return list(enumerate(pairs, start=1))


def _heading(head: str) -> str:
    bare = " ".join(ROLES.get(head, head).split()).rstrip(":")
    return bare if len(bare) <= LONGEST_HEADING and any(map(str.isalpha, bare)) else ""


def _answered(cells: Mapping[str, str]) -> str:
    """A row of a questionnaire: what was asked, the answer, what was said of it."""
    asked = cells.get("question") or cells.get("item", "")
    said = cells.get("explanation", "")
    answer = f"asked “{asked}”, answered “{cells['answer']}”" if asked else f"answered “{cells['answer']}”"
    others = {head: cell for head, cell in cells.items() if head not in ASKED}
    rest = "".join(f"; {name}: {value}" for name, value in _columns(others) if name)
    return answer + (f": “{said}”" if said else "") + rest + "."

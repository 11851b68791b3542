"""Change impact: which approved answers rest on evidence that has changed, run out or vanished since."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from kb.citations import normalised
from kb.model import Citation, Document
from kb.quoting import much_alike, occurrences
from kb.response import Response, Support
from kb.sentences import sentences
from kb.standing import Papers
from kb.supports import page_around
from kb.terms import stems

NEAREST = 5  # candidates that are compared letter by letter
ALIKE = 0.5  # of their letters in common, from which words are shown as what stands there now


class What(StrEnum):
    """What became of quoted evidence."""

    CHANGED = "changed"  # the quoted words do not stand in the document any more
    BESIDE = "changed beside the quote"  # the words stand; what stands around them is another
    OUT = "expired"  # out of date, superseded, or of a kind that proves nothing
    VANISHED = "vanished"  # the document is not there any more


@dataclass(frozen=True, slots=True)
class Finding:
    """A piece of evidence of a response that is not what it was."""

    citation: Citation  # as it was when the response was made
    what: What
    why: str  # a clause that names the document
    old: str  # words as they were
    new: str = ""  # words as they are; empty where nothing like them is left

    @property
    def key(self) -> str:
        """By which it is known again once somebody has seen it."""
        told = (self.citation.path, self.citation.start, self.citation.quote, self.what, self.why, self.new)
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Impact:
    """A response that was approved on evidence which is not what it was."""

    response: Response
    findings: tuple[Finding, ...]


def impact(responses: Iterable[Response], papers: Papers) -> list[Impact]:
    """The responses with an approved version whose evidence is not what it was, without what somebody has seen."""
    found = [
        Impact(response, tuple(each for each in findings(response, papers) if each.key not in response.settled))
        for response in responses
    ]
    return [each for each in found if each.findings]


def findings(response: Response, papers: Papers) -> list[Finding]:
    """What is not as it was of the evidence of a response's approved version."""
    supports = response.in_force.supports if response.in_force else ()
    return [found for support in supports if (found := finding(support, papers))]


def finding(support: Support, papers: Papers) -> Finding | None:
    """What became of a piece of evidence; None where it is as it was."""
    cited = support.citation
    same = [each for each in papers.documents.values() if each.sha256 == cited.sha256 and not each.superseded_by]
    document = papers.documents.get(cited.path)
    if document is None or document.superseded_by:
        document = same[0] if same else document  # the same bytes under another name
    if document is None:
        return Finding(cited, What.VANISHED, f"{cited.document} is not there any more", cited.quote)
    return _changed(support, document, papers) or _run_out(cited, document, papers)


def _changed(support: Support, document: Document, papers: Papers) -> Finding | None:
    cited = support.citation
    moved = Citation(document.path, document.name, cited.sha256, cited.start, cited.end, cited.quote, cited.locator)
    if papers.verify(moved).verified:
        return None
    places = occurrences(papers.text(document.path), cited.quote)
    if not places:
        why = f"{document.name} has changed: the quoted words do not stand in it any more"
        return Finding(cited, What.CHANGED, why, cited.quote, _like(cited.quote, _texts(document, papers)))
    now = [papers.cite(document, *place) for place in sorted(places, key=lambda place: abs(place[0] - cited.start))]
    around = [normalised(page_around(each, papers)) for each in now]
    if normalised(support.around) in around:
        return None
    here = page_around(moved, papers)
    if not occurrences(here, cited.quote) and much_alike(support.around, here):  # they stand elsewhere too, as on forms
        why = f"{document.name} has changed: the quoted words do not stand in that place any more"
        return Finding(cited, What.CHANGED, why, cited.quote, _like(cited.quote, [here]))
    old, new = _differing(normalised(support.around), around[0])
    why = f"{document.name} has changed: the quoted words stand in it, what stands beside them is not the same"
    return Finding(cited, What.BESIDE, why, old, new)


def _run_out(cited: Citation, document: Document, papers: Papers) -> Finding | None:
    reservation = papers.reservation(document.path)
    if not reservation:
        return None
    newer = papers.documents.get(document.superseded_by)
    new = _like(cited.quote, _texts(newer, papers)) if newer else ""
    return Finding(cited, What.OUT, f"{document.name}: {reservation}", cited.quote, new)


def _texts(document: Document, papers: Papers) -> list[str]:
    return [passage.text for passage in papers.passages(document.path, 0, len(papers.text(document.path)))]


def _like(quote: str, texts: Collection[str]) -> str:
    """The words of texts, a sentence or a whole one, that come nearest to a quote; empty where none do."""
    wanted = set(stems(quote))
    pieces = {text[start:end] for text in texts for start, end in sentences(text)} | set(texts)

    def shared(piece: str) -> float:
        words = set(stems(piece))
        return len(words & wanted) / max(len(words | wanted), 1)

    nearest = sorted(sorted(pieces), key=shared, reverse=True)[:NEAREST]
    ratio, best = max(((_ratio(quote, piece), piece) for piece in nearest), default=(0.0, ""))
    return best if ratio >= ALIKE else ""


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, normalised(one), normalised(other), autojunk=False).ratio()


def _differing(old: str, new: str) -> tuple[str, str]:
    """The sentences of two texts that are not in both."""
    before, after = ([text[start:end] for start, end in sentences(text)] for text in (old, new))
    gone = " ".join(piece for piece in before if piece not in after)
    come = " ".join(piece for piece in after if piece not in before)
    return gone or old, come or new

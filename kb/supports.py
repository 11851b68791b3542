"""What of a response's text stands on quoted evidence: sentence by sentence, and for the party that it speaks of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from kb.carried import carried
from kb.draft import COMPANY
from kb.model import Citation, Draft
from kb.response import Support
from kb.sentences import sentences
from kb.standing import Papers

BULLET = re.compile(r"^\s*[-•*]\s+")
OPEN = re.compile(r"open\s*:", re.IGNORECASE)  # begins a line that says what is not in place
SAYS = re.compile(r"\w")
SOURCE = re.compile(
    r"(?:Per|Recorded in|Training recorded in|From) (?:the )?(.+?)(?: \([^()]*\))?: $"
)  # before a quote
ASIDE = re.compile(r"\s*\(([^()]+)\)(?=\W*$)")


@dataclass(frozen=True, slots=True)
class Checked:
    """A text held against its evidence."""

    used: tuple[Support, ...]  # what carries a sentence of it
    uncarried: tuple[str, ...]  # sentences that nothing carries


def supports_of(draft: Draft, papers: Papers, company: str) -> tuple[Support, ...]:
    """The evidence of a draft, as a version of a response keeps it."""
    return tuple(
        replace(support_of(citation, papers, company), told=told)
        for citation, told in zip(draft.citations, draft.told, strict=True)
    )


def support_of(citation: Citation, papers: Papers, company: str) -> Support:
    """Verified words as evidence that a response may rest on."""
    return Support(citation, papers.party(citation) or company or COMPANY, page_around(citation, papers))


def page_around(citation: Citation, papers: Papers) -> str:
    """The text of the page that a citation is on; of its passages in a document without pages."""
    if citation.locator.page is None:
        return papers.around(citation)
    page = {citation.locator.page} | {
        passage.locator.page for passage in papers.passages(citation.path, citation.start, citation.end)
    }
    every = papers.passages(citation.path, 0, len(papers.text(citation.path)))
    return "\n".join(passage.text for passage in every if passage.locator.page in page)


def check(text: str, supports: Sequence[Support], company: str) -> Checked:
    """Which evidence carries which sentences of a text, each for its own party.

    A line may begin with its party ("Harborline: …"); one that begins with none speaks of the company, and one without
    a bullet goes on with the party above it. What a line that begins with "Open:" says first is not asked for evidence.
    """
    used: dict[int, None] = {}
    uncarried: list[str] = []
    for party, line in _lines(text, {support.party for support in supports}, company or COMPANY):
        rest = line
        for place, support in enumerate(supports):
            if support.told and support.party == party and support.told in rest:
                rest = rest.replace(support.told, "\n", 1)
                used[place] = None
        for start, end in sentences(rest):
            sentence = rest[start:end]
            if not SAYS.search(sentence) or (start == 0 and OPEN.match(sentence)):
                continue
            carriers = _carriers(sentence, party, supports)
            used.update(dict.fromkeys(carriers))
            if not carriers:
                uncarried.append(sentence)
    return Checked(tuple(supports[place] for place in sorted(used)), tuple(uncarried))


def open_lines(text: str) -> list[str]:
    """The lines that say what is open, such as "Open: fence extension, due 2027-03-01"."""
    bare = (BULLET.sub("", line).strip() for line in text.splitlines())
    return [line for line in bare if OPEN.match(line) and SAYS.search(OPEN.sub("", line, count=1))]


def _lines(text: str, parties: set[str], company: str) -> Iterator[tuple[str, str]]:
    party = company
    for line in text.splitlines():
        bare = BULLET.sub("", line).strip()
        opened = OPEN.match(bare)
        said = bare[opened.end() :].strip() if opened else bare
        named = max((name for name in parties | {company} if said.startswith(f"{name}:")), key=len, default="")
        if named or bare != line.strip():
            party = named or company
        rest = said.removeprefix(f"{named}:").strip() if named else said
        yield party, f"{opened[0]} {rest}" if opened else rest


def _carriers(sentence: str, party: str, supports: Sequence[Support]) -> tuple[int, ...]:
    """Places of the evidence that carries a sentence: a piece, or two of one party that are joined in it."""
    about = [place for place, support in enumerate(supports) if _speaks_of(sentence, party, support)]
    for place in about:
        bare = _sourceless(sentence, supports[place])
        if carried(bare, [_words(supports[place].citation)], supports[place].party):
            return (place,)
    for pair in combinations(about, 2):
        one, other = (supports[place] for place in pair)
        words = [_words(one.citation), _words(other.citation)]
        if one.party == other.party and carried(sentence, words, one.party):
            return pair
    return ()


def _speaks_of(sentence: str, party: str, support: Support) -> bool:
    return support.party == party or sentence.startswith(f"{support.party} ")


def _sourceless(sentence: str, support: Support) -> str:
    """A sentence without the source before or behind it, where that is the one which the draft names."""
    lead = support.told.partition("“")[0]
    named = SOURCE.match(lead)
    behind = ASIDE.search(sentence)
    if named and behind and behind[1].replace(",", "") == named[1].replace(",", ""):
        return sentence[: behind.start()] + sentence[behind.end() :]
    return sentence.removeprefix(lead)


def _words(citation: Citation) -> str:
    """The quote without the clause's number before it."""
    return " ".join(citation.quote.split()).removeprefix(citation.locator.clause).strip()

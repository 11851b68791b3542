"""Earlier answers to a criterion as wording: which of their sentences today's evidence still carries."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from kb.assurances import claims_coverage
from kb.carried import fault
from kb.citations import cite
from kb.draft import COMPANY
from kb.framing import taken_back
from kb.impact import finding
from kb.model import Citation, Document, Kind, Passage, PriorSentence
from kb.response import Step, Support
from kb.sentences import sentences
from kb.standing import Papers
from kb.supports import check
from kb.terms import stems

# The heading over an answer: the portal's own number stands in brackets at its end, or is named as a criterion.
HEADED = re.compile(r"\((\d{1,3})\)\W*$")
NAMED = re.compile(r"\W*(?:criterion|question|portal (?:no\.?|number))\s+(\d{1,3})\b", re.IGNORECASE)
BEGINS = re.compile(r"(?:criterion \d+\s+)?partner response\s*:\s*", re.IGNORECASE)
ENDS = re.compile(r"(?:documents?|scss|portal status|status|asked|question|cbp)\b[^.:]{0,30}:", re.IGNORECASE)
REFERENCE = re.compile(
    r"(?:see )?(?:the )?(?:CTPAT )?(?:manual|handbook|POL|annex|chapter|section|clause)\b[\w.,; §-]*", re.I
)
ALIKE = 0.4  # share of its longer words that a paper has, from which it is shown beside a sentence that nothing carries
SHORT = 3  # letters of words that say nothing of the matter
NAMING = 8  # words; a longer sentence says something of the paper that it names
FEWEST = 5  # words; less is a heading
# Where a clause stands by itself behind another one: not "; if …", which narrows what was said.
CLAUSES = re.compile(r";\s+(?!(?:if|unless|except|but|however|only|when|where|until|though|although|not|no|or)\b)")


Find = Callable[[str], Sequence[Passage]]  # the passages of all papers that come nearest to a sentence


def prior(number: int, papers: Papers, find: Find, in_force: Step | None, company: str) -> list[PriorSentence]:
    """The sentences of earlier answers to a criterion, those of the response in force first, held to today's papers.

    They are wording for a person to look at. None of them is evidence, and none stands in a draft unless a paper of
    today says it.
    """
    told = list(_approved(in_force, papers, find, company)) if in_force else []
    for document in papers.documents.values():
        if document.kind is Kind.PRIOR_ANSWER and not document.superseded_by:
            origin = document.title or document.name
            found = answers(number, document, papers)
            told += [_held(sentence, origin, _today(sentence, papers, find, company), company) for sentence in found]
    return told


def answers(number: int, document: Document, papers: Papers) -> Iterator[str]:
    """The sentences with which a paper of earlier answers answers a criterion."""
    inside = False
    for passage in papers.passages(document.path, 0, len(papers.text(document.path))):
        if _number(passage) != number:
            inside = False
            continue
        for start, end in sentences(passage.text):
            sentence = passage.text[start:end]
            begins = BEGINS.match(sentence)
            inside = bool(begins) or (inside and not ENDS.match(sentence))
            bare = sentence[begins.end() :] if begins else sentence
            if inside and re.search(r"\w", bare) and not claims_coverage(bare):  # an order or a claim is no wording
                yield " ".join(bare.split())


def _number(passage: Passage) -> int:
    """The portal's number of what a passage answers; 0 where none is named."""
    heading = passage.locator.trail[-1] if passage.locator.trail else ""
    found = HEADED.search(heading) or NAMED.match(heading) or NAMED.match(passage.text)
    return int(found[1]) if found else 0


def _today(sentence: str, papers: Papers, find: Find, company: str) -> list[Support]:
    """The sentences of today's papers that come nearest, each as evidence of its own party."""
    found: list[Support] = []
    for passage in find(sentence):
        document = papers.documents[passage.path]
        if papers.reservation(passage.path) or claims_coverage(passage.text):
            continue
        spans = [(0, len(passage.text))] if passage.fields else list(sentences(passage.text))
        for place, (start, end) in enumerate(spans):
            after = passage.text[slice(*spans[place + 1])] if place + 1 < len(spans) else ""
            if taken_back(after):
                continue
            for first, last in [(start, end), *_clauses(passage.text, start, end)]:
                cited = papers.verify(cite(passage, document, first, last))
                if cited.verified and len(cited.quote.split()) >= FEWEST:
                    found.append(Support(cited, papers.party(cited) or company or COMPANY, ""))
    return found


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses of a sentence that stand by themselves; none where it is a single one."""
    cuts = [found.span() for found in CLAUSES.finditer(text, start, end)]
    begins, ends = [start, *(cut[1] for cut in cuts)], [*(cut[0] for cut in cuts), end]
    return list(zip(begins, ends, strict=True)) if cuts else []


def _approved(step: Step, papers: Papers, find: Find, company: str) -> Iterator[PriorSentence]:
    """The response in force, piece by piece as it was told, then sentence by sentence."""
    origin = f"version {step.version} of the response, by {step.by} on {step.at[:10]}"
    sound = [support for support in step.supports if finding(support, papers) is None]
    rest = step.words
    for support in step.supports:
        if support.told and support.told in rest:
            rest = rest.replace(support.told, "\n", 1)
            held = support in sound
            why = "" if held else f"{support.citation.document} is not what it was"
            yield PriorSentence(support.told, origin, (support.citation,) if held else (), None, why)
    names = {support.party for support in step.supports} | {company or COMPANY}
    for start, end in sentences(rest):
        sentence = " ".join(rest[start:end].lstrip("-•* ").split())
        bare = next((sentence.removeprefix(f"{name}:") for name in names if sentence.startswith(f"{name}:")), sentence)
        if re.search(r"\w", bare):
            yield _held(sentence, origin, [*sound, *_today(sentence, papers, find, company)], company)


def _held(sentence: str, origin: str, today: Sequence[Support], company: str) -> PriorSentence:
    checked = check(sentence, today, company)
    if checked.used and not checked.uncarried:
        return PriorSentence(sentence, origin, tuple(support.citation for support in checked.used))
    near = _nearest(sentence, [support.citation for support in today])
    if REFERENCE.fullmatch(sentence) and len(sentence.split()) <= NAMING:
        return PriorSentence(sentence, origin, (), None, "it names a paper and says nothing")
    if near is None:
        return PriorSentence(sentence, origin, (), None, "no paper of today says anything like it")
    party = next(support.party for support in today if support.citation is near)
    why = fault(sentence, [near.quote], party) or f"it is said of {party}"
    return PriorSentence(sentence, origin, (), near, why)


def _nearest(sentence: str, citations: Iterable[Citation]) -> Citation | None:
    wanted = {word for word in stems(sentence) if len(word) > SHORT}
    shares = [(len(wanted & set(stems(each.quote))) / max(len(wanted), 1), each) for each in citations]
    share, best = max(shares, key=lambda pair: pair[0], default=(0.0, None))
    return best if share >= ALIKE else None

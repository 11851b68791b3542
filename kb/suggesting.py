"""Questions that this very base can answer, for people who do not know yet what to ask."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kb.assistant import Assistant
from kb.expiry import ends, horizon
from kb.model import Coverage, Document, Flag, Kind, Status
from kb.terms import stems

MOST = 6
OF_PAPERS = 3  # questions about what papers say
TRIED = 8  # such questions that are put, to find those that are answered
SHORTEST = 4  # letters of a word that says what a title is about
RULES = (Kind.POLICY, Kind.PROCEDURE)
OF_FORM = re.compile(r"\b(?:policy|procedure|standard|plan|manual|handbook|rules?|sop)\b", re.IGNORECASE)
FITTING = re.compile(r"[A-Za-z][a-z]+(?: [A-Za-z][a-z]+){1,3}")  # two to four words


def suggested(assistant: Assistant, judged: Sequence[Coverage]) -> tuple[str, ...]:
    """Questions to begin with; `judged` are the criteria whose standing is known already, perhaps none."""
    documents = [document for document in assistant.documents() if not document.superseded_by]
    found = [*_of_criteria(judged), *_of_base(assistant, documents)]
    papers = _of_papers(assistant, documents)
    return tuple([*found, *papers][:MOST])


def _of_criteria(judged: Sequence[Coverage]) -> Iterator[str]:
    """One that much is said of, and the first Must that is open."""
    shown = [each for each in judged if each.status in (Status.COVERED, Status.PARTIAL)]
    if shown:
        yield f"What covers criterion {max(shown, key=_parties).criterion.number}?"
    for status in (Status.GAP, Status.CONFLICT, Status.STALE, Status.PARTIAL):
        for each in judged:
            if each.status is status and each.flag is Flag.MUST:
                yield f"What is missing for criterion {each.criterion.number}?"
                return


def _parties(coverage: Coverage) -> int:
    return len({item.party for judged in coverage.judgements for item in judged.evidence if item.counts})


def _of_base(assistant: Assistant, documents: Sequence[Document]) -> Iterator[str]:
    if any(document.kind is Kind.QUESTIONNAIRE for document in documents):
        yield "Which vendors answered No?"
    until = horizon(assistant.settings.anniversary, assistant.as_of).until
    if any((over := ends(document)) and over[0] <= until for document in documents):
        yield f"Which papers run out before {until.isoformat()}?"


def _of_papers(assistant: Assistant, documents: Sequence[Document]) -> list[str]:
    """Questions about what the company has rules for, each put to see that it is answered."""
    kept: list[str] = []
    for tried, topic in enumerate(_topics(assistant, documents)):
        if tried == TRIED or len(kept) == OF_PAPERS:
            break
        question = f"What do our papers say about {topic.lower()}?"
        if assistant.ask(question).answered:
            kept.append(question)
    return kept


def _topics(assistant: Assistant, documents: Sequence[Document]) -> list[str]:
    """What the company's own rules are about by their titles, what the criteria speak of most first."""
    told = (stem for each in assistant.catalogue.criteria for stem in stems(f"{each.title} {each.section}"))
    known = Counter(stem for stem in told if len(stem) >= SHORTEST)
    titles = (OF_FORM.sub("", each.title).strip() for each in documents if each.kind in RULES and not each.party)
    fit = dict.fromkeys(title for title in titles if FITTING.fullmatch(title))
    shares = {title: [known[stem] for stem in stems(title)] for title in fit}
    return sorted((title for title in fit if any(shares[title])), key=lambda title: -max(shares[title]))

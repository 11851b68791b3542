"""A question -> an Answer that quotes, or an honest no."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from kb.decided import lines as told_of
from kb.deciding import deciding
from kb.modality import Mood, mood
from kb.model import Answer, Citation, Coverage, Evidence, Grade, Hit, Judgement, Kind, Status
from kb.places import source
from kb.sentences import sentences
from kb.synonyms import spellings
from kb.terms import Terms, stems

QUOTES = 4  # what a reader takes in
# Kinds whose text never answers a question about what the company does.
MUTE = (Kind.CRITERIA, Kind.PRIOR_ANSWER, Kind.TEMPLATE, Kind.REGISTER)
STOP = frozenset(
    stems(
        """a an and any are as at be been by can could did do does for from had has have how i if in
        into is it its me my of on or our shall should show tell that the their there these they
        this to us was we were what when where which who whom whose why will with would you your
        documents document say says company about please give find long much many often"""
    )
)
# Share of a question's own words that the best passages must speak of, between them and in one of them, before they are
# shown as an answer; found on questions over the sample company that have no answer.
SPOKEN = 0.6
BEHIND = 0.15  # how far behind the best passage one may score and still be shown
# A sentence that takes back what stands before it is quoted with it.
TAKES_BACK = re.compile(
    r"\W*(?:however|but|except|unless|only|this (?:does|applies|is not)|exceptions?)\b", re.IGNORECASE
)
RESERVED = (Mood.DENIAL, Mood.PLAN, Mood.HEDGE)
ALIKE = 0.7  # cosine of a question and a passage that answers it outright


def answer_criterion(question: str, coverage: Coverage, verify: Callable[[Citation], Citation]) -> Answer:
    """What covers a criterion: its status, the evidence by part with quotes, and what is missing."""
    subject = coverage.criterion
    named = f"Criterion {subject.number}, {subject.title} (MSC {subject.msc_id}, {coverage.flag.value})"
    lines = [f"{named}: {coverage.status.value}."]
    citations: list[Citation] = []
    for judged in coverage.judgements:
        lines.append(f"\n{judged.requirement.id} {judged.requirement.text} — {judged.status.value}")
        for item in _telling(judged):
            checked = verify(item.citation)
            if checked.verified:
                citations.append(replace(checked, marker=f"[{len(citations) + 1}]"))
                lines.append(_line(item, citations[-1]))
        if judged.missing:
            lines.append(f"  Missing: {judged.missing}")
        lines += [f"  {line}" for line in told_of(judged)]
    if coverage.next_actions:
        lines.append("\nNext:")
        lines += [f"  - {action}" for action in coverage.next_actions]
    covered = coverage.status not in (Status.GAP, Status.STALE)
    reason = coverage.note if covered else f"No current evidence supports criterion {subject.number}."
    return Answer(question, covered, "\n".join(lines), subject.number, tuple(citations), reason)


def _telling(judged: Judgement) -> list[Evidence]:
    """What supports, then what speaks against it or does not count, what decides first."""
    ranked = deciding(judged, len(judged.evidence))
    supports = [item for item in ranked if item.grade is Grade.SUPPORTS][:QUOTES]
    others = [item for item in ranked if item.grade is not Grade.SUPPORTS]
    return supports + others[: max(2, QUOTES - len(supports))]


def _line(item: Evidence, citation: Citation) -> str:
    reason = f" — {'; '.join(item.reasons)}" if item.reasons else ""
    words = " ".join(citation.quote.split())
    return f"  {citation.marker} {item.grade.value}: “{words}” ({source(citation)}){reason}"


def answer_freely(
    question: str,
    hits: Sequence[tuple[Hit, Kind, Citation]],
    verify: Callable[[Citation], Citation],
) -> Answer:
    """An answer in the documents' own sentences, from hits with the kind and the citation of their passage."""
    asked = spellings(question, STOP)
    heard = [(hit, citation) for hit, kind, citation in hits if kind not in MUTE]
    if not asked or not heard:
        return Answer(question, False, "Not in the documents.", reason=_nearest(heard, len(hits)))
    rated = [(_spoken(asked, hit), hit, citation) for hit, citation in heard]
    scored = sorted(
        ((_score(share, hit), share, hit, citation) for share, hit, citation in rated), key=lambda row: -row[0]
    )
    citations: list[Citation] = []
    for score, share, hit, whole in scored:
        if share >= SPOKEN and score >= scored[0][0] - BEHIND and len(citations) < QUOTES:
            checked = verify(_narrowed(asked, hit, whole))
            if checked.verified:
                citations.append(replace(checked, marker=f"[{len(citations) + 1}]"))
    if not citations:
        return Answer(question, False, "Not in the documents.", reason=_nearest(heard, len(hits)))
    lines = [f"{c.marker} “{' '.join(c.quote.split())}” ({source(c)})" for c in citations]
    return Answer(question, True, "\n".join(lines), None, tuple(citations))


def _spoken(asked: Sequence[Terms], hit: Hit) -> float:
    """Share of the things asked for that a passage or its headings speak of."""
    said = stems(f"{hit.passage.context} {hit.passage.text}")
    return sum(terms.spoken(said) for terms in asked) / len(asked)


def _score(share: float, hit: Hit) -> float:
    """Words and meaning together, 0 to 1."""
    return 0.5 * share + 0.5 * min(max(hit.dense or 0.0, 0.0) / ALIKE, 1.0)


def _narrowed(asked: Sequence[Terms], hit: Hit, whole: Citation) -> Citation:
    """The citation cut down to the two sentences that say most and what takes them back; a table row stays whole."""
    text = hit.passage.text
    spans = sentences(text)
    if hit.passage.fields or len(spans) <= 2:
        return whole
    pairs = [(spans[i][0], spans[min(i + 1, len(spans) - 1)][1]) for i in range(len(spans))]
    said = {pair: stems(text[pair[0] : pair[1]]) for pair in pairs}
    start, end = max(pairs, key=lambda pair: sum(terms.spoken(said[pair]) for terms in asked))
    for first, last in (span for span in spans if span[0] >= end):
        if not TAKES_BACK.match(text[first:last]) and mood(text[first:last], entry=True) not in RESERVED:
            break
        end = last
    return replace(whole, start=whole.start + start, end=whole.start + end, quote=text[start:end])


def _nearest(heard: Sequence[tuple[Hit, Citation]], searched: int) -> str:
    if not heard:
        return (
            "No passage of the documents comes near the question."
            if not searched
            else "Only forms, registers or earlier answers speak of it."
        )
    words = " ".join(heard[0][1].quote.split())
    return f"Nearest, and not an answer: “{words[:200]}” ({source(heard[0][1])})."

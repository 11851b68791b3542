"""A question -> an Answer that quotes, or an honest no."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from kb.asking_window import ITEM, Window, best_window, bound, with_what_takes_it_back
from kb.asking_words import STOP, Asked
from kb.assurances import without_assurances
from kb.citations import cite
from kb.decided import lines as told_of
from kb.deciding import deciding
from kb.model import MUTE, Answer, Citation, Coverage, Document, Evidence, Grade, Hit, Judgement, Kind, Status
from kb.places import source
from kb.questionnaire import answered, unfinished, worth
from kb.terms import stems

QUOTES = 4  # what a reader takes in
OF_ONE = 2  # quotes of one document, so that other sources are seen
# Found on the dev half of eval/labels/answers.jsonl: the score that the best quote needs, and how far behind it others
# may be.
ENOUGH, BEHIND = 0.65, 0.12
FILL = STOP - {"no", "not", "nor", "never", "onli"}  # stems in which two quotes may differ and still say the same
UNUSED = {  # one and several, as people call them
    Kind.CRITERIA: ("text of the criteria by CBP", "texts of the criteria by CBP"),
    Kind.PRIOR_ANSWER: ("paper of earlier Partner Responses", "papers of earlier Partner Responses"),
    Kind.TEMPLATE: ("blank form", "blank forms"),
    Kind.REGISTER: ("register", "registers"),
}
NOT_MET = re.compile(r"\bnot met\b", re.IGNORECASE)  # what a reviewer writes beside an answer
VALIDATION = re.compile(r"\bc-?tpat validation\b", re.IGNORECASE)  # customs' own: no private audit is one
NEAREST = "The closest words found, which do not answer it:"
NOT_IN = "Not in the documents."


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
                lines.append(evidence_line(item, citations[-1]))
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


def evidence_line(item: Evidence, citation: Citation) -> str:
    """One piece of evidence in a line: marker, grade, words, place, reasons."""
    reason = f" — {'; '.join(item.reasons)}" if item.reasons else ""
    words = " ".join(citation.quote.split())
    grade = "nearest, does not count" if item.by_meaning else item.grade.value
    return f"  {citation.marker} {grade}: “{words}” ({source(citation)}){reason}"


def answer_freely(
    asked: Asked,
    hits: Sequence[tuple[Hit, Document]],
    verify: Callable[[Citation], Citation],
    searched: str,
) -> Answer:
    """An answer in the documents' own sentences, from hits with their documents; `searched` tells of which base."""
    mute = (*MUTE, Kind.CERTIFICATE) if VALIDATION.search(asked.text) else MUTE
    heard = [(hit, document) for hit, document in hits if document.kind not in mute]
    windows = _windows(asked, heard)
    least = max(ENOUGH, windows[0].score - BEHIND) if windows and asked.terms and not asked.unknown else None
    telling = [window for window in windows if least is not None and window.score >= least]
    shown = _shown(_open_rows(asked, windows) if telling else [], telling, verify)
    if not shown:
        nearest = verify(_nearest(windows, heard)) if heard else None
        reason = _why_not(asked, windows, nearest, hits, searched)
        return Answer(asked.text, False, NOT_IN, reason=reason, nearest=nearest)
    citations = [replace(cited, marker=f"[{place}]") for place, (cited, _) in enumerate(shown, start=1)]
    lines = [f"{c.marker} {quoted(c)}{_also(others)}" for c, (_, others) in zip(citations, shown, strict=True)]
    return Answer(asked.text, True, "\n".join(lines), None, tuple(citations))


def _windows(asked: Asked, heard: Sequence[tuple[Hit, Document]]) -> list[Window]:
    """The best piece of each passage, best first; passages that cannot come near the best one are not looked into."""
    found: list[Window] = []
    best = 0.0
    for most, hit, document in sorted(((bound(asked, *each), *each) for each in heard), key=lambda row: -row[0]):
        if most < best - BEHIND:
            break
        window = best_window(asked, hit, document)
        if window and _is_free(window):
            found.append(window)
            best = max(best, window.score)
    return sorted(found, key=lambda window: -window.score)


def _is_free(window: Window) -> bool:
    """Whether a window is free of claims that a criterion is met and of orders to the reader."""
    told = without_assurances(window.hit.passage).text
    return told[window.start : window.end] == window.text


def quoted(citation: Citation) -> str:
    """The quoted words with their place."""
    return f"“{' '.join(citation.quote.split())}” ({source(citation)})"


def searched(documents: Iterable[Document], passages: int) -> str:
    """What was searched and what was left out, in a sentence."""
    every = list(documents)
    kinds = Counter(document.kind for document in every if document.kind in MUTE)
    out = [f"{count} {UNUSED[kind][count > 1]}" for kind, count in sorted(kinds.items())]
    old = sum(bool(document.superseded_by) for document in every)
    out += [f"{old} replaced by a newer version"] if old else []
    left = f" Not used for answers: {', '.join(out)}." if out else ""
    count = f"All {len(every)} documents were" if len(every) != 1 else "The one document was"
    return f"{count} searched ({passages:,} {'passage' if passages == 1 else 'passages'}).{left}"


def _open_rows(asked: Asked, windows: Sequence[Window]) -> list[Window]:
    """The rows of a named party's questionnaire that say No to what the best window speaks of, or are not finished."""
    if not asked.given:
        return []
    best = windows[0]
    return [
        window
        for window in windows
        if window.spoken >= best.spoken and window.score >= best.score - BEHIND and _is_open(window)
    ][:OF_ONE]


def _is_open(window: Window) -> bool:
    """Whether a window is a questionnaire's row that is answered No, found not met, or unfinished."""
    fields = window.hit.passage.fields
    if window.document.kind is not Kind.QUESTIONNAIRE or not window.document.party or not answered(fields):
        return False
    return worth(fields)[0] is Grade.CONTRADICTS or unfinished(fields) or any(map(NOT_MET.search, fields.values()))


def _shown(
    first: Sequence[Window], windows: Sequence[Window], verify: Callable[[Citation], Citation]
) -> list[tuple[Citation, list[str]]]:
    """The quotes to show, each with the places that say the same: those that go first, then few of one document."""
    found: list[tuple[Citation, list[str]]] = []
    told: list[frozenset[str]] = []
    of_one: Counter[str] = Counter()
    for window in [*first, *(window for window in windows if window not in first)]:
        checked = verify(cite(window.hit.passage, window.document, *with_what_takes_it_back(window)))
        if not checked.verified:
            continue
        said = frozenset(stems(ITEM.sub("", checked.quote))) - FILL
        same = told.index(said) if said in told else None
        if same is not None:
            found[same][1].append(source(checked))
        elif len(found) < QUOTES and of_one[checked.path] < OF_ONE:
            found.append((checked, []))
            told.append(said)
            of_one[checked.path] += window not in first
    return found


def _also(places: Sequence[str]) -> str:
    return f" — the same in {'; '.join(places)}" if places else ""


def _nearest(windows: Sequence[Window], heard: Sequence[tuple[Hit, Document]]) -> Citation:
    """The nearest miss; of at least one passage heard."""
    if windows:
        return cite(windows[0].hit.passage, windows[0].document, windows[0].start, windows[0].end)
    return cite(heard[0][0].passage, heard[0][1])


def _why_not(
    asked: Asked,
    windows: Sequence[Window],
    nearest: Citation | None,
    hits: Sequence[tuple[Hit, Document]],
    searched: str,
) -> str:
    """Why there is no answer: what nobody speaks of, what was searched, and the nearest miss with its place."""
    told = [f"No document mentions {' or '.join(f'“{name}”' for name in asked.unknown)}."] if asked.unknown else []
    if asked.expected and nearest and not windows:
        told.append(
            f"The question asks for {asked.expected.name}, and what the documents say on the subject gives none."
        )
    told.append(searched)
    if nearest is None:
        papers = "certificates, blank forms" if VALIDATION.search(asked.text) else "blank forms"
        only = (
            f"Only papers that prove nothing here mention it: {papers}, registers, earlier answers or CBP's own text."
        )
        told.append(only if hits else "Nothing in them comes close to it.")
        return " ".join(told)
    words = " ".join(nearest.quote.split())
    told.append(f"{NEAREST} “{words[:200]}” ({source(nearest)}).")
    return " ".join(told)
